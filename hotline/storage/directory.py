"""Writes a region's directory into rows and reads it back exactly as it was.

One record is replaced as a whole, so no row of an older version can stay behind. Callers own the
transaction. This module must not know changes, reviews or editions: what it writes is live.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from hotline.domain.listing import FirstLines, Lead, RegionDirectory, RetiredNumber, Service
from hotline.domain.material import Material
from hotline.domain.record import SHAPES, DirectoryRecord, Kind, Name, from_document, records

from .tables.contact import contact_point, language, schedule
from .tables.directory import first_line, first_lines, organization, region, service
from .tables.evidence import evidence, lead, replacement, retired_number
from .tables.material import material
from .tables.notice import notice
from .tables.operator_contact import operator_contact

Row = dict[str, Any]

_TABLES: Mapping[Kind, Table] = {
    "region": region,
    "organization": organization,
    "service": service,
    "first_lines": first_lines,
    "retired_number": retired_number,
    "lead": lead,
    "notice": notice,
    "operator_contact": operator_contact,
    "material": material,
}

_NESTED: Mapping[Kind, set[str]] = {
    "service": {"contact_points"},
    "first_lines": {"services"},
    "retired_number": {"instead", "evidence"},
    "lead": {"evidence"},
}


def read_all(session: Session) -> tuple[RegionDirectory, ...]:
    """Every region that has its first lines, by code. One without them is still being set up."""
    codes = session.scalars(select(first_lines.c.region).order_by(first_lines.c.region)).all()
    return tuple(found for code in codes if (found := read_region(session, code)))


def read_region(session: Session, code: str) -> RegionDirectory | None:
    """What is live in a region; None if there is no such region or it has no first lines yet."""
    parts = _parts(session, code)
    if not parts["region"] or not parts["first_lines"]:
        return None
    return RegionDirectory.model_validate(
        {
            **parts["region"][0],
            "first": parts["first_lines"][0],
            "organizations": parts["organization"],
            "services": parts["service"],
            "retired_numbers": parts["retired_number"],
            "leads": parts["lead"],
            "notices": parts["notice"],
            "operator_contacts": parts["operator_contact"],
            "materials": parts["material"],
        }
    )


def read_records(session: Session, code: str) -> tuple[DirectoryRecord, ...]:
    """The live records of a region, also of one that is still being set up, in the order of writing."""
    parts = _parts(session, code)
    return tuple(from_document(kind, code, row) for kind in SHAPES for row in parts[kind])


def _parts(session: Session, code: str) -> dict[Kind, list[Row]]:
    sources = _by_owner(session, code)
    lines = select(first_line.c.service).where(first_line.c.region == code).order_by(first_line.c.position)
    return {
        "region": _said(session, "region", code),
        "organization": _said(session, "organization", code),
        "service": _services(session, code, sources),
        "first_lines": [
            {**row, "services": session.scalars(lines).all()} for row in _said(session, "first_lines", code)
        ],
        "retired_number": _retired_numbers(session, code, sources),
        "lead": [{**row, "evidence": sources["lead", row["id"]]} for row in _said(session, "lead", code)],
        "notice": _said(session, "notice", code),
        "operator_contact": _said(session, "operator_contact", code),
        "material": [row["document"] for row in _rows(session, material, material.c.region == code)],
    }


def write_region(session: Session, directory: RegionDirectory) -> None:
    """Write all records of a region, in an order in which each finds what it names."""
    for record in records(directory):
        write_record(session, record)


def write_record(session: Session, record: DirectoryRecord) -> None:
    """Put one record in place of its former version, or after the last one if it is new.

    IntegrityError if it names an organization or a service that is not live in its region, or if
    another region has a service of this id.
    """
    value = record.value
    row = _own_columns(record)
    _upsert(session, record, row)
    if isinstance(value, Service):
        _replace_contact_points(session, record.region, value)
    elif isinstance(value, FirstLines):
        session.execute(delete(first_line).where(first_line.c.region == record.region))
        _insert(session, first_line, _numbered(value.services, "service", region=record.region))
    elif isinstance(value, RetiredNumber):
        owner = {"region": record.region, "retired_number": record.id}
        for table in (replacement, evidence):
            session.execute(delete(table).where(*(table.c[name] == key for name, key in owner.items())))
        _insert(session, replacement, _numbered(value.instead, "service", **owner))
        _insert(session, evidence, _sources(value.evidence, **owner))
    elif isinstance(value, Lead):
        owner = {"region": record.region, "lead": record.id}
        session.execute(delete(evidence).where(*(evidence.c[name] == key for name, key in owner.items())))
        _insert(session, evidence, _sources(value.evidence, **owner))


def delete_record(session: Session, name: Name) -> None:
    """Remove one record with all that belongs to it; KeyError if it is not live.

    IntegrityError while another record names it: a first line, a replacement, a service's operator.
    """
    if not session.execute(
        delete(_TABLES[name.kind]).where(*_is(name)).returning(_TABLES[name.kind].c.region)
    ).all():
        raise KeyError(name)


def _is(name: Name) -> list[Any]:
    table = _TABLES[name.kind]
    return [table.c.region == name.region, *([table.c.id == name.id] if "id" in table.c else [])]


def _own_columns(record: DirectoryRecord) -> Row:
    """The columns of the record's own row; everything nested has a table of its own."""
    if isinstance(record.value, Material):
        return {"region": record.region, "id": record.id, "document": record.document}
    nested = _NESTED.get(record.kind, set())
    return {"region": record.region, **record.value.model_dump(exclude=nested)}


