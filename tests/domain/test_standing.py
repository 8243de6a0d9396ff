"""Whether what a material claims still holds: a table of what the directory may do to a claim."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from example import MATERIALS, document
from pydantic import ValidationError

from hotline.domain.listing import RegionDirectory
from hotline.domain.material import Claim, Material
from hotline.domain.standing import Reason, out_of_date, standing

DRAMA, POSTER = (Material.model_validate(one) for one in MATERIALS)
Edit = Callable[[dict[str, Any]], object]


def directories(edit: Edit = lambda _: None) -> dict[str, RegionDirectory]:
    said = copy.deepcopy(document())
    edit(said)
    return {"GT": RegionDirectory.model_validate(said)}


def voice(**changes: Any) -> Edit:
    return lambda said: said["service"][0]["contact_point"][0].update(changes)


def without_voice(said: dict[str, Any]) -> None:
    del said["service"][0]["contact_point"][0]


def without_line(said: dict[str, Any]) -> None:
    del said["service"][0]
    said["first"]["services"] = ["gt-policia"]
    said["retired_number"][0]["instead"] = ["gt-policia"]


def operator(**changes: Any) -> Edit:
    return lambda said: said["organization"][1].update(changes)


def nothing(said: dict[str, Any]) -> None:
    pass


@pytest.mark.parametrize(
    ("edit", "expected", "reason"),
    [
        (nothing, [], "what it says is what the directory says"),
        (voice(number="15-55"), [], "the same digits are the same number, however they are written"),
        (voice(number="1556"), [("gt", "changed")], "one digit is another number"),
        (voice(number="*1555"), [("gt", "changed")], "a star code is another number"),
        (voice(number_region="US"), [("gt", "changed")], "the same digits in another country ring elsewhere"),
        (without_voice, [("gt", "gone")], "the way to reach it is gone"),
        (without_line, [("gt", "gone"), ("gt-2", "gone")], "the line is gone, or hidden"),
        (voice(cost="charged"), [("gt", "free")], "it says that the call is free, and it costs money"),
        (voice(cost=None), [], "nobody knows what it costs: that makes no claim wrong"),
        (voice(hours="24/7"), [("gt", "hours")], "other hours"),
        (voice(hours="Mo-Tu 08:00-16:00; We-Fr 08:00-16:00"), [], "the same hours in another writing"),
        (voice(hours=None), [], "nobody knows its hours any more"),
        (operator(other_names=["Procuraduría"]), [("gt", "operator")], "it is no longer called so"),
        (operator(other_names=["OMBUDSMAN"]), [], "capitals make no other name"),
        (voice(number="1556", cost="charged"), [("gt", "changed")], "of another number nothing more is said"),
    ],
)  # fmt: skip
def test_a_claim_is_wrong_when_the_directory_says_otherwise(
    edit: Edit, expected: list[tuple[str, str]], reason: str
) -> None:
    assert list(out_of_date(DRAMA, directories(edit))) == [Reason(*one) for one in expected], reason


def test_a_retired_number_names_what_to_call_now() -> None:
    found = standing(POSTER.claims[0], directories())
    assert (found.status, [line.id for line in found.instead]) == ("retired", ["gt-policia", "gt-trata"])
    assert out_of_date(POSTER, directories()) == (Reason("gt", "retired"),)


def test_a_retired_number_that_is_forgotten_or_leads_nowhere_still_leaves_somebody_to_call() -> None:
    forgotten = standing(POSTER.claims[0], directories(lambda said: said.update(retired_number=[])))
    assert (forgotten.status, forgotten.instead[0].id) == ("gone", "gt-trata")
    alone = standing(POSTER.claims[0], directories(lambda said: said["retired_number"][0].update(instead=[])))
    assert (alone.status, alone.instead[0].id) == ("retired", "gt-trata")


def test_what_no_source_says_is_told_as_unknown() -> None:
    found = standing(DRAMA.claims[0], directories(voice(cost=None, hours=None)))
    assert (found.status, found.wrong, found.unknown) == ("holds", (), ("free", "hours"))


def test_a_number_that_is_bound_to_nothing_is_neither_right_nor_wrong() -> None:
    claim = Claim(id="pe", region="PE", number="1818")
    assert standing(claim, directories()).status == "unbound"
    material = DRAMA.model_copy(update={"claims": (claim,)})
    assert out_of_date(material, directories()) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"contact_point": None}, "claim_half_bound"),
        ({"service": None}, "claim_half_bound"),
        ({"retired_number": "linea-1552"}, "claim_bound_twice"),
    ],
)
def test_a_claim_is_bound_once_and_wholly(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Claim.model_validate({**MATERIALS[0]["claim"][0], **changes})
    assert [error["type"] for error in refused.value.errors()] == [code]


@pytest.mark.parametrize(
    ("episodes", "right"),
    [("9", True), (1, True), (999, True), (0, False), ("1000", False), ("nine", False), (True, False), (2.5, False)],
)  # fmt: skip
def test_episodes_are_a_number_that_a_form_may_send_as_text(episodes: Any, right: bool) -> None:
    said = {**MATERIALS[0], "episodes": episodes}
    if right:
        assert Material.model_validate(said).episodes == int(episodes)
    else:
        with pytest.raises(ValidationError, match="from 1 to 999"):
            Material.model_validate(said)


def test_two_claims_of_a_material_have_two_names() -> None:
    with pytest.raises(ValidationError, match="the same id"):
        Material.model_validate({**MATERIALS[1], "claim": MATERIALS[1]["claim"] * 2})
