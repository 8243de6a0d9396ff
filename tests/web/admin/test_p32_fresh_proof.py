"""A sign-in older than five minutes is asked again before people, roles and keys change (P32)."""

import pytest
from desk_browser import Browser, Clock, Member, hidden
from flask import Flask

from hotline.services import signing_in

#: Every form of the desk that is not dangerous, and why not.
HARMLESS = {
    "signing.sign_in_now": "it is the proof itself",
    "signing.accept": "the link is the proof, and it works once",
    "signing.sign_out": "leaving never waits",
    "signing.choose_language": "it changes words only",
    "passkeys.put_question": "it only asks; the answer is the proof itself",
    "history.look_up": "it only reads; a form, so that the number stands in no address",
    "history.verify": "it only reads",
    "attachments.add": "it publishes nothing; a change that names it needs a second person",
    "files.bring": "it publishes nothing; a material that names it needs a second person",
    "changes.return_it": "it publishes nothing, and the text is kept",
    "changes.discard": "it publishes nothing, and the text is kept",
    "changes.withdraw": "it publishes nothing, and it is one’s own",
    "changes.undo": "it proposes, and a second person approves",
    "reports.close": "it changes no number, and the trail keeps who closed what",
    "records.edit_now": "a proposal publishes nothing; approving asks",
    "records.new_now": "a proposal publishes nothing; approving asks",
    "records.revise_now": "a proposal publishes nothing; approving asks",
    "records.removal_now": "a proposal publishes nothing; approving asks",
    "sheets.bring_now": "it only reads; what was found is kept for a day",
    "sheets.propose": "a proposal publishes nothing; approving asks",
    "letters.pass_on": "it publishes nothing, and the trail keeps who told whom",
    "attesting.answer_now": "the link is the proof; an answer only proposes, and a second person approves",
    "mine.end_others": "it takes access away, and from oneself",
}

INVITATION = {
    "name": "Ana López",
    "email": "ana@example.org",
    "roles": ["editor", "reviewer"],
    "regions": ["GT"],
}


def test_p32_every_other_form_asks_for_a_fresh_proof(desk: Flask) -> None:
    lax = {
        rule.endpoint
        for rule in desk.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not hasattr(desk.view_functions[rule.endpoint], "needs_fresh")
    }
    assert lax == set(HARMLESS)


@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (300, 403)], ids=["just fresh", "too old"])
def test_p32_a_proof_lasts_five_minutes(
    desk: Flask, members: dict[str, Member], clock: Clock, seconds: int, status: int
) -> None:
    browser = Browser(desk)
    members["administrator"].sign_in(browser)
    clock.move(seconds=seconds)
    assert browser.post("/admin/people/invite", INVITATION).status_code == status


def test_p32_using_the_desk_does_not_make_an_old_proof_young(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    browser = Browser(desk)
    members["administrator"].sign_in(browser)
    for _ in range(6):
        clock.move(minutes=1)
        assert browser.get("/admin/people/invite").status_code == 200
    assert browser.post("/admin/people/invite", INVITATION).status_code == 403


def test_p32_what_was_typed_goes_on_with_the_proof(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    browser, member = Browser(desk), members["administrator"]
    member.sign_in(browser)
    clock.move(minutes=6)
    asked = browser.post("/admin/people/invite", INVITATION)
    assert asked.status_code == 403
    assert hidden(asked.text, "name") == "Ana López"
    assert asked.text.count('name="roles"') == 2
    assert "Ana López" not in browser.get("/admin/people").text
    done = browser.post("/admin/people/invite", {**INVITATION, **member.proof()})
    assert done.status_code == 200
    assert "Ana López" in browser.get("/admin/people").text


def test_p32_after_the_session_has_ended_what_was_typed_goes_on_too(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    browser, member = Browser(desk), members["administrator"]
    member.sign_in(browser)
    clock.move(hours=9)
    asked = browser.post("/admin/people/invite", INVITATION)
    assert (asked.status_code, hidden(asked.text, "email")) == (401, "ana@example.org")
    assert browser.post("/admin/people/invite", {**INVITATION, **member.proof()}).status_code == 200
    # Whoever signs in on that page gets their own rights, not those of the one before.
    clock.move(hours=9)
    answer = browser.post("/admin/people/invite", {**INVITATION, **members["editor"].proof()})
    assert answer.status_code == 403
    assert 'name="roles"' not in answer.text


def test_p32_a_wrong_proof_changes_nothing_and_counts_as_a_guess(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    browser, member = Browser(desk), members["administrator"]
    member.sign_in(browser)
    clock.move(minutes=6)
    wrong = {**INVITATION, "proof_password": member.password, "proof_code": "000000"}
    for _ in range(signing_in.FREE_TRIES):
        assert browser.post("/admin/people/invite", wrong).status_code == 403
    clock.move(milliseconds=500)
    refused = browser.post("/admin/people/invite", wrong)
    assert refused.status_code == 403
    assert "too many tries" in refused.text
    assert "Ana López" not in browser.get("/admin/people").text


def test_p32_passwords_are_never_carried_along(desk: Flask, members: dict[str, Member], clock: Clock) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    clock.move(minutes=6)
    form = {"password": "another set of words", "password_again": "another set of words"}
    asked = browser.post("/admin/me/password", form)
    assert asked.status_code == 403
    assert "another set of words" not in asked.text
