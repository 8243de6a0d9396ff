"""What the tests of the desk share: a desk on each kind of database, a clock that can be moved, people."""

import os
from pathlib import Path

import pytest
from desk_browser import Browser, Clock, Member, join
from flask import Flask
from proposals import Review, at_work
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.domain.listing import RegionDirectory
from hotline.storage.directory import write_region
from hotline.web.admin.app import create_desk

#: All repetitions of a promise; a short form otherwise. Also for the tests beside this folder: what
#: they import as `conftest` is the one that was loaded last.
FULL = os.environ.get("HOTLINE_TEST_FULL") == "1"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(
    engine: Engine, factory: sessionmaker[Session], tmp_path: Path, clock: Clock, region: RegionDirectory
) -> Flask:
    """A desk over the example region; nobody is in it yet, and codes are enough for reviewers, too."""
    with factory.begin() as session:
        write_region(session, region)
    address = engine.url.render_as_string(hide_password=False)
    settings = Settings(var=tmp_path, database_url=address, reviewers_need_passkey=False)
    return create_desk(settings, clock)


@pytest.fixture
def review(engine: Engine, factory: sessionmaker[Session], tmp_path: Path, clock: Clock) -> Review:
    """A desk over two published regions, with people who propose and approve."""
    address = engine.url.render_as_string(hide_password=False)
    settings = Settings(var=tmp_path, database_url=address, reviewers_need_passkey=False)
    return at_work(create_desk(settings, clock), factory, clock)


@pytest.fixture
def browser(desk: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(desk)


@pytest.fixture
def members(desk: Flask, factory: sessionmaker[Session], clock: Clock) -> dict[str, Member]:
    """One person of each role, and a second administrator under "other"; none is signed in."""
    return {
        name: join(desk, factory, clock, name, role)
        for name, role in (
            ("editor", "editor"),
            ("reviewer", "reviewer"),
            ("administrator", "administrator"),
            ("other", "administrator"),
        )
    }