def _upsert(session: Session, record: DirectoryRecord, row: Row) -> None:
    table = _TABLES[record.kind]
    here = _is(record.name)
    if session.execute(select(table.c.region).where(*here)).first():
        session.execute(update(table).where(*here).values(row))
        return
    if "position" in table.c:
        last = select(func.max(table.c.position)).where(table.c.region == record.region)
        row["position"] = 1 + (session.scalar(last) or 0)
    session.execute(insert(table).values(row))


def _replace_contact_points(session: Session, code: str, value: Service) -> None:
    session.execute(delete(contact_point).where(contact_point.c.service == value.id))
    points: list[Row] = []
    for position, point in enumerate(value.contact_points, 1):
        row = point.model_dump(exclude={"reach", "languages", "evidence", "hours", "hours_note"})
        reach = {f"reach_{name}": part for name, part in point.reach.model_dump().items()}
        points.append({"service": value.id, "position": position, **row, **reach})
    _insert(session, contact_point, points)
    for point in value.contact_points:
        owner = {"service": value.id, "contact_point": point.id}
        if point.hours or point.hours_note:
            _insert(session, schedule, [{**owner, **point.model_dump(include={"hours", "hours_note"})}])
        _insert(session, language, _numbered(point.languages, "language", **owner))
        _insert(session, evidence, _sources(point.evidence, region=code, **owner))


def _numbered(values: Iterable[str], column: str, **owner: str) -> list[Row]:
    return [{**owner, "position": position, column: value} for position, value in enumerate(values, 1)]


def _sources(values: Iterable[Any], **owner: str) -> list[Row]:
    # A record leaves out a file that it does not have; rows that go in together need the same columns.
    return [
        {**owner, "position": position, "file": None, **value.model_dump()}
        for position, value in enumerate(values, 1)
    ]


def _insert(session: Session, table: Table, rows: list[Row]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _rows(session: Session, table: Table, *where: Any) -> list[Row]:
    query = select(table).where(*where)
    if "position" in table.c:
        query = query.order_by(table.c.position)
    return [dict(row) for row in session.execute(query).mappings()]


def _said(session: Session, kind: Kind, code: str) -> list[Row]:
    """What a region's rows say: only the columns that are fields of the record, not its place here."""
    table = _TABLES[kind]
    fields = SHAPES[kind].model_fields
    return [
        {name: value for name, value in row.items() if name in fields}
        for row in _rows(session, table, table.c.region == code)
    ]


def _by_owner(session: Session, code: str) -> dict[tuple[str, ...], list[Row]]:
    """The evidence of a region under ("lead", id), ("retired_number", id) or ("service", id, point)."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in _rows(session, evidence, evidence.c.region == code):
        owner = {name: row.pop(name) for name in ("service", "contact_point", "retired_number", "lead")}
        source = {name: value for name, value in row.items() if name not in {"id", "region", "position"}}
        if owner["lead"]:
            found["lead", owner["lead"]].append(source)
        elif owner["retired_number"]:
            found["retired_number", owner["retired_number"]].append(source)
        else:
            found["service", owner["service"], owner["contact_point"]].append(source)
    return found


def _services(session: Session, code: str, sources: Mapping[tuple[str, ...], list[Row]]) -> list[Row]:
    here = select(service.c.id).where(service.c.region == code)
    points: dict[str, list[Row]] = defaultdict(list)
    hours = {
        (row.pop("service"), row.pop("contact_point")): row
        for row in _rows(session, schedule, schedule.c.service.in_(here))
    }
    languages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _rows(session, language, language.c.service.in_(here)):
        languages[row["service"], row["contact_point"]].append(row["language"])
    for row in _rows(session, contact_point, contact_point.c.service.in_(here)):
        name = (row.pop("service"), row["id"])
        del row["position"]
        reach = {
            column.removeprefix("reach_"): row.pop(column)
            for column in list(row)
            if column.startswith("reach_")
        }
        points[name[0]].append(
            {
                **row,
                **hours.get(name, {}),
                "reach": reach,
                "languages": languages[name],
                "evidence": sources["service", *name],
            }
        )
    return [{**row, "contact_points": points[row["id"]]} for row in _said(session, "service", code)]


def _retired_numbers(session: Session, code: str, sources: Mapping[tuple[str, ...], list[Row]]) -> list[Row]:
    instead: dict[str, list[str]] = defaultdict(list)
    for row in _rows(session, replacement, replacement.c.region == code):
        instead[row["retired_number"]].append(row["service"])
    return [
        {**row, "instead": instead[row["id"]], "evidence": sources["retired_number", row["id"]]}
        for row in _said(session, "retired_number", code)
    ]
