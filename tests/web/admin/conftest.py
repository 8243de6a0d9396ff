"""What the tests of the desk share: a desk on each kind of database, a clock that can be moved, people."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import postgres
import pytest
from desk_browser import SECRET, Browser, Clock, Member, join
from example import directory
from flask import Flask
from proposals import Review, at_work
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.storage.directory import write_region
from hotline.storage.session import make_engine, sessions
from hotline.web.admin.app import create_desk

KINDS = ("sqlite", "postgresql")
#: All repetitions of a promise; a short form otherwise. Also for the tests beside this folder: what
#: they import as `conftest` is the one that was loaded last.
FULL = os.environ.get("HOTLINE_TEST_FULL") == "1"


#: What a test can ask for, and what has to be in its database for it.
STAFFED = ("members", "review")


def settings_for(engine: Engine, var: Path, **more: Any) -> Settings:
    """Settings of a desk over this database; codes are enough for reviewers, unless `more` says otherwise."""
    address = engine.url.render_as_string(hide_password=False)
    return Settings(
        **{"var": var, "database_url": address, "reviewers_need_passkey": False, "secret_key": SECRET, **more}
    )


def staff(engine: Engine, var: Path, what: str) -> dict[str, Member]:
    """Fill a database with the people of a fixture. They join one by one over real pages, which takes time."""
    clock, factory = Clock(), sessions(engine)
    app = create_desk(settings_for(engine, var), clock)
    if what == "review":
        people = at_work(app, factory, clock).members
    else:
        with factory.begin() as session:
            write_region(session, directory())
        people = all_join(app, factory, clock)
    app.extensions["database"].kw["bind"].dispose()
    engine.dispose()
    return people


def all_join(app: Flask, factory: sessionmaker[Session], clock: Clock) -> dict[str, Member]:
    """The people of `members`."""
    return {
        name: join(app, factory, clock, name, role)
        for name, role in (
            ("editor", "editor"),
            ("reviewer", "reviewer"),
            ("administrator", "administrator"),
            ("other", "administrator"),
        )
    }


@dataclass
class Staffed:
    """A database with people in it, to be copied: the path of a file, or a name on the server."""

    place: str
    people: dict[str, Member]


@pytest.fixture(scope="session")
def staffed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, str], Staffed]:
    """Makes each kind of staffed database once."""

    @cache
    def made(kind: str, what: str) -> Staffed:
        var = tmp_path_factory.mktemp(f"staffed-{what}")
        if kind == "sqlite":
            path = var / "hotline.sqlite"
            shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
            return Staffed(str(path), staff(make_engine(f"sqlite:///{path}"), var, what))
        server: postgres.Server = request.getfixturevalue("postgresql_server")
        name = server.new_database(request.getfixturevalue("migrated_postgresql"))
        return Staffed(name, staff(make_engine(server.url(name)), var, what))

    return made


def _wanted(request: pytest.FixtureRequest) -> str | None:
    """Which people have to be in the database; a file with a desk of its own lets them join there."""
    if hasattr(request.module, "desk"):
        return None
    return next((name for name in STAFFED if name in request.fixturenames), None)


@pytest.fixture(params=KINDS)
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, staffed: Callable[[str, str], Staffed]
) -> Iterator[Engine]:
    """A database of each kind, with the people in it that the test asks for."""
    what = _wanted(request)
    if request.param == "sqlite":
        path = tmp_path / "hotline.sqlite"
        shutil.copy(
            staffed("sqlite", what).place if what else request.getfixturevalue("migrated_sqlite"), path
        )
        engine = make_engine(f"sqlite:///{path}")
        yield engine
        engine.dispose()
        return
    server: postgres.Server = request.getfixturevalue("postgresql_server")
    template = staffed("postgresql", what).place if what else request.getfixturevalue("migrated_postgresql")
    name = server.new_database(template)
    engine = make_engine(server.url(name))
    yield engine
    engine.dispose()
    server.drop(name)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(
    request: pytest.FixtureRequest,
    engine: Engine,
    factory: sessionmaker[Session],
    tmp_path: Path,
    clock: Clock,
) -> Flask:
    """A desk over the example region; nobody is in it, unless the test asks for `members`."""
    if "members" not in request.fixturenames:
        with factory.begin() as session:
            write_region(session, directory())
    return create_desk(settings_for(engine, tmp_path), clock)


@pytest.fixture
def review(
    engine: Engine,
    factory: sessionmaker[Session],
    tmp_path: Path,
    clock: Clock,
    staffed: Callable[[str, str], Staffed],
) -> Review:
    """A desk over two published regions, with people who propose and approve."""
    app = create_desk(settings_for(engine, tmp_path), clock)
    return Review(app, factory, clock, with_clock(staffed(engine.dialect.name, "review"), clock))


@pytest.fixture
def browser(desk: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(desk)


@pytest.fixture
def members(
    request: pytest.FixtureRequest,
    desk: Flask,
    engine: Engine,
    factory: sessionmaker[Session],
    clock: Clock,
    staffed: Callable[[str, str], Staffed],
) -> dict[str, Member]:
    """One person of each role, and a second administrator under "other"; none is signed in."""
    if _wanted(request) is None:
        return all_join(desk, factory, clock)
    return with_clock(staffed(engine.dialect.name, "members"), clock)


def with_clock(found: Staffed, clock: Clock) -> dict[str, Member]:
    """The people of a staffed database, each with the clock of the test."""
    return {
        name: replace(member, clock=clock, recovery_codes=list(member.recovery_codes))
        for name, member in found.people.items()
    }
