"""Puts a backup back into an empty place, and believes nothing that it has not compared.

What comes back is judged as a whole: every file by its hash, every edition by its hash and by the one
before it, the trail of what people did by its chain, every file that people brought by its name.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.config import Settings
from hotline.domain.edition import Edition, sha256
from hotline.editions import building, rendition_files
from hotline.editions import folder as folders
from hotline.editions.serving import DOCUMENT, SITE
from hotline.services import auditing, site, verifying
from hotline.services.backup import archive, database
from hotline.services.backup.archive import ArchiveError
from hotline.services.backup.taking import ABOUT, DATABASE, FORMAT, KEY_FILE, VAR
from hotline.services.copies import FolderCopy
from hotline.storage import shelf
from hotline.storage.tables.attachment import Attachment
from hotline.storage.tables.brought_file import BroughtFile
from hotline.storage.tables.editions import EditionRow

_TEMPORARY = ".restoring"


class RestoreError(Exception):
    """The backup cannot be put back here; the message says what to do, and nothing was changed."""


@dataclass(frozen=True)
class Restored:
    """What came back, and what is wrong with it."""

    editions: int
    entries: int  #: of the trail
    last_hash: str
    files: int
    secret: bool
    problems: tuple[str, ...]


def restore(settings: Settings, file: Path, passphrase: str | None) -> Restored:
    """Put the backup in `file` into the place that the settings name. RestoreError, ArchiveError, DatabaseError."""
    var = settings.var
    if var.exists() and (not var.is_dir() or any(var.iterdir())):
        raise RestoreError(f"{var} is not empty. Name another folder in HOTLINE_VAR, or move it away.")
    if not database.is_empty(settings.database):
        raise RestoreError("The database is not empty. Name an empty one in HOTLINE_DATABASE_URL.")
    existed = var.exists()
    unpacked = var / _TEMPORARY
    unpacked.mkdir(mode=0o700, parents=True)
    try:
        archive.unpack(file, passphrase, unpacked)
        _about(unpacked, database.kind(settings.database))
        _place(settings, unpacked / VAR)
        database.put_back(settings.database, unpacked / DATABASE)
    except BaseException:
        # It was empty: whatever is in it now came with this very call.
        for path in var.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not existed:
            var.rmdir()
        raise
    shutil.rmtree(unpacked)
    return _judged(settings)


def _about(unpacked: Path, kind: database.Kind) -> None:
    try:
        about = json.loads((unpacked / ABOUT).read_bytes())
        found, of = int(about["format"]), str(about["database"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ArchiveError("This is not a backup of a directory.") from None
    if found != FORMAT:
        raise RestoreError(f"The backup has the format {found}. Use the version of hotline that wrote it.")
    if of != kind:
        raise RestoreError(f"The backup is of a database of the kind {of}: set HOTLINE_DATABASE_URL to one.")


def _place(settings: Settings, brought: Path) -> None:
    """Move everything to its place; the pointer to the edition comes last."""
    for path in sorted(brought.iterdir()) if brought.is_dir() else ():
        path.rename(settings.var / path.name)
    built = next((path for path in settings.editions.glob("*") if path.is_dir()), None)
    if built is None:
        return
    edition = Edition.model_validate_json((built / DOCUMENT).read_bytes())
    building.link_kept(built / SITE, edition, settings.files)
    # They were for their owner alone on the way; a web server has to read them.
    for path in [built, *built.rglob("*")]:
        if rendition_files.FOLDER not in path.relative_to(built).parts[1:2]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    settings.editions.chmod(0o755)
    folders.point(settings.editions, built)


def _judged(settings: Settings) -> Restored:
    sessions = site.open_database(settings)
    try:
        with sessions() as session:
            end = auditing.end(session)
            editions = list(_chain(session))
            digests = _named(session, settings)
            problems = [
                *(problem for problem in editions if problem),
                *auditing.verify(session),
                *_missing(digests),
                *_edition(settings),
            ]
    finally:
        sessions.kw["bind"].dispose()
    secret = (settings.var / KEY_FILE).is_file()
    return Restored(len(editions), end.number, end.hash, len(digests), secret, tuple(problems))


def _chain(session: Session) -> Iterator[str]:
    """A word for each edition: empty, or what is wrong with it."""
    before: str | None = None
    for row in session.scalars(select(EditionRow).order_by(EditionRow.number)):
        whole = sha256(row.document.encode()) == row.hash and row.previous == before
        before = row.hash
        yield "" if whole else f"Edition {row.number} is not what was published, or does not follow."


def _named(session: Session, settings: Settings) -> list[tuple[Path, str]]:
    """Every file that a row names: where it has to stand, and its hash."""
    attached = session.scalars(select(Attachment.digest).distinct())
    found = [(shelf.place(settings.var / "attachments", digest), digest) for digest in attached]
    for row in session.execute(select(BroughtFile.digest, BroughtFile.preview).distinct()):
        found += [(shelf.place(settings.files, digest), digest) for digest in row if digest is not None]
    return found


def _missing(named: list[tuple[Path, str]]) -> Iterator[str]:
    for path, digest in named:
        # Its hash was compared when it was unpacked; its name is the hash that the row wants.
        if not path.is_file():
            yield f"The file {digest[:12]}… is named in the database and is not in the backup."


def _edition(settings: Settings) -> Iterator[str]:
    built = folders.current(settings.editions)
    if built is None:
        return
    # Nothing is from the future here: a clock that is behind is no reason to distrust a backup.
    later = datetime(9000, 1, 1, tzinfo=UTC)
    for finding in verifying.check(FolderCopy(built), (), later).findings:
        yield finding.sentence
