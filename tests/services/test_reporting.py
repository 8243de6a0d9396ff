"""Reports of visitors: kept for a while, closed by the people of the region, and without any effect."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from desk import ANA, BETO, CARLA, DORA, EVA, NOW, Desk
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hotline.domain.person import Person
from hotline.domain.report import Report
from hotline.services import report_queue, reporting
from hotline.storage.tables.reports import VisitorReport
from hotline.storage.tables.review import AuditEntry

TODAY = NOW.date()
GT = Report("es", "nobody_answers", "GT", "1555", "a bus", "It rang and rang.")
NOWHERE = Report("fr", "other", None, "je ne sais pas")


def told(desk: Desk, report: Report = GT, day: date = TODAY) -> int:
    number: int = desk.do(reporting.keep, report, day)
    return number


def closed(
    desk: Desk, person: Person, number: int, outcome: str = "spam", note: str = "No such line."
) -> list[str]:
    return desk.refused(reporting.close, person, number, outcome, note, None, NOW)


@pytest.fixture
def session(desk: Desk) -> Iterator[Session]:
    with desk.factory() as session:
        yield session


def test_a_report_changes_nothing(desk: Desk) -> None:
    before = desk.region(), desk.live_number(), desk.edition().sha256, len(desk.changes())
    number = told(desk, Report("es", "danger", "GT", "1555"))
    assert closed(desk, CARLA, number, "nothing_wrong") == []
    assert (desk.region(), desk.live_number(), desk.edition().sha256, len(desk.changes())) == before
    assert desk.trail_problems() == ()


CLOSING = [
    (ANA, GT, [], "an editor of the region"),
    (CARLA, GT, [], "a reviewer of the region"),
    (DORA, GT, ["needs_keeper"], "somebody of another region"),
    (EVA, GT, ["needs_keeper"], "an administrator judges no number"),
    (EVA, NOWHERE, [], "an administrator, where no region is named"),
    (DORA, NOWHERE, [], "any reviewer, where no region is named"),
    (ANA, NOWHERE, ["needs_keeper"], "an editor only, where no region is named"),
]


@pytest.mark.parametrize(("person", "report", "codes", "reason"), CLOSING, ids=[row[3] for row in CLOSING])
def test_who_may_close(desk: Desk, person: Person, report: Report, codes: list[str], reason: str) -> None:
    assert closed(desk, person, told(desk, report)) == codes


READING = [
    (ANA, [True, False], "an editor reads their region"),
    (CARLA, [True, True], "a reviewer reads those without a region, too"),
    (DORA, [False, True], "another region is not theirs"),
    (EVA, [True, True], "an administrator reads all"),
]


@pytest.mark.parametrize(("person", "reads", "reason"), READING, ids=[row[2] for row in READING])
def test_who_reads_what(desk: Desk, session: Session, person: Person, reads: list[bool], reason: str) -> None:
    numbers = [told(desk), told(desk, NOWHERE)]
    found = {report.id for heap in report_queue.queue(session, person) for report in heap.reports}
    assert [number in found for number in numbers] == reads


def test_closing_stands_in_the_trail_without_what_the_visitor_typed(desk: Desk, session: Session) -> None:
    number = told(desk)
    assert closed(desk, CARLA, number, "cannot_tell", "Nobody knows. ") == []
    entry = session.scalars(select(AuditEntry).where(AuditEntry.kind == "report")).one()
    said = json.loads(entry.document)
    assert (said["by"], said["action"], said["region"], said["reason"]) == (
        "carla", "close report", "GT", "Nobody knows."
    )  # fmt: skip
    assert said["after"] == {"outcome": "cannot_tell"}
    assert not [text for text in ("1555", "a bus", "rang") if text in entry.document]
    assert desk.trail_problems() == ()
    assert report_queue.queue(session, CARLA) == ()
    report = session.get_one(VisitorReport, number)
    assert report_queue.closing(session, report) == report_queue.Closing("carla", TODAY, "Nobody knows.")


def test_a_report_is_closed_once(desk: Desk) -> None:
    number = told(desk)
    assert closed(desk, ANA, number) == []
    assert closed(desk, CARLA, number) == ["report_is_closed"]
    assert closed(desk, CARLA, number + 1) == ["report_unknown"]


def test_everything_that_is_wrong_with_a_closing_is_told_at_once(desk: Desk) -> None:
    number = told(desk)
    assert closed(desk, ANA, number, "", " ") == ["report_outcome_missing", "report_note_missing"]
    assert closed(desk, ANA, number, "fixed", "") == ["report_note_missing", "report_needs_its_change"]


def test_only_a_published_change_of_the_region_has_put_it_right(desk: Desk) -> None:
    proposed, number = desk.propose(), told(desk)
    fixed = ("fixed", "The new number answers.")
    assert desk.refused(reporting.close, ANA, number, *fixed, proposed.id, NOW) == ["report_needs_its_change"]
    desk.approve(proposed)
    elsewhere = told(desk, Report("es", "other", "NI"))
    assert desk.refused(reporting.close, DORA, elsewhere, *fixed, proposed.id, NOW) == [
        "report_needs_its_change"
    ]
    with desk.factory() as session:
        offered = report_queue.changes_to_name(session, ANA, session.get_one(VisitorReport, number))
    assert offered[0].id == proposed.id
    assert {change.region for change in offered} == {"GT"}
    assert desk.refused(reporting.close, ANA, number, *fixed, proposed.id, NOW) == []
    with desk.factory() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.kind == "report")).one()
    assert json.loads(entry.document)["after"] == {"outcome": "fixed", "by_change": proposed.id}
    assert desk.trail_problems() == ()


def test_a_closed_report_goes_after_its_time_and_its_number_is_not_given_again(desk: Desk) -> None:
    number = told(desk)
    assert closed(desk, ANA, number) == []
    last_day = TODAY + reporting.KEPT_CLOSED
    kept = told(desk, NOWHERE, last_day)
    assert _ids(desk) == [number, kept]
    later = told(desk, NOWHERE, last_day + timedelta(days=1))
    assert _ids(desk) == [kept, later]
    assert later > kept > number


def test_a_flood_pushes_out_itself(desk: Desk) -> None:
    few = [told(desk), told(desk, NOWHERE), told(desk, Report("es", "danger", "NI"))]
    flood = [desk.do(reporting.keep, Report("es", "other", "GT", str(n)), TODAY, 10) for n in range(30)]
    assert _ids(desk) == [*few, *flood[-7:]]
    with desk.factory() as session:
        assert reporting.is_full(session, 10)
        assert not reporting.is_full(session, 11)


def _ids(desk: Desk) -> list[int]:
    with desk.factory() as session:
        return list(session.scalars(select(VisitorReport.id).order_by(VisitorReport.id)))


MEANT = [
    ("1555", "GT", ["service gt-trata"], "the number itself"),
    ("la línea 15-55.", "GT", ["service gt-trata"], "among words, with other separators"),
    ("+502 1555", "GT", ["service gt-trata"], "a short number behind the calling code"),
    ("1 888 3737888", "GT", ["service gt-trata"], "a long number"),
    ("888 373 7888", "GT", ["service gt-trata", "service ni-trata"], "without its first digit"),
    ("1552", "GT", ["retired_number linea-1552"], "a retired number"),
    ("1555", None, ["service gt-trata", "service ni-trata"], "without a region, every one that has it"),
    ("1555", "HN", [], "a short number counts in its own region"),
    ("12", "GT", [], "two digits are no number"),
    ("Policía", "GT", [], "no digits"),
    ("15551", "GT", [], "a digit too many"),
]


@pytest.mark.parametrize(("line", "region", "names", "reason"), MEANT, ids=[row[3] for row in MEANT])
def test_which_records_a_report_may_mean(
    desk: Desk, session: Session, line: str, region: str | None, names: list[str], reason: str
) -> None:
    report = session.get_one(VisitorReport, told(desk, Report("es", "other", region, line)))
    found = [f"{meant.name.kind} {meant.name.id}" for meant in report_queue.meant_by(session, report)]
    assert found[: len(names)] == names
    assert bool(found) == bool(names)


def test_reports_of_the_same_line_are_one_heap_and_harm_comes_first(desk: Desk, session: Session) -> None:
    same = [told(desk, day=TODAY - timedelta(days=9)), told(desk, Report("en", "costs_money", "GT", "15 55"))]
    named = [
        told(desk, Report("es", "other", "GT", "Línea Azul")),
        told(desk, Report("es", "other", "GT", "línea azul")),
    ]
    silent = [told(desk, Report("es", "other", "GT")), told(desk, Report("es", "other", "GT"))]
    harm = [told(desk, Report("es", "danger", "GT", "1552"))]
    heaps = report_queue.queue(session, BETO)
    assert [[report.id for report in heap.reports] for heap in heaps] == [
        harm, same, named, [silent[0]], [silent[1]],
    ]  # fmt: skip
    assert [heap.dangerous for heap in heaps] == [True, False, False, False, False]
    assert heaps[1].oldest == TODAY - timedelta(days=9)
    assert heaps[1].meant is not None
    assert heaps[1].meant.number == "1555"
    count = session.scalar(select(func.count()).select_from(VisitorReport))
    assert count == 7
