"""What the tests of the web share: one installation with the real data, built once a run."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import servers
from flask import Flask
from flask.testing import FlaskClient

from hotline.config import Settings
from hotline.editions.serving import Follower, Site
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.services import files, importing, publishing, site
from hotline.web.app import create_app
from hotline.web.security import is_data, is_frame

#: All repetitions of a promise; a short form otherwise.
FULL = os.environ.get("HOTLINE_TEST_FULL") == "1"
PUBLISHED = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `var` of an installation with the real data and edition 1. Only to be read.

    The workers of one run share it: the first one builds it, the others wait for it.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    var = shared / "installed"
    with (shared / "installed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var / "editions" / "current").exists():
            _install(Settings(var=var))
    return var


def _install(settings: Settings) -> None:
    sessions = site.open_database(settings)
    loaded = files.load(resource_dir("data"))
    assert not loaded.problems
    with sessions.begin() as session:
        importing.import_directory(session, loaded.regions, "tests", PUBLISHED)
    publishing.publish(sessions, loaded.plans, PUBLISHED)
    assert site.build_latest(sessions, settings) is not None
    sessions.kw["bind"].dispose()


@pytest.fixture
def var(installed: Path, tmp_path: Path) -> Path:
    """An installation of the test's own, to break as it likes."""
    copy = tmp_path / "var"
    shutil.copytree(installed, copy, symlinks=True)
    return copy


@pytest.fixture(scope="session")
def app(installed: Path) -> Flask:
    return create_app(Settings(var=installed))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def built(installed: Path) -> Site:
    """The edition as the service opens it."""
    return Follower(installed / "editions", load_vocabulary(resource_dir("data") / "search")).site()


@pytest.fixture(scope="session")
def addresses(built: Site) -> list[str]:
    """Every finished page of the edition: what a visitor's browser shows."""
    return sorted(one for one in built.addresses if not is_data(one) and not is_frame(one))


@pytest.fixture(scope="session")
def frame_addresses(built: Site) -> list[str]:
    """Every finished page that other sites show in a frame."""
    return sorted(one for one in built.addresses if is_frame(one))


@pytest.fixture(scope="session")
def data_addresses(built: Site) -> list[str]:
    """Every finished file of open data."""
    return sorted(address for address in built.addresses if is_data(address))


@pytest.fixture(scope="session")
def served(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A real gunicorn over the shared installation."""
    with servers.gunicorn(installed, tmp_path_factory.mktemp("gunicorn")) as server:
        yield server


@pytest.fixture(scope="session")
def fronted(
    installed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[servers.Server, servers.Server]]:
    """A real nginx with the shipped file, and the gunicorn behind it."""
    if servers.NGINX is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    with (
        servers.gunicorn(installed, folder, HOTLINE_PROXIES="1") as service,
        servers.nginx(installed, folder, service.port) as front,
    ):
        yield front, service
