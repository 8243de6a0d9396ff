"""Files for campaign materials: brought in by an editor of a region, looked at, and kept once.

They stand in `var/files` under their hash, beside what was found in them. Nothing here publishes: a
material that names one goes through two people. What nothing names goes again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import String, cast, delete, or_, select
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.services.applying import PROGRAM
from hotline.services.attachments import cleaned_name
from hotline.services.incoming import digest_of
from hotline.services.looking import process
from hotline.services.looking.found import Found
from hotline.storage import audit, shelf
from hotline.storage.session import step
from hotline.storage.tables.brought_file import BroughtFile
from hotline.storage.tables.material import material
from hotline.storage.tables.review import Change

KIND = "file"
#: So long a file that nothing names stays: somebody may still be writing the material.
KEPT_UNNAMED = timedelta(days=7)


@dataclass(frozen=True)
class LookedAt:
    """A file that was made harmless, and its small picture if it has one; both still to be kept."""

    found: Found
    path: Path
    preview: Path | None

    def drop(self) -> None:
        """Remove what was not kept."""
        self.path.unlink(missing_ok=True)
        if self.preview is not None:
            self.preview.unlink(missing_ok=True)


def look(path: Path) -> LookedAt:
    """Make a file harmless in its place, before the database waits for it; then comes `keep`.

    InputError, and no file any more, if it is not taken.
    """
    preview = path.with_name(f"{path.name}.preview")
    try:
        found = process.look(path, preview)
    except BaseException:
        path.unlink(missing_ok=True)
        preview.unlink(missing_ok=True)
        raise
    return LookedAt(found, path, preview if found.preview else None)


def keep(
    session: Session,
    person: Person,
    region: str,
    seen: LookedAt,
    name: str,
    folder: Path,
    now: datetime,
) -> BroughtFile:
    """Put a file on the shelf and write down what it is. The same file again is the one that is there."""
    with step(session):
        if not person.may("editor", region):
            raise InputError([Problem("needs_editor", where="region")])
        found, preview = seen.found, None
        if seen.preview is not None:
            preview = digest_of(seen.preview)
            shelf.put(folder, seen.preview, preview)
        shelf.put(folder, seen.path, found.digest)
        there = session.get(BroughtFile, (region, found.digest))
        if there is not None:
            return there
        added = BroughtFile(
            region=region,
            digest=found.digest,
            media_type=found.media_type,
            size=found.size,
            seconds=found.seconds,
            pages=found.pages,
            width=found.width,
            height=found.height,
            preview=preview,
            codes=list(found.codes),
            name=cleaned_name(name),
            added_by=person.id,
            added_at=now,
        )
        session.add(added)
        session.flush()
        _note(session, "bring in file", added, person.id, now)
        return added


def of_region(session: Session, region: str) -> tuple[BroughtFile, ...]:
    """What was brought in for a region, the newest first."""
    query = (
        select(BroughtFile)
        .where(BroughtFile.region == region)
        .order_by(BroughtFile.added_at.desc(), BroughtFile.digest)
    )
    return tuple(session.scalars(query))


def find(session: Session, region: str, digest: str) -> BroughtFile | None:
    """The file of a region with this hash; None if it has none."""
    return session.get(BroughtFile, (region, digest))


def named(session: Session, digest: str) -> bool:
    """Whether a material or a change names this file, also one that was published or given up."""
    asked = (
        select(material.c.id).where(cast(material.c.document, String).contains(digest)).limit(1),
        select(Change.id)
        .where(
            Change.kind == "material",
            or_(cast(Change.before, String).contains(digest), cast(Change.after, String).contains(digest)),
        )
        .limit(1),
    )
    return any(session.scalar(one) is not None for one in asked)


def drop_unnamed(session: Session, folder: Path, now: datetime) -> int:
    """Remove what nothing has named for seven days; how many files and rows went.

    Files go one round later than their rows, so that a transaction that is undone has lost no file.
    """
    with step(session):
        rows = session.execute(select(BroughtFile.digest, BroughtFile.preview)).all()
        known = {digest for row in rows for digest in row}
        gone = 0
        for path in shelf.everything(folder):
            if path.name not in known and path.stat().st_mtime < (now - KEPT_UNNAMED).timestamp():
                path.unlink(missing_ok=True)
                gone += 1
        old = session.scalars(select(BroughtFile).where(BroughtFile.added_at < now - KEPT_UNNAMED)).all()
        for one in old:
            if not named(session, one.digest):
                _note(session, "drop file", one, PROGRAM, now)
                session.execute(
                    delete(BroughtFile).where(
                        BroughtFile.region == one.region, BroughtFile.digest == one.digest
                    )
                )
                gone += 1
        return gone


def _note(session: Session, action: str, one: BroughtFile, by: str, now: datetime) -> None:
    said = {
        "media_type": one.media_type,
        "size": one.size,
        "name": one.name,
        "seconds": one.seconds,
        "pages": one.pages,
    }
    before, after = (None, said) if action == "bring in file" else (said, None)
    audit.append(session, audit.Act(action, KIND, one.digest, one.region, before, after), by, now)
