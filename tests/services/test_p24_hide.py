"""P24: one person may hide a service at once, and never replace it; no region becomes an empty page."""

from datetime import timedelta
from typing import Any

import pytest
from desk import ANA, BETO, CARLA, DORA, EVA, LATER, NEW, NOW, OLD, PLANS, Desk, person, service, unasked
from example import NOTICES, directory, document, texts

from hotline.domain.listing import RegionDirectory
from hotline.domain.notice import REASON_WITHOUT_HIDDEN, public_region
from hotline.domain.record import Name
from hotline.services import deciding, proposing
from hotline.services.importing import import_directory
from hotline.services.notices import end_outage, hide, outage, unhide

UNTIL = NOW + timedelta(hours=6)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """GT has some more lines, so that there is something to hide."""
    for number in ("1561", "1562", "1563", "1564"):
        line = unasked(service(number, id=f"gt-{number}", name=f"Line {number}"))
        line["contact_point"] = line["contact_point"][:1]
        change = desk.do(proposing.propose, ANA, "service", "GT", line, "New.", NOW, PLANS)
        desk.approve(change, typed=number)
    return desk


def test_a_hidden_service_stands_nowhere_in_the_next_edition(desk: Desk) -> None:
    change = desk.do(hide, ANA, "GT", "gt-trata", "Somebody else answers.", NOW, PLANS)
    assert (change.state, change.decided_by, change.edition) == ("published", None, 6)
    region = desk.region()
    assert "gt-trata" not in {one.id for one in region.services}
    assert region.first.services == ("gt-policia",)
    assert region.first.reason == REASON_WITHOUT_HIDDEN, "the region's own reason may name the number"
    assert region.retired_numbers[0].instead == ("gt-policia",)
    assert [(notice.kind, notice.service) for notice in region.notices] == [("hidden", "gt-trata")]
    assert desk.live_number() == OLD, "what is hidden is kept for its review"
    assert desk.trail_problems() == ()


@pytest.mark.parametrize(
    ("who", "reason"),
    [(EVA, "an administrator keeps people"), (DORA, "she keeps another region"), (person("fay"), "no role")],
)
def test_who_may_not_hide(desk: Desk, who: Any, reason: str) -> None:
    assert desk.refused(hide, who, "GT", "gt-trata", "x", NOW, PLANS) == ["needs_keeper"], reason


@pytest.mark.parametrize(
    ("service_id", "why", "code"),
    [
        ("gt-nothing", "x", "record_unknown"),
        ("ni-trata", "x", "record_unknown"),
        ("gt-trata", "  ", "reason_missing"),
        ("gt-policia", "x", "region_left_empty"),
    ],
)
def test_what_cannot_be_hidden(desk: Desk, service_id: str, why: str, code: str) -> None:
    before = desk.edition()
    assert desk.refused(hide, ANA, "GT", service_id, why, NOW, PLANS) == [code]
    assert desk.edition() == before
    assert desk.trail_problems() == ()


def test_nothing_is_hidden_twice_and_what_was_never_hidden_does_not_come_back(desk: Desk) -> None:
    desk.do(hide, ANA, "GT", "gt-trata", "x", NOW, PLANS)
    assert desk.refused(hide, BETO, "GT", "gt-trata", "x", NOW, PLANS) == ["already_hidden"]
    assert desk.refused(unhide, ANA, "GT", "gt-policia", "x", NOW) == ["not_hidden"]


def test_the_fourth_in_an_hour_needs_a_second_person(desk: Desk) -> None:
    for number in ("1561", "1562", "1563"):
        assert desk.do(hide, ANA, "GT", f"gt-{number}", "x", NOW, PLANS).state == "published"
    fourth = desk.do(hide, ANA, "GT", "gt-1564", "x", NOW + timedelta(minutes=59), PLANS)
    assert fourth.state == "proposed"
    assert "gt-1564" in {one.id for one in desk.region().services}
    outage_too = desk.do(outage, ANA, "GT", "gt-trata", "x", UNTIL, NOW + timedelta(minutes=59), PLANS)
    assert outage_too.state == "proposed"
    assert desk.do(hide, BETO, "GT", "gt-1564", "x", NOW, PLANS).state == "published", "another person may"
    later = NOW + timedelta(minutes=61)
    assert desk.do(hide, ANA, "GT", "gt-trata", "x", later, PLANS).state == "published", "an hour has passed"


