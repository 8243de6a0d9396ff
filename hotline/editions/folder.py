"""The folder of built editions: `<number>-<hash>-<program>/` beside the pointer `current`.

A folder appears whole or not at all: it is written under a temporary name, flushed to the disk
and renamed; only then does the pointer flip. Readers follow the pointer and never see a half-built
edition, whatever moment a process dies at.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

POINTER = "current"
_TEMPORARY = ".building-"


def current(root: Path) -> Path | None:
    """The folder that the pointer names, or None before the first edition."""
    try:
        return root / (root / POINTER).readlink()
    except FileNotFoundError:
        return None


def point(root: Path, folder: Path) -> None:
    """Flip the pointer to `folder`, which must stand in `root`, in one atomic step."""
    temporary = root / f".{POINTER}-{os.getpid()}"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(folder.name)
    temporary.replace(root / POINTER)
    _sync_folder(root)


def place(root: Path, name: str, fill: Callable[[Path], None]) -> Path:
    """Make `root/name` by letting `fill` write into a temporary folder, or return it if it is there."""
    root.mkdir(parents=True, exist_ok=True)
    target = root / name
    with _only_one_builder(root):
        if target.is_dir():
            return target
        for leftover in root.glob(f"{_TEMPORARY}*"):
            shutil.rmtree(leftover)
        temporary = root / f"{_TEMPORARY}{name}"
        temporary.mkdir()
        fill(temporary)
        _sync_tree(temporary)
        temporary.rename(target)
        _sync_folder(root)
    return target


def prune(root: Path, keep: int, before: float) -> tuple[str, ...]:
    """Remove older built folders; answers with their names.

    The current one stays, those of the `keep` newest editions, and what was made after `before` (seconds
    of the epoch): a worker may still be reading it. The edition itself stays in the database.
    """
    if not root.is_dir():
        return ()
    with _only_one_builder(root):
        now = current(root)
        built = {
            folder: int(number)
            for folder in root.iterdir()
            if folder.is_dir() and (number := folder.name.partition("-")[0]).isdecimal()
        }
        newest = sorted(set(built.values()))[-keep:] if keep else []
        gone = sorted(
            folder
            for folder, number in built.items()
            if folder != now and number not in newest and folder.stat().st_mtime < before
        )
        for folder in gone:
            # It is away in one step; what is left of a removal that was cut off, the next build removes.
            doomed = root / f"{_TEMPORARY}{folder.name}"
            folder.rename(doomed)
            shutil.rmtree(doomed)
    return tuple(folder.name for folder in gone)


@contextmanager
def _only_one_builder(root: Path) -> Iterator[None]:
    # The lock dies with its process, so a killed builder never blocks the next one.
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sync_tree(folder: Path) -> None:
    found = [(Path(base), files) for base, _, files in os.walk(folder, topdown=False)]
    # All at once: a file system then writes its journal once for many files, not once for each.
    with ThreadPoolExecutor(16) as waiting:
        list(waiting.map(_sync_file, [base / file for base, files in found for file in files]))
    for base, _ in found:
        _sync_folder(base)


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
