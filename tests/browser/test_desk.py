"""The desk in a real Chromium, on a phone of 360 px: people come in without script, and pages can be read."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import servers
from axe_playwright_python.sync_playwright import Axe
from chromium import ARGUMENTS, EXECUTABLE, PHONE
from click.testing import CliRunner
from passlib.totp import TOTP
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from hotline.cli import main

PASSWORD = "four words put together"
LOCALES = ("es", "en", "fr")


@pytest.fixture
def desk(installed: Path, tmp_path: Path) -> Iterator[servers.Server]:
    """A service with a database of its own."""
    var = tmp_path / "var"
    shutil.copytree(installed, var, symlinks=True)
    with servers.gunicorn(var, tmp_path) as server:
        yield server


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def without_script(chromium: Browser) -> Callable[[], BrowserContext]:
    def window() -> BrowserContext:
        return chromium.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]}, java_script_enabled=False
        )

    return window


def invited(tmp_path: Path, port: int) -> str:
    """The address that `hotline user add` prints."""
    arguments = ["user", "add", "Ana López", "ana@example.org", "--role", "administrator", "--locale", "en"]
    settings = {"HOTLINE_VAR": str(tmp_path / "var"), "PORT": str(port)}
    result = CliRunner().invoke(main, arguments, env=settings)
    assert result.exit_code == 0, result.output
    return result.output.split()[-1].replace("localhost", "127.0.0.1")


def come_in(page: Page, link: str, email: str, pages: Callable[[str], None] = lambda name: None) -> list[str]:
    """From the link of an invitation to the first page of the desk. Gives the recovery codes."""
    page.goto(link)
    pages("invitation")
    phone = TOTP(re.sub(r"\W", "", page.locator("code.key").inner_text()))
    page.fill("#password", PASSWORD)
    page.fill("#password_again", PASSWORD)
    page.fill("#code", phone.generate().token)
    page.click("main button")
    codes = page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    page.click("main .button")
    page.fill("#proof_email", email)
    page.fill("#proof_password", PASSWORD)
    # A code works once, and the next one is taken half a minute early.
    page.fill("#proof_code", phone.generate(time=time.time() + 30).token)
    page.click("main button[type=submit]")
    assert page.url.endswith("/admin/")
    return codes


def test_p30_two_people_come_in_without_script_over_plain_http_on_this_machine(
    desk: servers.Server, tmp_path: Path, without_script: Callable[[], BrowserContext]
) -> None:
    first, second = without_script().new_page(), without_script().new_page()
    come_in(first, invited(tmp_path, desk.port), "ana@example.org")
    first.click("summary")
    first.click("details >> text=People")
    first.click("main .button")
    first.fill("#name", "Eva Méndez")
    first.click("main form button")
    assert first.locator(".problems li").count() == 2, "all problems at once"
    assert first.input_value("#name") == "Eva Méndez"
    first.fill("#email", "eva@example.org")
    first.check("input[value=reviewer]")
    first.check("input[value=HN]")
    first.click("main form button")
    come_in(second, first.locator("code.key").inner_text(), "eva@example.org")
    assert second.locator("tbody tr").count() == 1
    assert second.locator("tbody th").inner_text() == "Honduras"
    # A link of another site, as in a mail: the cookie is not sent at first, and nobody is signed out.
    second.goto(f"data:text/html,<a href='http://127.0.0.1:{desk.port}/admin/me'>x</a>")
    second.click("a")
    second.wait_for_selector("text=eva@example.org")
    second.click("header button")
    assert second.url.endswith("/admin/sign-in")
    second.goto(f"http://127.0.0.1:{desk.port}/admin/")
    assert second.url.endswith("/admin/sign-in")


def test_pages_of_the_desk_fit_a_phone_and_have_no_barrier(
    desk: servers.Server, tmp_path: Path, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        rules = [violation["id"] for violation in Axe().run(page).response["violations"]]
        if wide or rules:
            found[name] = [*rules, *(["too wide"] if wide else [])]

    come_in(page, invited(tmp_path, desk.port), "ana@example.org", look)
    looked = 0
    for locale in LOCALES:
        page.click(f"footer button[value={locale}]")
        assert page.get_attribute("html", "lang") == locale
        for path in ("", "people", "people/invite", "people/ana-lopez", "me", "nowhere"):
            page.goto(f"http://127.0.0.1:{desk.port}/admin/{path}")
            look(f"{locale} {path}")
            looked += 1
        page.goto(f"http://127.0.0.1:{desk.port}/admin/people/invite")
        page.click("main form button")
        look(f"{locale} problems")
        page.goto(f"http://127.0.0.1:{desk.port}/admin/")
    assert found == {}
    assert looked == 18
