"""What a fault interrupts: two people change a number, the next edition is frozen, built and pointed to.

Each act runs in a child of the test's own process, so that it can be killed, starved or cut off at any
step, and says aloud what it has acknowledged.
"""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hotline.config import Settings
from hotline.domain.person import Person
from hotline.domain.soundness import Plans
from hotline.editions import folder as folders
from hotline.editions import freezing
from hotline.resources import resource_dir
from hotline.services import auditing, copies, deciding, files, proposing, site, verifying
from hotline.storage.directory import read_region
from hotline.storage.session import writing
from hotline.storage.tables.people import Account
from hotline.storage.tables.review import Change

EDITOR = Person("ana", "Ana", frozenset({"editor"}), frozenset({"GT"}))
REVIEWER = Person("carla", "Carla", frozenset({"reviewer"}), frozenset({"GT"}))
ACKNOWLEDGED = b"!"


def plans() -> Plans:
    return {plan.region: plan for plan in files.load(resource_dir("data")).plans}


@dataclass
class Installation:
    """An installation to break; `acknowledged` is the newest decision that somebody was told of."""

    settings: Settings
    plans: Plans
    acknowledged: int = 1
    says: str = ""

    def people(self) -> None:
        """Let the two be known at the desk."""
        sessions = site.open_database(self.settings)
        with sessions.begin() as session:
            for one in (EDITOR, REVIEWER):
                session.add(
                    Account(
                        id=one.id, name=one.name, email=f"{one.id}@example.org", locale="es", active=True,
                        created_at=datetime.now(UTC),
                    )
                )  # fmt: skip
        sessions.kw["bind"].dispose()

    def decide(self, text: str) -> None:
        """Change the sentence of a line, by two people; the next edition is frozen with it."""
        sessions = site.open_database(self.settings)
        now = datetime.now(UTC)
        try:
            with writing(sessions) as session:
                found = read_region(session, "GT")
                assert found is not None
                line = next(one for one in found.services if one.id not in found.first.services)
                told = line.model_copy(update={"description": dict.fromkeys(("es", "en", "fr"), text)})
                after = told.model_dump(mode="json", by_alias=True)
                change = proposing.propose(
                    session, EDITOR, "service", "GT", after, "It changed.", now, self.plans
                )
                session.flush()
                deciding.approve(session, REVIEWER, change.id, change.version, {}, now, self.plans)
        finally:
            sessions.kw["bind"].dispose()

    def build(self) -> None:
        """Build the newest edition and flip the pointer, as the keeper does."""
        sessions = site.open_database(self.settings)
        try:
            site.build_latest(sessions, self.settings)
        finally:
            sessions.kw["bind"].dispose()

    def act(self, number: int) -> None:
        """Decide, say so, build."""
        self.decide(f"Texto {number}.")
        os.write(1, ACKNOWLEDGED)
        self.build()

    def check(self) -> str:
        """What is wrong now; nothing if the public reads a whole edition and nothing acknowledged is lost."""
        wrong = list(self._of_the_files())
        sessions = site.open_database(self.settings)
        with sessions() as session:
            mark = freezing.latest_mark(session)
            if mark is None or mark[0] < self.acknowledged:
                wrong.append(f"edition {self.acknowledged} was acknowledged, and {mark} is the newest")
            wrong += auditing.verify(session)
            half = session.scalars(select(Change).where(Change.state == "proposed")).all()
            if half:
                wrong.append(f"{len(half)} changes are proposed and not decided, though both are one act")
        sessions.kw["bind"].dispose()
        return "; ".join(wrong)

    def newest(self) -> int:
        """The number of the newest edition in the database."""
        sessions = site.open_database(self.settings)
        with sessions() as session:
            mark = freezing.latest_mark(session)
        sessions.kw["bind"].dispose()
        return mark[0] if mark else 0

    def shown(self) -> int:
        """The number of the edition that the public reads."""
        current = folders.current(self.settings.editions)
        assert current is not None
        return int(current.name.split("-")[0])

    def _of_the_files(self) -> Iterator[str]:
        current = folders.current(self.settings.editions)
        if current is None:
            yield "there is no pointer"
            return
        found = verifying.check(copies.at(str(current)), (), datetime.now(UTC))
        yield from (one.sentence for one in found.findings)


@dataclass(frozen=True)
class End:
    """How a child ended: by a signal, or with what it said last; and whether it had acknowledged."""

    signal: int | None
    said: str
    acknowledged: bool


def run(
    work: Callable[[], None], before: Callable[[], None] = lambda: None, kill_after: float | None = None
) -> End:
    """Do `work` in a child, after `before`; kill it after so many seconds, or let it end."""
    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(out_write, 1)
            os.dup2(err_write, 2)
            before()
            work()
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}"[:2000].encode(errors="replace"))
            os._exit(1)
        os._exit(0)
    os.close(out_write)
    os.close(err_write)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    said, acknowledged = _read(err_read), _read(out_read)
    _, status = os.waitpid(child, 0)
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    return End(ended, said.decode(errors="replace"), ACKNOWLEDGED in acknowledged)


def _read(pipe: int) -> bytes:
    with os.fdopen(pipe, "rb") as file:
        return file.read()


@contextmanager
def limited(kind: int, most: int) -> Iterator[None]:
    """A limit of the kernel for this process, until the block ends."""
    before = resource.getrlimit(kind)
    resource.setrlimit(kind, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(kind, before)


class Steps:
    """Counts what a process asks of the file system, and ends it at the step that was chosen.

    Python tells of each before it is done: opening, making, renaming and removing files, and the
    statements of SQLite's own library count as the connects that they are.
    """

    COUNTED = frozenset(
        {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "sqlite3.connect",
         "sqlite3.connect/handle", "os.truncate", "os.chmod"}
    )  # fmt: skip

    def __init__(self, die_at: int | None) -> None:
        self.seen = 0
        self._die_at = die_at

    def watch(self) -> None:
        """Begin to count."""
        sys.addaudithook(self._told)

    def _told(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in self.COUNTED:
            if event == "open" and not _writes(arguments):
                return
            self.seen += 1
            if self.seen == self._die_at:
                os.kill(os.getpid(), signal.SIGKILL)


def _writes(arguments: tuple[Any, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def installation(var: Path) -> Installation:
    """The real data, and two people, in a folder that is the test's own."""
    made = Installation(Settings(var=var, print=False), plans())
    made.people()
    return made
