"""After leaving, Back never leads here (P1). With the back/forward cache on, as visitors have it."""

from typing import Any

import pytest
from chromium import history_entries, profile
from conftest import FULL
from internet import EXIT, HOST, ORDINARY, SITE, Internet
from playwright.sync_api import BrowserContext, Page, Playwright

TABS, ROUNDS = (10, 5) if FULL else (3, 1)
#: How long a visitor stays on a page; shorter stays are skipped by Back in some browsers.
STAY = 2500 if FULL else 1200

NOTE = "addEventListener('pageshow', e => console.log('shown', location.hostname || 'blank', e.persisted))"


class Tab:
    """A tab that writes down each time it shows a page, and whether it came from the cache."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.shown: list[tuple[str, bool]] = []
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        if message.text.startswith("shown "):
            _, host, persisted = message.text.split()
            self.shown.append((host, persisted == "true"))

    def back_until_it_stops(self) -> list[tuple[str, bool]]:
        """What Back shows, as (host, from the cache), pressed as often as there are entries."""
        self.shown.clear()
        for _ in range(len(history_entries(self.page)) - 1):
            # Not at once: a page that comes from the cache never answers the call that brought it.
            self.page.evaluate("setTimeout(() => history.back(), 0)")
            self.page.wait_for_timeout(500)
        return self.shown


def leave_by(tab: Page, way: int) -> None:
    """By a tap, by Enter on the second tab stop, or by Shift three times."""
    if way == 0:
        tab.locator("#exit").click()
    elif way == 1:
        tab.locator("#exit").focus()
        tab.keyboard.press("Enter")
    else:
        for _ in range(3):
            tab.keyboard.press("Shift")
    tab.wait_for_url(f"https://{EXIT}/")


def test_the_back_forward_cache_works_in_this_browser(window: Any) -> None:
    """The control: an ordinary site with ordinary links and the best-known exit button."""
    context = window()
    context.add_init_script(NOTE)
    tab = Tab(context)
    tab.page.goto(f"https://{ORDINARY}/1")
    for number in (2, 3, 4):
        tab.page.wait_for_timeout(STAY)
        tab.page.get_by_role("link", name=str(number), exact=True).click()
        tab.page.wait_for_url(f"https://{ORDINARY}/{number}")
    tab.page.wait_for_timeout(STAY)
    tab.page.get_by_role("button", name="Leave").click()
    tab.page.wait_for_url(f"https://{EXIT}/")
    back = tab.back_until_it_stops()
    from_cache = sum(persisted for host, persisted in back if host == ORDINARY)
    steps = sum(host == ORDINARY for host, _ in back)
    print(f"P1, control: Back leads to the ordinary site {steps} times, {from_cache} times from the cache")
    # A page from the cache may repeat what it said when it was first shown.
    assert steps >= 4
    assert from_cache >= 3


def test_p01_exit_leaves_nothing_behind_back(window: Any) -> None:
    steps = persisted = runs = 0
    for _ in range(ROUNDS):
        context = window()
        context.add_init_script(NOTE)
        tabs = [Tab(context) for _ in range(TABS)]
        for tab in tabs:
            tab.page.goto(f"https://{ORDINARY}/start")
            tab.page.goto(SITE + "/")
        # Four pages by our own links, each of another kind: country, back, language, footer.
        for selector, address in (
            ("section[lang=es] a[href$='gt']", "/es/gt"), (".back", "/es/"), ("a[hreflang=en]", "/en/"),
            ("footer a[href$=safety]", "/en/safety"),
        ):  # fmt: skip
            tabs[0].page.wait_for_timeout(STAY)
            for tab in tabs:
                tab.page.locator(selector).first.click()
                tab.page.wait_for_url(SITE + address)
        tabs[0].page.wait_for_timeout(STAY)
        for number, tab in enumerate(tabs):
            leave_by(tab.page, number % 3)
            assert not [at for at in history_entries(tab.page) if HOST in at]
            back = tab.back_until_it_stops()
            steps += sum(host == HOST for host, _ in back)
            persisted += sum(cached for host, cached in back if host == HOST)
            assert any(host == ORDINARY for host, _ in back), "what was open before is still there"
            runs += 1
        context.close()
    print(f"P1: {steps} steps on our host and {persisted} pages from the cache in {runs} runs")
    assert (steps, persisted) == (0, 0)


def test_p01_exit_leaves_nothing_behind_back_after_a_form(window: Any) -> None:
    context = window()
    context.add_init_script(NOTE)
    tab = Tab(context)
    tab.page.goto(f"https://{ORDINARY}/start")
    tab.page.goto(SITE + "/es/gt")
    tab.page.locator("#q").fill("pasaporte")
    tab.page.locator("#q").press("Enter")
    tab.page.wait_for_selector("input[value='pasaporte']")
    tab.page.locator("main a[href='gt']").first.click()
    tab.page.wait_for_url(SITE + "/es/gt")
    leave_by(tab.page, 0)
    assert not [at for at in history_entries(tab.page) if HOST in at]
    assert HOST not in {host for host, _ in tab.back_until_it_stops()}


def test_p01_forward_does_not_lead_here_either(window: Any) -> None:
    tab = Tab(window())
    tab.page.goto(SITE + "/es/hn")
    leave_by(tab.page, 0)
    tab.page.goto(f"https://{ORDINARY}/1")
    tab.back_until_it_stops()
    assert [at for at in history_entries(tab.page) if HOST in at] == []


@pytest.mark.parametrize("path", ["/es/nowhere", "/fr/check"])
def test_p01_an_error_or_an_answer_is_left_in_the_same_way(window: Any, path: str) -> None:
    tab = Tab(window())
    tab.page.goto(SITE + path)
    leave_by(tab.page, 2)
    assert [at for at in history_entries(tab.page) if HOST in at] == []


def test_p01_holds_in_a_profile_on_the_disk(playwright: Playwright, net: Internet, tmp_path: Any) -> None:
    """The other runs use private windows, which some browsers treat differently."""
    with profile(playwright, tmp_path / "profile", net) as context:
        context.add_init_script(NOTE)
        tab = Tab(context)
        tab.page.goto(SITE + "/fr/")
        tab.page.wait_for_timeout(1000)
        tab.page.locator("a[href$='pa']").click()
        tab.page.wait_for_url(SITE + "/fr/pa")
        leave_by(tab.page, 0)
        assert [at for at in history_entries(tab.page) if HOST in at] == []
        assert HOST not in {host for host, _ in tab.back_until_it_stops()}
