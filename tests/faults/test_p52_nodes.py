"""P52: several nodes on one PostgreSQL make the same bytes, and lose nothing when it falls over."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import postgres
import pytest
from acts import Installation, plans
from conftest import FULL
from sqlalchemy.exc import OperationalError

from hotline.config import Settings
from hotline.editions import folder as folders
from hotline.resources import resource_dir
from hotline.services import files, importing, publishing, site
from hotline.services.keeping import Keeper, run_steps, steps

FALLS = 5 if FULL else 1


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server of these tests' own, to be killed."""
    with postgres.running() as made:
        yield made


@pytest.fixture
def nodes(server: postgres.Server, tmp_path: Path) -> tuple[Installation, Installation]:
    """Two nodes with a folder each, and one database with the real data."""
    address = server.url(server.new_database()).render_as_string(hide_password=False)
    one, other = (
        Settings(var=tmp_path / name, database_url=address, print=False) for name in ("one", "other")
    )
    sessions = site.open_database(one)
    loaded = files.load(resource_dir("data"))
    with sessions.begin() as session:
        importing.import_directory(session, loaded.regions, "tests", datetime.now(UTC))
    publishing.publish(sessions, loaded.plans, datetime.now(UTC))
    sessions.kw["bind"].dispose()
    first = Installation(one, plans())
    first.people()
    return first, Installation(other, first.plans)


def tree(place: Installation) -> dict[str, bytes]:
    """Every file of the edition that a node serves; of the search index only that it is there."""
    current = folders.current(place.settings.editions)
    assert current is not None
    return {
        str(path.relative_to(current)): b"" if "search" in path.parts else path.read_bytes()
        for path in sorted((current / "site").rglob("*"))
        if path.is_file()
    }


def test_p52_two_nodes_make_the_same_bytes(
    nodes: tuple[Installation, Installation], monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
) -> None:
    one, other = nodes
    one.decide("Texto 1.")
    one.build()
    # Another day, another zone, another order of things in memory.
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    other.build()
    monkeypatch.delenv("TZ")
    time.tzset()
    first, second = tree(one), tree(other)
    different = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    assert different == []
    assert (
        one.settings.editions.joinpath("current").readlink()
        == (other.settings.editions / "current").readlink()
    )
    figure(f"P52: {len(first)} files of two nodes, {len(different)} differ")


def test_p52_nothing_acknowledged_is_lost_when_the_primary_falls_over_under_writes(
    server: postgres.Server, nodes: tuple[Installation, Installation], figure: Callable[[str], None]
) -> None:
    writer, reader = nodes
    stop, told, refused = threading.Event(), [], []
    keeper = Keeper(reader.settings)
    kept = threading.Thread(
        target=run_steps, args=(keeper, steps(keeper), lambda: datetime.now(UTC), stop, lambda: True)
    )

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            try:
                writer.decide(f"Texto {number}.")
            except OperationalError as error:
                refused.append(type(error.orig).__name__)
                time.sleep(0.05)
            else:
                told.append(f"Texto {number}.")

    writing = threading.Thread(target=write)
    kept.start()
    writing.start()
    back = []
    try:
        for _ in range(FALLS):
            before = len(told)
            assert comes(lambda before=before: len(told) > before + 1)  # type: ignore[misc]
            server.kill()
            assert comes(lambda: len(refused) > 0)
            refused.clear()
            server.start()
            started = time.monotonic()
            now = len(told)
            assert comes(lambda now=now: len(told) > now)  # type: ignore[misc]
            back.append(time.monotonic() - started)
    finally:
        stop.set()
        writing.join()
        kept.join()
    # Every decision that somebody was told of is an edition: one more may have been cut off after its commit.
    assert len(told) <= writer.newest() - 1 <= len(told) + FALLS
    writer.build()
    assert writer.check() == ""
    reader.build()
    assert tree(writer) == tree(reader)
    figure(
        f"P52: {FALLS} falls under writes, {len(told)} decisions acknowledged, 0 lost; "
        f"the next decision {max(back):.1f} s after the start at most"
    )


def comes(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
