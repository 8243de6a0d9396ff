"""Compares what somebody brings in with what is published: row by row new, changed, the same or wrong.

Nothing is written here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy.orm import Session

from hotline.domain.errors import Problem
from hotline.domain.record import DirectoryRecord, Name
from hotline.domain.soundness import Plans
from hotline.services.checking import live
from hotline.services.sheets.checks import Around, Document, judged, look_around, mark, problems_of_removals
from hotline.services.sheets.data_files import entries_of
from hotline.services.sheets.gathering import Entry, Gathered, Line, gather
from hotline.services.sheets.opening import DataFile, File, open_files
from hotline.services.sheets.rows import Fault, Place, Row, rows_of

Status = Literal["error", "new", "changed", "removed", "same"]
STATUSES: tuple[Status, ...] = ("error", "new", "changed", "removed", "same")

#: Fields that name other records: there a problem is shown that says only which one is missing.
_NAMING = ("organization", "services", "emergency", "instead")
#: What is said of the evidence of a part -> the column that it is about.
_OF_EVIDENCE = {"read_in_the_future": "read", "attachment_unknown": "file"}


class Compared(NamedTuple):
    """One row, or one record of a data file, and how it stands to what is published."""

    sheet: str
    row: int
    status: Status
    name: Name | None
    part: str  #: "" for the record itself, else the path of the part: "contact_point.voice"


@dataclass(frozen=True)
class Difference:
    """One record that would be proposed. `waiting`: the same is proposed already."""

    name: Name
    before: Document | None
    after: Document | None
    waiting: bool = False


@dataclass(frozen=True)
class Comparison:
    """Everything that was found. With a fault nothing of it can be proposed."""

    rows: tuple[Compared, ...]
    differences: tuple[Difference, ...]
    faults: tuple[Fault, ...]

    @property
    def to_propose(self) -> tuple[Difference, ...]:
        """What is not proposed yet."""
        return tuple(one for one in self.differences if not one.waiting)


def compare(
    session: Session,
    files: Iterable[File],
    may: Callable[[str], bool],
    plans: Plans,
    now: datetime,
    step: Callable[[float], None] = lambda part: None,
) -> Comparison:
    """Read the files and compare them. `step` is told how much is done, from 0 to 1."""
    opened, problems = open_files(files)
    faults = [Fault(Place(problem.where), replace(problem, where="")) for problem in problems]
    if problems:
        # Half of what belongs together would look as if the rest were missing.
        return Comparison((), (), tuple(faults))
    rows: list[Row] = []
    for sheet in opened:
        if not isinstance(sheet, DataFile):
            read, wrong = rows_of(sheet)
            rows += read
            faults += wrong
    step(0.2)

    @cache
    def published(region: str) -> dict[Name, DirectoryRecord]:
        return live(session, region)

    found = gather(rows, published, may)
    for sheet in opened:
        if isinstance(sheet, DataFile):
            entries_of(sheet, found, published, may)
    step(0.3)
    faults += found.faults
    faults += (fault for row in rows for fault in row.faults)
    if not rows and not found.entries and not faults:
        faults.append(Fault(Place(""), Problem("sheet_empty")))
    return _judged(session, found, faults, plans, now, step)


def _judged(
    session: Session,
    found: Gathered,
    faults: list[Fault],
    plans: Plans,
    now: datetime,
    step: Callable[[float], None],
) -> Comparison:
    around = look_around(session, (name for name, entry in found.entries.items() if entry.after is not None))
    spoilt = {fault.place for fault in faults}
    differences: list[Difference] = []
    rows: list[Compared] = []
    tomorrow = (now + timedelta(hours=14)).date().isoformat()
    for number, (name, entry) in enumerate(found.entries.items()):
        if number % 50 == 0:
            step(0.3 + 0.7 * number / len(found.entries))
        before = entry.before.document if entry.before else None
        if entry.after is None:
            differences.append(_difference(name, before, None, around))
            rows += _rows(entry, None)
            continue
        record, problems = judged(session, name, entry.before, entry.after, around, plans, now)
        for problem in problems:
            place = _place(entry, problem, tomorrow)
            if place not in spoilt:
                faults.append(Fault(place, replace(problem, where=""), _cell(entry, place)))
        if record is not None and (entry.before is None or entry.before.value != record.value):
            differences.append(_difference(name, before, record.document, around))
        rows += _rows(entry, record)
    rows += (Compared(row.place.sheet, row.place.row, "error", None, row.table) for row in found.lost)
    removed = [one.name for one in differences if one.after is None]
    for name, problem in problems_of_removals(session, removed, {one.name.id for one in differences}):
        faults.append(Fault(_place(found.entries[name], problem, tomorrow), problem))
    wrong = {(fault.place.sheet, fault.place.row) for fault in faults}
    return Comparison(
        tuple(
            row._replace(status="error") if row.row and (row.sheet, row.row) in wrong else row
            for row in sorted(rows, key=lambda row: (row.sheet, row.row))
        ),
        tuple(differences),
        _once(faults),
    )


def _difference(name: Name, before: Document | None, after: Document | None, around: Around) -> Difference:
    return Difference(name, before, after, mark(name, before, after) in around.waiting)


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each sentence once a place, in the order of the files' own rows."""
    seen = {(fault.place, fault.problem.code): fault for fault in reversed(list(faults))}
    return tuple(seen[key] for key in sorted(seen))


