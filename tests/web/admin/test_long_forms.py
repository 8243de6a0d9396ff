"""A long form comes through whole, also when whoever sends it has to show again who they are."""

import html
import re

from desk_browser import Browser
from filled_form import Form, press
from proposals import Review
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from hotline.storage.tables.review import Change
from hotline.web.admin.records import LARGEST_FORM

EDIT = "/admin/records/service/GT/gt-trata/edit"
#: A field of what a thorough editor writes; with the sources below, 200 kB in 400 fields.
LONG = "Una frase sobre la línea y lo que dice la fuente. " * 60


def long_form(browser: Browser) -> Form:
    form = Form(browser.get(EDIT).text)
    for place in range(2, 56):
        for name, value in (
            ("address", f"https://example.org/{place}"),
            ("title", f"Página «{place}» & más"),
            ("says", LONG),
            ("date", "2025"),
            ("read", "2026-11-24"),
            ("obtained", "document"),
            ("file", ""),
        ):
            form.fields[f"contact_point.0.evidence.{place}.{name}"] = value
    form.fields["description.es"] = 'una\r\ndos "comillas" <b>&amp;'
    form.fields["why"] = "Many sources."
    return form


def kept(page: str) -> list[tuple[str, str]]:
    """The hidden fields of the question who it is."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return [(name, html.unescape(value)) for name, value in found if name != "csrf_token"]


def answered(browser: Browser, carried: list[tuple[str, str]], proof: dict[str, str]) -> TestResponse:
    """Answer the question who it is, with everything that stands on its page."""
    sent = MultiDict([*carried, ("csrf_token", browser.token()), *proof.items()])
    return browser.open("POST", EDIT, data=sent)


def sources(review: Review) -> int:
    with review.factory() as session:
        (change,) = session.scalars(select(Change).where(Change.state == "proposed")).all()
    assert change.after is not None
    assert change.after["description"]["es"] == 'una\ndos "comillas" <b>&amp;'
    return len(change.after["contact_point"][0]["evidence"])


def test_200_kb_in_400_fields_are_proposed(review: Review) -> None:
    browser = review.browser("editor")
    form = long_form(browser)
    assert len(form.fields) >= 400
    assert sum(len(value.encode()) for value in form.fields.values()) >= 150_000
    assert press(browser, EDIT, form, "propose").status_code == 303
    assert sources(review) == 56


def test_after_the_session_has_ended_every_field_is_still_there(review: Review) -> None:
    browser, member = review.browser("editor"), review.members["editor"]
    form = long_form(browser)
    review.clock.move(hours=9)
    asked = press(browser, EDIT, form, "propose")
    assert asked.status_code == 401
    carried = kept(asked.text)
    sent = [(name, value) for name, value in form.fields.items(multi=True) if name != "csrf_token"]
    assert [one for one in sent if one not in carried] == []
    assert ("act", "propose") in carried
    # A wrong code, and still nothing is lost.
    again = answered(browser, carried, {**member.proof(), "proof_code": "000000"})
    assert again.status_code == 401
    assert set(carried) <= set(kept(again.text))
    assert answered(browser, kept(again.text), member.proof()).status_code == 303
    assert sources(review) == 56


def test_a_form_larger_than_anything_real_is_refused_and_other_forms_stay_short(review: Review) -> None:
    browser = review.browser("editor")
    assert browser.post(EDIT, {"description.es": "x" * LARGEST_FORM}).status_code == 413
    assert browser.post("/admin/language", {"language": "e" * 100_000}).status_code == 413
    assert (
        browser.post(EDIT, {"description.es": "x" * (LARGEST_FORM // 2), "act": "check"}).status_code == 200
    )
