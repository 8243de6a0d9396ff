"""The whole story of a number in a real Chromium: two people, two factors, one line of Honduras, and back again."""

import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import servers
from axe_playwright_python.sync_playwright import Axe
from chromium import ARGUMENTS, DESK, EXECUTABLE, NARROW, PHONE
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Playwright
from test_desk import PASSWORD, come_in
from test_passkeys import Device

from hotline.cli import main

SERVICE = "hn-cicesct-145"
EDIT = f"records/service/HN/{SERVICE}/edit"
HISTORY = f"history/service/HN/{SERVICE}"
OLD, NEW, SLIP = "145", "8990-5178", "8990-5187"
HOURS = "Mo-Fr 08:00-16:00"
#: Who waits longer than this for something says that it did not come.
PATIENCE = 60.0


@dataclass
class Crew:
    """A desk and whoever works at it: the editor never needs script, the reviewer has a phone of 360 px."""

    desk: servers.Server
    var: Path
    administrator: Page
    editor: Page
    reviewer: Page
    codes: list[str]

    def go(self, page: Page, path: str) -> None:
        answer = page.goto(f"http://localhost:{self.desk.port}/admin/{path}")
        assert answer is not None
        assert answer.status == 200, path

    def run(self, *arguments: str) -> str:
        """What a command of the operator prints about this desk."""
        settings = {"HOTLINE_VAR": str(self.var), "PORT": str(self.desk.port)}
        result = CliRunner().invoke(main, list(arguments), env=settings)
        assert result.exit_code == 0, result.output
        return result.output


@pytest.fixture(scope="module")
def crew(installed: Path, tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Crew]:
    """The administrator of the command line invites both by a link, and they set up both factors."""
    folder = tmp_path_factory.mktemp("story")
    var = folder / "var"
    shutil.copytree(installed, var, symlinks=True)
    chromium: Browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    with servers.service(var, folder) as desk:
        administrator = chromium.new_page(viewport=_size(PHONE))
        editor = chromium.new_context(viewport=_size(DESK), java_script_enabled=False).new_page()
        reviewer = chromium.new_context(viewport=_size(PHONE), is_mobile=True, has_touch=True).new_page()
        crew = Crew(desk, var, administrator, editor, reviewer, [])
        printed = crew.run("user", "add", "Ana López", "ana@example.org", "--role", "administrator")
        come_in(administrator, printed.split()[-1], "ana@example.org")
        crew.codes = come_in(
            editor, _invited(crew, administrator, "Luz Pérez", "editor"), "editor@example.org"
        )
        come_in(reviewer, _invited(crew, administrator, "Eva Méndez", "reviewer"), "reviewer@example.org")
        _sign_in_with_a_passkey(crew)
        yield crew
    chromium.close()


def _size(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}


def _invited(crew: Crew, administrator: Page, name: str, role: str) -> str:
    crew.go(administrator, "people/invite")
    administrator.fill("#name", name)
    administrator.fill("#email", f"{role}@example.org")
    administrator.check(f"input[value={role}]")
    administrator.check("input[value=HN]")
    administrator.click("main form button")
    return administrator.locator("code.key").inner_text()


def _sign_in_with_a_passkey(crew: Crew) -> None:
    page = crew.reviewer
    Device(page)
    crew.go(page, "me")
    page.fill("#passkey_name", "mi teléfono")
    page.click("form[action$=passkeys] button")
    page.click("[data-passkey] button")
    page.wait_for_selector(".rows .name:has-text('mi teléfono')")
    page.click("header form button")
    page.wait_for_url("**/sign-in")
    page.click("[data-passkey] button")
    page.wait_for_url("**/admin/")


