"""Takes large files in: to the disk while they come, never more of it than there is room for.

A few come in at once, and no more, so that threads stay for everybody else. What is not taken is
read to its end and thrown away, because a browser shows no answer before it has sent everything.
Must not know requests or people.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

#: How many forms with files come in at the same time, on this machine.
AT_ONCE = 3
#: What stays free on the disk for everything else: the database, the next edition.
SPARE = 256 * 1024 * 1024
_LOOK_EVERY = 16 * 1024 * 1024


class Slot:
    """The right to bring files in; it is free again when it is given back, or when this process ends."""

    def __init__(self, handle: IO[str]) -> None:
        self._handle = handle

    def give_back(self) -> None:
        """Let somebody else have it."""
        self._handle.close()


def slot(folder: Path) -> Slot | None:
    """One of the few rights to bring files in; None while others hold them all."""
    slots = folder / ".slots"
    slots.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(AT_ONCE):
        handle = (slots / str(number)).open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
        else:
            return Slot(handle)
    return None


def room(folder: Path) -> int:
    """How many bytes may still come."""
    return max(0, shutil.disk_usage(folder).free - SPARE)


class IncomingFile:
    """A file while it comes in: something to write to, as long as nothing is wrong with it.

    `problem` is the code of what is wrong, empty while nothing is; then no byte of it is kept.
    """

    def __init__(self, folder: Path, problem: str = "") -> None:
        self.problem = problem
        self.size = 0
        self.path: Path | None = None
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._looked_at = 0
        if not problem:
            handle, name = tempfile.mkstemp(prefix=".coming-", dir=folder)
            self.path, self._file = Path(name), os.fdopen(handle, "wb")

    def write(self, piece: bytes) -> int:
        """Take the next piece, or throw it away."""
        self.size += len(piece)
        if self._file is None:
            return len(piece)
        try:
            if self.size - self._looked_at >= _LOOK_EVERY:
                self._looked_at = self.size
                if room(self._folder) <= 0:
                    raise OSError
            self._file.write(piece)
        except OSError:
            self.refuse("file_no_room")
        return len(piece)

    def refuse(self, problem: str) -> None:
        """Keep nothing of it."""
        self.problem = self.problem or problem
        self.drop()

    def whole(self) -> Path | None:
        """The file, when all of it has come; None if there is none."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError:
                self.refuse("file_no_room")
            self._file = None
        return self.path

    def drop(self) -> None:
        """Remove it, if nobody has taken it to its place."""
        if self._file is not None:
            # What could not be written any more is not wanted any more.
            with suppress(OSError):
                self._file.close()
            self._file = None
        if self.path is not None:
            self.path.unlink(missing_ok=True)
            self.path = None

    def seek(self, offset: int, whence: int = 0) -> int:
        """For whoever expects a file of the usual kind; it is read by its path alone."""
        return 0

    def read(self, size: int = -1) -> bytes:
        """Nothing: it is read by its path alone."""
        return b""

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        """Nothing is left of it that was not taken to its place."""
        self.drop()


def digest_of(path: Path) -> str:
    """The hash of a file, as 64 digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
