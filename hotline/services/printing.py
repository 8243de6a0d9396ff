"""The forms of the newest edition: what they need, and the keeper's work of making and placing them."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.edition import Edition
from hotline.editions import folder, freezing
from hotline.editions.print import marks, plan
from hotline.editions.print.content import Mark
from hotline.editions.print.marks import Known
from hotline.editions.print.plan import Plan, Yielded
from hotline.editions.print.press import NotMadeError, Press, prune
from hotline.editions.print.worker import RefusedError
from hotline.editions.serving import SITE

#: A round of the keeper ends after so many seconds, so that its process can end and its alarm stays quiet.
_ROUND = 4.0
#: So many forms are asked for at once, before it is looked whether there is a newer edition.
_AT_ONCE = 8
#: How polite the typesetters are: the build and the visitors come first.
_NICE = "10"


def newest(sessions: sessionmaker[Session]) -> tuple[Edition, Mapping[str, Mark]] | None:
    """The edition to print and its marks; None before the first one."""
    with sessions() as session:
        edition = freezing.latest(session)
        return (edition, marks_of(session, edition)) if edition else None


def marks_of(session: Session, edition: Edition, built: Path | None = None) -> Mapping[str, Mark]:
    """The edition that last changed each region. `built` may hold an older edition, whose marks are known."""
    before = None
    # A list that cannot be read only costs the reading of the editions themselves.
    with suppress(OSError, ValueError, KeyError, TypeError):
        before = plan.read(built) if built is not None else None
    known = Known(before.sha256, before.marks) if before is not None else None
    return marks.since(_back(session, edition), known)


class Printer:
    """Makes the forms of an edition in the background, and puts them among its files.

    `kept` is the shelf of made forms, `editions` the folder of built ones. Its workers live while
    there is work.
    """

    def __init__(self, kept: Path, editions: Path) -> None:
        self._kept, self._editions = kept, editions
        self._refused: dict[str, str] = {}
        self._whole: tuple[Path, str] | None = None
        self._press: tuple[Press, ExitStack] | None = None

    @property
    def refused(self) -> tuple[str, ...]:
        """Why forms of the newest edition cannot be made, a sentence each."""
        return tuple(self._refused.values())

    def work(self, wanted: Plan, newer: Callable[[], bool]) -> None:
        """Go on with the forms of an edition for some seconds, or until there is a `newer` one.

        NotMadeError if the typesetter failed without a reason: it is worth another try.
        """
        current = folder.current(self._editions)
        if current is not None and self._whole == (current, wanted.edition.sha256):
            return
        self._kept.mkdir(parents=True, exist_ok=True)
        yielded = wanted.yielded
        # A form that cannot be made is told of as long as the edition yields it.
        keys = {*yielded.forms.values()}
        self._refused = {key: why for key, why in self._refused.items() if key in keys}
        made = self._make(wanted, newer)
        if not made:
            return
        self._rest()
        current = folder.current(self._editions)
        if current is None or not _is_of(current, yielded):
            return
        complete = plan.link(self._kept, current / SITE, self._makeable(yielded))
        if complete:
            prune(self._kept, keys)
            self._whole = (current, yielded.sha256)

    def _make(self, wanted: Plan, newer: Callable[[], bool]) -> bool:
        """Make what is missing; whether nothing is missing any more."""
        yielded, deadline = wanted.yielded, time.monotonic() + _ROUND
        missing = [path for path, key in self._makeable(yielded) if not (self._kept / key).exists()]
        failed: NotMadeError | None = None
        waiting = iter(missing)
        while paths := tuple(islice(waiting, _AT_ONCE)):
            if newer() or time.monotonic() > deadline:
                return False
            made: list[tuple[str, str]] = []
            for outcome in self._awake().attempt((path, wanted.contents[path]) for path in paths):
                if outcome.error is None:
                    made.append((outcome.path, outcome.key))
                elif isinstance(outcome.error, RefusedError):
                    self._refused[outcome.key] = str(outcome.error)
                else:
                    failed = outcome.error
            current = folder.current(self._editions)
            if current is not None and _is_of(current, yielded):
                plan.link(self._kept, current / SITE, made)
        if failed is not None:
            self._rest()
            raise failed
        return True

    def _makeable(self, yielded: Yielded) -> list[tuple[str, str]]:
        return [(path, key) for path, key in yielded.forms.items() if key not in self._refused]

    def _awake(self) -> Press:
        if self._press is None:
            stack = ExitStack()
            self._press = (stack.enter_context(Press(self._kept, options=("--nice", _NICE))), stack)
        return self._press[0]

    def _rest(self) -> None:
        if self._press is not None:
            self._press[1].close()
            self._press = None


def _is_of(built: Path, yielded: Yielded) -> bool:
    """Whether a folder holds this edition, and yields just these forms."""
    return plan.read(built) == yielded


def _back(session: Session, edition: Edition) -> Iterator[Edition]:
    yield edition
    for number in range(edition.number - 1, 0, -1):
        yield freezing.read(session, number)
