"""No way in with a password alone (P30)."""

import pytest
from desk_browser import PASSWORD, Browser, Clock, Member, accept, link_in
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from hotline.services import people, signing_in
from hotline.storage.session import writing

ROLES = ("editor", "reviewer", "administrator")

#: What is typed in place of the code, and why it opens nothing.
NO_CODES = {
    "": "no code at all",
    "000000": "a code that is not the one shown",
    "     ": "spaces",
    "00000": "too short",
    "0000000": "too long",
    "aaaa-aaaa-aaaa-aaaa": "a recovery code that nobody has",
    "１２３４５６": "digits of another script",
    "null": "a word",
}


@pytest.mark.parametrize("role", ROLES)
def test_p30_a_password_without_its_code_opens_nothing(
    desk: Flask, members: dict[str, Member], clock: Clock, role: str
) -> None:
    browser, member = Browser(desk), members[role]
    for code, reason in NO_CODES.items():
        answer = browser.post("/admin/sign-in", {**member.proof(), "proof_code": code})
        assert answer.status_code == 401, reason
        assert not browser.is_in(), reason
        clock.move(minutes=16)
    answer = browser.post("/admin/sign-in", {"proof_email": member.email, "proof_password": PASSWORD})
    assert (answer.status_code, browser.is_in()) == (401, False)


@pytest.mark.parametrize("role", ROLES)
def test_p30_a_code_without_its_password_opens_nothing(
    desk: Flask, members: dict[str, Member], role: str
) -> None:
    browser, member = Browser(desk), members[role]
    for code in (member.code(), member.recovery_codes[0]):
        for password in ("", "another password", PASSWORD.upper()):
            answer = browser.post(
                "/admin/sign-in",
                {"proof_email": member.email, "proof_password": password, "proof_code": code},
            )
            assert (answer.status_code, browser.is_in()) == (401, False)
            member.clock.move(minutes=16)


def test_p30_a_wrong_password_does_not_use_a_code_up(desk: Flask, members: dict[str, Member]) -> None:
    browser, member = Browser(desk), members["editor"]
    proof = member.proof()
    assert browser.post("/admin/sign-in", {**proof, "proof_password": "another password"}).status_code == 401
    assert browser.post("/admin/sign-in", proof).status_code == 303


def test_p30_a_used_code_is_refused(desk: Flask, members: dict[str, Member], clock: Clock) -> None:
    first, second, member = Browser(desk), Browser(desk), members["reviewer"]
    proof = member.proof()
    assert first.post("/admin/sign-in", proof).status_code == 303
    assert second.post("/admin/sign-in", proof).status_code == 401
    # The phone still shows the code of this half minute, and the one before is as used as it.
    clock.move(seconds=29)
    assert second.post("/admin/sign-in", {**proof, "proof_code": member.shown()}).status_code == 401
    assert not second.is_in()


def test_p30_the_code_of_the_set_up_is_used_too(
    desk: Flask, factory: sessionmaker[Session], clock: Clock
) -> None:
    with writing(factory) as session:
        secret = people.invite(session, "Ana", "ana@example.org", ["editor"], ["GT"], "tests", clock())
    browser = Browser(desk)
    accepted, key = accept(browser, secret, clock)
    assert accepted.status_code == 200
    member = Member("ana", "ana@example.org", clock, key, [])
    proof = {"proof_email": member.email, "proof_password": PASSWORD, "proof_code": member.shown()}
    assert browser.post("/admin/sign-in", proof).status_code == 401


def test_p30_a_code_of_somebody_else_opens_nothing(desk: Flask, members: dict[str, Member]) -> None:
    browser = Browser(desk)
    for code in (members["other"].code(), members["other"].recovery_codes[0]):
        proof = {**members["editor"].proof(), "proof_code": code}
        assert browser.post("/admin/sign-in", proof).status_code == 401


def test_p30_a_recovery_code_works_once(desk: Flask, members: dict[str, Member]) -> None:
    browser, member = Browser(desk), members["editor"]
    proof = {**member.proof(), "proof_code": member.recovery_codes[3].upper().replace("-", " ")}
    assert browser.post("/admin/sign-in", proof).status_code == 303
    assert Browser(desk).post("/admin/sign-in", proof).status_code == 401
    assert "9 recovery codes" in browser.get("/admin/me").text


