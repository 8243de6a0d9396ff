"""The keeper: what was decided becomes public, whatever else fails meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from desk import ANA, LATER, NOW, PLANS, Desk
from sqlalchemy import Engine, select

from hotline.config import Settings
from hotline.domain.edition import Edition
from hotline.editions import folder, keeper_state
from hotline.editions.keeper_state import Failing, KeeperState
from hotline.editions.serving import DOCUMENT
from hotline.services import batches, keeping, rounds, site
from hotline.services.keeping import Keeper, keep, run_steps, steps
from hotline.services.notices import hide, outage
from hotline.services.rounds import Step
from hotline.storage.tables.batches import Batch


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    """Without forms for paper, which have tests of their own."""
    address = engine.url.render_as_string(hide_password=False)
    return Settings(var=tmp_path / "var", database_url=address, print=False)


@contextmanager
def at_work(task: Callable[[threading.Event], None]) -> Iterator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=task, args=(stop,))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


def keeper(settings: Settings, now: datetime = NOW) -> Callable[[threading.Event], None]:
    return lambda stop: keep(settings, lambda: now, stop, lambda: True)


def comes(condition: Callable[[], bool]) -> bool:
    """Whether it comes true; the limit is generous because it only ends a test that fails."""
    deadline = time.monotonic() + 60
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def built(settings: Settings) -> Edition | None:
    """The edition that the web workers would serve now."""
    current = folder.current(settings.editions)
    return Edition.model_validate_json((current / DOCUMENT).read_bytes()) if current else None


def number(settings: Settings) -> int | None:
    edition = built(settings)
    return edition.number if edition else None


def test_what_is_decided_is_built_without_anybody_asking(desk: Desk, settings: Settings) -> None:
    with at_work(keeper(settings)):
        assert comes(lambda: number(settings) == 1)
        desk.approve(desk.propose())
        assert comes(lambda: number(settings) == 2)
    edition = built(settings)
    assert edition is not None
    assert edition == desk.edition()
    assert keeping.state(settings).edition == 2


def test_what_falls_due_is_published_and_then_built(desk: Desk, settings: Settings) -> None:
    scheduled = desk.in_state("scheduled")
    desk.do(outage, ANA, "GT", "gt-policia", "Flood.", NOW + timedelta(hours=1), NOW, PLANS)
    with at_work(keeper(settings, LATER)):
        assert comes(lambda: number(settings) == 3)
    assert desk.change(scheduled.id).edition == 3
    assert desk.region().notices == (), "the outage is over"
    assert desk.trail_problems() == ()


def test_a_preview_that_nobody_came_back_to_is_let_go(desk: Desk, settings: Settings) -> None:
    old = {"name": "a.csv", "person": "ana", "state": "preview", "found": {"rows": []}}
    with desk.factory.begin() as session:
        session.add(Batch(**old, created_at=LATER - batches.LASTS))
        session.add(Batch(**old, created_at=LATER))

    def states() -> list[str]:
        with desk.factory() as session:
            return list(session.scalars(select(Batch.state).order_by(Batch.created_at)))

    with at_work(keeper(settings, LATER)):
        assert comes(lambda: states() == ["gone", "preview"])


def test_a_step_that_fails_keeps_no_other_from_its_work(settings: Settings, desk: Desk) -> None:
    told: list[str] = []
    broken = True

    def fragile(_: datetime) -> None:
        if broken:
            raise OSError(28, "No space left on device")
        told.append("mended")

    some = (Step("fragile", 0.01, fragile), Step("sound", 0.01, lambda _: told.append("sound")))
    of_a_machine = Keeper(settings)
    settings.var.mkdir(parents=True)

    def failing() -> tuple[Failing, ...]:
        return keeper_state.read(settings.var).failing

    with at_work(lambda stop: run_steps(of_a_machine, some, lambda: NOW, stop, lambda: True)):
        assert comes(lambda: bool(failing()))
        assert [(one.step, one.since) for one in failing()] == [("fragile", NOW)]
        assert failing()[0].error.startswith("OSError at test_keeping.py:")
        assert failing()[0].error.endswith("(No space left on device)")
        seen = len(told)
        assert comes(lambda: len(told) > seen + 3), "the sound one goes on"
        broken = False
        assert comes(lambda: failing() == ())
        assert "mended" in told


def test_a_step_that_does_not_come_to_its_end_is_told(
    settings: Settings, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "TOO_LONG", 0.0)
    settings.var.mkdir(parents=True)
    go_on = threading.Event()
    some = (Step("slow", 0.01, lambda _: go_on.wait(60) and None),)
    with at_work(lambda stop: run_steps(Keeper(settings), some, lambda: NOW, stop, lambda: True)):
        assert comes(lambda: bool(keeper_state.read(settings.var).failing))
        assert keeper_state.read(settings.var).failing[0].error == "has not come to its end"
        go_on.set()


def test_a_build_that_fails_leaves_the_edition_before_and_raises_an_alarm(
    desk: Desk, settings: Settings
) -> None:
    with at_work(keeper(settings)):
        assert comes(lambda: number(settings) == 1)
        first = folder.current(settings.editions)
        assert first is not None
        # Every further folder of this name would end here.
        following = settings.editions / ".building-in-the-way"
        mark = desk.edition().number + 1
        assert comes(lambda: keeping.state(settings).edition == 1)
        following.write_text("a file where a leftover folder is expected")
        desk.approve(desk.propose())
        assert comes(lambda: [one.step for one in keeping.state(settings).failing] == ["build"])
        assert folder.current(settings.editions) == first
        assert number(settings) == mark - 1
        following.unlink()
        assert comes(lambda: number(settings) == mark)
        assert comes(lambda: keeping.state(settings).failing == ())


def test_a_database_that_is_away_is_waited_for_and_never_made(desk: Desk, settings: Settings) -> None:
    path = desk.factory.kw["bind"].url.database
    if desk.factory.kw["bind"].dialect.name != "sqlite":
        pytest.skip("a PostgreSQL that goes away is asked for in the test of the processes")
    file = Path(path)
    with at_work(keeper(settings)):
        assert comes(lambda: number(settings) == 1)
        desk.factory.kw["bind"].dispose()
        away = [
            one.rename(one.with_name(f"away-{one.name}")) for one in sorted(file.parent.glob(f"{file.name}*"))
        ]
        assert comes(lambda: {"build"} <= {one.step for one in keeping.state(settings).failing})
        assert not file.exists()
        assert number(settings) == 1
        for one in away:
            one.rename(one.with_name(one.name.removeprefix("away-")))
        desk.do(hide, ANA, "GT", "gt-trata", "It rings in a shop.", NOW, PLANS)
        assert comes(lambda: number(settings) == 2)


def test_a_folder_that_was_lost_is_built_again(desk: Desk, settings: Settings) -> None:
    with at_work(keeper(settings)):
        assert comes(lambda: number(settings) == 1)
        (settings.editions / folder.POINTER).unlink()
        assert comes(lambda: number(settings) == 1)


def test_before_the_first_edition_there_is_nothing_to_do(engine: Engine, settings: Settings) -> None:
    with at_work(keeper(settings)):
        assert comes(lambda: keeping.state(settings).beat is not None)
        assert [one.step for one in keeping.state(settings).failing if one.step == "build"] == []
    assert built(settings) is None


def test_a_machine_has_one_keeper_and_the_second_takes_over(desk: Desk, settings: Settings) -> None:
    order: list[str] = []

    def named(name: str) -> Callable[[threading.Event], None]:
        def task(stop: threading.Event) -> None:
            keep(settings, lambda: order.append(name) or NOW, stop, lambda: True)  # type: ignore[func-returns-value]

        return task

    with at_work(named("first")) as first:
        assert comes(lambda: "first" in order)
        with at_work(named("second")):
            seen = len(order)
            assert comes(lambda: len(order) > seen + 20)
            assert set(order) == {"first"}
            first.set()
            assert comes(lambda: "second" in order)


def test_a_keeper_that_nobody_wants_ends(desk: Desk, settings: Settings) -> None:
    wanted = [True]
    stop = threading.Event()
    thread = threading.Thread(target=lambda: keep(settings, lambda: NOW, stop, lambda: wanted[0]))
    thread.start()
    assert comes(lambda: number(settings) == 1)
    wanted[0] = False
    assert comes(lambda: not thread.is_alive())


@pytest.mark.parametrize(
    ("beat", "silent", "reason"),
    [
        (None, True, "none ever ran"),
        (NOW - timedelta(seconds=30), False, "it writes every few seconds, and may be late"),
        (NOW - timedelta(seconds=31), True, "that is too late"),
        (NOW + timedelta(seconds=3), False, "clocks are never quite the same"),
    ],
)
def test_when_a_keeper_is_silent(beat: datetime | None, silent: bool, reason: str) -> None:
    assert KeeperState(beat=beat).silent(NOW) is silent, reason


def test_a_file_that_cannot_be_read_is_no_keeper(tmp_path: Path) -> None:
    assert keeper_state.read(tmp_path) == KeeperState()
    (tmp_path / keeper_state.FILE).write_text("{half")
    assert keeper_state.read(tmp_path) == KeeperState()
    kept = KeeperState(beat=NOW, edition=3, failing=(Failing(step="x", since=NOW, error="y"),))
    keeper_state.write(tmp_path, kept)
    assert keeper_state.read(tmp_path) == kept
    assert [path.name for path in tmp_path.iterdir()] == [keeper_state.FILE]


def test_the_steps_have_a_name_each_and_a_pace(settings: Settings) -> None:
    found = {step.name: step.every for step in steps(Keeper(settings))}
    assert found["build"] <= 0.5
    assert found["publish due"] <= 15
    assert site.is_built(settings, 1, "0" * 64) is False
