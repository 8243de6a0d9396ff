"""Takes a backup while the service runs.

The database is copied first and the files after it: files are stored under their own hash and stay for
days after the last row that names them, so every file that the copied rows name is there.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline.config import Settings
from hotline.domain.edition import canonical_json
from hotline.editions import folder as folders
from hotline.editions import rendition_files
from hotline.editions.print.making import CURRENT as PRINTED
from hotline.editions.serving import SITE
from hotline.services.backup import archive, database

ABOUT, DATABASE, VAR = "about.json", "database", "var"
#: Folders of `var` that hold what people brought.
BROUGHT = ("attachments", "files")
KEY_FILE = "secret-key"
#: What a version of this program that knows other archives must not read as one of these.
FORMAT = 1


@dataclass(frozen=True)
class Taken:
    """What a backup holds."""

    files: int
    bytes: int
    secret: bool  #: the key that signs sessions is in it


def take(settings: Settings, file: Path, passphrase: str | None, now: datetime) -> Taken:
    """Write a backup into `file`: whole, or not at all. FileExistsError, DatabaseError.

    The secret key is taken along only where the backup is encrypted.
    """
    if file.exists():
        raise FileExistsError(file)
    copied = file.with_name(f".{file.name}-{os.getpid()}.database")
    written = file.with_name(f".{file.name}-{os.getpid()}.new")
    try:
        # Made for its owner alone before a byte of the database is in it.
        os.close(os.open(copied, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        database.copy(settings.database, copied)
        handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            with archive.writing(out, passphrase) as writer:
                about = {
                    "format": FORMAT,
                    "database": database.kind(settings.database),
                    "at": now.isoformat(),
                }
                writer.add_bytes(ABOUT, canonical_json(about))
                writer.add(DATABASE, copied)
                for name, path in _files(settings, with_secret=passphrase is not None):
                    writer.add(f"{VAR}/{name}", path)
            out.flush()
            os.fsync(out.fileno())
        # A link, because a rename would replace a backup that was written meanwhile.
        os.link(written, file)
    finally:
        copied.unlink(missing_ok=True)
        written.unlink(missing_ok=True)
    return Taken(len(writer.contents), file.stat().st_size, f"{VAR}/{KEY_FILE}" in writer.contents)


def _files(settings: Settings, *, with_secret: bool) -> Iterator[tuple[str, Path]]:
    for folder in BROUGHT:
        for path in sorted((settings.var / folder).glob("??/*")):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(settings.var).as_posix(), path
    built = folders.current(settings.editions)
    if built is not None and built.is_dir():
        # Files of materials are in the store, and forms for paper are made again.
        left_out = {f"{SITE}/{rendition_files.FOLDER}", f"{SITE}/{PRINTED}"}
        for path in sorted(built.rglob("*")):
            inside = path.relative_to(built)
            if path.is_file() and "/".join(inside.parts[:2]) not in left_out:
                yield f"editions/{built.name}/{inside.as_posix()}", path
    secret = settings.var / KEY_FILE
    if with_secret and secret.is_file():
        yield KEY_FILE, secret
