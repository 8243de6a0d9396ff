"""What needs doing, for whom, in which order; and how much it costs to find out."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from desk import ANA, BETO, CARLA, DORA, EVA, LATER, NOW, PLANS, Desk
from example import directory, document, source
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.listing import RegionDirectory
from hotline.domain.person import Person
from hotline.domain.record import records
from hotline.domain.report import Report
from hotline.services import notices, reporting, to_do
from hotline.services.importing import import_directory
from hotline.services.to_do import Task
from hotline.storage.directory import write_record, write_region
from hotline.storage.session import writing
from hotline.storage.tables.letters import Letter

TODAY = NOW.date()


def tasks(desk: Desk, person: Person, *kinds: str) -> list[Task]:
    with desk.factory() as session:
        found = to_do.for_person(session, person, TODAY, NOW)
    return [task for task in found.tasks if not kinds or task.kind in kinds]


def test_a_change_waits_for_a_second_person_and_not_for_its_author(desk: Desk) -> None:
    change = desk.propose(by=BETO)
    assert tasks(desk, CARLA, "to_decide") == [Task("to_decide", "GT", 1, TODAY, change.id)]
    for other in (BETO, ANA, DORA, EVA):
        assert tasks(desk, other, "to_decide", "to_adopt") == [], other.id


def test_a_change_that_came_back_waits_for_its_author(desk: Desk) -> None:
    change = desk.in_state("returned")
    assert tasks(desk, ANA, "returned") == [Task("returned", "GT", 1, TODAY, change.id)]
    assert tasks(desk, CARLA, "returned", "to_decide") == []


def test_a_scheduled_change_is_told_with_its_day(desk: Desk) -> None:
    change = desk.in_state("scheduled")
    for person in (ANA, CARLA, EVA):
        assert tasks(desk, person, "scheduled") == [Task("scheduled", "GT", 1, LATER.date(), change.id)]


def test_what_a_file_brought_waits_for_an_editor_who_stands_for_it(desk: Desk) -> None:
    file = document()
    file["organization"][0]["name"] = "Policía Nacional"
    # It names Carla, who has an account; nobody at the desk has looked at it all the same.
    desk.do(import_directory, (RegionDirectory.model_validate(file), directory("NI")), "carla", NOW)
    (change,) = [one for one in desk.changes() if one.state == "proposed"]
    assert tasks(desk, ANA, "to_adopt", "to_decide") == [Task("to_adopt", "GT", 1, TODAY, change.id)]
    assert tasks(desk, BETO, "to_adopt", "to_decide") == [Task("to_adopt", "GT", 1, TODAY, change.id)]
    assert tasks(desk, CARLA, "to_adopt", "to_decide") == []


def test_reports_come_by_region_and_harm_comes_first_of_all(desk: Desk) -> None:
    day = TODAY - timedelta(days=4)
    numbers = [
        desk.do(reporting.keep, Report("es", wrong, region), day)
        for wrong, region in (("other", "GT"), ("other", "GT"), ("danger", "NI"), ("other", None))
    ]
    assert tasks(desk, ANA, "reports", "danger") == [Task("reports", "GT", 2, day)]
    assert tasks(desk, DORA)[0] == Task("danger", "NI", 1, day, numbers[2])
    assert {task.region for task in tasks(desk, EVA, "reports", "danger")} == {"GT", "NI", None}
    assert tasks(desk, CARLA, "reports")[-1].region == "GT"


def test_a_hidden_line_and_an_outage_are_told(desk: Desk) -> None:
    desk.do(notices.outage, ANA, "GT", "gt-policia", "It is down.", NOW + timedelta(hours=30), NOW, PLANS)
    desk.do(notices.hide, ANA, "GT", "gt-trata", "Somebody else answers.", NOW, PLANS)
    assert tasks(desk, CARLA, "hidden", "outages") == [
        Task("hidden", "GT", 1, TODAY, "gt-trata"),
        Task("outages", "GT", 1, TODAY + timedelta(days=1), "gt-policia"),
    ]
    with desk.factory() as session:
        later = to_do.for_person(session, ANA, LATER.date(), NOW + timedelta(hours=31))
    assert "outages" not in {task.kind for task in later.tasks}, "an outage that is over needs nothing"


AGES = [(None, "undated"), (75, None), (76, "soon"), (89, "soon"), (90, "due"), (179, "due"), (180, "stale")]


@pytest.mark.parametrize(("days", "kind"), AGES)
def test_a_line_is_told_by_its_age_and_two_weeks_before_it_falls_due(
    desk: Desk, days: int | None, kind: str | None
) -> None:
    since = TODAY - timedelta(days=days) if days is not None else None
    _all_of_age(desk, since.isoformat() if since else None)
    found = tasks(desk, ANA, "undated", "soon", "due", "stale")
    day = TODAY + timedelta(days=90 - (days or 0)) if kind == "soon" else since
    assert found == ([Task(kind, "GT", 4, day)] if kind else [])  # type: ignore[arg-type]


def _all_of_age(desk: Desk, day: str | None) -> None:
    """Every contact point of GT known since one day, or without a date."""
    file = document()
    for service in file["service"]:
        for point in service["contact_point"]:
            point.pop("assured_date", None)
            point["evidence"] = [source("x", **({"date": day} if day else {}))]
    with writing(desk.factory) as session:
        for record in records(RegionDirectory.model_validate(file)):
            write_record(session, record)


def test_the_most_urgent_stands_first(desk: Desk) -> None:
    desk.propose(by=BETO)
    desk.do(reporting.keep, Report("es", "other", "GT"), TODAY)
    desk.do(reporting.keep, Report("es", "danger", None), TODAY)
    kinds = [task.kind for task in tasks(desk, CARLA)]
    assert kinds == ["danger", "to_decide", "reports", "stale", "undated", "leads"]
    with desk.factory() as session:
        assert to_do.for_person(session, CARLA, TODAY, NOW).in_order == (None, "GT")


def test_nothing_waits_for_somebody_without_a_region(desk: Desk) -> None:
    nobody = Person("zoe", "Zoe", frozenset({"editor"}), frozenset())
    with desk.factory() as session:
        found = to_do.for_person(session, nobody, TODAY, NOW)
    assert (found.tasks, found.regions, found.moment.states) == ((), (), {})


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*args: Any) -> None:
        statements.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def _large(region: str, lines: int) -> RegionDirectory:
    file = document(region)
    first = file["service"][0]
    for number in range(lines - 4):
        point = {
            "id": "voice",
            "channel": "voice",
            "number": f"2424-{number:04d}",
            "evidence": [source("x", date="2026-05")],
        }
        more = {"id": f"{region.lower()}-{number}", "contact_point": [point], "name": f"Line {number}"}
        file["service"].append({**first, **more})
    return RegionDirectory.model_validate(file)


def test_the_first_page_costs_the_same_queries_for_five_thousand_lines(
    factory: sessionmaker[Session], engine: Engine, record_property: Callable[[str, object], None]
) -> None:
    codes = ("GT", "NI", "BZ", "CA", "CR", "DO", "HN", "MX", "PA", "SV", "US")
    person = Person("ana", "Ana", frozenset({"editor", "reviewer"}), frozenset(codes))
    with writing(factory) as session:
        write_region(session, directory("GT"))
    small = _cost(factory, engine, person)
    with writing(factory) as session:
        write_region(session, _large("GT", 460))
        for code in codes[1:]:
            write_region(session, _large(code, 460))
    large = _cost(factory, engine, person)
    record_property("figure", f"first page: {large[0]} queries, {large[1] * 1000:.0f} ms, {large[2]} lines")
    print(f"{engine.dialect.name}: {large[0]} queries, {large[1] * 1000:.0f} ms for {large[2]} lines")
    assert large[2] >= 5_000
    # The eleventh asks which edition is the newest: what is out of date in it is known from then on.
    assert large[0] == small[0] <= 11


def _cost(factory: sessionmaker[Session], engine: Engine, person: Person) -> tuple[int, float, int]:
    with factory() as session, counted(engine) as statements:
        began = time.perf_counter()
        found = to_do.for_person(session, person, TODAY, NOW)
        took = time.perf_counter() - began
    return len(statements), took, found.moment.of(found.regions).total()


def test_a_letter_that_nobody_can_send_waits_for_somebody_who_passes_it_on(desk: Desk) -> None:
    for number, (region, next_try) in enumerate([("GT", None), ("GT", NOW), (None, None), ("NI", None)]):
        letter = Letter(
            region=region, about="change", language="es", subject="A number", body="Text.", mark=str(number),
            created_at=NOW, next_try=next_try, tries=0, secret=False,
        )  # fmt: skip
        desk.do(lambda session, one=letter: session.add(one))
    assert [(task.region, task.count) for task in tasks(desk, ANA, "letters")] == [("GT", 1)]
    assert [(task.region, task.count) for task in tasks(desk, EVA, "letters")] == [(None, 1)]
