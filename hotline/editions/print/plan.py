"""Which forms an edition yields, and how they come to stand among its finished files.

`print.json` beside the files of an edition names every form of it, made or not, so that whoever
serves the folder can tell a form that is still being made from one that does not exist.
"""

import errno
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hotline.domain.edition import Edition, canonical_json
from hotline.editions.print import making, marks, press
from hotline.editions.print.content import Mark
from hotline.editions.rendering import Home

FILE = "print.json"


@dataclass(frozen=True)
class Yielded:
    """What `print.json` says."""

    edition: int
    sha256: str
    marks: Mapping[str, Mark]
    forms: Mapping[str, str]  #: path under the site to the name under which the form is kept


@dataclass(frozen=True)
class Plan:
    """The forms of one edition, each with what its template is given. Worked out with the first question."""

    edition: Edition
    home: Home
    marks: Mapping[str, Mark]

    @cached_property
    def contents(self) -> Mapping[str, dict[str, Any]]:
        """Path under the site to what is typeset, the most needed first."""
        found = making.contents(self.edition, self.home, self.marks)
        return dict(sorted(found, key=lambda item: self._urgency(item[0])))

    @cached_property
    def yielded(self) -> Yielded:
        """The same as it stands beside the files."""
        keys = {path: press.key(form) for path, form in self.contents.items()}
        return Yielded(self.edition.number, self.edition.sha256, self.marks, keys)

    def _urgency(self, path: str) -> tuple[bool, int]:
        """What changed with this edition comes first, and in it what hangs and what is carried."""
        *_, where, _, name = path.split("/")
        changed = any(self.marks[code.upper()].number == self.edition.number for code in where.split("-"))
        order = ("poster-a4.pdf", "card.pdf", "cards-a4.pdf", "door.pdf", "corridor.pdf")
        return not changed, order.index(name) if name in order else len(order)


def write(folder: Path, yielded: Yielded) -> None:
    """Put `print.json` into the folder of an edition."""
    said = {
        "edition": yielded.edition,
        "sha256": yielded.sha256,
        "marks": {code: [mark.number, mark.published_at.isoformat()] for code, mark in yielded.marks.items()},
        "forms": dict(yielded.forms),
    }
    (folder / FILE).write_bytes(canonical_json(said))


def read(folder: Path) -> Yielded | None:
    """What an edition's folder yields; None if it was built without forms."""
    try:
        said = json.loads((folder / FILE).read_bytes())
    except FileNotFoundError:
        return None
    return Yielded(said["edition"], said["sha256"], marks.read(said["marks"]), said["forms"])


def link(kept: Path, site: Path, forms: Iterable[tuple[str, str]]) -> bool:
    """Put those of `forms` (path, key) that are made among the finished files; whether all of them are there.

    A form appears whole or not at all, and none takes the place of another: an address holds one
    number for as long as its edition is served.
    """
    complete = True
    for path, key in forms:
        target = site / path
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _link(kept / key, target)
        except FileNotFoundError:
            complete = False
    return complete


def _link(made: Path, target: Path) -> None:
    try:
        target.hardlink_to(made)
    except FileExistsError:
        pass
    except OSError as error:
        if error.errno not in {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP}:
            raise
        # Another file system, or one that has no links.
        temporary = target.with_name(f".{target.name}-{os.getpid()}")
        temporary.write_bytes(made.read_bytes())
        temporary.replace(target)
