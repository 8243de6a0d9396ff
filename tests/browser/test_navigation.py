"""Our own links take the place of the page; everything a visitor does on purpose stays as it was."""

from typing import Any

import pytest
from chromium import history_entries
from internet import HOST, SITE
from playwright.sync_api import Page


@pytest.fixture
def page(window: Any) -> Page:
    page: Page = window().new_page()
    page.goto(SITE + "/")
    return page


def length(page: Page) -> int:
    return int(page.evaluate("history.length"))


def test_no_link_of_ours_makes_the_history_longer(page: Page) -> None:
    before = length(page)
    for selector, address in (
        ("section[lang=es] a[href$='gt']", "/es/gt"),
        ("a[hreflang=fr]", "/fr/gt"),  # another language keeps the place
        (".back", "/fr/"),
        ("main a[href$='hn']", "/fr/hn"),  # another country keeps the language
        ("footer a[href$=safety]", "/fr/safety"),
        ("a[hreflang=es]", "/es/safety"),
        ("footer a[href$=check]", "/es/check"),
        ("footer a[href$=where]", "/es/where"),
        ("main a[href$='mx']", "/es/mx"),
        ("footer a[href$=signs]", "/es/signs"),
        ("footer a[href$=about]", "/es/about"),
    ):
        page.locator(selector).first.click()
        page.wait_for_url(SITE + address)
        assert length(page) == before, address
    assert history_entries(page) == ["about:blank", SITE + "/es/about"]


def test_a_jump_within_the_page_moves_the_focus_and_leaves_no_entry(page: Page) -> None:
    page.goto(SITE + "/en/gt")
    before = history_entries(page)
    page.locator(".chips a[href='#abroad']").click()
    assert page.evaluate("document.activeElement.id") == "abroad"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#abroad') !== null")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert history_entries(page) == before


@pytest.mark.parametrize("how", ["control", "middle"])
def test_who_asks_for_another_tab_gets_one(page: Page, how: str) -> None:
    page.goto(SITE + "/es/")
    link = page.locator("main a[href$='gt']").first
    with page.context.expect_page() as opened:
        if how == "middle":
            link.click(button="middle")
        else:
            link.click(modifiers=["Control"])
    opened.value.wait_for_url(SITE + "/es/gt")
    assert page.url == SITE + "/es/"
    # The new tab began here: leaving it must leave nothing behind either.
    opened.value.locator("#exit").click()
    opened.value.wait_for_url("https://www.wikipedia.org/")
    assert not [at for at in history_entries(opened.value) if HOST in at]


def test_shift_and_a_click_open_another_window(page: Page) -> None:
    page.goto(SITE + "/es/")
    with page.context.expect_page() as opened:
        page.locator("main a[href$='gt']").first.click(modifiers=["Shift"])
    opened.value.wait_for_url(SITE + "/es/gt")
    assert page.url == SITE + "/es/"


def test_a_number_is_still_dialled_by_its_link(page: Page) -> None:
    """The script must not take over links that are not pages."""
    page.goto(SITE + "/es/gt")
    taken = page.evaluate("""() => {
      let prevented = null;
      addEventListener("click", event => { prevented = event.defaultPrevented; event.preventDefault(); }, {once: true});
      document.querySelector(".first a[href^='tel:']").click();
      return prevented;
    }""")
    assert taken is False


def test_the_answer_to_a_form_takes_the_place_of_the_page(page: Page) -> None:
    page.goto(SITE + "/es/gt")
    before = history_entries(page)
    page.locator("#q").fill("pasaporte")
    # Whoever types has arrived at the field; the test would otherwise still be on its way there.
    page.wait_for_timeout(1000)
    assert page.evaluate("scrollY") > 0
    page.locator("#q").press("Enter")
    page.wait_for_selector("input[value=pasaporte]")
    assert page.title() == "Buscar"
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.evaluate("scrollY") == 0
    assert history_entries(page) == before
    # Its links, a second question and leaving work as on any page.
    page.locator("#q").fill("policia")
    page.locator("main form button").click()
    page.wait_for_selector("input[value=policia]")
    page.locator(".back").click()
    page.wait_for_url(SITE + "/es/gt")
    assert history_entries(page) == before


def test_a_look_up_keeps_the_country_that_was_chosen(page: Page) -> None:
    page.goto(SITE + "/en/check")
    page.locator("#number").fill("1552")
    page.locator("select").select_option("GT")
    page.locator("main form button").click()
    page.wait_for_selector(".answer.bad")
    assert page.locator("select").input_value() == "GT"
    assert page.locator(".answer a[href='tel:1555']").first.is_visible()
    page.locator("a[hreflang=es]").click()
    page.wait_for_url(SITE + "/es/check")


def test_a_form_without_a_line_becomes_an_ordinary_one(page: Page) -> None:
    """The script's own way fails; the browser's own way then says so, and the page stays usable."""
    page.goto(SITE + "/es/gt")
    page.context.set_offline(True)
    page.locator("#q").fill("pasaporte")
    page.locator("#q").press("Enter")
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(SITE + "/es/gt")
    assert page.locator(".first a[href='tel:1555']").is_visible()


def test_an_answer_that_is_an_error_is_shown_as_one(page: Page) -> None:
    page.goto(SITE + "/fr/search")
    page.evaluate("document.querySelector('form').action = '/fr/nowhere'")
    page.locator("#q").fill("x")
    page.locator("#q").press("Enter")
    page.wait_for_selector("main table")
    assert page.locator("#exit").is_visible()
    assert page.locator("main a[href='tel:110']").count() > 0
