"""The desk of the tests: its first edition is published once for each kind of database, and then copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from desk import Desk, open_desk
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from hotline.storage.session import make_engine, sessions

KINDS = ("sqlite", "postgresql")


def _published(engine: Engine) -> None:
    open_desk(sessions(engine))
    engine.dispose()


@pytest.fixture(scope="session")
def published_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("published") / "template.sqlite"
    shutil.copy(migrated_sqlite, path)
    _published(make_engine(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def published_postgresql(postgresql_server: postgres.Server, migrated_postgresql: str) -> str:
    name = postgresql_server.new_database(migrated_postgresql)
    _published(make_engine(postgresql_server.url(name)))
    return name


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of each kind: empty, or with the published directory for a test that asks for the desk."""
    template = ("published" if "desk" in request.fixturenames else "migrated") + f"_{request.param}"
    if request.param == "sqlite":
        path = tmp_path / "hotline.sqlite"
        shutil.copy(request.getfixturevalue(template), path)
        engine = make_engine(f"sqlite:///{path}")
        yield engine
        engine.dispose()
        return
    server: postgres.Server = request.getfixturevalue("postgresql_server")
    name = server.new_database(request.getfixturevalue(template))
    engine = make_engine(server.url(name))
    yield engine
    engine.dispose()
    server.drop(name)


@pytest.fixture
def desk(factory: sessionmaker[Session]) -> Desk:
    """A directory that is published, and people who may change it together."""
    return Desk(factory)
