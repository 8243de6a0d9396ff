"""Whoever watches a machine learns how its editions and its work are, and nothing about visitors."""

import re
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import servers

from hotline.services import metrics


@pytest.fixture(scope="module")
def watched(
    installed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[servers.Server, int]]:
    """The whole service over a copy of the installation, and the port of its numbers."""
    import shutil

    var = tmp_path_factory.mktemp("watched") / "var"
    shutil.copytree(installed, var, symlinks=True)
    port = servers.free_port()
    with servers.service(
        var, var.parent, HOTLINE_METRICS=f"127.0.0.1:{port}", HOTLINE_PRINT="false"
    ) as server:
        yield server, port


def numbers(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    found = re.findall(r"^([a-z_]+(?:\{[^}]*\})?) ([-+.eE0-9]+)$", text, re.M)
    return {name: float(value) for name, value in found}


def comes(port: int, condition: Callable[[dict[str, float]], bool]) -> dict[str, float]:
    deadline = time.monotonic() + 60
    while True:
        try:
            found = numbers(port)
            if condition(found) or time.monotonic() > deadline:
                return found
        except OSError:
            assert time.monotonic() < deadline
        time.sleep(0.1)


def test_editions_queues_and_ages_are_told(watched: tuple[servers.Server, int]) -> None:
    server, port = watched
    assert server.ask("/es/gt").status == 200
    found = comes(port, lambda one: "hotline_served_edition" in one)
    assert found["hotline_database_up"] == 1
    assert (
        found["hotline_published_edition"]
        == found["hotline_built_edition"]
        == found["hotline_served_edition"]
        == 1
    )
    assert found["hotline_edition_age_seconds"] > 0
    assert found["hotline_follow_lag_seconds"] >= 0
    assert found["hotline_disk_free_bytes"] > 0
    assert found['hotline_queue_length{queue="changes to review"}'] == 0
    assert found['hotline_lines{age="stale"}'] > 0
    assert {re.sub(r"\{.*", "", name) for name in found} <= {
        "hotline_database_up", "hotline_published_edition", "hotline_built_edition", "hotline_served_edition",
        "hotline_edition_age_seconds", "hotline_follow_lag_seconds", "hotline_disk_free_bytes", "hotline_queue_length",
        "hotline_lines", "hotline_build_seconds", "hotline_step_failing_seconds",
    }, "nothing else is told: no requests, no addresses, no browsers"  # fmt: skip


def test_a_database_that_is_away_is_told_and_nothing_else_is_lost(
    watched: tuple[servers.Server, int],
) -> None:
    server, port = watched
    var = metrics.workers(Path(server.log.parent) / "var").parent
    away = var / "hotline.sqlite.away"
    (var / "hotline.sqlite").rename(away)
    try:
        found = comes(port, lambda one: one["hotline_database_up"] == 0)
        assert found["hotline_database_up"] == 0
        assert found["hotline_built_edition"] == 1
        assert server.ask("/es/gt").status == 200
        failing = comes(port, lambda one: 'hotline_step_failing_seconds{step="build"}' in one)
        assert failing['hotline_step_failing_seconds{step="build"}'] >= 0
    finally:
        away.rename(var / "hotline.sqlite")
    assert comes(port, lambda one: one["hotline_database_up"] == 1)["hotline_published_edition"] == 1


def test_after_a_reload_the_new_workers_are_told_and_the_old_ones_forgotten(
    watched: tuple[servers.Server, int],
) -> None:
    server, port = watched
    place = metrics.workers(Path(server.log.parent) / "var")
    before = {path.name for path in place.iterdir()}
    server.process.send_signal(signal.SIGHUP)

    def others(found: dict[str, float]) -> bool:
        server.ask("/es/gt")
        return not before & {path.name for path in place.iterdir()} and "hotline_served_edition" in found

    assert comes(port, others)["hotline_served_edition"] == 1
    assert not before & {path.name for path in place.iterdir()}


@pytest.mark.parametrize("address", ["9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "a b:1"])
def test_an_address_that_is_none_stops_the_start(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from pydantic import ValidationError

    from hotline.config import Settings

    monkeypatch.setenv("HOTLINE_METRICS", address)
    with pytest.raises(ValidationError, match="metrics"):
        Settings()
