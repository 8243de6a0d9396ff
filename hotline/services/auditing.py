"""Reads the trail of what people did: whether it is whole, what became of a record or a number, export.

The chain of hashes shows an edit in the middle. What it cannot show by itself is an end that was cut
off or written anew, so the trail is also held against the changes, the published rows and, where
somebody kept it, a hash that was noted earlier.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from hotline.domain.difference import FieldDifference, difference
from hotline.domain.edition import canonical_json
from hotline.domain.record import DirectoryRecord, Name, from_document
from hotline.domain.review import State, keyed, numbers
from hotline.services import acts
from hotline.storage import audit
from hotline.storage.directory import read_records
from hotline.storage.tables.directory import region as region_table
from hotline.storage.tables.review import AuditEntry, Change

#: Where each act leads the change it is about.
_LEADS_TO: dict[str, State] = {
    "propose": "proposed",
    "undo": "proposed",
    "import": "proposed",
    "adopt": "proposed",
    "revise": "proposed",
    "return": "returned",
    "schedule": "scheduled",
    "supersede": "superseded",
    "discard": "discarded",
    "withdraw": "withdrawn",
    "first load": "published",
    "approve": "published",
    "publish": "published",
    "hide": "published",
    "outage": "published",
    "end outage": "published",
}
#: Acts that say something about a change and move it nowhere.
_MOVES_NOTHING = {acts.TYPED_WRONG}
#: Acts on published rows that no change stands behind.
_ENDS_A_ROW = {"expire", "drop notice", "drop contact"}


@dataclass(frozen=True)
class HistoryLine:
    """One act on a record: who, when, why, and what it changed, whole and field by field."""

    number: int
    at: datetime
    by: str
    action: str
    name: Name
    change: int | None
    reason: str | None
    differences: tuple[FieldDifference, ...]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def publishes(self) -> bool:
        """Whether it made its text live, or took away what was live."""
        return _LEADS_TO.get(self.action) == "published" or self.action in _ENDS_A_ROW


@dataclass(frozen=True)
class TrailEnd:
    """The newest entry. Whoever keeps its hash elsewhere can prove later that nothing before it changed."""

    number: int
    hash: str


def end(session: Session) -> TrailEnd:
    """Where the trail ends now."""
    last = session.execute(
        select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    ).first()
    return TrailEnd(*last) if last else TrailEnd(0, audit.BEGINNING)


def verify(session: Session, noted: str | None = None) -> tuple[str, ...]:
    """Every sign that the trail was altered, one sentence each; empty if it is whole.

    `noted` is the hash of an entry that was the newest at some time, kept outside this database.
    """
    broken = audit.verify(session)
    if noted is not None and not _holds(session, noted):
        broken = (*broken, f"no entry has the hash {noted}, which was noted earlier")
    # The rest reads what the documents say, so it needs documents that can be trusted.
    return broken or (*_changes_without_entry(session), *_rows_without_entry(session))


def history(session: Session, name: Name) -> tuple[HistoryLine, ...]:
    """What became of one record, oldest first."""
    return _lines(session, name, _is_about(name))


def history_with_notices(session: Session, name: Name) -> tuple[HistoryLine, ...]:
    """The same, and for a service what one person said of it alone: hidden, out of order."""
    if name.kind != "service":
        return history(session, name)
    about = f'"service":{canonical_json(name.id).decode()}'
    notice = and_(AuditEntry.kind == "notice", AuditEntry.document.contains(about))
    return _lines(session, name, or_(_is_about(name), notice))


def _is_about(name: Name) -> ColumnElement[bool]:
    return and_(AuditEntry.kind == name.kind, AuditEntry.record_id == name.id)


def _lines(session: Session, name: Name, which: ColumnElement[bool]) -> tuple[HistoryLine, ...]:
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.region == name.region, which).order_by(AuditEntry.number)
    )
    return tuple(_line(entry, json.loads(entry.document)) for entry in entries)


def history_of_number(
    session: Session, number: str, calling_codes: Collection[str] = ()
) -> tuple[HistoryLine, ...]:
    """Every act on a record that carried this number before or after, however it was written.

    With or without one of the calling codes in front it is the same number.
    """
    wanted = forms_of(number, calling_codes)
    return tuple(
        _line(entry, said)
        for entry, said in _entries(session)
        if entry.kind in {"service", "retired_number", "lead"}
        and wanted & {keyed(one) for side in ("before", "after") for one in numbers(said[side]).values()}
    )


def forms_of(number: str, calling_codes: Collection[str] = ()) -> frozenset[str]:
    """A number as digits, with and without each of the calling codes; nothing for what holds no digit."""
    typed = keyed(number)
    if not typed.strip("*"):
        return frozenset()
    shorter = (typed.removeprefix(code) for code in calling_codes)
    return frozenset({typed, *(form for form in shorter if form), *(code + typed for code in calling_codes)})


def export(session: Session) -> Iterator[str]:
    """The trail as JSON lines, oldest first: `entry` as it was hashed (canonical JSON), and `hash`."""
    for entry, said in _entries(session):
        yield canonical_json({"entry": said, "hash": entry.hash}).decode()


def _entries(session: Session) -> Iterator[tuple[AuditEntry, dict[str, Any]]]:
    query = select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=500)
    for entry in session.scalars(query):
        yield entry, json.loads(entry.document)


def _line(entry: AuditEntry, said: dict[str, Any]) -> HistoryLine:
    return HistoryLine(
        number=entry.number,
        at=entry.at,
        by=entry.by,
        action=entry.action,
        name=Name(entry.kind, entry.region or "", entry.record_id),  # type: ignore[arg-type]
        change=said.get("change"),
        reason=said["reason"],
        differences=difference(said["before"], said["after"]),
        before=said["before"],
        after=said["after"],
    )


def _holds(session: Session, noted: str) -> bool:
    if noted == audit.BEGINNING:
        return True
    return session.scalar(select(AuditEntry.number).where(AuditEntry.hash == noted)) is not None


def _changes_without_entry(session: Session) -> Iterator[str]:
    told: dict[int, tuple[State | None, bytes]] = {}
    for entry, said in _entries(session):
        if "change" in said and entry.action not in _MOVES_NOTHING:
            texts = canonical_json([said["before"], said["after"]])
            told[said["change"]] = (_LEADS_TO.get(entry.action), texts)
    for change in session.scalars(select(Change).order_by(Change.id)):
        there = (change.state, canonical_json([change.before, change.after]))
        if change.id not in told:
            yield f"change {change.id} has no entry"
        elif told.pop(change.id) != there:
            yield f"change {change.id} is {change.state} and its last entry says something else"
    for change_id in told:
        yield f"the trail speaks of change {change_id}, which is not there"


def _rows_without_entry(session: Session) -> Iterator[str]:
    said_last: dict[Name, Any] = {}
    for entry, said in _entries(session):
        if _LEADS_TO.get(entry.action) == "published" and "change" in said:
            said_last[Name(entry.kind, entry.region, entry.record_id)] = said["after"]  # type: ignore[arg-type]
        elif entry.action in _ENDS_A_ROW:
            said_last[Name(entry.kind, entry.region, entry.record_id)] = None  # type: ignore[arg-type]
    for region in session.scalars(select(region_table.c.region).order_by(region_table.c.region)):
        for record in read_records(session, region):
            said = said_last.pop(record.name, None)
            if said is None or not _says(said, record):
                yield f"{_named(record.name)} is published otherwise than its last entry says"
    for name, said in said_last.items():
        if said is not None:
            yield f"{_named(name)} was published and is not there"


def _says(said: dict[str, Any], record: DirectoryRecord) -> bool:
    try:
        # As a value: a field that records did not have when this was written has its default.
        return from_document(record.kind, record.region, said).value == record.value
    except ValueError:
        return False


def _named(name: Name) -> str:
    return f"{name.kind} {name.id} of {name.region}"
