"""The reports that wait to be read, grouped by the record that they may mean. Nothing here writes.

A visitor writes a number as they see it, so it is compared by its digits with every number that is
published, retired or only seen; what is found is a guess, and is shown as one.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Day

from phonenumbers import country_code_for_region
from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from hotline.domain import gate
from hotline.domain.person import Person
from hotline.domain.record import Name
from hotline.services import reporting
from hotline.storage.tables.contact import contact_point
from hotline.storage.tables.directory import service
from hotline.storage.tables.evidence import lead, retired_number
from hotline.storage.tables.reports import VisitorReport
from hotline.storage.tables.review import AuditEntry, Change

#: Fewer digits than these are no number, and more of them are the end of one with its calling code.
_SHORTEST, _NATIONAL = 3, 7
#: So many changes are offered to choose from.
_LATEST_CHANGES = 30


@dataclass(frozen=True)
class Meant:
    """A record that a report may mean, and its number as the directory has it."""

    name: Name
    title: str
    number: str


@dataclass(frozen=True)
class Heap:
    """Open reports that may mean the same: of one record, or of the same unknown line, or of none."""

    region: str | None
    meant: Meant | None
    reports: tuple[VisitorReport, ...]

    @property
    def oldest(self) -> Day:
        """The day of the first of them."""
        return min(report.day for report in self.reports)

    @property
    def dangerous(self) -> bool:
        """Whether one of them says that somebody did harm."""
        return any(report.wrong == "danger" for report in self.reports)


@dataclass(frozen=True)
class Closing:
    """What the trail tells of a report that was closed."""

    by: str
    day: Day
    note: str


def queue(session: Session, person: Person, region: str | None = None) -> tuple[Heap, ...]:
    """Open reports that the person may read: those of harm first, then by the age of the oldest."""
    query = select(VisitorReport).where(VisitorReport.outcome.is_(None)).order_by(VisitorReport.id)
    if region:
        query = query.where(VisitorReport.region == region)
    found = [report for report in session.scalars(query) if reporting.may_read(person, report.region)]
    numbers = _numbers(session)
    heaps: dict[object, list[VisitorReport]] = defaultdict(list)
    guesses: dict[object, Meant | None] = {}
    for report in found:
        meant = next(_meant(report, numbers), None)
        # Without a record, what was typed holds a heap together; without that, nothing does.
        key = meant or (report.region, (report.line or "").casefold() or report.id)
        heaps[key].append(report)
        guesses[key] = meant
    made = (
        Heap(
            heap[0].region, guesses[key], tuple(sorted(heap, key=lambda one: (one.wrong != "danger", one.id)))
        )
        for key, heap in heaps.items()
    )
    return tuple(sorted(made, key=lambda heap: (not heap.dangerous, heap.oldest, heap.reports[0].id)))


def meant_by(session: Session, report: VisitorReport) -> tuple[Meant, ...]:
    """Every record that one report may mean, those of its region first."""
    return tuple(dict.fromkeys(_meant(report, _numbers(session))))


def closing(session: Session, report: VisitorReport) -> Closing | None:
    """Who closed a report, and why; None while it is open."""
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.kind == reporting.KIND, AuditEntry.record_id == str(report.id))
    ).first()
    if entry is None:
        return None
    return Closing(entry.by, entry.at.date(), str(json.loads(entry.document)["reason"]))


def changes_to_name(session: Session, person: Person, report: VisitorReport) -> tuple[Change, ...]:
    """The published changes that may have put it right, newest first."""
    regions = person.regions if report.region is None else {report.region}
    return tuple(
        session.scalars(
            select(Change)
            .where(Change.state == "published", Change.region.in_(regions), Change.kind != "region")
            .order_by(Change.published_at.desc(), Change.id.desc())
            .limit(_LATEST_CHANGES)
        )
    )


def _numbers(session: Session) -> Mapping[str, list[Meant]]:
    """Every number of the directory, by its digits and by its last seven; live ones first, seen ones last."""
    points: Select[tuple[str, str, str, str, str]] = select(
        literal("service"), service.c.region, service.c.id, service.c.name, contact_point.c.number
    ).join(contact_point, contact_point.c.service == service.c.id)
    retired = select(
        literal("retired_number"), retired_number.c.region, retired_number.c.id, retired_number.c.number,
        retired_number.c.number,
    )  # fmt: skip
    seen = select(literal("lead"), lead.c.region, lead.c.id, lead.c.name, lead.c.number)
    found: dict[str, list[Meant]] = defaultdict(list)
    for kind, region, record_id, title, number in session.execute(union_all(points, retired, seen)):
        if number:
            digits = gate.keypad_digits(number)
            found[digits].append(Meant(Name(kind, region, record_id), title, number))
    for digits in tuple(found):
        if len(digits) > _NATIONAL:
            found[digits[-_NATIONAL:]] += found[digits]
    order = ("service", "retired_number", "lead")
    return {
        key: sorted(meant, key=lambda one: (order.index(one.name.kind), one.name))
        for key, meant in found.items()
    }


def _meant(report: VisitorReport, numbers: Mapping[str, list[Meant]]) -> Iterator[Meant]:
    digits = gate.digits_of(report.line or "")
    if len(digits) < _SHORTEST:
        return
    code = str(country_code_for_region(report.region)) if report.region else ""
    matches = list(_alike(digits, numbers))
    if not matches and code and digits.startswith(code):
        # A short number with the calling code in front of it: nobody can dial that, and many print it.
        matches = list(_alike(digits.removeprefix(code), numbers))
    if report.region:
        yield from (meant for meant in matches if meant.name.region == report.region)
        # Another country's line only where its number is long enough to be nobody else's.
        matches = [m for m in matches if m.name.region != report.region and len(digits) >= _NATIONAL]
    yield from matches


def _alike(digits: str, numbers: Mapping[str, list[Meant]]) -> Iterator[Meant]:
    """Numbers with the same digits; of long ones, also those that differ by a calling code in front."""
    exact = [one for one in numbers.get(digits, ()) if gate.keypad_digits(one.number) == digits]
    yield from exact
    if len(digits) >= _NATIONAL:
        for one in numbers.get(digits[-_NATIONAL:], ()):
            other = gate.keypad_digits(one.number)
            if one not in exact and (other.endswith(digits) or digits.endswith(other)):
                yield one