def _place(entry: Entry, problem: Problem, tomorrow: str) -> Place:
    """The cell that a problem of a record is about; the row, where it has no cell for it."""
    where = problem.where
    if problem.code == "names_unknown" and not where:
        named = problem.parameters["id"]
        for path, value in entry.cells():
            if path in _NAMING and (value == named or (isinstance(value, list) and named in value)):
                return entry.places[path]
    if problem.code in _OF_EVIDENCE:
        for place in _evidence_cells(entry, where, _OF_EVIDENCE[problem.code], tomorrow):
            return place
    rest: list[str] = []
    while where and where not in entry.places:
        where, _, last = where.rpartition(".")
        rest.insert(0, last)
    found = entry.places.get(where) or entry.lines[0].row.place
    if found.column and found.row:
        return found
    return found._replace(column=" ".join(part for part in (found.column, ".".join(rest)) if part))


def _evidence_cells(entry: Entry, where: str, column: str, tomorrow: str) -> Iterator[Place]:
    for path, place in entry.places.items():
        if path.startswith(f"{where}.") and path.endswith(f".{column}"):
            for line in entry.lines:
                value = line.row.values.get(place.column)
                if (
                    line.row.place == place._replace(column="")
                    and value
                    and (column != "read" or value > tomorrow)
                ):
                    yield place


def _cell(entry: Entry, place: Place) -> str:
    """What stands in a cell, for whoever looks for it."""
    for line in entry.lines:
        if line.row.place == place._replace(column=""):
            value = line.row.values.get(place.column)
            return str(", ".join(value) if isinstance(value, list) else value if value is not None else "")[
                :80
            ]
    return ""


def _rows(entry: Entry, record: DirectoryRecord | None) -> Iterator[Compared]:
    before = entry.before.document if entry.before else None
    # Of a record that is wrong somewhere, the other rows still are what they are.
    after = record.document if record else entry.after
    if not entry.lines:
        status: Status = "removed" if entry.after is None else "new" if before is None else "changed"
        place = entry.places[""]
        yield Compared(place.sheet, place.row, "same" if before == after else status, entry.name, "")
    for line in entry.lines:
        changed: Status = "new" if line.is_new else "changed"
        same = not line.is_new and bare(_part(before, line, True)) == bare(_part(after, line, False))
        yield Compared(*line.row.place[:2], "same" if same else changed, entry.name, line.prefix)


def bare(value: Any) -> Any:
    """A value without what no source says."""
    if isinstance(value, dict):
        kept = {key: bare(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, [], {}, False)}
    return value


def _part(document: Document | None, line: Line, before: bool) -> Any:
    """What a row says of a document: the record without its parts, a contact point without its evidence."""
    if document is None:
        return None
    steps = line.prefix.split(".") if line.prefix else []
    if steps and steps[-2] == "evidence":
        if before:
            return line.piece
        owner = _point(document, steps[1]) if steps[0] == "contact_point" else document
        return owner["evidence"][int(steps[-1]) - 1]
    part = _point(document, line.prefix.partition(".")[2]) if steps else document
    inline = any(
        path.startswith("evidence.") and value is not None for path, value in line.row.values.items()
    )
    left_out = {"contact_point"} if steps and inline else {"contact_point", "evidence"}
    return {key: value for key, value in part.items() if key not in left_out}


def _point(document: Document, point: str) -> Document:
    found: Document = next((one for one in document["contact_point"] if one["id"] == point), {})
    return found
