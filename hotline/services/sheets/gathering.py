"""Puts the rows of all tables together into whole records, on top of what is published.

A row that is missing removes nothing, and a column that is missing changes nothing; an empty cell
says that no source says it. Nothing is judged here but which record a row is about.
"""

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hotline.domain.errors import Problem
from hotline.domain.field import REGION_PATTERN
from hotline.domain.record import DirectoryRecord, Kind, Name
from hotline.services.sheets.columns import INLINE, OWNERS, TableName, kind_of
from hotline.services.sheets.rows import Fault, Place, Row

Live = Callable[[str], Mapping[Name, DirectoryRecord]]
Owner = tuple[Name, str]  #: a record, and the contact point in it, or ""

_ORDER: tuple[TableName, ...] = (
    "organization", "service", "contact_point", "retired_number", "lead", "first_lines", "evidence"
)  # fmt: skip


@dataclass
class Line:
    """A row and what it is about: the path of its part in the record, "" for the record itself."""

    row: Row
    prefix: str
    is_new: bool
    #: The piece of evidence that stood there before.
    piece: Any = None


@dataclass
class Entry:
    """One record as it is published and as the rows say it. `after` None: it is to be removed."""

    name: Name
    before: DirectoryRecord | None
    after: dict[str, Any] | None
    lines: list[Line] = field(default_factory=list)
    #: Path of a field -> the cell that says it.
    places: dict[str, Place] = field(default_factory=dict)

    def cells(self) -> Iterable[tuple[str, Any]]:
        """Path and value of every cell."""
        for line in self.lines:
            for path, value in line.row.values.items():
                yield _joined(line.prefix, path), value


@dataclass
class Gathered:
    """All records that the files are about, and the faults that kept rows from being put anywhere."""

    entries: dict[Name, Entry] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    #: Rows that could not be put anywhere.
    lost: list[Row] = field(default_factory=list)


def gather(rows: Iterable[Row], live: Live, may: Callable[[str], bool]) -> Gathered:
    """Put every row where it belongs. `may` says whether a region may be changed by whoever brings them."""
    found = Gathered()
    seen: dict[tuple[Any, ...], Place] = {}
    evidence: dict[Owner, list[tuple[Row, dict[str, Any], str]]] = {}
    for row in sorted(rows, key=lambda row: _ORDER.index(row.table)):
        if not _can_be_placed(found, row, live, may, seen):
            found.lost.append(row)
        elif row.table == "evidence":
            _note_evidence(found, evidence, row, live)
        elif row.table == "contact_point":
            _put_contact_point(found, evidence, row, live)
        else:
            _put_record(found, row, live)
    for owner, sources in evidence.items():
        _put_evidence(found.entries[owner[0]], owner[1], sources)
    return found


def _can_be_placed(
    found: Gathered,
    row: Row,
    live: Live,
    may: Callable[[str], bool],
    seen: dict[tuple[Any, ...], Place],
) -> bool:
    """Whether a row says which record it is about, and may be about it; else its fault is noted."""
    spoilt = {fault.place.column for fault in row.faults}

    def fault(column: str, problem: Problem) -> bool:
        # A cell that cannot be used was reported already.
        if column not in spoilt:
            found.faults.append(Fault(row.at(column), problem, str(row.values.get(column) or "")[:80]))
        return False

    region = row.values.get("region")
    if not region:
        return fault("region", Problem("field_missing"))
    if not re.fullmatch(REGION_PATTERN, region):
        return fault("region", Problem("region_expected"))
    if not may(region):
        return fault("region", Problem("needs_editor"))
    if not live(region):
        return fault("region", Problem("names_unknown", {"id": region}))
    if row.table == "evidence":
        # A source belongs to exactly one contact point, old number or lead.
        said = {name for name in OWNERS if row.values.get(name)}
        if said not in ({"service", "contact_point"}, {"retired_number"}, {"lead"}):
            return fault(min(spoilt & set(OWNERS) or said, default="service"), Problem("sheet_owner"))
        return True
    keys = _keys_of(row)
    for key in keys:
        if not row.values.get(key):
            return fault(key, Problem("field_missing"))
    about = (row.table, region, *(row.values[key] for key in keys))
    if about in seen:
        return fault(
            keys[-1] if keys else "region", Problem("sheet_row_twice", {"row": str(seen[about].row)})
        )
    seen[about] = row.place
    return True


def _keys_of(row: Row) -> tuple[str, ...]:
    return {"first_lines": (), "contact_point": ("service", "id")}.get(row.table, ("id",))


def _put_record(found: Gathered, row: Row, live: Live) -> None:
    kind = kind_of(row.table)
    region = row.values["region"]
    name = Name(kind, region, region if kind == "first_lines" else row.values["id"])
    entry = _entry(found, name, live, make=True)
    assert entry is not None
    assert entry.after is not None
    _apply(entry, entry.after, Line(row, "", entry.before is None))