def test_a_second_person_can_let_the_fourth_through(desk: Desk) -> None:
    for number in ("1561", "1562", "1563"):
        desk.do(hide, BETO, "GT", f"gt-{number}", "x", NOW, PLANS)
    fourth = desk.do(hide, BETO, "GT", "gt-1564", "x", NOW, PLANS)
    approval = (fourth.id, 1, {}, NOW, PLANS)
    assert desk.refused(deciding.approve, BETO, *approval) == ["needs_second_person"]
    desk.do(deciding.approve, CARLA, *approval)
    assert "gt-1564" not in {one.id for one in desk.region().services}


def test_what_was_hidden_comes_back_only_through_review(desk: Desk) -> None:
    desk.do(hide, BETO, "GT", "gt-trata", "x", NOW, PLANS)
    change = desk.do(unhide, BETO, "GT", "gt-trata", "It is right after all.", NOW)
    assert (change.state, desk.region().first.services) == ("proposed", ("gt-policia",))
    approval = (change.id, 1, {}, NOW, PLANS)
    assert desk.refused(deciding.approve, BETO, *approval) == ["needs_second_person"]
    desk.do(deciding.approve, CARLA, *approval)
    assert desk.region().first == directory().first
    assert desk.region().notices == ()
    assert desk.trail_problems() == ()


def test_a_hidden_service_can_be_put_right_or_removed_while_it_is_hidden(desk: Desk) -> None:
    desk.do(hide, ANA, "GT", "gt-trata", "x", NOW, PLANS)
    desk.approve(desk.propose())
    assert desk.live_number() == NEW
    assert "gt-trata" not in {one.id for one in desk.region().services}
    first = {**document()["first"], "services": ["gt-policia"]}
    for kind, proposed in (("first_lines", first), ("retired_number", None)):
        retired = {**document()["retired_number"][0], "instead": ["gt-policia"]}
        change = desk.do(proposing.propose, ANA, kind, "GT", proposed or retired, "x", NOW, PLANS)
        desk.do(deciding.approve, CARLA, change.id, 1, {}, NOW, PLANS)
    gone = desk.do(proposing.propose_removal, ANA, Name("service", "GT", "gt-trata"), "A fake.", NOW)
    desk.do(deciding.approve, CARLA, gone.id, 1, {}, NOW, PLANS)
    assert desk.region().notices == (), "its notice went with it"
    assert desk.trail_problems() == ()


def test_an_outage_is_in_the_edition_until_it_ends_by_itself(desk: Desk) -> None:
    change = desk.do(
        outage, ANA, "GT", "gt-trata", "They said so.", UNTIL, NOW, PLANS,
        contact_point="voice", instead="gt-policia", note=texts("outage"),
    )  # fmt: skip
    assert change.state == "published"
    (notice,) = desk.region().notices
    assert (notice.contact_point, notice.until, notice.instead) == ("voice", UNTIL, "gt-policia")
    assert desk.number() == OLD, "the number stays where two people put it"
    desk.do(deciding.publish_due, UNTIL - timedelta(seconds=1), PLANS)
    assert desk.region().notices == (notice,)
    desk.do(deciding.publish_due, UNTIL, PLANS)
    assert desk.region().notices == ()
    assert desk.trail_problems() == ()


def test_an_outage_can_be_ended_early(desk: Desk) -> None:
    change = desk.do(outage, ANA, "GT", "gt-trata", "x", UNTIL, NOW, PLANS)
    assert desk.refused(end_outage, ANA, "GT", "x", "x", NOW, PLANS) == ["outage_unknown"]
    desk.do(end_outage, BETO, "GT", change.record_id, "It works again.", NOW, PLANS)
    assert desk.region().notices == ()
    assert desk.trail_problems() == ()