def test_p30_a_proof_for_a_dangerous_act_uses_its_code_up(desk: Flask, members: dict[str, Member]) -> None:
    browser, member = Browser(desk), members["editor"]
    member.sign_in(browser)
    member.clock.move(minutes=6)
    proof = member.proof()
    assert browser.post("/admin/me/recovery-codes", proof).status_code == 200
    assert Browser(desk).post("/admin/sign-in", proof).status_code == 401


def test_p30_of_two_who_send_the_same_code_at_once_one_comes_in(
    members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    with writing(factory) as session:
        used = [
            signing_in.use_counter(session, members["editor"].id, counter)
            for counter in (10**9, 10**9, 10**8)
        ]
    assert used == [True, False, False]


def test_p30_a_second_factor_is_set_up_before_anybody_is_in(
    desk: Flask, factory: sessionmaker[Session], clock: Clock
) -> None:
    with writing(factory) as session:
        secret = people.invite(session, "Ana", "ana@example.org", ["editor"], ["GT"], "tests", clock())
    browser = Browser(desk)
    for wrong in ({"code": ""}, {"code": "000000"}, {"again": "another one"}, {"password": "short"}):
        answer, _ = accept(browser, secret, clock, **wrong)
        assert answer.status_code == 400
    proof = {"proof_email": "ana@example.org", "proof_password": PASSWORD, "proof_code": ""}
    assert browser.post("/admin/sign-in", proof).status_code == 401
    answer, _ = accept(browser, secret, clock)
    assert answer.status_code == 200
    assert not browser.is_in(), "the page of the invitation lets nobody in by itself"


def test_p30_an_invitation_works_once_and_for_three_days(
    desk: Flask, factory: sessionmaker[Session], clock: Clock, members: dict[str, Member]
) -> None:
    browser = Browser(desk)
    with writing(factory) as session:
        used = people.invite(session, "Ana", "ana@example.org", ["editor"], ["GT"], "tests", clock())
        late = people.invite(session, "Eva", "eva@example.org", ["editor"], ["GT"], "tests", clock())
        replaced = people.invite(session, "Lea", "lea@example.org", ["editor"], ["GT"], "tests", clock())
        people.invite_again(session, "lea", "tests", clock())
    accept(browser, used, clock)
    clock.move(hours=71, minutes=59)
    assert browser.get(f"/admin/invitation/{late}").status_code == 200
    clock.move(minutes=1)
    for secret in (used, late, replaced, "", "made-up", f"{used}x"):
        assert browser.get(f"/admin/invitation/{secret}").status_code == 404
        if secret:
            assert browser.post(f"/admin/invitation/{secret}", {"password": PASSWORD}).status_code == 404


def test_p30_a_key_of_the_visitor_s_own_making_is_refused(
    desk: Flask, factory: sessionmaker[Session], clock: Clock
) -> None:
    with writing(factory) as session:
        secret = people.invite(session, "Ana", "ana@example.org", ["editor"], ["GT"], "tests", clock())
    form = {"password": PASSWORD, "password_again": PASSWORD, "code": "000000", "secret": '{"key": "AAAA"}'}
    assert Browser(desk).post(f"/admin/invitation/{secret}", form).status_code == 400


def test_p30_recovery_takes_two_people_and_neither_is_the_person(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    first, second, lost = Browser(desk), Browser(desk), Browser(desk)
    members["editor"].sign_in(lost)
    members["administrator"].sign_in(first)
    members["reviewer"].sign_in(second)
    editor = members["editor"].id
    assert first.post(f"/admin/people/{editor}/recovery").status_code == 303
    assert first.post("/admin/recoveries/1").status_code in {400, 404}, "not the same person twice"
    number = _waiting(second)
    assert first.post(f"/admin/recoveries/{number}").status_code == 400
    confirmed = second.post(f"/admin/recoveries/{number}")
    assert confirmed.status_code == 200
    assert second.post(f"/admin/recoveries/{number}").status_code == 400, "one link, once"
    answer, key = accept(Browser(desk), link_in(confirmed.text), clock, "a new set of words")
    assert answer.status_code == 200
    assert not lost.is_in(), "who sat at the old browser is out"
    old = members["editor"].proof()
    assert lost.post("/admin/sign-in", old).status_code == 401
    renewed = Member(editor, members["editor"].email, clock, key, [], "a new set of words")
    assert renewed.sign_in(lost).status_code == 303


def _waiting(browser: Browser) -> int:
    page = browser.get("/admin/people").text
    return int(page.partition('action="/admin/recoveries/')[2].partition('"')[0])
