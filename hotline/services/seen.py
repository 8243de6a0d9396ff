"""Remembers the newest edition that was found sound, so that nobody can pass an older one off later."""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hotline.editions.minisign import PublicKey
from hotline.services.verifying import Known


def before(file: Path, keys: Iterable[PublicKey], place: str) -> list[Known]:
    """What was seen with one of these keys, or, without keys, at this place.

    ValueError if the file holds something else.
    """
    entries = _entries(file)
    return [entries[name] for name in _names(keys, place) if name in entries]


def remember(file: Path, keys: Iterable[PublicKey], place: str, edition: Known) -> None:
    """Note that this edition was found sound. An older one never takes the place of a newer one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone(file):
        entries = _entries(file)
        for name in _names(keys, place):
            if name not in entries or entries[name].number <= edition.number:
                entries[name] = edition
        said = {name: {"number": one.number, "sha256": one.sha256} for name, one in sorted(entries.items())}
        temporary = file.with_name(f".{file.name}.new")
        temporary.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        os.replace(temporary, file)


def _names(keys: Iterable[PublicKey], place: str) -> list[str]:
    return [f"key {key.line}" for key in keys] or [f"place {place}"]


def _entries(file: Path) -> dict[str, Known]:
    if not file.exists():
        return {}
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return {name: Known(int(one["number"]), str(one["sha256"])) for name, one in said.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(f"{file} holds something else. Name another file, or remove it.") from None


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    with file.with_name(f".{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
