"""The processes that typeset, and the files that they made.

A form is kept under the hash of everything that it depends on, so that after a change only what is
different is made again, and a new version of a template makes all of them anew.
"""

import hashlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from hotline.domain.edition import canonical_json
from hotline.editions.print.worker import NotMadeError as NotMadeError
from hotline.editions.print.worker import Worker
from hotline.resources import resource_dir


class Outcome(NamedTuple):
    """What became of a form. `error` says why it was not made."""

    path: str
    key: str
    error: NotMadeError | None


class Press:
    """A shelf of made forms, and the workers that make those which it lacks.

    `kept` is its folder. Workers start with the first form that has to be made and end with the
    `with` block; `options` are theirs.
    """

    def __init__(self, kept: Path, workers: int | None = None, options: tuple[str, ...] = ()) -> None:
        self.kept = kept
        self._options = options
        self._used: set[str] = set()
        self._made: list[str] = []
        self._threads = ThreadPoolExecutor(workers or min(4, len(os.sched_getaffinity(0))))
        self._own = threading.local()
        self.workers: list[Worker] = []

    def __enter__(self) -> Self:
        self.kept.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        for worker in self.workers:
            worker.close()

    @property
    def made(self) -> int:
        """How many forms were typeset, not found."""
        return len(self._made)

    def print(self, forms: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, bytes]]:
        """Each form as (its path, its bytes), in the order of `forms`; NotMadeError at the first that fails."""
        return self._threads.map(lambda item: (item[0], self._one(*item)), forms)

    def attempt(self, forms: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[Outcome]:
        """Make what is missing of `forms`, in their order; one that fails stops no other."""
        return self._threads.map(lambda item: self._attempt(*item), forms)

    def clear(self) -> None:
        """Remove what this press has not used: the forms of numbers that are no longer right."""
        prune(self.kept, self._used)

    def _attempt(self, name: str, form: dict[str, Any]) -> Outcome:
        try:
            self._one(name, form)
        except NotMadeError as error:
            return Outcome(name, key(form), error)
        return Outcome(name, key(form), None)

    def _one(self, name: str, form: dict[str, Any]) -> bytes:
        known = key(form)
        self._used.add(known)
        path = self.kept / known
        try:
            return path.read_bytes()
        except FileNotFoundError:
            content = self._typeset(name, form)
        temporary = path.with_name(f".{known}-{os.getpid()}")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            # A name that survives a power cut without its bytes would be an empty poster for ever.
            os.fsync(file.fileno())
        temporary.replace(path)
        self._made.append(known)
        return content

    def _typeset(self, name: str, form: Mapping[str, Any]) -> bytes:
        """By the worker of this thread: a typst compiler serves one thread only."""
        worker: Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = Worker(*self._options)
            self.workers.append(worker)
        try:
            return worker.typeset(name, form)
        finally:
            if worker.process.poll() is not None:
                del self._own.worker


def key(form: Mapping[str, Any]) -> str:
    """The name under which a form is kept: a hash of all that it depends on."""
    return hashlib.sha256(_program().encode() + canonical_json(form)).hexdigest()


def prune(kept: Path, used: Iterable[str]) -> None:
    """Remove what was made once and is not among `used`."""
    wanted = set(used)
    for path in kept.iterdir():
        if path.is_file() and path.name not in wanted:
            path.unlink(missing_ok=True)


@cache
def _program() -> str:
    """What, besides its data, decides how a form looks: templates, fonts, and the typesetter."""
    digest = hashlib.sha256(version("typst").encode())
    for path in sorted((resource_dir("templates") / "print").rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
