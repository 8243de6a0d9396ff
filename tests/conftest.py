"""What tests share: a database of each kind, fresh for each test, and an example of a region."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import postgres
import pytest
from example import PLAN, directory
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.listing import RegionDirectory
from hotline.domain.numbering import NumberingPlan
from hotline.storage.migrations import migrate
from hotline.storage.session import make_engine, sessions

KINDS = ("sqlite", "postgresql")


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tells a measured figure: on the screen with -s, in the report file with --junitxml."""

    def tell(sentence: str) -> None:
        record_property("figure", sentence)
        sys.stdout.write(f"{sentence}\n")

    return tell


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgres.Server]:
    """One PostgreSQL for all tests of a process; it starts with the first test that asks."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "template.sqlite"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: postgres.Server) -> str:
    name = postgresql_server.new_database()
    engine = make_engine(postgresql_server.url(name))
    migrate(engine)
    engine.dispose()
    return name


@pytest.fixture(params=KINDS)
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without tables: once a SQLite file, once PostgreSQL."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'hotline.sqlite'}")
        yield engine
        engine.dispose()
    else:
        server: postgres.Server = request.getfixturevalue("postgresql_server")
        yield from _on_postgresql(server, server.new_database())


@pytest.fixture
def filled() -> str:
    """Which template a test's database is a copy of; a folder of tests may say otherwise."""
    return "migrated"


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, filled: str, tmp_path: Path) -> Iterator[Engine]:
    """A migrated database, which holds nothing unless `filled` says so: once a SQLite file, once PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path / "hotline.sqlite"
        shutil.copy(request.getfixturevalue(f"{filled}_sqlite"), path)
        engine = make_engine(f"sqlite:///{path}")
        yield engine
        engine.dispose()
    else:
        server: postgres.Server = request.getfixturevalue("postgresql_server")
        template: str = request.getfixturevalue(f"{filled}_postgresql")
        yield from _on_postgresql(server, server.new_database(template))


def _on_postgresql(server: postgres.Server, name: str) -> Iterator[Engine]:
    engine = make_engine(server.url(name))
    yield engine
    engine.dispose()
    server.drop(name)


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    return sessions(engine)


@pytest.fixture
def session(factory: sessionmaker[Session]) -> Iterator[Session]:
    """One session whose work is thrown away in the end unless the test commits it."""
    with factory() as session:
        yield session


@pytest.fixture
def region() -> RegionDirectory:
    """The example region: every field of every record is filled in at least once."""
    return directory()


@pytest.fixture
def plan() -> NumberingPlan:
    return PLAN


@pytest.fixture
def another_region() -> Callable[..., RegionDirectory]:
    """Makes further example regions; every id of a service begins with the region's code."""
    return directory
