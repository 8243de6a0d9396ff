"""How old every line is: now, as the published editions had it, and as it will be if nobody does anything.

Only the columns that decide about age are read, so that 5,000 lines cost two queries. Nothing here
writes: a line gets younger by evidence, through a change and a second person, and no other way.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import date as Day
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.edition import sha256
from hotline.domain.freshness import State, falls_due, known_since, state
from hotline.domain.person import Person
from hotline.services import waiting
from hotline.storage.tables.contact import contact_point
from hotline.storage.tables.directory import region as region_table
from hotline.storage.tables.directory import service
from hotline.storage.tables.editions import EditionRow
from hotline.storage.tables.evidence import evidence

#: How far the picture looks back and ahead, in ends of months.
BACK, AHEAD = 12, 6


@dataclass(frozen=True)
class Line:
    """One contact point and the day from which its age counts; None where no source has a date."""

    region: str
    service: str
    service_name: str
    name_language: str
    contact_point: str
    channel: str
    shown: str
    since: Day | None

    def state(self, today: Day) -> State:
        """How fresh it is on a day."""
        return state(self.since, today)

    def falls_due(self, today: Day) -> Day | None:
        """The day on which it becomes due or stale next; a past one if it is stale already."""
        return falls_due(self.since, today) if self.since else None


@dataclass(frozen=True)
class Moment:
    """How many lines of each region were, are or will be how old on a day.

    `edition` is the number of the edition that was in force; None for today and for days to come.
    """

    day: Day
    states: Mapping[str, Counter[State]]
    edition: int | None = None

    def of(self, regions: Iterable[str]) -> Counter[State]:
        """The states of several regions together."""
        return sum((self.states.get(region, Counter()) for region in regions), Counter[State]())


@dataclass(frozen=True)
class _Source:
    date: str | None
    read: Day
    obtained: str


@dataclass(frozen=True)
class _Point:
    assured_date: Day | None
    evidence: tuple[_Source, ...]


def regions(session: Session, person: Person) -> tuple[str, ...]:
    """The regions whose lines the person may read: their own, and every one for an administrator."""
    known = session.scalars(select(region_table.c.region).order_by(region_table.c.region))
    return tuple(code for code in known if waiting.may_read(person, code))


def lines(session: Session, regions: Collection[str]) -> tuple[Line, ...]:
    """Every live contact point of these regions, in the order of the directory."""
    sources: dict[tuple[str, str], list[_Source]] = defaultdict(list)
    dated = select(
        evidence.c.service, evidence.c.contact_point, evidence.c.date, evidence.c.read, evidence.c.obtained
    ).where(evidence.c.region.in_(regions), evidence.c.service.is_not(None))
    for owner, point, date, read, obtained in session.execute(dated.order_by(evidence.c.position)):
        sources[owner, point].append(_Source(date, read, obtained))
    points = (
        select(
            service.c.region, service.c.id, service.c.name, service.c.name_language, contact_point.c.id,
            contact_point.c.channel, contact_point.c.number, contact_point.c.address, contact_point.c.assured_date,
        )
        .join(contact_point, contact_point.c.service == service.c.id)
        .where(service.c.region.in_(regions))
        .order_by(service.c.region, service.c.position, contact_point.c.position)
    )  # fmt: skip
    return tuple(
        Line(
            region, service_id, name, tongue, point, channel, number or address or "",
            known_since(_Point(assured, tuple(sources[service_id, point]))),
        )
        for region, service_id, name, tongue, point, channel, number, address, assured in session.execute(points)
    )  # fmt: skip


def counted(found: Iterable[Line], today: Day) -> dict[str, Counter[State]]:
    """How many lines of each region are how old on a day."""
    counts: dict[str, Counter[State]] = defaultdict(Counter)
    for line in found:
        counts[line.region][line.state(today)] += 1
    return dict(counts)


def over_time(session: Session, found: Collection[Line], today: Day) -> tuple[Moment, ...]:
    """The ends of the last twelve months, today, and the ends of the six months to come.

    The past is what the edition in force at the time said, so it is left out where there was none.
    What is to come is `found`, the live lines, if nobody does anything about them.
    """
    return (
        *_past(session, [_month_end(today, back) for back in range(-BACK, 0)]),
        Moment(today, counted(found, today)),
        *(Moment(day, counted(found, day)) for day in _ahead(today)),
    )


def _ahead(today: Day) -> Iterator[Day]:
    """Ends of months after today: the first is that of this month, unless it is today."""
    days = (_month_end(today, ahead) for ahead in range(AHEAD + 1))
    return (day for _, day in zip(range(AHEAD), (day for day in days if day > today), strict=False))


def _month_end(today: Day, months: int) -> Day:
    """The last day of the month that lies so many months from today's."""
    count = today.year * 12 + today.month + months
    return Day(count // 12, count % 12 + 1, 1) - timedelta(days=1)


def _past(session: Session, days: Iterable[Day]) -> Iterator[Moment]:
    known: dict[int, list[tuple[str, Day | None]]] = {}
    for day in days:
        over = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        number = session.scalar(
            select(EditionRow.number)
            .where(EditionRow.published_at < over)
            .order_by(EditionRow.number.desc())
            .limit(1)
        )
        if number is None:
            continue
        if number not in known:
            known[number] = list(_of_edition(session, number))
        counts: dict[str, Counter[State]] = defaultdict(Counter)
        for region, since in known[number]:
            counts[region][state(since, day)] += 1
        yield Moment(day, dict(counts), number)


def _of_edition(session: Session, number: int) -> Iterator[tuple[str, Day | None]]:
    """Each line of an edition; read as plain JSON, because a year of editions is much to validate."""
    document, digest = session.execute(
        select(EditionRow.document, EditionRow.hash).where(EditionRow.number == number)
    ).one()
    if sha256(document.encode()) != digest:
        raise ValueError(f"edition {number} does not match its hash: it was altered in the database")
    for region in json.loads(document)["regions"]:
        for one in region["service"]:
            for point in one["contact_point"]:
                yield region["region"], known_since(_point(point))


def _point(said: Mapping[str, Any]) -> _Point:
    assured = said["assured_date"]
    return _Point(
        Day.fromisoformat(assured) if assured else None,
        tuple(
            _Source(one["date"], Day.fromisoformat(one["read"]), one["obtained"]) for one in said["evidence"]
        ),
    )
