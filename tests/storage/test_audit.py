"""The trail cannot be edited unseen: the database refuses, and what is forced past it is found."""

import json
import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hotline.storage import audit
from hotline.storage.tables.editions import EditionRow
from hotline.storage.tables.review import AuditEntry

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ACT = audit.Act(
    "propose", "service", "gt-1555", "GT", before={"number": "1552"}, after={"number": "1555"}, reason="ñ"
)


def write(session: Session, count: int = 5) -> None:
    for _ in range(count):
        audit.append(session, ACT, "ana", NOW)


def unlock(session: Session) -> None:
    """What an intruder with full rights over the database does first."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
        session.execute(text("DROP TRIGGER audit_entry_no_delete"))
    else:
        session.execute(text("DROP TRIGGER audit_entry_only_grows ON audit_entry"))


def test_an_entry_says_who_did_what_and_when(session: Session) -> None:
    write(session, 2)
    first, second = session.scalars(select(AuditEntry).order_by(AuditEntry.number))
    assert json.loads(second.document) == {
        "number": 2,
        "at": "2026-11-24T12:00:00+00:00",
        "by": "ana",
        "action": "propose",
        "kind": "service",
        "record_id": "gt-1555",
        "region": "GT",
        "before": {"number": "1552"},
        "after": {"number": "1555"},
        "reason": "ñ",
        "previous": first.hash,
    }
    assert (first.previous, second.previous) == (audit.BEGINNING, first.hash)


def test_a_whole_trail_verifies(session: Session) -> None:
    assert audit.verify(session) == ()
    write(session)
    session.commit()
    assert audit.verify(session) == ()


@pytest.mark.parametrize("table", ["audit_entry", "edition"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET number = number + 100", "DELETE FROM {}"])
def test_the_database_refuses_to_alter_what_was_done(session: Session, table: str, statement: str) -> None:
    write(session)
    session.add(EditionRow(number=1, hash="a" * 64, previous=None, published_at=NOW, document="{}"))
    session.commit()
    with pytest.raises(DBAPIError, match="only grows"):
        session.execute(text(statement.format(table)))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE audit_entry SET document = replace(document, '1555', '1556') WHERE number = 3",
            "entry 3 does not match",
        ),
        ("UPDATE audit_entry SET \"by\" = 'beto' WHERE number = 3", "entry 3 has columns that differ"),
        ("UPDATE audit_entry SET record_id = 'x' WHERE number = 3", "entry 3 has columns that differ"),
        ("UPDATE audit_entry SET hash = 'x' WHERE number = 3", "entry 3 does not match"),
        ("UPDATE audit_entry SET previous = 'x' WHERE number = 3", "entry 3 does not follow"),
        ("DELETE FROM audit_entry WHERE number = 3", "entry 3 is missing"),
        ("DELETE FROM audit_entry WHERE number = 1", "entry 1 is missing"),
        ("UPDATE audit_entry SET number = 9 WHERE number = 5", "entry 5 is missing"),
    ],
)
def test_what_is_forced_past_the_database_is_found(session: Session, statement: str, found: str) -> None:
    write(session)
    unlock(session)
    session.execute(text(statement))
    session.expire_all()
    assert any(problem.startswith(found) for problem in audit.verify(session))


def test_every_altered_character_of_a_document_is_found(engine: Engine) -> None:
    with Session(engine) as session:
        write(session)
        unlock(session)
        session.commit()
        choose = random.Random(1555)
        for _ in range(50):
            entry = choose.choice(session.scalars(select(AuditEntry)).all())
            place = choose.randrange(len(entry.document))
            entry.document = (
                entry.document[:place] + chr(ord(entry.document[place]) ^ 1) + entry.document[place + 1 :]
            )
            session.flush()
            assert audit.verify(session) != ()
            session.rollback()
        assert audit.verify(session) == ()


def test_an_edition_whose_entry_was_cut_off_the_end_is_found(session: Session) -> None:
    write(session)
    session.add(EditionRow(number=1, hash="a" * 64, previous=None, published_at=NOW, document="{}"))
    session.flush()
    assert audit.verify(session) == ("edition 1 was published and its entry is missing",)


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        audit.append(session, ACT, "ana", NOW.replace(tzinfo=None))
