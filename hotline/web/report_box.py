"""The box into which reports of visitors fall: the desk's database, opened with the first of them.

It must never hold up a page. A database that is away, locked or full costs a visitor two seconds
and the sentence that nothing was kept; and only two visitors at a time can be waiting for it.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.report import Report
from hotline.services import reporting
from hotline.storage.session import make_engine, sessions
from hotline.web.errors import report as log

_WAITING = 2
_SECONDS = 2


def box(address: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Callable[[Report], bool]:
    """What keeps a report in the database at `address`; False where it could not."""
    made: list[sessionmaker[Session]] = []
    opening = threading.Lock()
    waiting = threading.BoundedSemaphore(_WAITING)
    url = make_url(address)
    file = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None

    def factory() -> sessionmaker[Session]:
        with opening:
            if not made:
                made.append(_open(url))
        return made[0]

    def keep(told: Report) -> bool:
        # SQLite would make an empty database, which hides the loss of the real one.
        if file is not None and not file.is_file():
            return False
        if not waiting.acquire(blocking=False):
            return False
        try:
            with factory().begin() as session:
                reporting.keep(session, told, clock().date())
        except Exception as error:
            # By its type and place alone: the message of a database holds what the visitor typed.
            log(error)
            return False
        finally:
            waiting.release()
        return True

    return keep


def _open(url: URL) -> sessionmaker[Session]:
    """The database, with little patience: the desk waits longer than a visitor may."""
    if url.get_backend_name() == "postgresql":
        patience = {"connect_timeout": str(_SECONDS), "options": f"-c lock_timeout={_SECONDS}s"}
        return sessions(make_engine(url.update_query_dict({**patience, **url.query})))
    engine = make_engine(url)
    event.listen(
        engine,
        "connect",
        lambda connection, _: connection.execute(f"PRAGMA busy_timeout={_SECONDS}000").close(),
    )
    return sessions(engine)
