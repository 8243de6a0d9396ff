"""How old the lines were in the editions of the time, are now, and will be if nobody does anything."""

import copy
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from desk import PLANS
from example import document, source
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.freshness import freshness
from hotline.domain.listing import RegionDirectory
from hotline.domain.person import Person
from hotline.domain.record import records
from hotline.services import ageing, publishing
from hotline.storage.directory import read_region, write_record
from hotline.storage.session import writing
from hotline.storage.tables.editions import EditionRow

ANA = Person("ana", "Ana", frozenset({"editor"}), frozenset({"GT"}))
TODAY = date(2026, 11, 24)


def publish(factory: sessionmaker[Session], when: datetime, known: str) -> None:
    """An edition in which every contact point has one source of this date."""
    file = copy.deepcopy(document())
    for service in file["service"]:
        for point in service["contact_point"]:
            point.pop("assured_date", None)
            point["evidence"] = [source("x", date=known)]
    with writing(factory) as session:
        for record in records(RegionDirectory.model_validate(file)):
            write_record(session, record)
        assert publishing.freeze_next(session, PLANS.values(), when, "tests") is not None


def test_the_rows_say_the_same_as_the_records(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    with writing(factory) as session:
        for record in records(region):
            write_record(session, record)
    with factory() as session:
        lines = ageing.lines(session, ageing.regions(session, ANA))
        found = read_region(session, "GT")
    assert found is not None
    points = [point for service in found.services for point in service.contact_points]
    assert len(lines) == len(points)
    for line, point in zip(lines, points, strict=True):
        assert (line.contact_point, line.state(TODAY)) == (point.id, freshness(point, TODAY).state)


def test_each_end_of_a_month_has_the_edition_of_its_time(factory: sessionmaker[Session]) -> None:
    publish(factory, datetime(2026, 7, 31, 23, 59, tzinfo=UTC), "2026-07-01")
    publish(factory, datetime(2026, 9, 1, tzinfo=UTC), "2026-08-31")
    with factory() as session:
        moments = ageing.over_time(session, ageing.lines(session, ["GT"]), TODAY)
    assert [(moment.day.isoformat(), moment.edition, moment.of(["GT"])) for moment in moments] == [
        # The first one was published in the last minute of July; before it there was none.
        ("2026-07-31", 1, Counter(fresh=4)),
        ("2026-08-31", 1, Counter(fresh=4)),
        ("2026-09-30", 2, Counter(fresh=4)),
        ("2026-10-31", 2, Counter(fresh=4)),
        ("2026-11-24", None, Counter(fresh=4)),
        ("2026-11-30", None, Counter(due=4)),
        ("2026-12-31", None, Counter(due=4)),
        ("2027-01-31", None, Counter(due=4)),
        ("2027-02-28", None, Counter(stale=4)),
        ("2027-03-31", None, Counter(stale=4)),
        ("2027-04-30", None, Counter(stale=4)),
    ]


def test_an_old_edition_is_told_as_it_was_on_that_day(factory: sessionmaker[Session]) -> None:
    publish(factory, datetime(2026, 1, 5, tzinfo=UTC), "2026-01-01")
    with factory() as session:
        past = {
            moment.day.month: moment.of(["GT"]).most_common(1)[0][0]
            for moment in ageing.over_time(session, (), TODAY)
            if moment.edition
        }
    assert past == {1: "fresh", 2: "fresh", 3: "fresh", 4: "due", 5: "due", 6: "stale", 7: "stale", 8: "stale",
                    9: "stale", 10: "stale"}  # fmt: skip


LAST_DAYS = [
    (date(2026, 11, 30), "2026-12-31", "2027-05-31", "today is an end of a month already"),
    (date(2027, 12, 31), "2028-01-31", "2028-06-30", "over the end of a year"),
    (date(2028, 1, 1), "2028-01-31", "2028-06-30", "the first of a year"),
    (date(2027, 8, 30), "2027-08-31", "2028-01-31", "the day before"),
]


@pytest.mark.parametrize(("today", "first", "last", "reason"), LAST_DAYS, ids=[row[3] for row in LAST_DAYS])
def test_the_months_to_come_are_six(
    factory: sessionmaker[Session], today: date, first: str, last: str, reason: str
) -> None:
    with factory() as session:
        days = [moment.day.isoformat() for moment in ageing.over_time(session, (), today)]
    assert (days[1], days[-1], len(days)) == (first, last, 7), reason


def test_an_edition_that_was_altered_is_not_drawn(factory: sessionmaker[Session]) -> None:
    publish(factory, datetime(2026, 9, 1, tzinfo=UTC), "2026-08-31")
    with factory() as session:
        bind = session.get_bind()
        if bind.dialect.name == "sqlite":
            session.connection().exec_driver_sql("DROP TRIGGER edition_no_update")
        else:
            session.connection().exec_driver_sql("SET LOCAL session_replication_role = replica")
        session.execute(update(EditionRow).values(document=EditionRow.document + " "))
        with pytest.raises(ValueError, match="edition 1 does not match its hash"):
            ageing.over_time(session, (), TODAY)
