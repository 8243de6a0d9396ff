"""What became of a record and of a number, in words that people read; and the trail for administrators."""

import json
import re
from pathlib import Path

import pytest
from desk_browser import Browser, Clock, Member, join
from example import directory, document, plan_document, source
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.domain.numbering import NumberingPlan
from hotline.domain.person import Person
from hotline.services import auditing, deciding, notices, proposing, publishing
from hotline.services.importing import import_directory
from hotline.storage.session import writing
from hotline.web.admin.app import create_desk

PLANS = {"GT": NumberingPlan.model_validate(plan_document())}
PLANS["US"] = NumberingPlan.model_validate(
    {
        **plan_document("US"),
        "calling_code": "1",
        "trunk_prefix": "1",
        "lengths": [10],
        "examples": {"ordinary": "202-555-0143"},
    }
)
EDITOR = Person("zoe-editor", "Zoe editor", frozenset({"editor"}), frozenset({"GT"}))
REVIEWER = Person("zoe-reviewer", "Zoe reviewer", frozenset({"reviewer"}), frozenset({"GT"}))
PATH = "/admin/history/service/GT/gt-trata"


@pytest.fixture
def desk(engine: Engine, factory: sessionmaker[Session], tmp_path: Path, clock: Clock) -> Flask:
    """A desk whose directory came in by the ordinary way, so that its trail begins at the beginning."""
    with writing(factory) as session:
        import_directory(session, (directory(),), "first", clock())
        publishing.freeze_next(session, PLANS.values(), clock(), "first")
    address = engine.url.render_as_string(hide_password=False)
    return create_desk(Settings(var=tmp_path, database_url=address, reviewers_need_passkey=False), clock)


def propose(factory: sessionmaker[Session], clock: Clock, number: str, reason: str) -> int:
    clock.move(hours=1)
    changed = document()["service"][0]
    changed["contact_point"][0]["number"] = number
    changed["contact_point"][0]["evidence"].append(source(f"shows-{number}"))
    with writing(factory) as session:
        return proposing.propose(session, EDITOR, "service", "GT", changed, reason, clock(), PLANS).id


def approve(factory: sessionmaker[Session], clock: Clock, change_id: int, typed: str) -> None:
    clock.move(hours=1)
    with writing(factory) as session:
        deciding.approve(session, REVIEWER, change_id, 1, {"voice": typed}, clock(), PLANS)


@pytest.fixture
def changed(factory: sessionmaker[Session], members: dict[str, Member], clock: Clock) -> int:
    """A number was changed by two people."""
    change_id = propose(factory, clock, "1556", "The <b>poster</b> shows it.")
    approve(factory, clock, change_id, "1556")
    return change_id


def signed_in(desk: Flask, member: Member, source: str = "192.0.2.9") -> Browser:
    browser = Browser(desk, source)
    assert member.sign_in(browser).status_code == 303
    return browser


