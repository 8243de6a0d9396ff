"""P46: killed at any moment, it leaves the whole old edition or the whole new one, and goes on by itself."""

import random
import signal
from collections.abc import Callable

import pytest
from acts import Installation, Steps, run
from conftest import FULL

#: In the full form 300 steps and 220 moments.
STEPS, MOMENTS = (300, 220) if FULL else (8, 2)


def after(place: Installation, number: int, seen: list[str]) -> None:
    """The child has gone: look, and let the next act go on without any hands."""
    wrong = place.check()
    if wrong:
        seen.append(f"{number}: {wrong}")


def count_steps(place: Installation) -> int:
    """How many steps one act has, by doing it once to the end."""
    import os

    read, write = os.pipe()
    steps = Steps(None)

    def work() -> None:
        steps.watch()
        place.act(0)
        os.write(write, str(steps.seen).encode())

    assert run(work).said == ""
    place.acknowledged = place.newest()
    counted = int(os.read(read, 20))
    os.close(read)
    os.close(write)
    return counted


def test_p46_killed_at_every_step_it_leaves_a_whole_edition(
    place: Installation, figure: Callable[[str], None]
) -> None:
    total = count_steps(place)
    assert total > 400, "each file of an edition is a step"
    seen: list[str] = []
    ends = {"old": 0, "new": 0, "acknowledged": 0}
    for number in range(STEPS):
        # Decisions come first and the flip comes last: half of the tries are for those few steps.
        edge = STEPS // 4
        if number < edge:
            die_at = 1 + number * 3
        elif number >= STEPS - edge:
            die_at = total - (STEPS - 1 - number)
        else:
            die_at = number * total // STEPS
        steps = Steps(die_at)

        def work(number: int = number, steps: Steps = steps) -> None:
            steps.watch()
            place.act(number + 1)

        before = place.shown()
        end = run(work)
        assert end.signal in {signal.SIGKILL, None}, end.said
        if end.acknowledged:
            place.acknowledged = place.newest()
            ends["acknowledged"] += 1
        ends["old" if place.shown() == before else "new"] += 1
        after(place, die_at, seen)
    assert seen == []
    # The next one needs no hands.
    assert run(lambda: place.act(9999)).said == ""
    assert place.shown() == place.newest()
    assert place.check() == ""
    figure(f"P46: killed at {STEPS} of {total} steps: {ends}, {len(seen)} half editions")


def test_p46_killed_at_any_moment_it_leaves_a_whole_edition(
    place: Installation, figure: Callable[[str], None]
) -> None:
    chosen, seen, killed = random.Random(46), [], 0
    for number in range(MOMENTS):
        end = run(lambda number=number: place.act(number), kill_after=chosen.uniform(0.0, 4.0))  # type: ignore[misc]
        killed += end.signal == signal.SIGKILL
        if end.acknowledged:
            place.acknowledged = place.newest()
        after(place, number, seen)
    assert seen == []
    assert run(lambda: place.act(9999)).said == ""
    assert place.shown() == place.newest()
    figure(f"P46: killed at {killed} of {MOMENTS} random moments, {len(seen)} half editions")


def test_the_judge_sees_a_half_edition(place: Installation) -> None:
    """The control: one page less, one byte else, an acknowledged edition that is not there."""
    assert place.check() == ""
    site = place.settings.editions / "current" / "site"
    page = (site / "es" / "gt.html").read_bytes()
    (site / "es" / "gt.html").write_bytes(page[:-1])
    assert "es/gt.html" in place.check()
    (site / "es" / "gt.html").unlink()
    assert "es/gt.html" in place.check()
    (site / "es" / "gt.html").write_bytes(page)
    place.acknowledged = 2
    assert "acknowledged" in place.check()


@pytest.mark.parametrize("again", [1, 2])
def test_a_child_that_fails_says_so(place: Installation, again: int) -> None:
    def fail() -> None:
        raise OSError("no")

    assert run(fail).said == "OSError: no"
