"""A passkey is two factors, and nothing but the right one, asked here and now, is one (P30)."""

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from desk_browser import Browser, Clock, Member, accept, link_in
from flask import Flask
from passkey_device import PRESENT, VERIFIED, Device, add_passkey, enter, to_add, to_show
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hotline.services import passkeys
from hotline.storage.audit import verify
from hotline.storage.tables.passkeys import Passkey, PasskeyChallenge
from hotline.storage.tables.review import AuditEntry

ROLES = ("editor", "reviewer", "administrator")


@pytest.fixture
def device(desk: Flask, members: dict[str, Member]) -> Device:
    """The passkey of the editor."""
    browser, made = Browser(desk), Device()
    members["editor"].sign_in(browser)
    assert add_passkey(browser, made).status_code == 303
    return made


@pytest.fixture
def another(desk: Flask, members: dict[str, Member], device: Device) -> Device:
    """The passkey of the administrator."""
    browser, made = Browser(desk), Device()
    members["administrator"].sign_in(browser)
    assert add_passkey(browser, made).status_code == 303
    return made


@pytest.mark.parametrize("role", ROLES)
def test_p30_a_passkey_lets_its_owner_in_without_password_and_code(
    desk: Flask, members: dict[str, Member], role: str
) -> None:
    browser, made = Browser(desk), Device()
    members[role].sign_in(browser)
    assert add_passkey(browser, made, "  my   phone ").status_code == 303
    page = browser.get("/admin/me").text
    assert "my phone" in page
    assert "not used yet" in page
    browser.post("/admin/sign-out")
    assert not browser.is_in()
    assert enter(browser, made).status_code == 303
    assert "last used on November 24, 2026" in browser.get("/admin/me").text
    assert f"Zoe {role}" in browser.get("/admin/me").text


def test_p30_the_question_names_nobody_and_asks_for_what_unlocks_the_device(
    desk: Flask, device: Device
) -> None:
    asked, again = to_show(Browser(desk)), to_show(Browser(desk))
    assert (asked["userVerification"], asked["allowCredentials"], asked["rpId"]) == (
        "required",
        [],
        "localhost",
    )
    assert len(asked["challenge"]) >= 43
    assert asked["challenge"] != again["challenge"]


def test_p30_a_new_passkey_has_to_list_itself_and_is_not_made_twice_on_a_device(
    desk: Flask, members: dict[str, Member], device: Device
) -> None:
    browser = Browser(desk)
    enter(browser, device)
    asked = to_add(browser)
    selection = asked["authenticatorSelection"]
    assert (selection["userVerification"], selection["residentKey"]) == ("required", "required")
    assert asked["attestation"] == "none"
    assert len(asked["excludeCredentials"]) == 1
    # What the device keeps of its owner tells a finder no more than its list of passkeys does.
    assert members["editor"].id not in str(asked["user"]["id"])


#: What is not true in an answer, and why it opens nothing.
LIES: dict[str, dict[str, Any]] = {
    "asked by a page that only looks like the desk": {"origin": "https://desk.example"},
    "asked by a page whose name begins like ours": {"origin": "https://localhost.evil.example"},
    "asked by another port of this host": {"origin": "https://localhost:8443"},
    "asked by a page without an origin": {"origin": "null"},
    "asked by an app": {"origin": "android:apk-key-hash:abc"},
    "a passkey of another host": {"host": "desk.example"},
    "a passkey of no host": {"host": ""},
    "the answer to another question": {"challenge": "A" * 43},
    "the answer to no question": {"challenge": ""},
    "the device does not know who touched it": {"flags": PRESENT},
    "nobody touched the device": {"flags": VERIFIED},
    "neither": {"flags": 0},
    "the count stands still, as with a copy": {"count": 1},
    "the count goes back, as with a copy": {"count": 0},
    "said while a passkey was made": {"type": "webauthn.create"},
    "signed by another key": {"private": ec.generate_private_key(ec.SECP256R1())},
    "signed by nobody": {"signature": b""},
    "signed by chance": {"signature": bytes(70)},
    "a passkey that nobody has": {"credential": b"made up made up made up made up "},
    "a passkey without a name": {"credential": b""},
    "it names somebody else as its owner": {"owner": "c29tZWJvZHkgZWxzZQ"},
    "it names no owner": {"owner": None},
    "what was signed is cut off": {"data": b"short"},
    "nothing was signed": {"data": b""},
}


