"""Counts how many pages were asked for, by day and locale, when the operator has switched it on.

No address, no page, no time of day: a count is all there is. Each worker keeps its counts in
memory and writes them down now and then, so that the time of a write tells little about a visit.
Whoever reads them gets no number under ten.
"""

import atexit
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response, request

from hotline.domain.listing import LOCALES
from hotline.web.errors import report

#: Smaller counts could point to one person in a village.
SMALLEST_SHOWN = 10
_WRITE_EVERY_SECONDS = 15 * 60
#: The start page, which is in every language.
_ALL = "all"


class Counts:
    """The counts of this worker; `add` writes them down when it is time."""

    def __init__(self, folder: Path, every: float = _WRITE_EVERY_SECONDS) -> None:
        self._folder = folder
        self._every = every
        self._written = time.monotonic()
        self._days: dict[str, Counter[str]] = {}
        self._lock = threading.Lock()

    def add(self, day: str, locale: str) -> None:
        """Count one page of `locale` on `day` (ISO, UTC)."""
        with self._lock:
            if day not in self._days:
                self._write()
                self._days = {day: _read(self._file(day))}
            self._days[day][locale] += 1
            if time.monotonic() - self._written >= self._every:
                self._write()

    def write(self) -> None:
        """Write down what was counted up to now."""
        with self._lock:
            self._write()

    def _write(self) -> None:
        self._written = time.monotonic()
        for day, counts in self._days.items():
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._file(day)
            temporary = path.with_suffix(".new")
            temporary.write_text(json.dumps(dict(sorted(counts.items()))), encoding="ascii")
            temporary.replace(path)

    def _file(self, day: str) -> Path:
        # A process number can come back after a restart: then its file of the day is continued.
        return self._folder / f"{day}-{os.getpid()}.json"


def read_counts(folder: Path) -> Mapping[str, Mapping[str, int | None]]:
    """day -> locale -> count, of all workers together; None where it is under `SMALLEST_SHOWN`."""
    sums: dict[str, Counter[str]] = {}
    for path in sorted(folder.glob("????-??-??-*.json")):
        sums.setdefault(path.name[:10], Counter()).update(_read(path))
    return {
        day: {locale: count if count >= SMALLEST_SHOWN else None for locale, count in sorted(counts.items())}
        for day, counts in sums.items()
    }


def register(app: Flask, folder: Path) -> Counts:
    """Count the pages that `app` hands out; errors and redirects are not counted."""
    counts = app.extensions["counts"] = Counts(folder)
    # gunicorn ends a worker as a program ends, so the last counts are not lost.
    atexit.register(counts.write)

    @app.after_request
    def count(response: Response) -> Response:
        if response.status_code == 200 and response.mimetype == "text/html":
            first = request.path.split("/")[1]
            try:
                counts.add(datetime.now(UTC).date().isoformat(), first if first in LOCALES else _ALL)
            except OSError as error:
                # A full disk costs a count, and never a page.
                report(error)
        return response

    return counts


def _read(path: Path) -> Counter[str]:
    try:
        return Counter({str(name): int(count) for name, count in json.loads(path.read_text("ascii")).items()})
    except (FileNotFoundError, ValueError):
        return Counter()