def _put_contact_point(
    found: Gathered, evidence: dict[Owner, list[tuple[Row, dict[str, Any], str]]], row: Row, live: Live
) -> None:
    name = Name("service", row.values["region"], row.values["service"])
    entry = _entry(found, name, live)
    if entry is None or entry.after is None:
        _lose(found, row, "service")
        return
    points = entry.after.setdefault("contact_point", [])
    point = next((one for one in points if one.get("id") == row.values["id"]), None)
    is_new = point is None
    if point is None:
        point = {}
        points.append(point)
    _apply(entry, point, Line(row, f"contact_point.{row.values['id']}", is_new))
    inline = {
        path.removeprefix(INLINE): value for path, value in row.values.items() if path.startswith(INLINE)
    }
    if any(value is not None for value in inline.values()):
        evidence.setdefault((name, row.values["id"]), []).append((row, inline, INLINE))


def _note_evidence(
    found: Gathered, evidence: dict[Owner, list[tuple[Row, dict[str, Any], str]]], row: Row, live: Live
) -> None:
    region = row.values["region"]
    kind: Kind = next((one for one in ("retired_number", "lead") if row.values.get(one)), "service")
    entry = _entry(found, Name(kind, region, str(row.values.get(kind))), live)
    point = str(row.values.get("contact_point") or "") if kind == "service" else ""
    if entry is None or entry.after is None:
        _lose(found, row, kind)
    elif kind == "service" and all(one.get("id") != point for one in entry.after.get("contact_point", ())):
        _lose(found, row, "contact_point")
    else:
        said = {path: value for path, value in row.values.items() if path not in ("region", *OWNERS)}
        evidence.setdefault((entry.name, point), []).append((row, said, ""))


def _lose(found: Gathered, row: Row, column: str) -> None:
    found.lost.append(row)
    if column not in {fault.place.column for fault in row.faults}:
        value = str(row.values.get(column))
        found.faults.append(Fault(row.at(column), Problem("names_unknown", {"id": value[:60]}), value[:80]))


def _entry(found: Gathered, name: Name, live: Live, make: bool = False) -> Entry | None:
    entry = found.entries.get(name)
    if entry is None:
        before = live(name.region).get(name)
        if before is None and not make:
            return None
        after = copy.deepcopy(before.document) if before else {}
        entry = found.entries[name] = Entry(name, before, after)
    return entry


def _apply(entry: Entry, document: dict[str, Any], line: Line) -> None:
    """Write the cells of a row into its part of the record."""
    entry.lines.append(line)
    entry.places.setdefault(line.prefix, line.row.place)
    for path, value in line.row.values.items():
        entry.places[_joined(line.prefix, path)] = line.row.at(path)
        if path not in {"region", "service"} and not path.startswith(INLINE):
            _set(document, path.split("."), value)
    for fault in line.row.faults:
        entry.places[_joined(line.prefix, fault.place.column)] = fault.place


def _set(document: dict[str, Any], path: list[str], value: Any) -> None:
    first, *rest = path
    if not rest:
        if value is None:
            document.pop(first, None)
        else:
            document[first] = value
        return
    inner = document.get(first)
    if not isinstance(inner, dict):
        inner = {}
    _set(inner, rest, value)
    if inner:
        document[first] = inner
    else:
        document.pop(first, None)


def _put_evidence(entry: Entry, point: str, sources: list[tuple[Row, dict[str, Any], str]]) -> None:
    """Find the piece that each row is; what is not there yet is one more.

    A row that says the same address and day of reading as a piece is a new version of that piece.
    """
    assert entry.after is not None
    owner = entry.after
    if point:
        owner = next(one for one in entry.after["contact_point"] if one.get("id") == point)
    pieces = owner.setdefault("evidence", [])
    free = list(range(len(pieces)))
    places: list[int | None] = []
    for _, said, _ in sources:
        place = next((one for one in free if _says(pieces[one], said)), None)
        places.append(place)
        if place is not None:
            free.remove(place)
    for number, (row, said, column) in enumerate(sources):
        place = places[number]
        before = copy.deepcopy(pieces[place]) if place is not None else None
        if place is None and not column:
            same = [one for one in free if _is_version(pieces[one], said)]
            if len(same) == 1:
                (place,) = same
                free.remove(place)
                before = copy.deepcopy(pieces[place])
        if place is None:
            place = len(pieces)
            pieces.append({})
        prefix = f"{_joined(f'contact_point.{point}' if point else '', 'evidence')}.{place + 1}"
        for path, value in said.items():
            _set(pieces[place], [path], value)
            entry.places[f"{prefix}.{path}"] = row.at(f"{column}{path}")
        entry.places[prefix] = row.place if not column else row.at("evidence")
        for fault in row.faults:
            if fault.place.column.startswith(column):
                entry.places[f"{prefix}.{fault.place.column.removeprefix(column)}"] = fault.place
        if not column:
            entry.lines.append(Line(row, prefix, before is None, before))


def _says(piece: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return all(piece.get(path) == value for path, value in said.items())


def _is_version(piece: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return all(said.get(path) is not None and piece.get(path) == said[path] for path in ("address", "read"))


def _joined(prefix: str, path: str) -> str:
    return f"{prefix}.{path}" if prefix else path
