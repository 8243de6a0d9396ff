"""The processes that typeset, and the files that they made.

A form is kept under the hash of everything that it depends on, so that after a change only what is
different is made again, and a new version of a template makes all of them anew.
"""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hotline.domain.edition import canonical_json
from hotline.resources import resource_dir

_PACKAGE = Path(__file__).resolve().parents[2]


class NotMadeError(Exception):
    """A form was refused; its text names the form and the reason."""


class Press:
    """A shelf of made forms, and the workers that make those which it lacks.

    `kept` is its folder. Workers start with the first form that has to be made and end with the
    `with` block.
    """

    def __init__(self, kept: Path, workers: int | None = None) -> None:
        self.kept = kept
        self._used: set[str] = set()
        self._made: list[str] = []
        self._threads = ThreadPoolExecutor(workers or min(4, len(os.sched_getaffinity(0))))
        self._own = threading.local()
        self.workers: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self.kept.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        for worker in self.workers:
            if worker.stdin:
                with suppress(BrokenPipeError):
                    worker.stdin.close()
            worker.wait()
            if worker.stdout:
                worker.stdout.close()

    @property
    def made(self) -> int:
        """How many forms were typeset, not found."""
        return len(self._made)

    def print(self, forms: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, bytes]]:
        """Each form as (its path, its bytes), in the order of `forms`; NotMadeError at the first that fails."""
        return self._threads.map(lambda item: (item[0], self._one(*item)), forms)

    def clear(self) -> None:
        """Remove what this press has not used: the forms of numbers that are no longer right."""
        for path in self.kept.iterdir():
            if path.is_file() and path.name not in self._used:
                path.unlink(missing_ok=True)

    def _one(self, name: str, form: dict[str, Any]) -> bytes:
        key = hashlib.sha256(_program().encode() + canonical_json(form)).hexdigest()
        self._used.add(key)
        path = self.kept / key
        try:
            return path.read_bytes()
        except FileNotFoundError:
            content = self._typeset(name, form)
        temporary = path.with_name(f".{key}-{os.getpid()}")
        temporary.write_bytes(content)
        temporary.replace(path)
        self._made.append(key)
        return content

    def _typeset(self, name: str, form: dict[str, Any]) -> bytes:
        worker = self._worker()
        if worker.stdin is None or worker.stdout is None:
            raise NotMadeError(f"{name}: the worker has no way to answer")
        head = b""
        # A worker that has ended shows either in the writing or in the reading.
        with suppress(BrokenPipeError):
            worker.stdin.write(json.dumps(form).encode() + b"\n")
            worker.stdin.flush()
            head = worker.stdout.readline()
        if not head:
            raise NotMadeError(f"{name}: the worker ended with status {worker.wait()}")
        answer = json.loads(head)
        if answer["problem"]:
            raise NotMadeError(f"{name}: {answer['problem']}")
        content = worker.stdout.read(answer["length"])
        if len(content) < answer["length"]:
            raise NotMadeError(f"{name}: the worker ended with status {worker.wait()}")
        return content

    def _worker(self) -> subprocess.Popen[bytes]:
        """The worker of this thread: a typst compiler serves one thread only."""
        if not hasattr(self._own, "worker"):
            path = os.pathsep.join(filter(None, (str(_PACKAGE.parent), os.environ.get("PYTHONPATH"))))
            self._own.worker = subprocess.Popen(
                [sys.executable, "-m", "hotline.editions.print", str(resource_dir("templates") / "print")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
            )
            self.workers.append(self._own.worker)
        return self._own.worker  # type: ignore[no-any-return]


@cache
def _program() -> str:
    """What, besides its data, decides how a form looks: templates, fonts, and the typesetter."""
    digest = hashlib.sha256(version("typst").encode())
    for path in sorted((resource_dir("templates") / "print").rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
