"""What needs doing now, for one person, region by region, the most urgent first.

A handful of queries whatever the size of the directory, and only columns that are counted: it is
the first page of the desk, and opened more often than any other. Nothing here writes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from hotline.domain.person import Person
from hotline.services import ageing, letters, reporting, waiting
from hotline.services.acts import STANDS_FOR
from hotline.services.materials import outdated_now
from hotline.storage.tables.evidence import evidence, lead
from hotline.storage.tables.notice import notice
from hotline.storage.tables.people import Account
from hotline.storage.tables.reports import VisitorReport
from hotline.storage.tables.review import AuditEntry, Change

#: Lines that fall due within this time are told beforehand.
SOON = timedelta(days=14)

#: In the order of urgency: what may do harm now, then what waits for this person, then what gets old.
Kind = Literal[
    "danger",  # a report that a line led to somebody who did harm
    "hidden",  # a service that no page shows: nobody helps there until somebody decides
    "to_decide",
    "to_adopt",  # from a file, and nobody at the desk stands for it
    "returned",  # to this person, or overtaken by another change
    "reports",
    "outages",
    "letters",  # that the program cannot send: somebody tells the person in another way
    "materials",  # carry a number or a claim that is no longer right: to be issued again
    "stale",
    "due",
    "undated",
    "soon",  # falls due within SOON
    "scheduled",
    "leads",
]
URGENCY = get_args(Kind)


@dataclass(frozen=True)
class Task:
    """So many things of one kind in one region. `region` is None for reports that name none.

    Letters about people name none either. `since` is the day of the oldest, of a line that of its newest source; for what is to come
    ("soon", "scheduled", "outages") it is the day of the next one. `only` is the id of the one thing where there is just one.
    """

    kind: Kind
    region: str | None
    count: int
    since: Day | None = None
    only: int | str | None = None


@dataclass(frozen=True)
class ToDo:
    """Everything for one person: tasks by urgency, then by age; and how old the lines of each region are."""

    tasks: tuple[Task, ...]
    moment: ageing.Moment
    regions: tuple[str, ...]

    def of(self, region: str | None) -> tuple[Task, ...]:
        """The tasks of one region."""
        return tuple(task for task in self.tasks if task.region == region)

    @property
    def in_order(self) -> tuple[str | None, ...]:
        """The regions that have tasks, the one with the most urgent first."""
        return tuple(dict.fromkeys(task.region for task in self.tasks))


#: One thing to do: its kind, region, day and id, before things of one kind are counted together.
_Thing = tuple[Kind, str | None, Day | None, int | str | None]


def for_person(session: Session, person: Person, today: Day, now: datetime) -> ToDo:
    """What waits for this person now; an administrator sees every region."""
    regions = ageing.regions(session, person)
    found = ageing.lines(session, regions)
    things = (
        *_changes(session, person),
        *_reports(session, person),
        *_notices(session, regions, now),
        *_letters(session, person),
        *_materials(session, regions),
        *_ages(found, today),
    )
    tasks = [*_together(things), *_leads(session, regions)]
    return ToDo(
        tuple(
            sorted(
                tasks, key=lambda task: (URGENCY.index(task.kind), task.since or Day.max, task.region or "")
            )
        ),
        ageing.Moment(today, ageing.counted(found, today)),
        regions,
    )


def _together(things: Collection[_Thing]) -> Iterator[Task]:
    heaps: dict[tuple[Kind, str | None], list[_Thing]] = defaultdict(list)
    for thing in things:
        heaps[thing[0], thing[1]].append(thing)
    for (kind, region), heap in heaps.items():
        since = min((day for _, _, day, _ in heap if day), default=None)
        yield Task(kind, region, len(heap), since, heap[0][3] if len(heap) == 1 else None)


def _changes(session: Session, person: Person) -> Iterator[_Thing]:
    found = waiting.waiting(session, person)
    orphans = _without_author(session, found)
    for change in found:
        created = change.created_at.date()
        if change.id in orphans:
            if person.may("editor", change.region) and change.state == "proposed":
                yield "to_adopt", change.region, created, change.id
        elif change.mine:
            yield "to_decide" if change.mine == "to_decide" else "returned", change.region, created, change.id
        elif change.state == "scheduled" and change.publish_at:
            yield "scheduled", change.region, change.publish_at.date(), change.id


def _without_author(session: Session, found: Collection[waiting.Listed]) -> set[int]:
    """The changes that nobody with an account stands for, as `services.acts` says it, for all at once."""
    names = {change.id: {one.strip().casefold() for one in change.authors} for change in found}
    wanted = set().union(*names.values())
    accounts = set(session.scalars(select(Account.id).where(Account.id.in_(wanted))))
    unsure = [change for change in found if names[change.id] & accounts]
    stood_for: set[tuple[str, str | None, str, str]] = set()
    if unsure:
        # An import may name somebody with an account; only an act of theirs at the desk counts.
        acts = (
            select(AuditEntry.kind, AuditEntry.region, AuditEntry.record_id, AuditEntry.by)
            .join(
                Change,
                (Change.kind == AuditEntry.kind)
                & (Change.region == AuditEntry.region)
                & (Change.record_id == AuditEntry.record_id),
            )
            .where(
                AuditEntry.action.in_(STANDS_FOR),
                AuditEntry.at >= Change.created_at,
                Change.state.in_({change.state for change in unsure}),
            )
            .distinct()
        )
        stood_for = {(row[0], row[1], row[2], row[3]) for row in session.execute(acts)}
    return {
        change.id
        for change in found
        if not any(
            (change.kind, change.region, change.record_id, name) in stood_for
            for name in names[change.id] & accounts
        )
    }


def _reports(session: Session, person: Person) -> Iterator[_Thing]:
    found = session.execute(
        select(VisitorReport.id, VisitorReport.region, VisitorReport.wrong, VisitorReport.day)
        .where(VisitorReport.outcome.is_(None))
        .order_by(VisitorReport.id)
    )
    for number, region, wrong, day in found:
        if reporting.may_read(person, region):
            yield "danger" if wrong == "danger" else "reports", region, day, number


def _notices(session: Session, regions: Collection[str], now: datetime) -> Iterator[_Thing]:
    found = session.execute(
        select(notice.c.kind, notice.c.region, notice.c.service, notice.c.since, notice.c.until).where(
            notice.c.region.in_(regions), or_(notice.c.until.is_(None), notice.c.until > now)
        )
    )
    for kind, region, service, since, until in found:
        if kind == "hidden":
            yield "hidden", region, since.date(), service
        else:
            yield "outages", region, until.date(), service


def _letters(session: Session, person: Person) -> Iterator[_Thing]:
    for letter in letters.waiting(session, person):
        if letter.next_try is None and letters.may_pass_on(person, letter):
            yield "letters", letter.region, letter.created_at.date(), letter.id


def _materials(session: Session, regions: Collection[str]) -> Iterator[_Thing]:
    for region, material in outdated_now(session):
        if region in regions:
            yield "materials", region, None, material.id


def _ages(found: Collection[ageing.Line], today: Day) -> Iterator[_Thing]:
    for line in found:
        state, day = line.state(today), line.falls_due(today)
        if state != "fresh":
            yield state, line.region, line.since, line.service
        elif day and day <= today + SOON:
            yield "soon", line.region, day, line.service


def _leads(session: Session, regions: Collection[str]) -> Iterator[Task]:
    found = session.execute(
        select(lead.c.region, lead.c.id, func.max(evidence.c.read))
        .join(evidence, (evidence.c.region == lead.c.region) & (evidence.c.lead == lead.c.id))
        .where(lead.c.region.in_(regions))
        .group_by(lead.c.region, lead.c.id)
    )
    yield from _together([("leads", region, day, number) for region, number, day in found])
