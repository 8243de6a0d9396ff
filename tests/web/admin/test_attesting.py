"""An operator answers by a link: it works once, shows one number, and changes nothing by itself."""

import re
from typing import Any

import pytest
from desk_browser import Browser, hidden
from example import OPERATOR_CONTACTS, document
from flask import Flask
from proposals import Review
from sqlalchemy import select
from werkzeug.test import TestResponse

from hotline.domain.errors import InputError
from hotline.services import auditing, deciding, proposing
from hotline.storage.directory import read_region
from hotline.storage.tables.attestations import Attestation
from hotline.storage.tables.letters import Letter
from hotline.storage.tables.reports import VisitorReport
from hotline.storage.tables.review import Change
from hotline.web.admin.plans import plans

ASK = "/admin/services/GT/gt-trata/attestation"
RIGHT = {"right": "yes", "number": "1555", "name": "Óscar Paz", "role": "coordinator", "words": ""}
WRONG = {**RIGHT, "right": "no", "number": "", "words": "We close at six."}


def ask(review: Review, browser: Browser | None = None) -> str:
    """The path of a new link, as the editor has it in hand."""
    shown = (browser or review.browser("editor")).post(ASK, {"contact_point": "voice"})
    assert shown.status_code == 200
    return re.search(r"/admin/attest/[\w-]+", shown.text)[0]  # type: ignore[index]


def send(app: Flask, path: str, form: dict[str, str], source: str = "203.0.113.9") -> TestResponse:
    """Answer as somebody who is not at the desk."""
    operator = Browser(app, source)
    page = operator.get(path)
    token = hidden(page.text, "csrf_token") if page.status_code == 200 else operator.token()
    return operator.open("POST", path, data={"csrf_token": token, **form})


def changes(review: Review) -> list[Change]:
    with review.factory() as session:
        return list(session.scalars(select(Change).where(Change.state == "proposed")))


def reports(review: Review) -> list[VisitorReport]:
    with review.factory() as session:
        return list(session.scalars(select(VisitorReport)))


def live_voice(review: Review) -> Any:
    with review.factory() as session:
        region = read_region(session, "GT")
    assert region
    return region.service("gt-trata").contact_points[0]


def give_contact(review: Review, **changes: Any) -> None:
    said = {**OPERATOR_CONTACTS[0], **changes}
    change = review.do(
        proposing.propose,
        review.person("editor"),
        "operator_contact",
        "GT",
        said,
        "x",
        review.clock(),
        plans(),
    )
    review.do(
        deciding.approve, review.person("reviewer"), change.id, change.version, {}, review.clock(), plans()
    )


def test_the_page_shows_the_number_and_needs_no_script_and_no_account(review: Review) -> None:
    path = ask(review)
    page = Browser(review.app, "203.0.113.1").get(path)
    assert page.status_code == 200
    assert "1555" in page.text
    assert "<script" not in page.text
    assert "canary" not in page.text.lower()


def test_a_right_answer_proposes_a_change_with_itself_as_the_source(review: Review) -> None:
    path = ask(review)
    assert send(review.app, path, RIGHT).status_code == 200
    (change,) = changes(review)
    assert change.created_by == review.members["editor"].id
    point = change.after["contact_point"][0]  # type: ignore[index]
    source = point["evidence"][-1]
    assert (source["obtained"], source["address"]) == ("operator", "attestation 1")
    assert source["date"] == source["read"] == point["assured_date"] == "2026-11-24"
    assert "Óscar Paz (coordinator)" in source["says"]
    assert point["number"] == "1555"
    assert live_voice(review).assured_date != review.clock().date(), "nothing is published yet"
    with review.factory() as session:
        assert auditing.verify(session) == ()


def test_whoever_asked_cannot_approve_the_answer_and_somebody_else_can(review: Review) -> None:
    send(review.app, ask(review), RIGHT)
    (change,) = changes(review)
    approval = (change.id, change.version, {}, review.clock(), plans())
    with pytest.raises(InputError) as refused:
        review.do(deciding.approve, review.person("editor"), *approval)
    assert [problem.code for problem in refused.value.problems] == ["needs_second_person"]
    review.do(deciding.approve, review.person("reviewer"), *approval)
    assert live_voice(review).assured_date == review.clock().date()


def test_a_number_that_is_dialled_from_elsewhere_counts_as_the_same(review: Review) -> None:
    send(review.app, ask(review), {**RIGHT, "number": " 15-55 "})
    assert len(changes(review)) == 1


def test_something_wrong_changes_nothing_and_tells_the_desk(review: Review) -> None:
    assert send(review.app, ask(review), WRONG).status_code == 200
    assert changes(review) == []
    (report,) = reports(review)
    assert (report.region, report.seen) == ("GT", "attestation 1")
    assert "We close at six." in (report.words or "")


def test_five_wrong_numbers_end_the_link_and_tell_the_desk_once(review: Review) -> None:
    path = ask(review)
    for number in range(4):
        answer = send(review.app, path, {**RIGHT, "number": f"155{number}"}, f"203.0.113.{number + 1}")
        assert answer.status_code == 400
        assert "Óscar Paz" in answer.text, "what was typed is still there"
    assert send(review.app, path, {**RIGHT, "number": "1554"}).status_code == 404
    assert send(review.app, path, RIGHT).status_code == 404, "the right number comes too late"
    assert changes(review) == []
    (report,) = reports(review)
    assert "1550" in (report.words or "")


