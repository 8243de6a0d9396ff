"""What a material says of its files is what was found in them: filled in here, and compared again.

Every proposal passes here, also one that came by a file or the command line, so that nobody can
publish a file that was not looked at, or say of it what is not so.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.errors import Problem
from hotline.domain.material import Material
from hotline.domain.record import DirectoryRecord
from hotline.storage.tables.brought_file import BroughtFile

#: The fields of a rendition that nobody types.
FOUND = ("media_type", "size", "seconds", "pages", "width", "height", "preview")


def filled_in(session: Session, region: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """A material with what is known of its files; what already stands there is left for the check."""
    entries = document.get("rendition")
    if not isinstance(entries, list) or not entries:
        return document
    rows = _rows(session, region, (one.get("file") for one in entries if isinstance(one, Mapping)))
    return {**document, "rendition": [_filled(one, rows) for one in entries]}


def problems_of_files(session: Session, record: DirectoryRecord) -> Iterator[Problem]:
    """Where a material names a file that its region does not have, or says of one what is not so."""
    value = record.value
    if not isinstance(value, Material) or not value.renditions:
        return
    rows = _rows(session, record.region, (one.file for one in value.renditions))
    for one in value.renditions:
        where = f"rendition.{one.id}"
        row = rows.get(one.file)
        if row is None:
            yield Problem("rendition_unknown", where=f"{where}.file")
            continue
        for name in FOUND:
            if getattr(one, name) != getattr(row, name):
                yield Problem("rendition_differs", where=f"{where}.{name}")


def _rows(session: Session, region: str, digests: Iterable[object]) -> dict[str, BroughtFile]:
    wanted = {digest for digest in digests if isinstance(digest, str)}
    query = select(BroughtFile).where(BroughtFile.region == region, BroughtFile.digest.in_(wanted))
    return {row.digest: row for row in session.scalars(query)}


def _filled(entry: Any, rows: Mapping[str, BroughtFile]) -> Any:
    row = rows.get(str(entry.get("file"))) if isinstance(entry, Mapping) else None
    if row is None:
        return entry
    found = {name: value for name in FOUND if (value := getattr(row, name)) is not None}
    return {**found, **{key: value for key, value in entry.items() if value is not None}}