def test_p30_an_answer_that_is_not_true_in_one_part_opens_nothing(
    desk: Flask, device: Device, clock: Clock, figure: Callable[[str], None]
) -> None:
    browser = Browser(desk)
    assert enter(browser, device).status_code == 303
    browser.post("/admin/sign-out")
    answers = set()
    for number, (reason, lies) in enumerate(LIES.items()):
        browser.source = f"192.0.2.{number + 10}"
        answer = enter(browser, device, **lies)
        assert answer.status_code == 401, reason
        assert not browser.is_in(), reason
        answers.add(answer.text.partition("<main")[2].partition('name="csrf_token"')[0])
        clock.move(minutes=16)
        # With the truth it goes on: the lie was the only thing wrong.
        assert enter(Browser(desk, browser.source), device).status_code == 303, reason
    assert len(answers) == 1, "nobody learns which part was wrong"
    figure(f"P30: {len(LIES)} false answers of a passkey: 0 in")


@pytest.mark.parametrize(
    "answer",
    ["{", "null", "[]", "{}", '"text"', "[" * 20_000, '{"id": "' + "A" * 50_000 + '"}', "\x00", "{" * 1000,
     '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "%", "authenticatorData": "", "signature": "", "userHandle": "a"}}'],
    ids=range(10),
)  # fmt: skip
def test_p30_what_is_no_answer_at_all_opens_nothing(desk: Flask, device: Device, answer: str) -> None:
    browser = Browser(desk)
    to_show(browser)
    assert browser.post("/admin/sign-in", {"proof_passkey": answer}).status_code == 401
    assert not browser.is_in()


def test_p30_a_question_is_answered_once_soon_and_by_the_browser_that_asked(
    desk: Flask, device: Device, clock: Clock
) -> None:
    browser, thief = Browser(desk), Browser(desk)
    asked = to_show(browser)
    answer = device.answer(asked)
    cookie = browser.cookie
    assert thief.post("/admin/sign-in", {"proof_passkey": answer}).status_code == 401, "it asked nothing"
    to_show(thief)
    assert thief.post("/admin/sign-in", {"proof_passkey": answer}).status_code == 401, "it asked for another"
    assert browser.post("/admin/sign-in", {"proof_passkey": answer}).status_code == 303
    browser.post("/admin/sign-out")
    assert browser.post("/admin/sign-in", {"proof_passkey": answer}).status_code == 401, "replayed"
    thief.with_cookie(cookie)
    higher = device.answer(asked)
    assert thief.post("/admin/sign-in", {"proof_passkey": higher}).status_code == 401, "with its cookie, too"
    first = device.answer(to_show(browser))
    to_show(browser)
    assert browser.post("/admin/sign-in", {"proof_passkey": first}).status_code == 401, "asked again since"
    late = device.answer(to_show(browser))
    clock.move(minutes=5)
    assert browser.post("/admin/sign-in", {"proof_passkey": late}).status_code == 401, "five minutes are over"
    just = device.answer(to_show(browser))
    clock.move(minutes=4, seconds=59)
    assert browser.post("/admin/sign-in", {"proof_passkey": just}).status_code == 303


def test_p30_a_wrong_answer_uses_the_question_up(desk: Flask, device: Device) -> None:
    browser = Browser(desk)
    asked = to_show(browser)
    cookie = browser.cookie
    wrong = device.answer(asked, flags=PRESENT)
    assert browser.post("/admin/sign-in", {"proof_passkey": wrong}).status_code == 401
    browser.with_cookie(cookie)
    assert browser.post("/admin/sign-in", {"proof_passkey": device.answer(asked)}).status_code == 401


def test_p30_questions_that_nobody_answered_are_cleared_away(
    desk: Flask, factory: sessionmaker[Session], clock: Clock
) -> None:
    for _ in range(5):
        to_show(Browser(desk))
    clock.move(minutes=5)
    to_show(Browser(desk))
    with factory() as session:
        assert len(session.scalars(select(PasskeyChallenge)).all()) == 1


