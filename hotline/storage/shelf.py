"""The folder of attachments: each file under its own hash, there whole or not at all.

Must not know what a file is, whose it is or whether anybody still needs it.
"""

import os
from collections.abc import Iterator
from pathlib import Path


def place(folder: Path, digest: str) -> Path:
    """Where the file with this hash stands, if it is there."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError(f"not a hash: {digest!r}")
    return folder / digest[:2] / digest


def put(folder: Path, path: Path, digest: str) -> None:
    """Move a finished file of the same folder to its place; after a power cut it is there or it is not."""
    target = place(folder, digest)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _to_disk(path)
    os.replace(path, target)
    _to_disk(target.parent)
    _to_disk(folder)


def everything(folder: Path) -> Iterator[Path]:
    """Every file in the folder, also those that never got to their place."""
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.is_file())
        yield from (path for path in folder.glob("??/*") if path.is_file())


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
