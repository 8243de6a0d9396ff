"""Sessions end, their cookie goes nowhere else, and forms of other sites are refused (P34)."""

import pytest
from desk_browser import COOKIE, PASSWORD, Browser, Clock, Member, new_phone, scripts_in
from flask import Flask
from passkey_device import Device, add_passkey, enter, to_show

from hotline.editions.rendering import csp_source
from hotline.web import security


def test_p34_the_cookie_has_every_lock_there_is(desk: Flask, members: dict[str, Member]) -> None:
    answer = members["editor"].sign_in(Browser(desk))
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    parts = cookies[0].split("; ")
    assert parts[0].startswith(f"{COOKIE}=")
    assert COOKIE.startswith("__Host-")
    assert set(parts[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"}


@pytest.mark.parametrize(("seconds", "in_"), [(899, True), (900, False)], ids=["just under", "15 minutes"])
def test_p34_an_idle_session_ends(
    desk: Flask, members: dict[str, Member], clock: Clock, seconds: int, in_: bool
) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    clock.move(seconds=seconds)
    assert browser.is_in() is in_


def test_p34_a_session_in_use_ends_after_eight_hours(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    for _ in range(47):
        clock.move(minutes=10)
        assert browser.is_in()
    clock.move(minutes=9, seconds=59)
    assert browser.is_in()
    clock.move(seconds=1)
    assert not browser.is_in()


def test_p34_a_copy_of_the_cookie_is_worth_nothing_after_sign_out(
    desk: Flask, members: dict[str, Member]
) -> None:
    browser, thief = Browser(desk), Browser(desk)
    members["editor"].sign_in(browser)
    thief.with_cookie(browser.cookie)
    assert thief.is_in()
    assert browser.post("/admin/sign-out").status_code == 303
    assert (browser.is_in(), thief.is_in()) == (False, False)


def test_p34_each_sign_in_has_a_cookie_of_its_own(desk: Flask, members: dict[str, Member]) -> None:
    browser, planted = Browser(desk), Browser(desk)
    browser.get("/admin/sign-in")
    planted.with_cookie(browser.cookie)
    members["editor"].sign_in(browser)
    assert browser.is_in()
    assert not planted.is_in(), "a cookie from before the sign-in does not become a signed-in one"


def test_p34_a_new_password_ends_every_session(desk: Flask, members: dict[str, Member]) -> None:
    here, elsewhere, member = Browser(desk), Browser(desk), members["editor"]
    member.sign_in(here)
    member.sign_in(elsewhere)
    form = {"password": "another set of words", "password_again": "another set of words"}
    assert here.post("/admin/me/password", form).status_code == 303
    assert (here.is_in(), elsewhere.is_in()) == (False, False)
    assert member.sign_in(here).status_code == 401
    member.password = "another set of words"
    assert member.sign_in(here).status_code == 303


@pytest.mark.parametrize("act", ["rights", "shut-out"])
def test_p34_other_roles_and_being_shut_out_end_every_session(
    desk: Flask, members: dict[str, Member], act: str
) -> None:
    administrator, browser = Browser(desk), Browser(desk)
    members["administrator"].sign_in(administrator)
    members["editor"].sign_in(browser)
    answer = administrator.post(f"/admin/people/zoe-editor/{act}", {"roles": "reviewer", "regions": "GT"})
    assert answer.status_code == 303
    assert not browser.is_in()
    assert (members["editor"].sign_in(browser).status_code == 303) is (act == "rights")


def test_p34_removing_a_passkey_ends_every_session_but_the_one_that_did_it(
    desk: Flask, members: dict[str, Member]
) -> None:
    here, with_it, elsewhere, somebody = Browser(desk), Browser(desk), Browser(desk), Browser(desk)
    kept, lost, member = Device(), Device(), members["editor"]
    members["other"].sign_in(somebody)
    member.sign_in(here)
    add_passkey(here, kept)
    enter(here, kept)
    add_passkey(here, lost)
    enter(with_it, lost)
    member.sign_in(elsewhere)
    assert here.post("/admin/me/passkeys/2/remove").status_code == 303
    assert (here.is_in(), with_it.is_in(), elsewhere.is_in()) == (True, False, False)
    assert somebody.is_in()
    assert enter(with_it, lost).status_code == 401
    assert here.post("/admin/me/passkeys/1/remove").status_code == 303
    assert not here.is_in(), "it was signed in with the one that is gone"


def test_p34_another_phone_ends_every_other_session(desk: Flask, members: dict[str, Member]) -> None:
    here, elsewhere = Browser(desk), Browser(desk)
    members["editor"].sign_in(here)
    members["editor"].sign_in(elsewhere)
    assert new_phone(here, members["editor"]).status_code == 303
    assert (here.is_in(), elsewhere.is_in()) == (True, False)


def test_p34_a_sign_in_with_a_passkey_has_a_cookie_of_its_own(
    desk: Flask, members: dict[str, Member]
) -> None:
    browser, planted, device = Browser(desk), Browser(desk), Device()
    members["editor"].sign_in(browser)
    add_passkey(browser, device)
    browser.post("/admin/sign-out")
    asked = to_show(browser)
    planted.with_cookie(browser.cookie)
    browser.post("/admin/sign-in", {"proof_passkey": device.answer(asked)})
    assert browser.is_in()
    assert not planted.is_in()


def test_p34_ending_all_other_sessions_keeps_this_one(desk: Flask, members: dict[str, Member]) -> None:
    here, elsewhere = Browser(desk), Browser(desk)
    members["editor"].sign_in(here)
    members["editor"].sign_in(elsewhere)
    assert here.post("/admin/me/sessions").status_code == 303
    assert (here.is_in(), elsewhere.is_in()) == (True, False)


def test_p34_a_cookie_that_was_altered_opens_nothing(desk: Flask, members: dict[str, Member]) -> None:
    browser, thief = Browser(desk), Browser(desk)
    members["editor"].sign_in(browser)
    cookie = browser.cookie or ""
    for place in range(0, len(cookie), max(1, len(cookie) // 25)):
        other = "A" if cookie[place] != "A" else "B"
        thief.with_cookie(cookie[:place] + other + cookie[place + 1 :])
        assert not thief.is_in()


def test_p34_forms_of_other_sites_are_refused(desk: Flask, members: dict[str, Member]) -> None:
    browser, other = Browser(desk), Browser(desk)
    members["administrator"].sign_in(browser)
    members["other"].sign_in(other)
    right, foreign = browser.token(), other.token()
    forged = [
        {},
        {"csrf_token": ""},
        {"csrf_token": "null"},
        {"csrf_token": foreign},
        {"csrf_token": right[:-1]},
        {"csrf_token": right + "A"},
        {"csrf_token": right.lower()},
        {"csrf": right},
        {"csrf_token": right[::-1]},
    ]
    targets = [
        (
            "/admin/people/invite",
            {"name": "Eva", "email": "eva@example.org", "roles": "editor", "regions": "GT"},
        ),
        ("/admin/people/zoe-editor/rights", {"roles": "administrator"}),
        ("/admin/people/zoe-editor/shut-out", {}),
        ("/admin/me/password", {"password": PASSWORD[::-1], "password_again": PASSWORD[::-1]}),
        ("/admin/sign-out", {}),
    ]
    before = browser.get("/admin/people").text
    refused = []
    for number, (path, form) in enumerate(targets):
        browser.source = f"192.0.2.{number + 10}"
        refused += [browser.open("POST", path, data={**form, **token}).status_code for token in forged]
        for site in ("cross-site", "same-site", "none"):
            headers = {"Sec-Fetch-Site": site}
            answer = browser.open("POST", path, data={**form, "csrf_token": right}, headers=headers)
            refused.append(answer.status_code)
    assert len(refused) >= 50
    assert set(refused) == {400}
    assert browser.is_in()
    assert browser.get("/admin/people").text.count("<li>") == before.count("<li>")


def test_p34_a_link_changes_nothing(desk: Flask, members: dict[str, Member]) -> None:
    browser = Browser(desk)
    members["administrator"].sign_in(browser)
    for rule in desk.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = rule.rule.replace("<person_id>", "zoe-editor").replace("<int:recovery>", "1")
            answer = browser.get(path.replace("<secret>", "made-up"))
            assert answer.status_code in {200, 303, 403, 404, 405}, rule.rule
    editor = Browser(desk)
    assert members["editor"].sign_in(editor).status_code == 303
    assert browser.is_in()


@pytest.mark.parametrize(
    ("path", "scripts"),
    [("/admin/sign-in", 1), ("/admin/nowhere", 0), ("/admin/people", 0), ("/admin/assets/desk.css", 0)],
)
def test_p34_every_answer_of_the_desk_has_its_table_of_headers(
    browser: Browser, path: str, scripts: int
) -> None:
    answer = browser.get(path)
    found = scripts_in(answer.text)
    assert len(found) == scripts
    table = security.desk_headers(*map(csp_source, found))
    assert {name: answer.headers.get(name) for name in table} == dict(table)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert ("script-src 'none'" in policy, "publickey-credentials-get=()" in str(answer.headers)) == (
        scripts == 0,
        scripts == 0,
    )


def test_p34_the_one_script_is_small_and_reaches_nowhere_else(desk: Flask) -> None:
    (script,) = scripts_in(Browser(desk).get("/admin/sign-in").text)
    assert len(script.encode()) < 3000
    for word in ("http:", "https:", "innerHTML", "eval", "document.write", "cookie", "Storage"):
        assert word not in script