@pytest.mark.parametrize(
    ("named", "code", "reason"),
    [
        ({"until": NOW}, "outage_is_over", "it would end before it begins"),
        (
            {"until": NOW + timedelta(days=8)},
            "outage_too_long",
            "that is a change, which two people decide on",
        ),
        ({"contact_point": "fax"}, "record_unknown", "there is none"),
        ({"instead": "ni-trata"}, "record_unknown", "it is not public in this region"),
        ({"instead": "gt-trata"}, "record_unknown", "it is the one that is out of order"),
        ({"note": {"es": "x"}}, "field_refused", "a note is in each locale"),
        (
            {"note": {**texts("a"), "en": "Call 1999"}},
            "note_with_number",
            "one person puts no number on a page",
        ),
        ({"note": {**texts("a"), "fr": "٩٩٩"}}, "note_with_number", "digits of any script are a number"),
        ({"note": {**texts("a"), "es": "Mire ejemplo.org"}}, "note_with_number", "an address is one too"),
        ({"note": {**texts("a"), "es": "a" * 201}}, "note_too_long", "a note is a sentence"),
        ({"note": {**texts("a"), "es": "x\u202ey"}}, "field_refused", "invisible signs turn texts round"),
    ],
)
def test_what_an_outage_cannot_say(desk: Desk, named: dict[str, Any], code: str, reason: str) -> None:
    arguments = {"until": UNTIL, **named}
    codes = desk.refused(outage, ANA, "GT", "gt-trata", "x", now=NOW, plans=PLANS, **arguments)
    assert codes == [code], reason
    assert desk.region().notices == ()


def test_an_import_takes_no_notice_away(desk: Desk) -> None:
    desk.do(hide, ANA, "GT", "gt-1561", "x", NOW, PLANS)
    report = desk.do(import_directory, (directory(),), "import", LATER)
    assert {name.kind for name in report.missing} == {"service"}


def noticed(*notices: dict[str, Any], **changes: Any) -> RegionDirectory:
    return RegionDirectory.model_validate({**document(), **changes, "notice": list(notices)})


def test_the_emergency_line_is_replaced_by_another_line_for_danger() -> None:
    fire = {**document()["service"][1], "id": "gt-bomberos"}
    hidden = {**NOTICES[1], "service": "gt-policia"}
    public = public_region(noticed(hidden, service=[*document()["service"], fire]), NOW)
    assert public is not None
    assert (public.first.services, public.first.emergency) == (("gt-trata",), "gt-bomberos")
    assert public_region(noticed(hidden), NOW) is None, "nobody would be there for danger now"


def test_an_outage_never_leads_to_a_hidden_service_or_speaks_of_one() -> None:
    to_hidden = {**NOTICES[0], "service": "gt-policia", "instead": "gt-trata", "contact_point": None}
    public = public_region(noticed(to_hidden, NOTICES[1]), NOW)
    assert public is not None
    assert [(notice.kind, notice.instead) for notice in public.notices] == [
        ("outage", None),
        ("hidden", None),
    ]
    public = public_region(noticed(*NOTICES), NOW)
    assert public is not None
    assert [notice.kind for notice in public.notices] == ["hidden"]
    gone = {**NOTICES[0], "contact_point": "fax"}
    public = public_region(noticed(gone), NOW)
    assert public is not None
    assert public.notices == (), "its contact point was removed meanwhile"


def test_an_organization_of_hidden_services_only_goes_with_them() -> None:
    public = public_region(noticed(NOTICES[1]), NOW)
    assert public is not None
    assert [one.id for one in public.organizations] == ["pnc"]


def test_without_notices_the_bytes_of_a_region_are_as_before() -> None:
    assert "notice" not in directory().model_dump(mode="json", by_alias=True)
    assert public_region(directory(), NOW) == directory()
