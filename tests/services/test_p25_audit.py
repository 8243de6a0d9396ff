"""P25: the trail cannot be edited unseen. 60 random tamperings here, 500 with HOTLINE_TEST_FULL=1."""

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from desk import ANA, BETO, LATER, NEW, NOW, OLD, PLANS, Desk
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from hotline.cli import main
from hotline.domain.edition import canonical_json, sha256
from hotline.domain.record import Name
from hotline.services import auditing, deciding, notices, proposing

TIMES = 500 if os.environ.get("HOTLINE_TEST_FULL") else 60
COLUMNS = ("number", "at", "by", "action", "kind", "record_id", "region", "document", "previous", "hash")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A day's work: proposed, returned, revised, approved, undone, hidden, scheduled."""
    change = desk.in_state("returned")
    text_again = {**(change.after or {}), "places": ["Cobán"]}
    change = desk.do(proposing.revise, ANA, change.id, change.version, text_again, "x", NOW, PLANS)
    desk.approve(change)
    undone = desk.do(proposing.undo, BETO, change.id, "Wrong.", NOW, PLANS)
    desk.approve(undone, typed=OLD)
    desk.do(notices.hide, BETO, "GT", "gt-trata", "x", NOW, PLANS)
    desk.approve(desk.propose("1557"), typed="1557", at=LATER)
    desk.propose("1558")
    return desk


