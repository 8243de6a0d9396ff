"""A built folder appears whole or not at all, whatever moment its builder dies at."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from hotline.editions import folder as folders

REPEATS = 60 if os.environ.get("HOTLINE_TEST_FULL") else 12


def test_there_is_no_current_folder_before_the_first_one(tmp_path: Path) -> None:
    assert folders.current(tmp_path) is None


def test_a_folder_is_filled_once_and_pointed_to(tmp_path: Path) -> None:
    filled = []

    def fill(folder: Path) -> None:
        filled.append(folder)
        (folder / "page.html").write_text("hello")

    first = folders.place(tmp_path, "1-aa", fill)
    again = folders.place(tmp_path, "1-aa", fill)
    folders.point(tmp_path, first)

    assert first == again
    assert len(filled) == 1
    assert folders.current(tmp_path) == first
    assert (first / "page.html").read_text() == "hello"


def test_a_build_that_fails_leaves_the_old_folder_current(tmp_path: Path) -> None:
    folders.point(tmp_path, folders.place(tmp_path, "1-aa", lambda folder: None))

    def fail(folder: Path) -> None:
        (folder / "half.html").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        folders.place(tmp_path, "2-bb", fail)

    assert folders.current(tmp_path) == tmp_path / "1-aa"
    assert not (tmp_path / "2-bb").exists()


def test_older_folders_go_and_never_the_one_that_is_served(tmp_path: Path) -> None:
    made = [f"{number}-aa-{program}" for number in range(1, 6) for program in ("p", "q")]
    for name in made:
        folders.place(tmp_path, name, lambda folder: (folder / "page").write_text("x") and None)
        os.utime(tmp_path / name, (1000, 1000))
    folders.point(tmp_path, tmp_path / "1-aa-p")
    os.utime(tmp_path / "2-aa-q", (3000, 3000))

    gone = folders.prune(tmp_path, keep=2, before=2000)

    assert gone == ("1-aa-q", "2-aa-p", "3-aa-p", "3-aa-q")
    left = {path.name for path in tmp_path.iterdir() if path.is_dir() and not path.is_symlink()}
    assert left == set(made) - set(gone)
    assert folders.current(tmp_path) == tmp_path / "1-aa-p"
    assert folders.prune(tmp_path / "nothing", keep=2, before=2000) == ()


def test_what_a_failed_build_left_is_cleared_by_the_next_one(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        folders.place(tmp_path, "1-aa", fail)
    folders.place(tmp_path, "2-bb", lambda folder: None)

    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "2-bb"]


def test_a_killed_builder_leaves_the_old_or_the_new_folder_and_nothing_between(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import itertools, sys
        from pathlib import Path
        from hotline.editions import folder as folders
        root = Path(sys.argv[1])
        def fill(folder):
            for page in range(40):
                (folder / f"{page}.html").write_text(folder.name)
        start = len([p for p in root.iterdir() if p.name[0].isdigit()])
        for number in itertools.count(start):
            folders.point(root, folders.place(root, f"{number}-x{sys.argv[2]}", fill))
            print(number, flush=True)
        """
    )
    for repeat in range(REPEATS):
        builder = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path), str(repeat)], stdout=subprocess.PIPE, text=True
        )
        assert builder.stdout is not None
        builder.stdout.readline()
        time.sleep(0.003 * (repeat % 7))
        builder.send_signal(signal.SIGKILL)
        builder.wait()

        current = folders.current(tmp_path)
        assert current is not None
        assert len(list(current.iterdir())) == 40
        for folder in tmp_path.iterdir():
            if folder.name[0].isdigit():
                assert len(list(folder.iterdir())) == 40, f"{folder} is half built"
