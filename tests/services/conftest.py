"""The desk of the tests: its first edition is published once for each kind of database, and then copied."""

import shutil
from pathlib import Path

import postgres
import pytest
from desk import Desk, open_desk
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from hotline.storage.session import make_engine, sessions


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


@pytest.fixture
def filled(request: pytest.FixtureRequest) -> str:
    """The published directory for a test that asks for the desk, nothing for the others."""
    return "published" if "desk" in request.fixturenames else "migrated"


@pytest.fixture
def desk(factory: sessionmaker[Session]) -> Desk:
    """A directory that is published, and people who may change it together."""
    return Desk(factory)