def test_a_number_goes_through_two_people_to_the_public_page_and_back(crew: Crew) -> None:
    editor, reviewer = crew.editor, crew.reviewer
    assert published(crew, OLD)
    change = propose_another_number(crew)

    # Whoever wrote it sees it whole, and finds no way to approve it.
    assert NEW in editor.inner_text(".difference")
    assert editor.locator("#approve").count() == 0

    # A second person sees what differs, without the digits that they are to read from the source.
    crew.go(reviewer, "")
    tap(reviewer, f"main .tasks a[href$='/changes/{change}']")
    fits(reviewer)
    shown = reviewer.inner_text("main")
    assert OLD in reviewer.inner_text(".difference .old >> nth=0")
    assert NEW not in shown
    assert "8:00" in reviewer.inner_text(".difference")
    tap(reviewer, "#approve button")
    assert reviewer.locator(".problems li").count() == 1, "nothing was typed"
    reviewer.fill("#typed-1", SLIP)
    tap(reviewer, "#approve button")
    assert "no es el número propuesto" in reviewer.inner_text(".problems")
    assert reviewer.locator("#typed-1").input_value() == "", "a wrong number does not stay in the form"
    assert published(crew, OLD), "nothing went out"
    fits(reviewer)
    approve(crew, NEW)
    assert "edición 2" in reviewer.inner_text("main [role=status]")
    seconds = live(crew, NEW)
    assert not published(crew, f"tel:{OLD}")
    with reviewer.context.expect_page() as opened:
        reviewer.locator("main [role=status] a[target=_blank]").tap()
    opened.value.wait_for_selector(f"text={NEW}")
    opened.value.close()

    # Undone: by a proposal, and by a second person who types the old number.
    crew.go(editor, f"changes/{change}")
    editor.fill("#reason", "La comisión volvió a su número corto.")
    editor.click(f"form[action$='/changes/{change}/undo'] button")
    undone = int(editor.url.rsplit("/", 1)[1])
    assert undone != change
    assert editor.locator("#approve").count() == 0
    crew.go(reviewer, f"changes/{undone}")
    fits(reviewer)
    approve(crew, OLD)
    assert "edición 3" in reviewer.inner_text("main [role=status]")
    back = live(crew, f"tel:{OLD}")
    assert not published(crew, NEW)

    # The history tells all of it, and the trail is whole.
    for page in (editor, reviewer):
        crew.go(page, HISTORY)
        fits(page)
        said = page.inner_text("main")
        for part in ("Luz Pérez", "Eva Méndez", f"Cambio {change}", f"Cambio {undone}", NEW, "número corto"):
            assert part in said, part
        assert page.locator(".history > li").count() >= 6
    assert "the trail is whole" in crew.run("audit", "verify")
    print(f"live on every worker {seconds:.1f} s after the approval, {back:.1f} s after that of the undoing")


def propose_another_number(crew: Crew) -> int:
    """The editor changes the hours and one number, with a new source, and sees what the desk makes of it."""
    page = crew.editor
    crew.go(page, "")
    page.click("header a[href$='/regions']")
    page.click(f"main a[href$='/records/service/HN/{SERVICE}']")
    page.click(f"main a[href$='{EDIT}']")
    page.fill("input.number >> nth=0", NEW)
    page.click('details:has([name="contact_point.0.hours"]) > summary >> nth=-1')
    page.fill('[name="contact_point.0.hours"]', HOURS)
    page.click('.end button[value="check"]')
    helped = page.locator(".help").first.inner_text()
    assert SLIP in helped, "one slip away from another line of the same commission"
    assert "tel:89905178" in helped, "what is dialled"
    page.click('button[value="add:contact_point.0.evidence"]')
    source = page.locator('[name^="contact_point.0.evidence."][name$=".address"]').last
    path = str(source.get_attribute("name")).removesuffix(".address")
    page.click(".end button[value=propose]")
    assert page.locator(".problems li").count() >= 2, "a source and a reason are missing, said at once"
    assert page.input_value("input.number >> nth=0") == NEW
    page.fill(f'[name="{path}.address"]', "https://example.org/145")
    page.fill(f'[name="{path}.title"]', "Una página que lo muestra")
    page.select_option(f'[name="{path}.obtained"]', "live_page")
    page.fill("#why", "La comisión publica otro número.")
    page.click(".end button[value=propose]")
    found = re.search(r"/admin/changes/(\d+)", page.url)
    assert found, page.inner_text("main")
    return int(found[1])


def approve(crew: Crew, number: str) -> None:
    """Type the number and approve; the page then says by itself when it is live."""
    page = crew.reviewer
    page.fill("#typed-1", number)
    tap(page, "#approve button")
    assert page.locator(".problems").count() == 0, page.inner_text("main")
    # The page looks again by itself, until every page is built.
    page.wait_for_selector("main [role=status] a[href^='/es/hn']", timeout=PATIENCE * 1000)
    fits(page)


def live(crew: Crew, text: str) -> float:
    """How long it takes until every worker answers with it: so many answers in a row come from both."""
    begun = time.monotonic()
    while not published(crew, text):
        assert time.monotonic() - begun < PATIENCE, f"{text} did not become public"
        time.sleep(0.02)
    return time.monotonic() - begun


