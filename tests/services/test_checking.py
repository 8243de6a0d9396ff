"""A document of the wrong shape is told in our own sentences, with the place and what to do."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from desk import PLANS
from example import document

from hotline.domain.errors import InputError
from hotline.services.checking import problems_of_parts, shaped

Edit = Callable[[dict[str, Any]], Any]
VOICE = "contact_point.voice"


def voice(service: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = service["contact_point"][0]
    return found


@pytest.mark.parametrize(
    ("edit", "code", "where", "says"),
    [
        (lambda s: s.pop("name"), "field_missing", "name", "add it"),
        (lambda s: s.update(colour="blue"), "field_unknown", "colour", "spelling"),
        (lambda s: s.update(name=" "), "text_blank", "name", "blanks"),
        (lambda s: s.update(name="a\u202eb"), "hidden_characters", "name", "nobody can see"),
        (lambda s: s.update(name=7), "text_expected", "name", "text"),
        (lambda s: s.update(needs=[]), "list_empty", "needs", "one entry"),
        (lambda s: s.update(operator="friend"), "choice_unknown", "operator", "police, prosecutor"),
        (lambda s: s.update(id="Línea"), "id_expected", "id", "small letters"),
        (lambda s: s.update(id="a" * 61), "text_too_long", "id", "60 signs"),
        (lambda s: s.update(shown_in=["Honduras"]), "region_expected", "shown_in.1", "GT"),
        (lambda s: s.update(name_language="Spanish"), "language_expected", "name_language", "kek"),
        (lambda s: s["description"].pop("fr"), "locales_missing", "description.fr", "missing: fr"),
        (lambda s: voice(s).pop("number"), "number_needed", f"{VOICE}.number", "need a number"),
        (lambda s: voice(s).update(channel="web"), "address_needed", f"{VOICE}.address", "need an address"),
        (
            lambda s: s["contact_point"][2].update(address="example.org"),
            "web_address_expected",
            "contact_point.web.address",
            "https://",
        ),
        (
            lambda s: s["contact_point"][2].update(channel="email"),
            "line_email_expected",
            "contact_point.web.address",
            "ayuda@example.org",
        ),
        (lambda s: voice(s).update(id="sms"), "contact_point_twice", "", "each its own"),
        (
            lambda s: voice(s)["evidence"][1].update(read="soon"),
            "day_expected",
            f"{VOICE}.evidence.2.read",
            "2026-11-24",
        ),
        (
            lambda s: voice(s)["evidence"][0].update(date="2025-13"),
            "partial_date_expected",
            f"{VOICE}.evidence.1.date",
            "2024-07",
        ),
    ],
)
def test_each_wrong_field_has_its_sentence(edit: Edit, code: str, where: str, says: str) -> None:
    service = copy.deepcopy(document()["service"][0])
    edit(service)
    with pytest.raises(InputError) as refusal:
        shaped("service", "GT", service)
    (problem,) = refusal.value.problems
    assert (problem.code, problem.where) == (code, where)
    assert says in problem.sentence


def test_a_list_of_which_every_entry_is_wrong_is_not_told_to_be_empty() -> None:
    service = copy.deepcopy(document()["service"][1])
    voice(service)["channel"] = "fax"
    with pytest.raises(InputError) as refusal:
        shaped("service", "GT", service)
    assert [problem.code for problem in refusal.value.problems] == ["choice_unknown"]


def test_numbers_and_hours_are_told_beside_what_is_wrong_with_the_shape() -> None:
    service = copy.deepcopy(document()["service"][0])
    voice(service).update(number="1555 o 1", hours="always", languages=["Spanish"], evidence=[])
    found = [(p.code, p.where) for p in problems_of_parts("service", "GT", service, PLANS)]
    assert found == [("hours_not_understood", f"{VOICE}.hours"), ("two_numbers", f"{VOICE}.number")]


@pytest.mark.parametrize(
    "points",
    [None, "x", ["x"], [{}], [{"id": "voice"}], [{"id": "Voice", "channel": "voice", "number": "1"}]],
)
def test_what_is_no_contact_point_at_all_is_left_to_the_shape(points: Any) -> None:
    text = {**document()["service"][0], "contact_point": points}
    assert list(problems_of_parts("service", "GT", text, PLANS)) == []
