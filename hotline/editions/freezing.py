"""Freezes the live tables into the next edition, and reads editions back.

An edition that is stored is never altered; a reader gets it only if its hash still fits.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.edition import Edition, sha256
from hotline.domain.edition_change import EditionChange, changes
from hotline.domain.listing import RegionDirectory
from hotline.domain.notice import public_region
from hotline.domain.numbering import NumberingPlan
from hotline.storage.directory import read_all
from hotline.storage.tables.editions import EditionRow

#: Attachments stay at the desk: not even their hashes are published.
_FILES: dict[str, Any] = {"evidence": {"__all__": {"file"}}}
_NOT_PUBLISHED: dict[str, Any] = {
    "services": {"__all__": {"contact_points": {"__all__": _FILES}}},
    "retired_numbers": {"__all__": _FILES},
    "leads": {"__all__": _FILES},
    "materials": {"__all__": _FILES},
}

#: So many changes are told in the public lists; older ones stand in the editions themselves.
TOLD = 200


def freeze(session: Session, now: datetime, numbering: Iterable[NumberingPlan]) -> Edition | None:
    """Store the next edition of what is live; None if nothing changed since the latest one.

    Hidden services, past notices and attachments are left out here, so nothing that is made from an edition can
    show them. Call it inside `writing`. ValueError if no region is complete, or if nobody could be
    called in one of them: an empty page helps nobody and must never take the place of a full one.
    """
    regions = tuple(_public(directory, now) for directory in read_all(session))
    if not regions:
        raise ValueError("there is no region to publish: import the data files first")
    last = session.scalars(select(EditionRow).order_by(EditionRow.number.desc()).limit(1)).first()
    edition = Edition(
        number=last.number + 1 if last else 1,
        published_at=now,
        previous=last.hash if last else None,
        regions=regions,
        numbering=tuple(sorted(numbering, key=lambda plan: plan.region)),
    )
    document = edition.canonical_json()
    if last and _content(last.document) == _content(document):
        return None
    told = changes(_whole(last), edition) if last else ()
    session.add(
        EditionRow(
            number=edition.number,
            hash=sha256(document),
            previous=edition.previous,
            published_at=edition.published_at,
            document=document.decode(),
            changes=[change.model_dump(mode="json") for change in told],
        )
    )
    session.flush()
    return edition


def _public(directory: RegionDirectory, now: datetime) -> RegionDirectory:
    public = public_region(directory, now)
    if public is None:
        raise ValueError(
            f"nobody could be called in {directory.region}: it needs a line and an emergency line"
        )
    return RegionDirectory.model_validate(public.model_dump(exclude=_NOT_PUBLISHED))


def latest(session: Session) -> Edition | None:
    """The newest edition, or None before the first one."""
    row = session.scalars(select(EditionRow).order_by(EditionRow.number.desc()).limit(1)).first()
    return _whole(row) if row else None


def latest_number(session: Session) -> int | None:
    """The number of the newest edition, cheap enough to ask for every second."""
    return session.scalar(select(EditionRow.number).order_by(EditionRow.number.desc()).limit(1))


def latest_mark(session: Session) -> tuple[int, str] | None:
    """Number and hash of the newest edition, cheap enough to ask for several times a second."""
    newest = select(EditionRow.number, EditionRow.hash).order_by(EditionRow.number.desc()).limit(1)
    row = session.execute(newest).first()
    return (row.number, row.hash) if row else None


def chain(session: Session, number: int) -> tuple[str, ...]:
    """The hashes of all editions up to this one, the first edition's first."""
    query = select(EditionRow.hash).where(EditionRow.number <= number).order_by(EditionRow.number)
    return tuple(session.scalars(query))


def read(session: Session, number: int) -> Edition:
    """One edition; KeyError if there is none of this number, ValueError if it was altered."""
    row = session.get(EditionRow, number)
    if row is None:
        raise KeyError(number)
    return _whole(row)


def told_changes(session: Session, number: int, limit: int = TOLD) -> tuple[EditionChange, ...]:
    """What the editions up to `number` changed, the newest first, at most `limit` of them.

    The chain of hashes makes this the same on every node that has the edition.
    """
    rows = session.execute(
        select(EditionRow.number, EditionRow.changes)
        .where(EditionRow.number <= number, EditionRow.number > 1)
        .order_by(EditionRow.number.desc())
    )
    found: list[EditionChange] = []
    for edition, stored in rows:
        if stored is None:
            found += changes(read(session, edition - 1), read(session, edition))
        else:
            found += [EditionChange.model_validate(change) for change in stored]
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _whole(row: EditionRow) -> Edition:
    if sha256(row.document.encode()) != row.hash:
        raise ValueError(f"edition {row.number} does not match its hash: it was altered in the database")
    return Edition.model_validate_json(row.document)


def _content(document: str | bytes) -> dict[str, Any]:
    """What an edition says, without what only tells it from other editions."""
    said: dict[str, Any] = json.loads(document)
    return {name: value for name, value in said.items() if name not in {"number", "published_at", "previous"}}
