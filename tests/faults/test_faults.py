"""What else can break, and who notices: each fault by its name, with what the public reads meanwhile."""

import os
import shutil
import signal
import sqlite3
import time
from datetime import UTC, datetime, timedelta

import pytest
from acts import Installation, limited, run
from conftest import FULL

from hotline.config import Settings
from hotline.editions import folder as folders
from hotline.editions.serving import Follower
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.web.app import create_app

only_full = pytest.mark.skipif(not FULL, reason="faults: all of them in make test-full only")


def page(place: Installation) -> bytes:
    """The page of Guatemala, as a service that starts now answers it."""
    answer = create_app(Settings(var=place.settings.var)).test_client().get("/es/gt")
    assert answer.status_code == 200
    return answer.data


def goes_on(place: Installation) -> None:
    """Without any hands, the next decision is public."""
    assert run(lambda: place.act(9999)).said == ""
    assert place.shown() == place.newest() > 1
    assert place.check() == ""


def test_a_database_that_is_locked_lets_pages_be_read_and_says_so(place: Installation) -> None:
    holder = sqlite3.connect(place.settings.var / "hotline.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    end = run(lambda: place.act(1))
    assert "locked" in end.said
    assert not end.acknowledged
    assert b"tel:1555" in page(place)
    holder.execute("ROLLBACK")
    holder.close()
    goes_on(place)


@only_full
def test_a_database_that_is_gone_is_not_made_anew_behind_the_back(place: Installation) -> None:
    file = place.settings.var / "hotline.sqlite"
    away = file.with_suffix(".away")
    file.rename(away)
    assert b"tel:1555" in page(place)
    away.rename(file)
    goes_on(place)


def test_a_damaged_database_is_refused_and_pages_are_read(place: Installation) -> None:
    file = place.settings.var / "hotline.sqlite"
    whole = file.read_bytes()
    file.write_bytes(b"\0" * 4096 + whole[4096:])
    end = run(lambda: place.act(1))
    assert not end.acknowledged
    assert "not a database" in end.said
    assert b"tel:1555" in page(place)
    file.write_bytes(whole)
    goes_on(place)


@only_full
def test_an_edition_with_one_bit_else_is_told_and_the_next_one_is_whole(place: Installation) -> None:
    current = folders.current(place.settings.editions)
    assert current is not None
    damaged = current / "site" / "fr" / "mx.html"
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    assert "fr/mx.html" in place.check()
    goes_on(place)


def test_an_edition_that_was_rolled_back_is_put_forward_again(place: Installation) -> None:
    assert run(lambda: place.act(1)).said == ""
    first = next(one for one in place.settings.editions.iterdir() if one.name.startswith("1-"))
    folders.point(place.settings.editions, first)
    assert place.shown() == 1
    assert run(place.build).said == ""
    assert place.shown() == place.newest() == 2


@only_full
def test_a_pointer_that_leads_nowhere_is_mended_and_workers_go_on_with_what_they_have(
    place: Installation,
) -> None:
    follower = Follower(place.settings.editions, load_vocabulary(resource_dir("data") / "search"))
    assert follower.site().edition.number == 1
    pointer = place.settings.editions / "current"
    pointer.unlink()
    pointer.symlink_to("9-nowhere")
    time.sleep(0.3)
    assert follower.site().edition.number == 1
    assert run(place.build).said == ""
    assert place.shown() == 1
    goes_on(place)


@only_full
def test_all_built_files_that_are_gone_come_back(place: Installation) -> None:
    shutil.rmtree(place.settings.editions)
    assert run(place.build).said == ""
    assert place.check() == ""
    assert b"tel:1555" in page(place)


@only_full
def test_a_builder_that_stands_still_keeps_nobody_from_reading(place: Installation) -> None:
    child = os.fork()
    if child == 0:
        try:
            place.act(1)
        finally:
            os._exit(0)
    time.sleep(1.5)
    os.kill(child, signal.SIGSTOP)
    assert b"tel:1555" in page(place)
    os.kill(child, signal.SIGCONT)
    os.waitpid(child, 0)
    assert place.shown() == place.newest() == 2
    assert place.check() == ""


@pytest.mark.parametrize(
    ("kind", "most", "why"),
    [
        ("RLIMIT_FSIZE", 20_000, "no file may grow larger"),
        pytest.param("RLIMIT_NOFILE", 24, "hardly a file may be open", marks=only_full),
    ],
)
def test_a_build_that_meets_a_limit_of_the_machine_leaves_the_old_edition(
    place: Installation, kind: str, most: int, why: str
) -> None:
    import resource

    assert run(lambda: place.decide("Texto 1.")).said == ""
    place.acknowledged = place.newest()

    def starved() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with limited(getattr(resource, kind), most):
            place.build()

    end = run(starved)
    assert end.said, why
    assert place.shown() == 1
    assert place.check() == ""
    goes_on(place)


@only_full
@pytest.mark.parametrize("days", [-3650, -1, 1, 3650])
def test_a_clock_that_is_wrong_loses_nothing_and_keeps_the_order(place: Installation, days: int) -> None:
    """The trail and the editions are ordered by their numbers and hashes, never by a clock."""
    import acts

    wrong = datetime.now(UTC) + timedelta(days=days)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "datetime":  # type: ignore[override]
            return wrong

    def act() -> None:
        acts.datetime = Clock  # type: ignore[misc, assignment]
        place.act(1)

    end = run(act)
    # On a day before that of its source a decision is refused in words; any other is whole.
    assert end.acknowledged or "lies in the future" in end.said, end.said
    if end.acknowledged:
        assert place.newest() == 2
    assert b"tel:1555" in page(place)
    assert run(lambda: place.act(2)).acknowledged
    assert place.shown() == place.newest()


@only_full
def test_two_decisions_at_the_same_moment_are_two_editions(place: Installation) -> None:
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                place.decide(f"Texto {number}.")
                status = 0
            except BaseException as error:
                os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(status)
        children.append(child)
    done = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0 for child in children)
    assert done >= 1
    assert place.newest() == 1 + done, "each that was acknowledged is an edition of its own"
    place.acknowledged = place.newest()
    goes_on(place)


@only_full
def test_nobody_approves_what_a_dead_process_proposed_half(place: Installation) -> None:
    """The proposal and the approval of one act are one commit: a killed act leaves no proposal."""
    for delay in (0.0, 0.05, 0.1, 0.2):
        run(lambda: place.decide("Texto 1."), kill_after=delay)
        place.acknowledged = place.newest()
        assert place.check() == ""
