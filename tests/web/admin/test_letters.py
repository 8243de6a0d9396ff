"""Letters at the desk: whom somebody has to tell, what they would read, and links that nobody sees."""

import html
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from desk_browser import Browser, Member
from flask import Flask
from proposals import Review
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hotline.services import letters
from hotline.storage.session import writing
from hotline.storage.tables.letters import Letter

BODY = "Buenos días,\n\n«Ñandú» & más:\n  Hasta ahora: 1555"


def write(review: Review, region: str = "GT", **changes: str | None) -> int:
    how = {"email": "office@operator.example", "name": "Oficina", "phone": "+502 2222 0000", **changes}
    with writing(review.factory) as session:
        return letters.write(
            session, "change", "es", "Cambio en una ficha", BODY, review.clock(),
            region=region, record_id="gt-trata", email=how["email"], name=how["name"], phone=how["phone"],
        ).id  # fmt: skip


def test_without_mail_a_letter_is_shown_to_copy_and_opens_in_a_mail_program(review: Review) -> None:
    write(review)
    page = review.browser("editor").get("/admin/letters").text
    assert BODY in html.unescape(page)
    address = html.unescape(re.search(r'href="(mailto:[^"]+)"', page)[1])  # type: ignore[index]
    said = parse_qs(urlsplit(address).query)
    assert urlsplit(address).path == "office@operator.example"
    assert said["subject"] == ["Cambio en una ficha"]
    assert said["body"] == [BODY.replace("\n", "\r\n")]


def test_with_mail_it_is_on_its_way_until_it_has_failed_twice(review: Review) -> None:
    letter_id = write(review)
    review.app.config["MAILS"] = True
    browser = review.browser("editor")
    assert "mailto:" not in browser.get("/admin/letters").text
    with writing(review.factory) as session:
        letter = session.get_one(Letter, letter_id)
        letter.tries, letter.failed = 2, "SMTPRecipientsRefused"
    page = browser.get("/admin/letters").text
    assert "mailto:" in page
    assert "SMTPRecipientsRefused" in page


def test_who_has_no_address_is_told_by_phone_and_how_is_written_down(review: Review) -> None:
    letter_id = write(review, email=None)
    review.app.config["MAILS"] = True
    browser = review.browser("editor")
    assert "+502 2222 0000" in browser.get("/admin/letters").text
    refused = browser.post(f"/admin/letters/{letter_id}", {"how": " "})
    assert refused.status_code == 400
    assert f'href="#how-{letter_id}"' in refused.text
    assert browser.post(f"/admin/letters/{letter_id}", {"how": "Read out to Rosa."}).status_code == 303
    assert "+502 2222 0000" not in browser.get("/admin/letters").text
    again = browser.post(f"/admin/letters/{letter_id}", {"how": "Read out to Rosa."})
    assert again.status_code == 400


def test_letters_of_another_region_are_neither_seen_nor_passed_on(review: Review) -> None:
    letter_id = write(review, "NI", phone="+505 2222 0000", email=None)
    browser = review.browser("editor")
    assert "+505 2222 0000" not in browser.get("/admin/letters").text
    assert browser.post(f"/admin/letters/{letter_id}", {"how": "x"}).status_code == 400


INVITATION = {"name": "Ana López", "email": "ana@example.org", "roles": ["editor"], "regions": ["GT"]}


def test_with_mail_an_invitation_is_mailed_and_shown_to_nobody(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    desk.config["MAILS"] = True
    browser = Browser(desk)
    members["administrator"].sign_in(browser)
    answer = browser.post("/admin/people/invite", INVITATION)
    assert answer.status_code == 200
    assert "ana@example.org" in answer.text
    assert "/admin/invitation/" not in answer.text
    with factory() as session:
        (letter,) = session.scalars(select(Letter)).all()
    path = re.search(r"/admin/invitation/[\w-]+", letter.body)[0]  # type: ignore[index]
    assert (letter.email, letter.secret) == ("ana@example.org", True)
    assert Browser(desk, "203.0.113.2").get(path).status_code == 200
    assert path not in browser.get("/admin/letters").text


def test_without_mail_the_link_is_shown_and_kept_nowhere(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    browser = Browser(desk)
    members["administrator"].sign_in(browser)
    assert "/admin/invitation/" in browser.post("/admin/people/invite", INVITATION).text
    with factory() as session:
        assert session.scalars(select(Letter)).all() == []


def test_a_recovery_is_mailed_to_the_person_and_not_to_those_who_help(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    desk.config["MAILS"] = True
    first, second = Browser(desk), Browser(desk, "192.0.2.9")
    members["administrator"].sign_in(first)
    assert first.post("/admin/people/zoe-editor/recovery").status_code == 303
    members["other"].sign_in(second)
    action = re.search(r"/admin/recoveries/\d+", second.get("/admin/people").text)[0]  # type: ignore[index]
    answer = second.post(action)
    assert answer.status_code == 200
    assert "/admin/invitation/" not in answer.text
    with factory() as session:
        (letter,) = session.scalars(select(Letter)).all()
    assert (letter.email, letter.about) == (members["editor"].email, "recovery")


def test_a_link_that_cannot_be_mailed_is_seen_by_administrators_without_the_link(review: Review) -> None:
    with writing(review.factory) as session:
        letter = letters.write_secret(
            session, "invitation", "es", "Su enlace", "https://lines.example.org/the-link", review.clock(),
            email="ana@example.org", expires_at=review.clock() + timedelta(days=3), record_id="ana",
        )  # fmt: skip
        letter.tries, letter.next_try, letter.failed = 9, None, "SMTPRecipientsRefused"
        letter_id = letter.id
    browser = review.browser("administrator")
    page = browser.get("/admin/letters").text
    assert "ana@example.org" in page
    assert "the-link" not in page
    assert browser.post(f"/admin/letters/{letter_id}", {"how": "A new link."}).status_code == 303
    assert "ana@example.org" not in browser.get("/admin/letters").text
    assert "ana@example.org" not in review.browser("editor").get("/admin/letters").text