def test_p30_a_password_with_a_passkey_of_somebody_else_opens_only_the_other_account(
    desk: Flask, members: dict[str, Member], another: Device
) -> None:
    browser = Browser(desk)
    form = {**members["editor"].proof(), "proof_passkey": another.answer(to_show(browser))}
    assert browser.post("/admin/sign-in", form).status_code == 303
    assert members["administrator"].email in browser.get("/admin/me").text


def test_p30_a_fresh_proof_takes_one_s_own_passkey(
    desk: Flask, members: dict[str, Member], clock: Clock, device: Device, another: Device
) -> None:
    browser, outside = Browser(desk), Browser(desk)
    members["editor"].sign_in(browser)
    clock.move(minutes=6)
    path = "/admin/me/recovery-codes"
    assert browser.post(path).status_code == 403
    asked = to_show(browser)
    assert len(asked["allowCredentials"]) == 1, "only their own is asked for"
    assert browser.post(path, {"proof_passkey": another.answer(asked)}).status_code == 403
    lent = another.answer(to_show(browser), owner=device.owner, credential=device.credential)
    assert browser.post(path, {"proof_passkey": lent}).status_code == 403
    foreign = device.answer(to_show(outside))
    assert browser.post(path, {"proof_passkey": foreign}).status_code == 403, "asked by another browser"
    clock.move(minutes=16)
    members["editor"].sign_in(browser)
    clock.move(minutes=6)
    # A passkey that was named in the question need not name its owner.
    own = device.answer(to_show(browser), owner=None)
    assert browser.post(path, {"proof_passkey": own}).status_code == 200
    assert browser.post(path).status_code == 200, "and is good for five minutes"


def test_p30_after_the_session_has_ended_a_passkey_carries_on_what_was_typed(
    desk: Flask, clock: Clock, another: Device
) -> None:
    browser = Browser(desk)
    enter(browser, another)
    clock.move(hours=9)
    form = {"name": "Ana López", "email": "ana@example.org", "roles": "editor", "regions": "GT"}
    asked = browser.post("/admin/people/invite", form)
    assert asked.status_code == 401
    assert 'data-passkey="proof_passkey"' in asked.text
    proof = {"proof_passkey": another.answer(to_show(browser)), "proof_code": ""}
    assert browser.post("/admin/people/invite", {**form, **proof}).status_code == 200
    assert "Ana López" in browser.get("/admin/people").text


def test_p30_whoever_is_shut_out_does_not_come_in_with_a_passkey(
    desk: Flask, members: dict[str, Member], device: Device
) -> None:
    administrator = Browser(desk)
    members["administrator"].sign_in(administrator)
    assert administrator.post("/admin/people/zoe-editor/shut-out").status_code == 303
    assert enter(Browser(desk), device).status_code == 401


#: What is not true while a passkey is made.
LIES_WHILE_MAKING: dict[str, dict[str, Any]] = {
    "asked by another page": {"origin": "https://desk.example"},
    "made for another host": {"host": "desk.example"},
    "the answer to another question": {"challenge": "A" * 43},
    "the device does not know who touched it": {"flags": PRESENT | 0x40},
    "nobody touched the device": {"flags": VERIFIED | 0x40},
    "there is no key in it": {"flags": PRESENT | VERIFIED},
    "said while one was shown": {"type": "webauthn.get"},
}


@pytest.mark.parametrize("reason", LIES_WHILE_MAKING)
def test_p30_a_passkey_that_is_not_true_in_one_part_is_not_added(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session], reason: str
) -> None:
    browser, made = Browser(desk), Device()
    members["editor"].sign_in(browser)
    answer = made.make(to_add(browser), **LIES_WHILE_MAKING[reason])
    form = {"passkey_name": "my phone", "answer": answer}
    assert browser.post("/admin/me/passkeys", form).status_code == 400
    with factory() as session:
        assert passkeys.of(session, members["editor"].id) == ()