def unlock(session: Session) -> None:
    """What an intruder with full rights over the database does first."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER audit_entry_no_update"))
        session.execute(text("DROP TRIGGER audit_entry_no_delete"))
    else:
        session.execute(text("DROP TRIGGER audit_entry_only_grows ON audit_entry"))


def numbers(session: Session) -> list[int]:
    return list(session.scalars(text("SELECT number FROM audit_entry ORDER BY number")))


def row(session: Session, number: int) -> dict[str, Any]:
    found = session.execute(text("SELECT * FROM audit_entry WHERE number = :n"), {"n": number})
    return dict(found.mappings().one())


def put(session: Session, which: int, **values: Any) -> None:
    columns = ", ".join(f'"{name}" = :{name}' for name in values)
    session.execute(text(f"UPDATE audit_entry SET {columns} WHERE number = :n"), {**values, "n": which})


def alter_text(session: Session, choose: random.Random) -> None:
    number = choose.choice(numbers(session))
    column = choose.choice(
        ["document", "document", "document", "by", "action", "record_id", "previous", "hash"]
    )
    old = str(row(session, number)[column])
    place = choose.randrange(len(old))
    other = choose.choice([sign for sign in "abcdef0123456789 ñ" if sign != old[place]])
    put(session, number, **{column: old[:place] + other + old[place + 1 :]})


def cut_out(session: Session, choose: random.Random) -> None:
    first = choose.choice(numbers(session))
    last = first + choose.randrange(3)
    session.execute(text("DELETE FROM audit_entry WHERE number BETWEEN :a AND :b"), {"a": first, "b": last})


def cut_off_the_end(session: Session, choose: random.Random) -> None:
    first = choose.choice(numbers(session)[1:])
    session.execute(text("DELETE FROM audit_entry WHERE number >= :a"), {"a": first})


def swap_two(session: Session, choose: random.Random) -> None:
    one, other = choose.sample(numbers(session), 2)
    documents = row(session, one)["document"], row(session, other)["document"]
    put(session, one, document=documents[1])
    put(session, other, document=documents[0])


def change_time(session: Session, choose: random.Random) -> None:
    number = choose.choice(numbers(session))
    put(session, number, at="2026-11-23 12:00:00.000000" + ("+00:00" if _is_postgresql(session) else ""))


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def rehash_one(session: Session, choose: random.Random) -> None:
    """Another text with its right hash, but not at the end: the next entry follows another hash."""
    number = choose.choice(numbers(session)[:-1])
    said = {**json.loads(row(session, number)["document"]), "reason": f"made up {choose.random()}"}
    document = canonical_json(said)
    put(session, number, document=document.decode(), hash=sha256(document))


def renumber(session: Session, choose: random.Random) -> None:
    put(session, choose.choice(numbers(session)), number=choose.randrange(10_000, 99_999))


def append_another(session: Session, choose: random.Random) -> None:
    """A made-up act at the end, chained as the program would: something moved that did not move."""
    last = row(session, numbers(session)[-1])
    said = json.loads(row(session, choose.choice(numbers(session)))["document"])
    said |= {"number": last["number"] + 1, "previous": last["hash"], "action": "discard", "change": 1}
    write(session, said, {**last, "number": last["number"] + 1})


def rewrite_to_the_end(session: Session, choose: random.Random) -> None:
    """Another text in one entry and everything after it chained anew, so that the chain is whole."""
    start = choose.choice(numbers(session))
    previous = None
    for number in [number for number in numbers(session) if number >= start]:
        entry = row(session, number)
        said = json.loads(entry["document"])
        if number == start:
            said["reason"] = f"made up {choose.random()}"
        else:
            said["previous"] = previous
        session.execute(text("DELETE FROM audit_entry WHERE number = :n"), {"n": number})
        previous = write(session, said, entry)


def write(session: Session, said: dict[str, Any], like: dict[str, Any]) -> str:
    document = canonical_json(said)
    same = ("number", "by", "action", "kind", "record_id", "region", "previous")
    values = {**{name: said[name] for name in same}, "at": like["at"]}
    values |= {"document": document.decode(), "hash": sha256(document)}
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    places = ", ".join(f":{name}" for name in COLUMNS)
    session.execute(text(f"INSERT INTO audit_entry ({names}) VALUES ({places})"), values)
    return sha256(document)


TAMPERINGS: list[Callable[[Session, random.Random], None]] = [
    alter_text,
    cut_out,
    cut_off_the_end,
    swap_two,
    change_time,
    rehash_one,
    renumber,
    append_another,
    rewrite_to_the_end,
]


def attempts(desk: Desk) -> Iterator[tuple[Session, random.Random]]:
    """The same whole trail again and again, each time in a transaction that is thrown away."""
    for number in range(TIMES):
        with desk.factory() as session:
            unlock(session)
            yield session, random.Random(f"p25 {number}")
            session.rollback()


def test_every_random_tampering_is_found(desk: Desk) -> None:
    assert desk.trail_problems() == ()
    with desk.factory() as session:
        noted = auditing.end(session)
    missed = []
    for number, (session, choose) in enumerate(attempts(desk)):
        tamper = TAMPERINGS[number % len(TAMPERINGS)]
        before = rows(session)
        while rows(session) == before:
            tamper(session, choose)
        session.expire_all()
        # Who has written everything anew is betrayed only by a hash that was kept elsewhere.
        kept = noted.hash if tamper is rewrite_to_the_end else None
        if auditing.verify(session, kept) == ():
            missed.append((number, tamper.__name__))
    assert missed == []
    assert desk.trail_problems() == ()


def rows(session: Session) -> list[Any]:
    return list(session.execute(text("SELECT * FROM audit_entry ORDER BY number")))


def test_a_trail_that_was_written_anew_to_its_end_is_found_by_a_hash_that_was_noted(desk: Desk) -> None:
    """Who and why stand nowhere else, so only what was kept outside the database can show this."""
    with desk.factory() as session:
        noted = auditing.end(session)
        assert auditing.verify(session, noted.hash) == ()
        unlock(session)
        last = row(session, noted.number)
        session.execute(text("DELETE FROM audit_entry WHERE number = :n"), {"n": noted.number})
        write(session, {**json.loads(last["document"]), "reason": "made up"}, last)
        session.expire_all()
        assert auditing.verify(session) == ()
        assert auditing.verify(session, noted.hash) == (
            f"no entry has the hash {noted.hash}, which was noted earlier",
        )


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET document = '{}'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_alter_the_trail(desk: Desk, statement: str) -> None:
    with desk.factory() as session, pytest.raises(DBAPIError, match="only grows"):
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE contact_point SET number = '1999' WHERE number = '1555'", "published otherwise"),
        ("DELETE FROM lead WHERE id = 'mail' AND region = 'GT'", "was published and is not there"),
        ("UPDATE change SET state = 'withdrawn' WHERE state = 'proposed'", "its last entry says something"),
        ("UPDATE change SET after = before WHERE state = 'scheduled'", "its last entry says something else"),
        ("DELETE FROM notice", "was published and is not there"),
    ],
)
def test_rows_that_were_changed_past_the_desk_are_found(desk: Desk, statement: str, found: str) -> None:
    with desk.factory() as session:
        session.execute(text(statement))
        assert any(found in problem for problem in auditing.verify(session))


def test_the_history_of_a_record_says_who_did_what_and_why(desk: Desk) -> None:
    desk.do(deciding.publish_due, LATER, PLANS)
    with desk.factory() as session:
        lines = auditing.history(session, Name("service", "GT", "gt-trata"))
        assert auditing.verify(session) == ()
    assert [(line.by, line.action) for line in lines] == [
        ("first", "first load"),
        ("ana", "propose"),
        ("carla", "return"),
        ("ana", "revise"),
        ("carla", "approve"),
        ("beto", "undo"),
        ("carla", "approve"),
        ("ana", "propose"),
        ("carla", "schedule"),
        ("ana", "propose"),
        ("hotline", "publish"),
        ("hotline", "supersede"),
    ]
    assert lines[2].reason == "Why?"
    number = next(one for one in lines[4].differences if one.path == "contact_point.voice.number")
    assert (number.before, number.after) == (OLD, NEW)
    assert [pair.same for pair in number.digits] == [True, True, True, False]


def test_the_history_of_a_number_finds_it_however_it_was_written(desk: Desk) -> None:
    with desk.factory() as session:
        lines = auditing.history_of_number(session, "15-56")
        assert {line.name.id for line in lines} == {"gt-trata", "misprint"}
        assert [line.action for line in lines if line.name.region == "GT" and line.name.id == "gt-trata"] == [
            "propose", "return", "revise", "approve", "undo", "approve",
        ]  # fmt: skip
        assert auditing.history_of_number(session, "999") == ()
        assert auditing.history_of_number(session, "") == ()


def test_the_export_can_be_verified_without_the_program(desk: Desk) -> None:
    with desk.factory() as session:
        lines = list(auditing.export(session))
        last = auditing.end(session)
    previous = "0" * 64
    for number, line in enumerate(lines, 1):
        said = json.loads(line)
        assert (said["entry"]["number"], said["entry"]["previous"]) == (number, previous)
        assert sha256(canonical_json(said["entry"])) == said["hash"]
        previous = said["hash"]
    assert (last.number, last.hash) == (len(lines), previous)


def test_the_command_verifies_and_exports(desk: Desk, engine: Engine, tmp_path: Path) -> None:
    environment = {
        "HOTLINE_VAR": str(tmp_path / "var"),
        "HOTLINE_DATABASE_URL": engine.url.render_as_string(hide_password=False),
    }

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["audit", *arguments], env=environment)
        return result.exit_code, result.output

    with desk.factory() as session:
        last = auditing.end(session)
        lines = list(auditing.export(session))
    assert run("verify") == (0, f"{last.number} entries, the trail is whole. The last hash is {last.hash}\n")
    assert run("verify", "--noted", last.hash)[0] == 0
    code, output = run("verify", "--noted", "a" * 64)
    assert (code, "was noted earlier" in output) == (1, True)
    assert run("export") == (0, "".join(f"{line}\n" for line in lines))
    assert run("export", str(tmp_path / "trail.jsonl")) == (0, f"{last.number} entries were written.\n")
    assert (tmp_path / "trail.jsonl").read_text("utf-8").splitlines() == lines
    with desk.factory.begin() as session:
        unlock(session)
        session.execute(text("UPDATE audit_entry SET document = '{}' WHERE number = 3"))
    code, output = run("verify")
    assert (code, "entry 3 does not match its hash" in output) == (1, True)