def words(html: str) -> str:
    """What is read of a page, in its order."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("</main>")[0]).split())


def test_a_history_says_who_did_what_when_and_why_in_plain_words(
    desk: Flask, members: dict[str, Member], changed: int
) -> None:
    page = signed_in(desk, members["editor"]).get(PATH)
    assert page.status_code == 200
    said = words(page.text)
    assert "Línea contra la trata" in said
    approved, proposed, loaded = (
        said.index("Approved by somebody who typed each new number again, and published"),
        said.index("Proposed"),
        said.index("Published with the first data files"),
    )
    assert approved < proposed < loaded, "the newest stands first"
    assert "Zoe reviewer ( zoe-reviewer )" in said
    assert "Zoe editor ( zoe-editor )" in said
    # 12:00 in UTC is 06:00 in Guatemala; each act came an hour after the one before, and phones half a minute.
    assert "November 24, 2026, 06:00 (Guatemala Time)" in said
    assert "The &lt;b&gt;poster&lt;/b&gt; shows it." in said, "what somebody typed stays text"
    assert "Edition 2 carries it." in said
    assert f'href="/admin/changes/{changed}"' in page.text
    assert "Digit 4: 5 became 6" in said
    assert "New source" in said


def test_a_history_tells_of_hiding_too(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session], clock: Clock
) -> None:
    with writing(factory) as session:
        notices.hide(session, REVIEWER, "GT", "gt-trata", "It rings nowhere.", clock(), PLANS)
    said = words(signed_in(desk, members["editor"]).get(PATH).text)
    assert "Hidden by one person" in said
    assert "It rings nowhere." in said


def test_the_history_is_no_way_round_typing_a_number_blind(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session], clock: Clock, changed: int
) -> None:
    propose(factory, clock, "1557", "The number is now 1557.")
    reviewer, editor = signed_in(desk, members["reviewer"]), signed_in(desk, members["editor"], "192.0.2.8")
    hidden, open_ = reviewer.get(PATH).text, editor.get(PATH).text
    assert "1557" not in hidden
    assert "shows-1557" not in hidden
    assert "You are to type the new numbers from their source" in hidden
    assert "1557" in open_
    for number in ("1557", "+502 1557"):
        answer = reviewer.post("/admin/history", {"number": number}).text
        assert "No record of your regions" in words(answer), "nobody is told here that they guessed it"
        assert "Only proposed" in words(editor.post("/admin/history", {"number": number}).text)


#: A number as somebody types it, and what is told of it.
NUMBERS = (
    ("1555", "Published with it from"),
    ("1-5-5-5", "Published with it from"),
    ("1556", "Published with it since"),
    ("110", "Published with it since"),
    ("1552", "Published with it since"),
    ("+502 2424-1717", "Published with it since"),
    ("24241717", "Published with it since"),
    ("1 888 373 7888", "Published with it since"),
    ("9999", "No record of your regions"),
)


def test_a_number_leads_to_every_record_it_was_ever_on(
    desk: Flask, members: dict[str, Member], changed: int
) -> None:
    browser = signed_in(desk, members["editor"])
    for number, found in NUMBERS:
        answer = browser.post("/admin/history", {"number": number})
        assert answer.status_code == 200
        assert found in words(answer.text), number
        assert answer.request.path == "/admin/history", "and the number stands in no address"
    for nothing in ("", "  ", "*", "abc", "+"):
        answer = browser.post("/admin/history", {"number": nothing})
        assert answer.status_code == 400
        assert 'id="number-problem"' in answer.text


def test_a_history_belongs_to_its_region(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session], clock: Clock, changed: int
) -> None:
    elsewhere = join(desk, factory, clock, "elsewhere", "editor")
    administrator = signed_in(desk, members["administrator"])
    form = {"roles": ["editor", "reviewer"], "regions": "HN"}
    assert administrator.post("/admin/people/zoe-elsewhere/rights", form).status_code == 303
    browser = signed_in(desk, elsewhere, "192.0.2.8")
    assert browser.get(PATH).status_code == 404
    assert "No record of your regions" in words(browser.post("/admin/history", {"number": "1556"}).text)
    assert administrator.get(PATH).status_code == 200
    for path in ("service/GT/nobody", "nothing/GT/gt-trata", "service/XX/gt-trata", "region/gt/GT"):
        assert administrator.get(f"/admin/history/{path}").status_code == 404
    for path in ("region/GT/GT", "first_lines/GT/GT", "organization/GT/pnc", "lead/GT/mail"):
        assert administrator.get(f"/admin/history/{path}").status_code == 200


def test_an_administrator_checks_the_trail_and_notes_its_last_hash(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session], changed: int
) -> None:
    browser = signed_in(desk, members["administrator"])
    with factory() as session:
        noted = auditing.end(session)
    page = browser.get("/admin/history/trail").text
    assert noted.hash in page
    assert "The trail is whole." in words(browser.post("/admin/history/trail", {"noted": noted.hash}).text)
    other = browser.post("/admin/history/trail", {"noted": "f" * 64})
    assert "The trail was altered" in words(other.text)
    assert f"no entry has the hash {'f' * 64}" in other.text
    with factory.begin() as session:
        sqlite = session.get_bind().dialect.name == "sqlite"
        trigger = "audit_entry_no_update" if sqlite else "audit_entry_only_grows ON audit_entry"
        session.execute(text(f"DROP TRIGGER {trigger}"))
        session.execute(text("UPDATE audit_entry SET \"by\" = 'somebody' WHERE number = 3"))
    assert "entry 3 has columns that differ" in browser.post("/admin/history/trail").text


def test_an_administrator_takes_the_trail_along(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session], clock: Clock, changed: int
) -> None:
    browser = signed_in(desk, members["administrator"])
    answer = browser.post("/admin/history/trail/export")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename=trail-2026-11-24.jsonl"
    assert "no-store" in answer.headers["Cache-Control"]
    with factory() as session:
        assert answer.text.splitlines() == list(auditing.export(session))
    assert json.loads(answer.text.splitlines()[0])["entry"]["number"] == 1
    clock.move(minutes=6)
    assert browser.post("/admin/history/trail/export").status_code == 403, "a fresh proof is asked for"
