"""Campaign materials at the desk: through the form, on the page of a change, among what needs doing."""

from typing import Any

import pytest
from example import MATERIALS, source
from filled_form import Form, press
from proposals import Review
from sqlalchemy import select

from hotline.services import deciding, proposing
from hotline.storage.tables.review import Change
from hotline.web.admin.plans import plans

NEW_ONE = "/admin/records/material/GT/new"


@pytest.fixture
def stocked(review: Review) -> Review:
    """The desk with both materials of the example published: the drama is right, the poster is old."""
    for said in MATERIALS:
        task = (proposing.propose, review.person("editor"), "material", "GT", said, "It is known.")
        change = review.do(*task, review.clock(), plans())
        second = review.person("second")
        review.do(deciding.approve, second, change.id, change.version, {}, review.clock(), plans())
    return review


def test_a_material_is_proposed_by_its_form_with_an_address_that_says_nothing(review: Review) -> None:
    browser = review.browser("editor")
    form = Form(press(browser, NEW_ONE, Form(browser.get(NEW_ONE).text), "add:claim").text)
    typed: dict[str, Any] = {
        "title": "No más trata", "title_language": "es", "kinds__first": "poster", "episodes": "nine",
        "claim__0__region": "GT", "claim__0__number": "1555", "claim__0__service": "gt-trata",
        "claim__0__contact_point": "voice",
        **{f"description__{locale}": "A poster." for locale in ("es", "en", "fr")},
        **{f"evidence__0__{name}": value for name, value in source("x").items()},
    }  # fmt: skip
    refused = press(browser, NEW_ONE, form, "propose", why="Seen on a wall.", **typed)
    assert refused.status_code == 400
    assert "Write a number from 1 to 999." in refused.text
    typed["episodes"] = ""
    answer = press(browser, NEW_ONE, form, "propose", why="Seen on a wall.", **typed)
    assert answer.status_code == 303
    with review.factory() as session:
        change = session.scalars(select(Change).where(Change.state == "proposed")).one()
    assert (change.kind, change.record_id) == ("material", "gt-material")
    assert [(claim["id"], claim["number"]) for claim in change.after["claim"]] == [("gt", "1555")]  # type: ignore[index]


def test_the_page_of_a_change_names_the_materials_that_it_puts_out_of_date(stocked: Review) -> None:
    change = stocked.propose()
    for reader in ("editor", "reviewer"):
        page = stocked.browser(reader).get(f"/admin/changes/{change.id}").text
        told = page.partition('id="outdates"')[2].partition("</ul>")[0]
        assert "Un drama azul" in told, reader
        assert "Un cartel viejo" not in told, "it is out of date already"


def test_what_is_out_of_date_stands_on_the_first_page_its_region_and_its_own(stocked: Review) -> None:
    browser = stocked.browser("editor")
    assert "1 campaign material is out of date" in browser.get("/admin/").text
    stocked.do(
        deciding.approve,
        stocked.person("second"), stocked.propose().id, 1, {"voice": "1556"}, stocked.clock(), plans(),
    )  # fmt: skip
    front = browser.get("/admin/").text
    assert "2 campaign materials are out of date" in front
    assert 'href="/admin/regions/GT#material"' in front
    region = browser.get("/admin/regions/GT").text.partition('id="material"')[2]
    assert region.count("Out of date") == 2
    assert "Out of date" in browser.get("/admin/records/material/GT/blue-drama").text
