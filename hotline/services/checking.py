"""Whether a proposed version of a record may stand in the directory: its shape, numbers and names.

Asked when it is proposed and again when it is published, because in between other records move.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.errors import SENTENCES, InputError, Problem
from hotline.domain.field import ID_PATTERN, REGION_PATTERN, TAG_PATTERN
from hotline.domain.listing import ContactPoint
from hotline.domain.record import DirectoryRecord, Kind, Name, from_document, goes_along, named_by
from hotline.domain.review import OPEN
from hotline.domain.soundness import Plans, of_contact_point, problems
from hotline.services.attached import unknown_files
from hotline.services.materials import problems_of_claims
from hotline.services.renditions import problems_of_files
from hotline.storage.directory import read_records
from hotline.storage.tables.directory import service as service_table
from hotline.storage.tables.review import Change

#: A region has exactly one of each, and its page would be gone without it.
NEVER_REMOVED: frozenset[Kind] = frozenset({"region", "first_lines"})


def live(session: Session, region: str) -> dict[Name, DirectoryRecord]:
    """What is published of a region, by name."""
    return {record.name: record for record in read_records(session, region)}


def shaped(kind: Kind, region: str, document: Mapping[str, Any]) -> DirectoryRecord:
    """The record that a typed-in document describes; InputError with everything that is wrong with it."""
    try:
        record = from_document(kind, region, document)
    except ValidationError as error:
        details = (detail for detail in error.errors() if not _is_echo(detail))
        raise InputError(_problem(document, detail) for detail in details) from None
    if getattr(record.value, "region", region) != region:
        raise InputError([Problem("id_changed", {"id": region}, where="region")])
    return record


def problems_to_propose(
    session: Session, record: DirectoryRecord, plans: Plans, now: datetime
) -> Iterator[Problem]:
    """What is wrong with a record, when what it names may also be waiting for review itself."""
    waiting = session.execute(
        select(Change.kind, Change.region, Change.record_id).where(
            Change.region == record.region, Change.state.in_(OPEN), Change.after.is_not(None)
        )
    )
    known = {*live(session, record.region), *(Name(*row) for row in waiting)}
    yield from problems_among(session, record, known, _elsewhere(session, record), plans, now)


def problems_to_publish(
    session: Session, record: DirectoryRecord, plans: Plans, now: datetime
) -> Iterator[Problem]:
    """What is wrong with a record, when everything it names has to be published already."""
    known = set(live(session, record.region))
    yield from problems_among(session, record, known, _elsewhere(session, record), plans, now)


def problems_to_remove(session: Session, name: Name) -> Iterator[Problem]:
    """Why a record cannot be taken away. What is nothing without a service goes together with it."""
    if name.kind in NEVER_REMOVED:
        yield Problem("cannot_be_removed")
        return
    for other in live(session, name.region).values():
        if name in named_by(other) and not goes_along(other, name):
            yield Problem("still_named", {"id": other.id})


def problems_among(
    session: Session,
    record: DirectoryRecord,
    known: Container[Name],
    elsewhere: Container[str],
    plans: Plans,
    now: datetime,
) -> Iterator[Problem]:
    """What is wrong with a record that stands among others: it may name `known`, its id is not `elsewhere`.

    `elsewhere` holds ids of services of other regions.
    """
    # East of Greenwich it is tomorrow already.
    yield from problems(record.value, record.region, plans, (now + timedelta(hours=14)).date())
    for name in named_by(record):
        if name not in known:
            yield Problem("names_unknown", {"id": name.id})
    yield from unknown_files(session, record.value, record.region)
    yield from problems_of_claims(session, record)
    yield from problems_of_files(session, record)
    if record.kind == "service" and record.id in elsewhere:
        yield Problem("id_taken", {"id": record.id}, where="id")


def _elsewhere(session: Session, record: DirectoryRecord) -> Container[str]:
    return session.scalars(
        select(service_table.c.id).where(
            service_table.c.id == record.id, service_table.c.region != record.region
        )
    ).all()


def problems_of_parts(kind: Kind, region: str, document: Any, plans: Plans) -> Iterator[Problem]:
    """What is wrong with the numbers and hours of a document whose shape is wrong elsewhere.

    A form asks this after a refusal by `shaped`, so that whoever fills it in reads everything at once.
    """
    points = document.get("contact_point") if kind == "service" else None
    for point in points if isinstance(points, list) else ():
        if not isinstance(point, Mapping):
            continue
        known = {key: point.get(key) for key in _OF_A_NUMBER if point.get(key)} | _ANY_EVIDENCE
        try:
            part = ContactPoint.model_validate(known)
        except ValidationError:
            continue
        for problem in of_contact_point(part, region, plans):
            yield replace(problem, where=f"contact_point.{part.id}.{problem.where}")


#: What decides whether a number and its hours are right, whatever stands beside them.
_OF_A_NUMBER = ("id", "channel", "number", "number_region", "vanity", "address", "hours", "confirmed_by")
_ANY_EVIDENCE = {"evidence": [{"address": "-", "title": "-", "read": "2026-01-01", "obtained": "call"}]}


def _is_echo(detail: ErrorDetails) -> bool:
    # Where every entry of a list is wrong, pydantic adds that the list is too short.
    return detail["type"] == "too_short" and bool(detail["input"])


def _problem(document: Any, detail: ErrorDetails) -> Problem:
    """pydantic's path of keys and positions, with ids in the place of positions."""
    path = []
    node = document
    for place in detail["loc"]:
        try:
            node = node[place]
        except (KeyError, IndexError, TypeError):
            node = None
        named = isinstance(place, int) and isinstance(node, Mapping)
        path.append(str((named and node.get("id")) or (place if isinstance(place, str) else place + 1)))
    where = ".".join(path)
    context: Mapping[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return Problem("field_missing", where=where)
        case "extra_forbidden":
            return Problem("field_unknown", where=where)
        case "too_short":
            return Problem("list_empty", where=where)
        case "string_type":
            return Problem("text_expected", where=where)
        case "string_too_long":
            return Problem("text_too_long", {"limit": str(context["max_length"])}, where=where)
        case "literal_error":
            choices = ", ".join(re.findall("'([^']+)'", context["expected"]))
            return Problem("choice_unknown", {"choices": choices}, where=where)
        case kind if kind.startswith("date_"):
            return Problem("day_expected", where=where)
        case "string_pattern_mismatch" if context["pattern"] in _PATTERNS:
            return Problem(_PATTERNS[context["pattern"]], where=where)
        case "number_needed" | "address_needed" | "web_address_expected" | "line_email_expected" as code:
            field = "number" if code == "number_needed" else "address"
            return Problem(code, where=f"{where}.{field}" if where else field)
        case "locales_missing":
            missing = str(context["missing"])
            return Problem("locales_missing", {"missing": missing}, where=f"{where}.{missing[:2]}")
        case code if code in SENTENCES:
            return Problem(code, where=where)
        case _:
            why = detail["msg"].removeprefix("Value error, ")
            return Problem("field_refused", {"why": f"{why[0].lower()}{why[1:]}"}, where=where)


_PATTERNS = {
    ID_PATTERN: "id_expected",
    REGION_PATTERN: "region_expected",
    TAG_PATTERN: "language_expected",
}
