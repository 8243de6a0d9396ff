"""What a machine tells whoever watches it: numbers about editions and about work, none about visitors.

The keeper hands them out on an address of their own, in the text form of Prometheus; what each web
worker serves it reads from the files that `followed` keeps. A question that the database cannot
answer is left out, and `hotline_database_up` says why.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date as Day
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Metric, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.edition import Edition
from hotline.editions import folder, freezing, keeper_state
from hotline.editions.serving import DOCUMENT
from hotline.services import ageing
from hotline.storage.tables.directory import region
from hotline.storage.tables.letters import Letter
from hotline.storage.tables.reports import VisitorReport
from hotline.storage.tables.review import Change

#: Queue -> what waits in it.
_QUEUES: Mapping[str, tuple[type, ColumnElement[bool]]] = {
    "changes to review": (Change, Change.state == "proposed"),
    "changes to revise": (Change, Change.state == "returned"),
    "changes with a set time": (Change, Change.state == "scheduled"),
    "reports of wrong numbers": (VisitorReport, VisitorReport.outcome.is_(None)),
    "letters": (Letter, Letter.outcome.is_(None)),
}


class Machine(Collector):
    """One machine: its editions, its keeper, and the queues of the database it sees."""

    def __init__(
        self,
        var: Path,
        sessions: Callable[[], sessionmaker[Session]],
        clock: Callable[[], datetime],
        build_seconds: Callable[[], float | None],
    ) -> None:
        self._var, self._sessions, self._clock = var, sessions, clock
        self._build_seconds = build_seconds

    def describe(self) -> list[Metric]:
        """Nothing is asked before somebody asks."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Everything, as it is now."""
        now = self._clock()
        yield from self._of_the_database(now)
        yield from self._of_the_files(now)
        yield from self._of_the_keeper(now)

    def _of_the_database(self, now: datetime) -> Iterator[Metric]:
        try:
            with self._sessions()() as session:
                found = tuple(_of_the_database(session, now.date()))
        except (SQLAlchemyError, OSError):
            found = ()
        yield _gauge("hotline_database_up", "1 if the database answers.", 1 if found else 0)
        yield from found

    def _of_the_files(self, now: datetime) -> Iterator[Metric]:
        current = folder.current(self._var / "editions")
        try:
            edition = Edition.model_validate_json((current / DOCUMENT).read_bytes()) if current else None
        except OSError:
            edition = None
        if edition is not None:
            age = (now - edition.published_at).total_seconds()
            yield _gauge(
                "hotline_built_edition", "Number of the edition to which files point.", edition.number
            )
            yield _gauge(
                "hotline_edition_age_seconds", "Since when the built edition is the newest decision.", age
            )
        seconds = self._build_seconds()
        if seconds is not None:
            yield _gauge("hotline_build_seconds", "How long the last build of this keeper took.", seconds)
        free = shutil.disk_usage(self._var).free
        yield _gauge("hotline_disk_free_bytes", "Room where state lives.", free)

    def _of_the_keeper(self, now: datetime) -> Iterator[Metric]:
        state = keeper_state.read(self._var)
        failing = GaugeMetricFamily(
            "hotline_step_failing_seconds", "Since when a step of the keeper fails.", labels=["step"]
        )
        for one in state.failing:
            failing.add_metric([one.step], (now - one.since).total_seconds())
        yield failing


@contextmanager
def served(address: str | None, machine: Machine, workers: Path) -> Iterator[None]:
    """Hand them out at `address` ("127.0.0.1:9464") as long as the block runs; nothing without one.

    `workers` is the folder in which web workers note what they serve.
    """
    if address is None:
        yield
        return
    registry = CollectorRegistry()
    registry.register(machine)
    if workers.is_dir():
        MultiProcessCollector(registry, str(workers))  # type: ignore[no-untyped-call]
    host, _, port = address.rpartition(":")
    server, thread = start_http_server(int(port), host.strip("[]"), registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def workers(var: Path) -> Path:
    """The folder in which the web workers of an installation note what they serve."""
    return var / "metrics"


def begin(var: Path) -> dict[str, str]:
    """Forget the workers of an earlier start; answers with what those of this one find in their environment."""
    place = workers(var)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    return {"PROMETHEUS_MULTIPROC_DIR": str(place)}


def _of_the_database(session: Session, today: Day) -> Iterator[Metric]:
    mark = freezing.latest_mark(session)
    if mark is not None:
        yield _gauge("hotline_published_edition", "Number of the newest edition in the database.", mark[0])
    queues = GaugeMetricFamily("hotline_queue_length", "What waits for people at the desk.", labels=["queue"])
    for name, (table, waits) in _QUEUES.items():
        queues.add_metric([name], session.scalar(select(func.count()).select_from(table).where(waits)) or 0)
    yield queues
    lines = GaugeMetricFamily("hotline_lines", "Contact points by how old their source is.", labels=["age"])
    codes = session.scalars(select(region.c.region)).all()
    states = [line.state(today) for line in ageing.lines(session, codes)]
    for state in sorted(set(states)):
        lines.add_metric([state], states.count(state))
    yield lines


def _gauge(name: str, help_: str, value: float) -> Metric:
    return GaugeMetricFamily(name, help_, value)