def test_p30_a_question_to_a_new_passkey_is_answered_once_soon_and_here(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    browser, other = Browser(desk), Browser(desk)
    members["editor"].sign_in(browser)
    members["other"].sign_in(other)

    def sent(by: Browser, answer: str) -> int:
        return by.post("/admin/me/passkeys", {"passkey_name": "my phone", "answer": answer}).status_code

    assert sent(browser, "") == 400
    assert (
        sent(browser, Device().make({**to_add(browser), "challenge": to_show(browser)["challenge"]})) == 400
    )
    foreign = Device().make(to_add(browser))
    to_add(other)
    assert sent(other, foreign) == 400
    late = Device().make(to_add(browser))
    clock.move(minutes=5)
    members["editor"].sign_in(browser)
    assert sent(browser, late) == 400
    device = Device()
    answer = device.make(to_add(browser))
    assert sent(browser, answer) == 303
    enter(browser, device)
    assert sent(browser, answer) == 400, "replayed"
    assert enter(browser, device).status_code == 303, "also on a page to sign in that was left open"
    members["other"].sign_in(other)
    assert sent(other, device.make(to_add(other))) == 400, "it is somebody's already"


def test_p30_whoever_has_a_passkey_needs_it_to_add_another(
    desk: Flask, members: dict[str, Member], device: Device, factory: sessionmaker[Session]
) -> None:
    browser, second = Browser(desk), Device()
    members["editor"].sign_in(browser)
    asked = browser.post("/admin/me/passkeys", {"passkey_name": "my key"})
    assert asked.status_code == 403
    assert "proof_code" not in asked.text, "a password and a code are not even asked for"
    made = {"passkey_name": "my key", "answer": second.make({"user": {"id": device.owner}, "challenge": ""})}
    assert browser.post("/admin/me/passkeys", made).status_code == 403
    proof = {"proof_passkey": device.answer(to_show(browser))}
    assert browser.post("/admin/me/passkeys", {"passkey_name": "my key", **proof}).status_code == 200
    assert add_passkey(browser, second, "my key").status_code == 303
    with factory() as session:
        assert [row.name for row in passkeys.of(session, members["editor"].id)] == ["my phone", "my key"]


@pytest.mark.parametrize(
    ("name", "status"),
    [("", 400), ("  ", 400), ("x" * 61, 400), ("a\x07b", 400), ("a\u202eb", 400), ("x" * 60, 200), ("mi teléfono", 200)],
)  # fmt: skip
def test_p30_a_passkey_has_a_name_by_which_its_owner_knows_it(
    desk: Flask, members: dict[str, Member], name: str, status: int
) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    assert browser.post("/admin/me/passkeys", {"passkey_name": name}).status_code == status


def test_p30_an_account_holds_ten_passkeys(desk: Flask, device: Device) -> None:
    browser = Browser(desk)
    enter(browser, device)
    for _ in range(9):
        assert add_passkey(browser, Device()).status_code == 303
    full = browser.post("/admin/me/passkeys", {"passkey_name": "one more"})
    assert full.status_code == 400
    assert "10 passkeys" in full.text


def test_p30_recovery_by_two_people_takes_the_passkeys_away(
    desk: Flask, members: dict[str, Member], clock: Clock, device: Device
) -> None:
    first, second, lost = Browser(desk), Browser(desk), Browser(desk)
    enter(lost, device)
    members["administrator"].sign_in(first)
    members["other"].sign_in(second)
    assert first.post("/admin/people/zoe-editor/recovery").status_code == 303
    number = second.get("/admin/people").text.partition('action="/admin/recoveries/')[2].partition('"')[0]
    confirmed = second.post(f"/admin/recoveries/{number}")
    assert lost.is_in(), "until the link is used nothing changes"
    answer, _ = accept(Browser(desk), link_in(confirmed.text), clock, "a new set of words")
    assert answer.status_code == 200
    assert not lost.is_in()
    assert enter(Browser(desk), device).status_code == 401


def test_p30_adding_and_removing_stand_in_the_trail_without_the_key(
    desk: Flask, device: Device, factory: sessionmaker[Session]
) -> None:
    browser = Browser(desk)
    enter(browser, device)
    with factory() as session:
        (row,) = session.scalars(select(Passkey)).all()
    assert browser.post(f"/admin/me/passkeys/{row.id}/remove").status_code == 303
    with factory() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.action.like("%_passkey"))).all()
        assert [(act.action, act.by, act.record_id) for act in acts] == [
            ("add_passkey", "zoe-editor", "zoe-editor"),
            ("remove_passkey", "zoe-editor", "zoe-editor"),
        ]
        assert all("my phone" in act.document and row.credential not in act.document for act in acts)
        assert verify(session) == ()
