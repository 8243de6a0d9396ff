"""The database is opened with the settings that keep promises: durable, strict, patient, in UTC."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session, sessionmaker

from hotline.storage import audit
from hotline.storage.session import make_engine, sessions, writing
from hotline.storage.tables.review import AuditEntry, Change

NOW = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)


def change(created_at: datetime) -> Change:
    return Change(
        kind="lead",
        record_id="x",
        region="GT",
        before=None,
        after={"id": "x"},
        state="proposed",
        reason="because",
        created_by="ana",
        created_at=created_at,
    )


@pytest.mark.parametrize(
    ("pragma", "value", "reason"),
    [
        ("journal_mode", "wal", "readers do not wait for a writer"),
        ("synchronous", 2, "an acknowledged commit survives a power cut"),
        ("foreign_keys", 1, "SQLite ignores them unless told"),
        ("busy_timeout", 10000, "a second writer waits instead of failing"),
    ],
)
def test_sqlite_is_opened_with(tmp_path: Path, pragma: str, value: object, reason: str) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    engine.dispose()


@pytest.mark.parametrize("address", ["postgresql://h/d", "postgresql+psycopg://h/d"])
def test_postgresql_is_spoken_to_by_psycopg_3(address: str) -> None:
    assert make_engine(address).driver == "psycopg"


def test_any_other_database_is_refused() -> None:
    with pytest.raises(ValueError, match="use sqlite:///… or postgresql://…"):
        make_engine("mysql://h/d")


def test_a_moment_comes_back_in_utc(session: Session) -> None:
    session.add(change(NOW.astimezone(timezone(timedelta(hours=-6)))))
    session.commit()
    session.expire_all()
    found = session.scalars(select(Change)).one()
    assert found.created_at == NOW
    assert found.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    session.add(change(NOW.replace(tzinfo=None)))
    with pytest.raises(StatementError, match="has no time zone"):
        session.flush()


def test_unknown_is_null_and_not_the_word_null(session: Session) -> None:
    session.add(change(NOW))
    session.flush()
    assert session.execute(text("SELECT count(*) FROM change WHERE before IS NULL")).scalar() == 1


def test_a_task_that_fails_leaves_nothing(factory: sessionmaker[Session]) -> None:
    def fail() -> None:
        with writing(factory) as session:
            session.add(change(NOW))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with factory() as session:
        assert session.scalars(select(Change)).all() == []


def test_writers_queue_so_that_the_trail_never_forks(engine: Engine) -> None:
    factory = sessions(engine)

    def write(name: str) -> None:
        for number in range(10):
            with writing(factory) as session:
                audit.append(session, audit.Act("propose", "lead", f"{name}-{number}"), name, NOW)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("ana", "beto", "carla")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with factory() as session:
        assert len(session.scalars(select(AuditEntry)).all()) == 30
        assert audit.verify(session) == ()
