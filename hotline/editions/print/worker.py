"""One process that typesets, as seen from the process that asks it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hotline.resources import resource_dir

_PACKAGE = Path(__file__).resolve().parents[2]


class NotMadeError(Exception):
    """A form was not made; its text names the form and the reason."""


class RefusedError(NotMadeError):
    """The typesetter cannot make this form, however often it is asked. `about` is the part at fault, or ""."""

    def __init__(self, sentence: str, about: str = "") -> None:
        super().__init__(sentence)
        self.about = about


class Worker:
    """A process of `python -m hotline.editions.print`. One thread at a time may ask it.

    `options` are those of that program. `quiet` throws away whatever it says beside its answers.
    """

    def __init__(self, *options: str, quiet: bool = False) -> None:
        path = os.pathsep.join(filter(None, (str(_PACKAGE.parent), os.environ.get("PYTHONPATH"))))
        folder = str(resource_dir("templates") / "print")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hotline.editions.print", folder, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            env={**os.environ, "PYTHONPATH": path},
        )

    def typeset(self, name: str, form: Mapping[str, Any]) -> bytes:
        """The bytes of a form. RefusedError, or NotMadeError if the process ended over it."""
        writing, reading = self.process.stdin, self.process.stdout
        if writing is None or reading is None:
            raise NotMadeError(f"{name}: the worker has no way to answer")
        head = b""
        # A worker that has ended shows either in the writing or in the reading.
        with suppress(BrokenPipeError):
            writing.write(json.dumps(form).encode() + b"\n")
            writing.flush()
            head = reading.readline()
        if not head.endswith(b"\n"):
            raise NotMadeError(f"{name}: the worker ended with status {self.process.wait()}")
        answer = json.loads(head)
        if answer["problem"]:
            raise RefusedError(f"{name}: {answer['problem']}", answer["about"])
        content = reading.read(answer["length"])
        if len(content) < answer["length"]:
            raise NotMadeError(f"{name}: the worker ended with status {self.process.wait()}")
        return content

    def close(self) -> None:
        """Let it end, and wait until it has."""
        if self.process.stdin:
            with suppress(BrokenPipeError):
                self.process.stdin.close()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def once(name: str, form: Mapping[str, Any], seconds: float) -> bytes:
    """A form from a process of its own, which ends with it and may not take longer than `seconds`.

    It may write no file, and what it takes of memory and time is bounded: it reads what strangers send.
    """
    worker = Worker("--nice", "5", "--guarded", quiet=True)
    # The kill ends the reading, too.
    limit = threading.Timer(seconds, worker.process.kill)
    limit.start()
    try:
        return worker.typeset(name, form)
    finally:
        limit.cancel()
        worker.process.kill()
        worker.close()
