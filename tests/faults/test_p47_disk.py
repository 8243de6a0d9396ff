"""P47, P50: a disk that is full, cannot be written, or loses what was to be kept: all there, or an error was shown.

libfiu makes the calls of the C library fail, so that SQLite meets the fault as Python does.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from acts import ACKNOWLEDGED, Installation, run
from conftest import FULL

FIU = shutil.which("fiu-run")
EIO, ENOSPC, EROFS, EMFILE = 5, 28, 30, 24
#: What fails: calls of the C library, how often, and with which error.
FAULTS = [
    ("fsync never succeeds", [("posix/io/sync/fsync", 1.0, EIO), ("posix/io/sync/fdatasync", 1.0, EIO)]),
    ("fsync fails now and then", [("posix/io/sync/fsync", 0.1, EIO), ("posix/io/sync/fdatasync", 0.3, EIO)]),
    ("the disk is full", [("posix/io/rw/write", 1.0, ENOSPC), ("posix/io/rw/pwrite", 1.0, ENOSPC)]),
    (
        "the disk is full after a while",
        [("posix/io/rw/write", 0.01, ENOSPC), ("posix/io/rw/pwrite", 0.05, ENOSPC)],
    ),
    ("writing fails now and then", [("posix/io/rw/write", 0.02, EIO), ("posix/io/rw/pwrite", 0.05, EIO)]),
    ("reading fails now and then", [("posix/io/rw/read", 0.01, EIO), ("posix/io/rw/pread", 0.05, EIO)]),
    ("the disk is read-only", [("posix/io/oc/open", 1.0, EROFS)]),
    ("no more files may be opened now and then", [("posix/io/oc/open", 0.02, EMFILE)]),
    ("renaming fails", [("posix/io/dir/rename", 1.0, EIO)]),
]
REPEATS = 10 if FULL else 1
#: The short form: one that strikes what was written, and one that strikes the writing.
TRIED = FAULTS if FULL else [FAULTS[0], FAULTS[2]]

needs_fiu = pytest.mark.skipif(FIU is None, reason="fiu-run is not installed: apt install fiu-utils")


def under(place: Installation, number: int, faults: list[tuple[str, float, int]]) -> tuple[int, bool, str]:
    """The act with these faults: exit status, whether it was acknowledged, what it said."""
    assert FIU is not None
    command = [FIU, "-x", sys.executable, str(Path(__file__).with_name("child.py")), str(place.settings.var), str(number)]  # fmt: skip
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == b"ready\n"
    for name, probability, error in faults:
        how = (
            f"enable name={name},failinfo={error}"
            if probability == 1
            else f"enable_random name={name},probability={probability},failinfo={error}"
        )
        subprocess.run(["fiu-ctrl", "-c", how, str(child.pid)], check=True, capture_output=True)
    child.stdin.write(b"go\n")
    child.stdin.flush()
    out, said = child.communicate(timeout=120)
    return child.returncode, ACKNOWLEDGED in out, said.decode(errors="replace")


@needs_fiu
@pytest.mark.parametrize(("name", "faults"), TRIED, ids=[name for name, _ in TRIED])
def test_p47_nothing_acknowledged_is_lost_and_nothing_half_is_public(
    place: Installation, name: str, faults: list[tuple[str, float, int]], figure: Callable[[str], None]
) -> None:
    acknowledged = failed = 0
    for number in range(REPEATS):
        status, done, said = under(place, number, faults)
        if done:
            acknowledged += 1
            # What was told is there for everybody who asks from now on.
            assert place.newest() > place.acknowledged
            place.acknowledged = place.newest()
        assert status or any(chance < 1 for _, chance, _ in faults), "the fault reached the program"
        if status:
            failed += 1
            assert said.strip(), "an error was shown"
        assert place.check() == "", name
    # Without the fault, and without hands, it goes on.
    assert run(lambda: place.act(9999)).said == ""
    assert place.shown() == place.newest()
    assert place.check() == ""
    figure(
        f"P47: {name}: {REPEATS} tries, {acknowledged} acknowledged and kept, {failed} ended with an error"
    )


@needs_fiu
@pytest.mark.skipif(not FULL, reason="faults: all of them in make test-full only")
def test_without_a_fault_the_same_child_succeeds(place: Installation) -> None:
    assert under(place, 2, [])[:2] == (0, True)
