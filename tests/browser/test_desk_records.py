"""The edit pages in a real Chromium at 360 px: one number is changed by keyboard, and no page has a barrier."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import servers
from axe_playwright_python.sync_playwright import Axe
from chromium import ARGUMENTS, EXECUTABLE, PHONE
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Playwright
from test_desk import come_in

from hotline.cli import main

EDIT = "records/service/HN/hn-cicesct-145/edit"
PAGES = (
    "regions/HN",
    "records/service/HN/hn-cicesct-145",
    EDIT,
    "records/service/HN/new",
    "records/organization/HN/new",
    "records/retired_number/HN/new",
    "records/lead/HN/new",
    "records/operator_contact/HN/new",
    "records/material/HN/new",
    "records/material/HN/guia-hn-2016",
    "records/material/HN/guia-hn-2016/edit",
    "records/first_lines/HN/HN/edit",
    "records/lead/HN/hn-conadeh-132/remove",
)


@pytest.fixture
def desk(installed: Path, tmp_path: Path) -> Iterator[servers.Server]:
    """A service with a database of its own."""
    var = tmp_path / "var"
    shutil.copytree(installed, var, symlinks=True)
    with servers.gunicorn(var, tmp_path) as server:
        yield server


@pytest.fixture
def editor(desk: servers.Server, tmp_path: Path, playwright: Playwright) -> Iterator[Callable[[bool], Page]]:
    """An editor of Honduras, signed in; True for a window in which scripts may run, as axe needs."""
    arguments = ["user", "add", "Ana López", "ana@example.org", "--role", "editor", "--region", "HN"]
    settings = {"HOTLINE_VAR": str(tmp_path / "var"), "PORT": str(desk.port)}
    result = CliRunner().invoke(main, [*arguments, "--locale", "en"], env=settings)
    assert result.exit_code == 0, result.output
    link = result.output.split()[-1].replace("localhost", "127.0.0.1")
    chromium: Browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)

    def window(scripts: bool) -> Page:
        size = {"width": PHONE[0], "height": PHONE[1]}
        page = chromium.new_context(viewport=size, java_script_enabled=scripts).new_page()
        come_in(page, link, "ana@example.org")
        return page

    yield window
    chromium.close()


def enter(page: Page) -> None:
    """Press the Enter key, and wait for the answer."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_number_is_changed_by_keyboard_without_script(
    desk: servers.Server, editor: Callable[[bool], Page]
) -> None:
    page = editor(False)
    page.goto(f"http://127.0.0.1:{desk.port}/admin/{EDIT}")
    page.keyboard.press("Tab")
    presses = 1
    while page.locator("input.number:focus").count() == 0:
        page.keyboard.press("Tab")
        presses += 1
        assert presses < 20, "the number is among the first things in the form"
    page.keyboard.press("Control+a")
    page.keyboard.type("8990-5178")
    # The Enter key checks: nothing is taken away and nothing is proposed by it.
    enter(page)
    assert page.locator(".help").first.inner_text().count("8990-5187") == 1, "one slip away from another line"
    page.focus('button[value="add:contact_point.0.evidence"]')
    enter(page)
    assert page.url.endswith("#contact_point.0.evidence.4"), "the browser lands where the new source stands"
    assert page.locator("input.number").input_value() == "8990-5178"
    for name, text in (("address", "https://example.org/145"), ("title", "A page that shows it")):
        page.focus(f'[name="contact_point.0.evidence.4.{name}"]')
        page.keyboard.type(text)
    page.select_option('[name="contact_point.0.evidence.4.obtained"]', "live_page")
    page.focus("#why")
    page.keyboard.type("The commission prints another number.")
    page.focus(".end button[value=propose]")
    enter(page)
    assert "/admin/changes/" in page.url
    print(f"the number is reached with {presses} presses of Tab")


def test_the_edit_pages_fit_a_phone_and_have_no_barrier(
    desk: servers.Server, editor: Callable[[bool], Page]
) -> None:
    page = editor(True)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        rules = [
            f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
            for violation in Axe().run(page).response["violations"]
        ]
        if wide or rules:
            found[name] = [*rules, *(["too wide"] if wide else [])]

    for path in PAGES:
        answer = page.goto(f"http://127.0.0.1:{desk.port}/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path
        look(path)
    page.goto(f"http://127.0.0.1:{desk.port}/admin/{EDIT}")
    page.fill("input.number", "8990-5178 o 1")
    page.click(".end button[value=propose]")
    assert page.locator(".problems li").count() >= 2
    look("problems")
    assert found == {}
