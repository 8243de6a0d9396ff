"""What the desk has to know of campaign materials: what they may name, which are out of date, and which will be.

Nothing is stored of that: `domain.standing` works it out, here of the edition that is public, or of
what a change that waits would make of it. Nothing here writes.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.edition import Edition
from hotline.domain.errors import Problem
from hotline.domain.listing import RegionDirectory
from hotline.domain.material import Claim, Material
from hotline.domain.notice import public_region
from hotline.domain.record import DirectoryRecord, Kind, from_document
from hotline.domain.review import OPEN
from hotline.domain.standing import is_bound, out_of_date
from hotline.editions import freezing
from hotline.storage.directory import read_all
from hotline.storage.tables.material import material as table
from hotline.storage.tables.review import Change


class Kept(NamedTuple):
    """A material and the region whose desk keeps it."""

    region: str
    material: Material


#: The answer for one edition holds for ever; a process keeps that of the newest it was asked about.
_LATEST: dict[str, tuple[Kept, ...]] = {}

#: The part of a region's directory that holds the records of a kind which a claim can be about.
_PARTS: Mapping[Kind, str] = {
    "organization": "organizations",
    "service": "services",
    "retired_number": "retired_numbers",
    "material": "materials",
}


def problems_of_claims(session: Session, record: DirectoryRecord) -> Iterator[Problem]:
    """Where a material names a line or an old number that is not there.

    What it named before it may go on naming: it stays printed when its line is gone.
    """
    value = record.value
    if not isinstance(value, Material):
        return
    if session.scalar(select(table.c.region).where(table.c.id == value.id, table.c.region != record.region)):
        yield Problem("id_taken", {"id": value.id}, where="id")
    directories = {directory.region: directory for directory in read_all(session)}
    before = next((one.material for one in _kept(directories) if one.material.id == value.id), None)
    known = {_binding(claim) for claim in before.claims} if before else set()
    for claim in value.claims:
        if _binding(claim) not in known and not is_bound(claim, directories):
            named, field = (
                (claim.retired_number, "retired_number")
                if claim.retired_number
                else (claim.service, "service")
            )
            yield Problem("claim_unknown", {"id": str(named)}, where=f"claim.{claim.id}.{field}")


def outdated(edition: Edition) -> tuple[Kept, ...]:
    """The materials that are out of date in an edition."""
    return _outdated(edition.directories)


def outdated_now(session: Session) -> tuple[Kept, ...]:
    """The same of the newest edition, read once however often it is asked."""
    mark = freezing.latest_mark(session)
    if mark is None:
        return ()
    number, digest = mark
    if digest not in _LATEST:
        found = outdated(freezing.read(session, number))
        _LATEST.clear()
        _LATEST[digest] = found
        return found
    return _LATEST[digest]


def put_out_of_date(session: Session, change: Change, now: datetime) -> tuple[Kept, ...]:
    """The materials that are up to date now and would not be, if this change were published."""
    if change.kind not in _PARTS or change.state not in OPEN:
        return ()
    live = {directory.region: directory for directory in read_all(session)}
    home = live.get(change.region)
    if home is None:
        return ()
    after = {**live, change.region: _with(home, change)}
    before_ids = {one.material.id for one in _outdated(_public(live, now))}
    return tuple(one for one in _outdated(_public(after, now)) if one.material.id not in before_ids)


def _with(directory: RegionDirectory, change: Change) -> RegionDirectory:
    """The region as the change would leave it; a text that is not whole changes nothing yet."""
    part = _PARTS[change.kind]
    records: tuple[Any, ...] = getattr(directory, part)
    if change.after is None:
        kept = tuple(one for one in records if one.id != change.record_id)
        return directory.model_copy(update={part: kept})
    try:
        value: Any = from_document(change.kind, change.region, change.after).value
    except ValueError:
        return directory
    if not any(one.id == value.id for one in records):
        return directory.model_copy(update={part: (*records, value)})
    return directory.model_copy(update={part: tuple(value if one.id == value.id else one for one in records)})


def _public(directories: Mapping[str, RegionDirectory], now: datetime) -> dict[str, RegionDirectory]:
    found = {code: public_region(directory, now) for code, directory in directories.items()}
    return {code: public for code, public in found.items() if public is not None}


def _outdated(directories: Mapping[str, RegionDirectory]) -> tuple[Kept, ...]:
    return tuple(one for one in _kept(directories) if out_of_date(one.material, directories))


def _kept(directories: Mapping[str, RegionDirectory]) -> Iterator[Kept]:
    for code, directory in directories.items():
        yield from (Kept(code, material) for material in directory.materials)


def _binding(claim: Claim) -> tuple[str, str | None, str | None, str | None]:
    return claim.region, claim.service, claim.contact_point, claim.retired_number
