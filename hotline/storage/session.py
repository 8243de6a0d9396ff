"""Opens the database: SQLite for one machine, PostgreSQL for several nodes, the same to everybody else.

SQLite's defaults are not ours: without these settings it ignores foreign keys, may lose an
acknowledged commit on a power cut, and gives up at once when another process writes.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session, sessionmaker

# Any fixed number: it names the one lock that all writers of a PostgreSQL directory queue for.
_WRITERS_LOCK = 7_305_431_552


def make_engine(address: str | URL) -> Engine:
    """The engine for `sqlite:///path` or `postgresql://…`. The folder of a SQLite file must exist."""
    url = make_url(address)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ValueError(f"{url.drivername} is not supported: use sqlite:///… or postgresql://…")
    engine = create_engine(url, json_serializer=partial(json.dumps, ensure_ascii=False), pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Makes sessions for reading; tasks that write open theirs with `writing`."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def writing(factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session that commits at the end, or leaves nothing. Writers queue before their first word.

    So what a task reads before it writes cannot change under it: the number of the next edition
    and the end of the audit trail are read and then followed.
    """
    with factory.begin() as session:
        queue(session.connection())
        yield session


@contextmanager
def step(session: Session) -> Iterator[None]:
    """One act in the caller's transaction, after all other writers, and whole or not at all.

    A caller that catches the error of an act and commits all the same keeps nothing of that act.
    """
    queue(session.connection())
    with session.begin_nested():
        yield


def queue(connection: Connection) -> None:
    """Wait until no other writer is at work, and keep others waiting until this transaction ends.

    It has to be the first statement: SQLite refuses to let a reader become a writer once somebody
    else has written.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITERS_LOCK})
    else:
        # The shortest statement that takes SQLite's write lock; nobody reads this number.
        connection.exec_driver_sql("PRAGMA user_version = 0")


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # Python's sqlite3 would begin transactions on its own, too late and never around DDL.
    connection.isolation_level = None
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
