"""Data files (TOML) of regions that somebody brings in, and those that are written for them to keep.

A data file says everything about its region: what is published and stands in none is to be removed.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hotline.domain.errors import Problem
from hotline.domain.field import REGION_PATTERN
from hotline.domain.listing import RegionDirectory
from hotline.domain.record import DirectoryRecord, Kind, Name
from hotline.services.sheets.gathering import Entry, Gathered, Live
from hotline.services.sheets.opening import DataFile
from hotline.services.sheets.rows import Fault, Place

#: A file of a region is a tenth of this; the reader of TOML is slow.
MOST_SIGNS = 1_000_000
_LISTS: tuple[Kind, ...] = ("organization", "service", "retired_number", "lead")
_KEYS = {"region", "timezone", "first", *_LISTS}


def entries_of(file: DataFile, found: Gathered, live: Live, may: Callable[[str], bool]) -> None:
    """Add the records of a data file to what was gathered, and the removals that it means."""

    def refuse(column: str, problem: Problem) -> None:
        found.faults.append(Fault(Place(file.name, 0, column), problem))

    try:
        if len(file.text) > MOST_SIGNS:
            raise ValueError("it is too long")
        said = tomllib.loads(file.text)
    except (ValueError, RecursionError) as error:
        # A file that nests too deep is no file of ours either.
        why = str(error) if isinstance(error, ValueError) else "it nests too deep"
        refuse("", Problem("sheet_not_toml", {"why": why[:200]}))
        return
    region = said.get("region")
    if not isinstance(region, str) or not re.fullmatch(REGION_PATTERN, region):
        refuse("region", Problem("region_expected"))
        return
    if not may(region):
        refuse("region", Problem("needs_editor"))
        return
    for key in said.keys() - _KEYS:
        refuse(key[:80], Problem("field_unknown"))
    published = live(region)
    wanted: set[Name] = set()
    for name, document in _records(said, region):
        if name in wanted or name in found.entries:
            refuse(f"{name.kind} {name.id}", Problem("sheet_record_twice", {"id": name.id}))
        elif not isinstance(document, dict):
            refuse(f"{name.kind} {name.id}", Problem("field_refused", {"why": "it is not a table of fields"}))
        else:
            found.entries[name] = _entry(file, name, published.get(name), document)
        wanted.add(name)
    # Where something is wrong, nothing is taken for missing.
    if any(fault.place.sheet == file.name for fault in found.faults):
        return
    # What the desk alone keeps stands in no file. What names others goes first, so that each removal
    # can be published in this order.
    for name in reversed([name for name in published if name not in wanted and name.kind in _LISTS]):
        found.entries[name] = _entry(file, name, published[name], None)


def _entry(file: DataFile, name: Name, before: DirectoryRecord | None, after: dict[str, Any] | None) -> Entry:
    return Entry(name, before, after, places={"": Place(file.name, 0, f"{name.kind} {name.id}"[:120])})


def _records(said: Mapping[str, Any], region: str) -> Iterator[tuple[Name, Any]]:
    timezone = {"timezone": said["timezone"]} if "timezone" in said else {}
    yield Name("region", region, region), {"region": region, **timezone}
    for kind in _LISTS:
        several = said.get(kind, [])
        for number, document in enumerate(several if isinstance(several, list) else [several], 1):
            own = document.get("id") if isinstance(document, dict) else None
            yield Name(kind, region, own if isinstance(own, str) else f"#{number}"), document
    yield Name("first_lines", region, region), said.get("first", {})


def written(directory: RegionDirectory) -> str:
    """The data file of a region. What the desk alone keeps, such as notices, stands in no file."""
    document = directory.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    lists = {kind: document.pop(kind, []) for kind in _LISTS}
    first = document["first"]
    own = {key: document[key] for key in ("region", "timezone")}
    lines = [*_fields(own), "", "[first]", *_fields(first)]
    for kind, several in lists.items():
        for one in several:
            lines += _table(kind, one)
    return "\n".join(lines) + "\n"


def _table(path: str, record: Mapping[str, Any]) -> Iterator[str]:
    inside = {key: value for key, value in record.items() if key in {"contact_point", "evidence"}}
    yield from ("", f"[[{path}]]")
    yield from _fields({key: value for key, value in record.items() if key not in inside})
    for key, several in inside.items():
        for one in several:
            yield from _table(f"{path}.{key}", one)


def _fields(record: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _fields(value, f"{prefix}{key}.")
        elif value is not None:
            yield f"{prefix}{key} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    # JSON writes texts and true or false as TOML does, but for one sign that TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
