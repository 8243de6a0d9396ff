"""What people change about themselves: their name and their phone; and what others change: their address."""

import pytest
from desk_browser import Browser, Clock, Member, hidden, new_phone
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hotline.storage.tables.people import Account
from hotline.storage.tables.review import AuditEntry


def acts(factory: sessionmaker[Session], action: str) -> list[tuple[str, str, str]]:
    with factory() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.action == action))
        return [(act.by, act.record_id, act.document) for act in found]


def test_a_new_name_keeps_the_id_and_stands_in_the_trail(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    assert browser.post("/admin/me/name", {"name": "  Zoé   Méndez "}).status_code == 303
    assert "<h1>Zoé Méndez</h1>" in browser.get("/admin/me").text
    ((by, record, document),) = acts(factory, "change_name")
    assert (by, record) == ("zoe-editor", "zoe-editor")
    assert '"after":{"name":"Zoé Méndez"},' in document
    assert '"before":{"name":"Zoe editor"},' in document


@pytest.mark.parametrize("name", ["", " ", "x", "x" * 101, "---", "Zoe\u202e", "Zoe\x07"])
def test_a_name_is_one_that_colleagues_can_read(desk: Flask, members: dict[str, Member], name: str) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    answer = browser.post("/admin/me/name", {"name": name})
    assert answer.status_code == 400
    assert "Write the name of the person" in answer.text
    assert "<h1>Zoe editor</h1>" in answer.text


def test_what_was_typed_stays_when_a_name_is_refused(desk: Flask, members: dict[str, Member]) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    assert 'value="Q"' in browser.post("/admin/me/name", {"name": "Q"}).text


def test_with_a_new_phone_the_codes_of_the_old_one_stop(
    desk: Flask, members: dict[str, Member], clock: Clock, factory: sessionmaker[Session]
) -> None:
    browser, member = Browser(desk), members["editor"]
    old = Member(member.id, member.email, clock, member.key, [])
    member.sign_in(browser)
    assert new_phone(browser, member).status_code == 303
    used = {"proof_email": member.email, "proof_password": member.password, "proof_code": member.shown()}
    assert Browser(desk).post("/admin/sign-in", used).status_code == 401, "the code of the set-up is used up"
    assert old.sign_in(Browser(desk)).status_code == 401
    assert member.sign_in(Browser(desk)).status_code == 303
    assert [act[:2] for act in acts(factory, "change_phone")] == [("zoe-editor", "zoe-editor")]
    assert member.key not in str(acts(factory, "change_phone"))


def test_until_the_new_phone_shows_a_right_code_the_old_one_stays(
    desk: Flask, members: dict[str, Member]
) -> None:
    browser, member = Browser(desk), members["editor"]
    member.sign_in(browser)
    for wrong in ("", "000000", "123"):
        answer = new_phone(browser, member, wrong)
        assert answer.status_code == 400
        assert "This code is not right" in answer.text
    assert member.sign_in(Browser(desk)).status_code == 303


def test_a_key_is_taken_back_only_in_the_session_that_it_was_made_for(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    browser, other = Browser(desk), Browser(desk)
    members["editor"].sign_in(browser)
    members["other"].sign_in(other)
    foreign = hidden(other.post("/admin/me/phone").text, "secret")
    for secret in (foreign, "", "made-up", f"{foreign}x", '"AAAA"'):
        answer = browser.post("/admin/me/phone", {"secret": secret, "code": "000000"})
        assert hidden(answer.text, "secret") not in {secret, foreign}, "a new key, from the beginning"
    assert acts(factory, "change_phone") == []


def test_a_recovery_code_is_enough_to_set_up_a_new_phone(desk: Flask, members: dict[str, Member]) -> None:
    browser, member = Browser(desk), members["editor"]
    proof = {**member.proof(), "proof_code": member.recovery_codes[0]}
    assert browser.post("/admin/sign-in", proof).status_code == 303
    assert new_phone(browser, member).status_code == 303
    assert member.sign_in(Browser(desk)).status_code == 303


def test_an_administrator_changes_the_address_of_somebody_else(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    administrator, browser, member = Browser(desk), Browser(desk), members["editor"]
    members["administrator"].sign_in(administrator)
    form = {"email": " Zoe.New@Example.org "}
    assert administrator.post("/admin/people/zoe-editor/email", form).status_code == 303
    assert member.sign_in(browser).status_code == 401
    member.email = "zoe.new@example.org"
    assert member.sign_in(browser).status_code == 303
    assert [act[:2] for act in acts(factory, "change_email")] == [("zoe-administrator", "zoe-editor")]
    assert "example.org" not in str(acts(factory, "change_email")), "the trail is never cleared"


@pytest.mark.parametrize(
    ("person", "email", "sentence"),
    [
        ("zoe-editor", "", "Write an e-mail address"),
        ("zoe-editor", "nobody", "Write an e-mail address"),
        ("zoe-editor", "REVIEWER@example.org", "is here already"),
        ("zoe-administrator", "new@example.org", "Another administrator changes your address"),
        ("zoe-administrator", "nobody", "Write an e-mail address"),
    ],
)
def test_an_address_is_refused_with_its_reason_and_stays_in_the_form(
    desk: Flask,
    members: dict[str, Member],
    factory: sessionmaker[Session],
    person: str,
    email: str,
    sentence: str,
) -> None:
    browser = Browser(desk)
    members["administrator"].sign_in(browser)
    answer = browser.post(f"/admin/people/{person}/email", {"email": email})
    assert answer.status_code == 400
    assert sentence in answer.text
    if person == "zoe-editor":
        assert f'value="{email}"' in answer.text
    with factory() as session:
        assert session.scalars(select(Account.email).where(Account.id == person)).one() == (
            f"{person.removeprefix('zoe-')}@example.org"
        )