@pytest.mark.parametrize("missing", ["right", "name", "role"])
def test_a_missing_answer_is_asked_for_and_counts_as_no_try(review: Review, missing: str) -> None:
    path = ask(review)
    answer = send(review.app, path, {**RIGHT, missing: ""})
    assert answer.status_code == 400
    assert f'href="#{missing}"' in answer.text
    assert reports(review) == []
    assert send(review.app, path, RIGHT).status_code == 200


def ended_pages(review: Review) -> dict[str, TestResponse]:
    """Every kind of link that opens nothing, each asked for by a browser of its own."""
    editor = review.browser("editor")
    used = ask(review, editor)
    send(review.app, used, RIGHT)
    replaced = ask(review, editor)
    open_one = ask(review, editor)
    links = {
        "used": used,
        "replaced": replaced,
        "tampered": open_one[:-1] + ("A" if open_one[-1] != "A" else "B"),
        "longer": open_one + "A",
        "made up": "/admin/attest/made-up",
    }
    found = {name: Browser(review.app, "203.0.113.77").get(path) for name, path in links.items()}
    review.clock.move(days=14)
    found["expired"] = Browser(review.app, "203.0.113.77").get(open_one)
    return found


def test_every_link_that_has_ended_answers_the_same_and_says_whom_to_ask(review: Review) -> None:
    pages = ended_pages(review)
    assert {page.status_code for page in pages.values()} == {404}
    bodies = {re.sub(r'name="(csrf_token|back)" value="[^"]*"', "", page.text) for page in pages.values()}
    assert len(bodies) == 1
    assert "quien se lo envió" in bodies.pop()


@pytest.mark.parametrize("seconds", [-1, 0])
def test_a_link_lasts_two_weeks(review: Review, seconds: int) -> None:
    path = ask(review)
    review.clock.move(days=14, seconds=seconds)
    assert Browser(review.app).get(path).status_code == (200 if seconds < 0 else 404)


def test_a_used_link_cannot_be_sent_again(review: Review) -> None:
    path = ask(review)
    operator = Browser(review.app, "203.0.113.5")
    form = {"csrf_token": hidden(operator.get(path).text, "csrf_token"), **RIGHT}
    assert operator.open("POST", path, data=form).status_code == 200
    assert operator.open("POST", path, data=form).status_code == 404
    assert len(changes(review)) == 1


def test_a_number_that_changed_meanwhile_ends_the_link(review: Review) -> None:
    path = ask(review)
    operator = Browser(review.app, "203.0.113.6")
    form = {"csrf_token": hidden(operator.get(path).text, "csrf_token"), **RIGHT}
    said = document()["service"][0]
    said["contact_point"][0]["number"] = "1556"
    said["contact_point"][0]["evidence"].append(
        {**said["contact_point"][0]["evidence"][0], "title": "another source"}
    )
    change = review.do(
        proposing.propose, review.person("editor"), "service", "GT", said, "x", review.clock(), plans()
    )
    typed = {"voice": "1556"}
    review.do(
        deciding.approve, review.person("reviewer"), change.id, change.version, typed, review.clock(), plans()
    )
    assert operator.open("POST", path, data=form).status_code == 404
    assert operator.get(path).status_code == 404
    assert changes(review) == []


def test_the_database_holds_no_secret_of_a_link(review: Review) -> None:
    secret = ask(review).rpartition("/")[2]
    with review.factory() as session:
        (row,) = session.scalars(select(Attestation)).all()
    assert secret not in repr(vars(row))


def test_with_mail_the_link_goes_to_the_operator_in_their_language_and_nobody_here_sees_it(
    review: Review,
) -> None:
    give_contact(review)
    review.app.config["MAILS"] = True
    shown = review.browser("editor").post(ASK, {"contact_point": "voice"})
    assert shown.status_code == 200
    assert "/admin/attest/" not in shown.text
    with review.factory() as session:
        (letter,) = session.scalars(select(Letter).where(Letter.about == "attestation")).all()
    assert (letter.email, letter.language, letter.secret) == ("canary@operator.example", "fr", True)
    path = re.search(r"/admin/attest/[\w-]+", letter.body)[0]  # type: ignore[index]
    page = Browser(review.app, "203.0.113.3").get(path)
    assert '<html lang="fr"' in page.text
    assert path not in review.browser("editor").get("/admin/letters").text


def test_the_operator_chooses_another_language(review: Review) -> None:
    path = ask(review)
    operator = Browser(review.app, "203.0.113.4")
    assert '<html lang="es"' in operator.get(path).text
    form = {"csrf_token": hidden(operator.get(path).text, "csrf_token"), "language": "en", "back": path}
    assert operator.open("POST", "/admin/language", data=form).headers["Location"].endswith(path)
    assert '<html lang="en"' in operator.get(path).text
    assert send(review.app, path, RIGHT).status_code == 200


def test_asking_needs_a_published_number_of_the_service(review: Review) -> None:
    browser = review.browser("editor")
    assert browser.post(ASK, {"contact_point": "nothing"}).status_code == 400
    assert browser.get("/admin/services/GT/gt-nothing/attestation").status_code == 404
    assert browser.get("/admin/services/NI/ni-trata/attestation").status_code == 404
    assert (
        browser.post("/admin/services/NI/ni-trata/attestation", {"contact_point": "voice"}).status_code == 403
    )
