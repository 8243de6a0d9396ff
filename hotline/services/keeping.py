"""The keeper: one process beside the web workers that makes public whatever was decided.

It looks several times a second whether the database holds a newer edition than the files do, and
builds it; it publishes what was approved for a set time, ends outages that are over, and does
whatever else falls due. Must not know the web.
"""

import fcntl
import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.domain.soundness import Plans
from hotline.editions import folder, freezing, keeper_state
from hotline.editions.keeper_state import Failing
from hotline.editions.keeper_state import KeeperState as KeeperState
from hotline.editions.print.worker import NotMadeError
from hotline.editions.serving import SITE
from hotline.resources import resource_dir
from hotline.services import (
    attachments,
    batches,
    brought_files,
    deciding,
    files,
    mailing,
    metrics,
    rounds,
    signing,
    site,
)
from hotline.services.printing import Printer
from hotline.services.rounds import Clock, Step
from hotline.services.site import Newest
from hotline.storage.session import writing

_LOCK = "keeper.lock"
#: So long after its making an older edition may still be read by somebody.
_READ_FOR = timedelta(hours=1)


class Keeper:
    """What the steps share: the settings, the database while it is there, the plans of numbers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.edition: int | None = None
        self.build_seconds: float | None = None  #: of the last build, by this process
        self._lock = threading.Lock()
        self._file: tuple[int, int] | None = None
        self._sessions: sessionmaker[Session] | None = None
        self._plans: Plans | None = None
        self._warm = False
        self._reading = threading.Lock()
        self._newest: Newest | None = None
        self._printer = Printer(settings.printed, settings.editions)

    def sessions(self) -> sessionmaker[Session]:
        """The sessions of the database, migrated at the first call. An error while it is away."""
        with self._lock:
            file = _identity(self.settings.database)
            if self._sessions is None or file != self._file:
                if self._sessions is not None:
                    self._sessions.kw["bind"].dispose()
                self._sessions, self._file = site.open_database(self.settings), file
            return self._sessions

    def plans(self) -> Plans:
        """Every numbering plan of the program, by region."""
        if self._plans is None:
            self._plans = {plan.region: plan for plan in files.load(resource_dir("data")).plans}
        return self._plans

    def newest(self, mark: tuple[int, str]) -> Newest | None:
        """The newest edition, read once for all steps; `mark` is what the database says of it."""
        with self._reading:
            if self._newest is None or mark != (self._newest.edition.number, self._newest.edition.sha256):
                self._newest = site.newest(self.sessions(), self.settings)
            return self._newest

    def print(self, _: datetime) -> None:
        """Typeset the forms of the newest edition that are not there yet, and put them among its files."""
        mark = self._mark()
        if mark is not None and (newest := self.newest(mark)) is not None and newest.plan is not None:
            self._printer.work(newest.plan, lambda: self._mark() != mark)

    def tell_of_forms(self, _: datetime) -> None:
        """NotMadeError while a form of the newest edition cannot be made; the others are made meanwhile."""
        refused = self._printer.refused
        if refused:
            raise NotMadeError(f"{len(refused)} forms cannot be made. {refused[0]}")

    def _mark(self) -> tuple[int, str] | None:
        with self.sessions()() as session:
            return freezing.latest_mark(session)

    def build(self, _: datetime) -> None:
        """Build the newest edition, unless its files are there."""
        sessions, mark = self.sessions(), self._mark()
        if mark is None:
            return
        if not site.is_built(self.settings, *mark) and (newest := self.newest(mark)) is not None:
            began = time.monotonic()
            site.build(newest, self.settings)
            self.build_seconds = time.monotonic() - began
        self.edition = mark[0]
        if not self._warm:
            self._warm = True
            site.warm_up(sessions, self.settings)
            # What was loaded by now stays: looking through it again and again only costs time.
            gc.freeze()

    def publish_due(self, now: datetime) -> None:
        """Publish what was approved for a time that has come, and end the outages that are over."""
        with writing(self.sessions()) as session:
            deciding.publish_due(session, now, self.plans())

    def settle_signatures(self, _: datetime) -> None:
        """Sign what is served, or put beside it what somebody signed elsewhere."""
        served = folder.current(self.settings.editions)
        if served is not None:
            signing.settle(self.sessions(), served / SITE, signing.key_of(self.settings))

    def send_letters(self, now: datetime) -> None:
        """Send the letters that are due. Without a mail server they wait for people at the desk."""
        mail, sender = self.settings.mail, self.settings.mail_from
        if mail is not None and sender is not None:
            mailing.send_waiting(self.sessions(), mailing.server(mail.get_secret_value()), sender, now)

    def clear_away(self, now: datetime) -> None:
        """Let go of what nobody came back to: previews, files that no change names, older built editions."""
        with writing(self.sessions()) as session:
            batches.end_old(session, now)
            attachments.drop_orphans(session, self.settings.var / "attachments", now)
            brought_files.drop_unnamed(session, self.settings.files, now)
        folder.prune(self.settings.editions, self.settings.keep_editions, (now - _READ_FOR).timestamp())


def steps(keeper: Keeper) -> tuple[Step, ...]:
    """Everything that the keeper does."""
    return (
        Step("build", 0.1, keeper.build),
        Step("publish due", 15, keeper.publish_due),
        Step("signatures", 15, keeper.settle_signatures),
        Step("send letters", 15, keeper.send_letters),
        Step("clear away", 3600, keeper.clear_away),
        *_of_forms(keeper),
    )


def _of_forms(keeper: Keeper) -> tuple[Step, ...]:
    # What cannot be made is told by a step of its own: after a failure a step waits, and a form of
    # the next edition must not.
    if not keeper.settings.print:
        return ()
    return (Step("print", 0.25, keeper.print), Step("forms", 5, keeper.tell_of_forms))


def state(settings: Settings) -> KeeperState:
    """What the keeper of this machine last wrote about itself."""
    return keeper_state.read(settings.var)


def keep(settings: Settings, clock: Clock, stop: threading.Event, wanted: Callable[[], bool]) -> None:
    """Keep until `stop` is set or nobody wants it any more. A second keeper of a machine waits.

    A round that is under way is ended first; what it leaves behind is whole at any moment anyway.
    """
    settings.var.mkdir(parents=True, exist_ok=True)
    with _only_one(settings.var, stop, wanted) as mine:
        if not mine:
            return
        keeper = Keeper(settings)
        machine = metrics.Machine(settings.var, keeper.sessions, clock, lambda: keeper.build_seconds)
        with metrics.served(settings.metrics, machine, metrics.workers(settings.var)):
            run_steps(keeper, steps(keeper), clock, stop, wanted)


def run_steps(
    keeper: Keeper, steps: tuple[Step, ...], clock: Clock, stop: threading.Event, wanted: Callable[[], bool]
) -> None:
    """Let every step run, and write down now and again how they are."""

    def tell(now: datetime, failing: tuple[Failing, ...]) -> None:
        keeper_state.write(
            keeper.settings.var, KeeperState(beat=now, edition=keeper.edition, failing=failing)
        )

    rounds.run(steps, clock, stop, wanted, tell, lambda: keeper.edition)


def _identity(database: str) -> tuple[int, int] | None:
    """Which file a SQLite database is: one that was put back from a copy is another one.

    FileNotFoundError where it is away: SQLite would make an empty one, which hides the loss.
    """
    url = make_url(database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    found = Path(url.database).stat()
    return (found.st_dev, found.st_ino)


@contextmanager
def _only_one(var: Path, stop: threading.Event, wanted: Callable[[], bool]) -> Iterator[bool]:
    # The lock dies with its process, so a killed keeper never blocks the next one.
    with (var / _LOCK).open("w") as lock:
        while not stop.is_set() and wanted():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stop.wait(0.5)
            else:
                yield True
                return
        yield False
