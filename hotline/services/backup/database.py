"""One consistent copy of the database while others write, and the way back into an empty one.

SQLite has its own way to copy a database that is in use; PostgreSQL has pg_dump and pg_restore, which
have to be installed and at least as new as the server.
"""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Literal

from sqlalchemy import inspect, make_url

from hotline.storage.session import make_engine

Kind = Literal["sqlite", "postgresql"]


class DatabaseError(Exception):
    """The database cannot be copied, or not be put back; the message says what to do."""


def kind(address: str) -> Kind:
    """Which of the two a database is."""
    return "sqlite" if make_url(address).get_backend_name() == "sqlite" else "postgresql"


def sqlite_file(address: str) -> Path:
    """Where a SQLite database stands."""
    return Path(make_url(address).database or "")


def copy(address: str, into: Path) -> None:
    """Write the database as it is at one moment into the file `into`. Nobody who writes has to wait."""
    if kind(address) == "sqlite":
        _copy_sqlite(sqlite_file(address), into)
    else:
        _run("pg_dump", address, "--format=custom", "--no-owner", "--no-privileges", f"--file={into}")


def is_empty(address: str) -> bool:
    """Whether a backup may be put there: nothing of anybody's stands in it."""
    if kind(address) == "sqlite":
        return not sqlite_file(address).exists()
    engine = make_engine(address)
    try:
        return not inspect(engine).get_table_names()
    finally:
        engine.dispose()


def put_back(address: str, copied: Path) -> None:
    """Put a copy into an empty database: whole, or not at all."""
    if kind(address) == "sqlite":
        file = sqlite_file(address)
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_name(f".{file.name}.restoring")
        shutil.copyfile(copied, temporary)
        temporary.chmod(0o600)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.rename(file)
    else:
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        _run("pg_restore", address, *options, str(copied))


def _copy_sqlite(file: Path, into: Path) -> None:
    if not file.is_file():
        raise DatabaseError(f"There is no database at {file}.")
    source = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    target = sqlite3.connect(into)
    try:
        source.backup(target)
        (answer,) = target.execute("PRAGMA integrity_check").fetchone()
    finally:
        target.close()
        source.close()
    if answer != "ok":
        raise DatabaseError(f"The database is damaged ({answer}). Restore the backup before this one.")


def _run(program: str, address: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise DatabaseError(f"{program} is missing: install the client programs of PostgreSQL.")
    url = make_url(address).set(drivername="postgresql")
    # A password on the command line could be read by everybody on this machine.
    environment = dict(os.environ)
    if url.password:
        environment["PGPASSWORD"] = url.password
    said = url.set(password=None).render_as_string(hide_password=False)
    done = subprocess.run(
        [found, f"--dbname={said}", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise DatabaseError(f"{program}: {last}")
