"""Guessing is useless: the account slows down, whoever asks gets the same answer (P33)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from conftest import FULL
from desk_browser import Browser, Clock, Member, without_tokens
from flask import Flask
from passkey_device import PRESENT, Device, add_passkey, enter, to_show
from sqlalchemy.orm import Session, sessionmaker

from hotline.services import signing_in
from hotline.storage.session import writing

#: All repetitions, or a short form.
TRIES = 10_000 if FULL else 60


def test_p33_guesses_of_the_code_by_somebody_who_has_the_password(
    desk: Flask, members: dict[str, Member], clock: Clock, figure: Callable[[str], None]
) -> None:
    member = members["reviewer"]
    shown = {member.code()}
    browser = Browser(desk)
    token = browser.token()
    came_in = looked_at = 0
    for number in range(TRIES):
        clock.move(seconds=1)
        shown.add(member.shown())
        # A code that the phone does not show in these minutes: whether a guess is lucky is no matter here.
        code = next(
            f"{n % 1_000_000:06}" for n in range(number * 7919, 10**9) if f"{n % 1_000_000:06}" not in shown
        )
        # From an address of its own each time, so that only the count in the database slows it down.
        browser.source = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
        answer = browser.open(
            "POST",
            "/admin/sign-in",
            data={
                "csrf_token": token,
                "proof_email": member.email,
                "proof_password": member.password,
                "proof_code": code,
            },
        )
        came_in += answer.status_code != 401
        looked_at += "too many tries" not in answer.text and "demasiados intentos" not in answer.text
    figure(f"P33: {TRIES} tries, one a second: {looked_at} were looked at, {came_in} came in")
    assert came_in == 0
    # 5 free ones, 10 while the wait doubles to a quarter of an hour, then four an hour.
    assert looked_at <= 5 + 10 + 4 * TRIES / 3600 + 1
    clock.move(minutes=15)
    assert member.sign_in(Browser(desk)).status_code == 303, "the person themselves comes in after the wait"


def test_p33_the_answers_for_somebody_and_for_nobody_are_the_same(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    def answers(email: str) -> list[tuple[int, str]]:
        browser = Browser(desk)
        heard = []
        for _ in range(12):
            form = {"proof_email": email, "proof_password": "wrong words together", "proof_code": "000000"}
            answer = browser.post("/admin/sign-in", form)
            heard.append((answer.status_code, without_tokens(answer.text).replace(email, "")))
        return heard

    known, unknown = answers(members["editor"].email), answers("nobody@example.org")
    assert known == unknown
    assert len({status for status, _ in known}) == 1
    assert len({page for _, page in known}) == 2, "wrong, and then: wait"


def test_p33_for_nobody_as_much_is_computed_as_for_somebody(
    desk: Flask, members: dict[str, Member], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not time is compared, which says little on a busy machine, but what takes the time.
    from hotline.web.admin import identity

    seen: list[str] = []
    verify = identity.verify_password

    def counted(password: str, stored: str) -> bool:
        seen.append(stored.rsplit("$", 2)[0])
        return bool(verify(password, stored))

    monkeypatch.setattr(identity, "verify_password", counted)
    for email in (members["editor"].email, "nobody@example.org", "", "a" * 5000):
        form = {"proof_email": email, "proof_password": "wrong words together", "proof_code": "000000"}
        assert Browser(desk).post("/admin/sign-in", form).status_code == 401
    assert len(seen) == 4
    assert len(set(seen)) == 1, "the same method with the same cost"


@pytest.mark.parametrize(
    ("failures", "wait"),
    [
        (4, timedelta()),
        (5, timedelta(seconds=1)),
        (6, timedelta(seconds=2)),
        (9, timedelta(seconds=16)),
        (15, timedelta(minutes=15)),
        (400, timedelta(minutes=15)),
    ],
)
def test_p33_the_wait_doubles_up_to_a_quarter_of_an_hour(
    factory: sessionmaker[Session], clock: Clock, failures: int, wait: timedelta
) -> None:
    with writing(factory) as session:
        for _ in range(failures):
            assert signing_in.wait_before(session, "ana@example.org", clock()) == timedelta()
            clock.moment += timedelta(minutes=15)
        clock.moment -= timedelta(minutes=15)
        assert signing_in.wait_before(session, " ANA@example.org", clock()) == wait
        assert signing_in.wait_before(session, "eva@example.org", clock()) == timedelta()


def test_p33_a_day_later_the_count_begins_anew(factory: sessionmaker[Session], clock: Clock) -> None:
    with writing(factory) as session:
        for _ in range(20):
            signing_in.wait_before(session, "ana@example.org", clock())
        clock.move(days=1, seconds=1)
        for _ in range(5):
            assert not signing_in.wait_before(session, "ana@example.org", clock())


def test_p33_tries_at_the_same_time_are_not_cheaper(factory: sessionmaker[Session], clock: Clock) -> None:
    def one(_: int) -> bool:
        with writing(factory) as session:
            return not signing_in.wait_before(session, "ana@example.org", clock())

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == signing_in.FREE_TRIES


def test_p33_a_success_forgets_the_failures_before_it(desk: Flask, members: dict[str, Member]) -> None:
    member = members["editor"]
    for _ in range(3):
        for _ in range(4):
            wrong = {"proof_email": member.email, "proof_password": "wrong", "proof_code": "000000"}
            Browser(desk).post("/admin/sign-in", wrong)
        assert member.sign_in(Browser(desk)).status_code == 303


def test_p33_one_place_has_its_own_limit_on_top(desk: Flask) -> None:
    browser = Browser(desk)
    token = browser.token()
    form = {"csrf_token": token, "proof_email": "", "proof_password": "", "proof_code": ""}
    statuses = [browser.open("POST", "/admin/sign-in", data=form).status_code for _ in range(61)]
    assert statuses[59:] == [401, 429]


def test_p33_guesses_at_a_passkey_are_counted_under_its_name(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    device = _passkey_of(desk, members["editor"])
    for _ in range(signing_in.FREE_TRIES):
        assert enter(Browser(desk), device, flags=PRESENT).status_code == 401
    clock.move(milliseconds=500)
    assert "demasiados intentos" in enter(Browser(desk), device).text, "a right one has to wait, too"
    clock.move(seconds=1)
    assert enter(Browser(desk), device).status_code == 303
    # The passwords of the same person were not guessed at.
    assert members["editor"].sign_in(Browser(desk)).status_code == 303


def test_p33_the_answers_for_a_passkey_of_somebody_and_of_nobody_are_the_same(
    desk: Flask, members: dict[str, Member]
) -> None:
    known, unknown = _passkey_of(desk, members["editor"]), Device(owner="bm9ib2R5")

    def answers(device: Device) -> list[tuple[int, str]]:
        browser = Browser(desk)
        heard = [enter(browser, device, signature=b"wrong") for _ in range(12)]
        return [(answer.status_code, without_tokens(answer.text)) for answer in heard]

    assert answers(known) == answers(unknown)
    assert len(set(answers(unknown))) == 1


def test_p33_the_question_is_the_same_whoever_is_thought_of(desk: Flask, members: dict[str, Member]) -> None:
    before = to_show(Browser(desk))
    _passkey_of(desk, members["editor"])
    after = to_show(Browser(desk))
    assert {**before, "challenge": ""} == {**after, "challenge": ""}


def _passkey_of(desk: Flask, member: Member) -> Device:
    browser, device = Browser(desk), Device()
    member.sign_in(browser)
    assert add_passkey(browser, device).status_code == 303
    return device