def published(crew: Crew, text: str) -> bool:
    """Whether the public page of Honduras shows it, whichever worker is asked."""
    return all(text in crew.desk.ask("/es/hn").body.decode() for _ in range(12))


def tap(page: Page, selector: str) -> None:
    """Tap what leads to another page, or sends a form, and wait for the answer."""
    with page.expect_navigation():
        page.locator(selector).first.tap()


def fits(page: Page) -> None:
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url


def test_text_is_kept_when_the_session_ends_and_a_keyboard_is_enough_to_approve(crew: Crew) -> None:
    editor, reviewer = crew.editor, crew.reviewer
    text = "Una frase que nadie quiere escribir dos veces."
    crew.go(editor, "records/organization/HN/gobierno/edit")
    editor.fill("#name", "Gobierno de la República de Honduras")
    editor.fill("#why", text)
    end_the_session_of(crew, "editor@example.org")
    editor.click(".end button[value=propose]")
    assert editor.locator("#proof_code").count() == 1, "whoever is not signed in is asked who it is"
    # A wrong proof loses nothing either.
    prove(editor, "aaaa-bbbb-cccc")
    assert editor.locator(".problems li").count() == 1
    prove(editor, crew.codes[0])
    assert "/admin/changes/" in editor.url, "the proposal went on without being typed again"
    assert text in editor.inner_text("main")

    # The reviewer puts the pointer away: the keys Tab and Enter lead to the change, and approve it.
    crew.go(reviewer, "changes")
    keyed(reviewer, "main .rows a[href*='/changes/']")
    assert text in reviewer.inner_text("main")
    keyed(reviewer, "#approve button")
    reviewer.wait_for_selector("main [role=status] a[href^='/es/hn']", timeout=PATIENCE * 1000)
    live(crew, "Gobierno de la República de Honduras")


def end_the_session_of(crew: Crew, email: str) -> None:
    """As if nothing had come from this browser for a day."""
    with closing(sqlite3.connect(crew.var / "hotline.sqlite")) as database, database:
        ended = database.execute(
            "UPDATE sign_in SET seen_at = datetime(seen_at, '-1 day'), started_at = datetime(started_at, '-1 day')"
            " WHERE account IN (SELECT id FROM account WHERE email = ?)",
            [email],
        )
        assert ended.rowcount == 1


#: The pages of the desk that tests/browser/test_desk_records.py does not look at.
PAGES = {
    "administrator": ("", "regions", "people", "people/invite", "people/luz-perez", "history/trail"),
    "reviewer": (
        "",
        "changes",
        "reports",
        "freshness",
        "history",
        "export",
        "me",
        f"services/HN/{SERVICE}/hide",
    ),
    "editor": (
        "changes?state=published",
        HISTORY,
        "import",
        "letters",
        "attachments",
        f"services/HN/{SERVICE}/outage",
        f"services/HN/{SERVICE}/attestation",
    ),
}


def test_no_page_of_the_desk_has_a_barrier_or_is_wider_than_the_smallest_phone(crew: Crew) -> None:
    browser = crew.editor.context.browser
    assert browser
    # The program that looks for barriers is a script of its own; the editor needs none.
    state = crew.editor.context.storage_state()
    scripted = browser.new_context(viewport=_size(PHONE), storage_state=state).new_page()
    found: dict[str, list[str]] = {}
    for page, paths in zip((crew.administrator, crew.reviewer, scripted), PAGES.values(), strict=True):
        for path in paths:
            page.set_viewport_size(_size(PHONE))
            crew.go(page, path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            rules = [
                f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
                for violation in Axe().run(page).response["violations"]
            ]
            page.set_viewport_size(_size(NARROW))
            rules += ["too wide"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")
            if rules:
                found[path] = rules
    assert found == {}


def prove(page: Page, code: str) -> None:
    page.fill("#proof_email", "editor@example.org")
    page.fill("#proof_password", PASSWORD)
    page.fill("#proof_code", code)
    page.click("main form button[type=submit] >> visible=true")


def keyed(page: Page, selector: str) -> None:
    """Go to it with the Tab key, look that one sees where one is, and press Enter."""
    wanted = page.locator(selector).first.element_handle()
    assert wanted is not None
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement === one", wanted):
            break
    assert page.evaluate("one => document.activeElement === one", wanted), f"{selector} is out of reach"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px", "focus is seen"
    with page.expect_navigation():
        page.keyboard.press("Enter")
