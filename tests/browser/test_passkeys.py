"""Passkeys in a real Chromium with its virtual authenticator: add one, come in, show it again, act as a reviewer."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import servers
from axe_playwright_python.sync_playwright import Axe
from chromium import ARGUMENTS, EXECUTABLE, PHONE
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Playwright
from test_desk import come_in

from hotline.cli import main


@pytest.fixture
def desk(installed: Path, tmp_path: Path) -> Iterator[servers.Server]:
    """A service with a database of its own, as it is without a word of the operator."""
    var = tmp_path / "var"
    shutil.copytree(installed, var, symlinks=True)
    with servers.gunicorn(var, tmp_path) as server:
        yield server


@pytest.fixture
def refused() -> list[str]:
    """What the browser refused to do on our pages."""
    return []


@pytest.fixture
def window(playwright: Playwright, refused: list[str]) -> Iterator[Callable[[], Page]]:
    """Opens windows of 360 px that share nothing."""
    chromium: Browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)

    def open_window() -> Page:
        page = chromium.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
        page.on(
            "console",
            lambda message: (
                refused.append(message.text) if "Content Security Policy" in message.text else None
            ),
        )
        page.on("pageerror", lambda error: refused.append(str(error)))
        return page

    yield open_window
    chromium.close()


class Device:
    """A phone or a computer that holds passkeys, in the tab of its owner."""

    def __init__(self, page: Page) -> None:
        self._cdp = page.context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self._cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id = made["authenticatorId"]

    def knows_the_finger(self, answer: bool) -> None:
        self._cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": answer})

    def passkeys(self) -> list[dict[str, Any]]:
        found = self._cdp.send("WebAuthn.getCredentials", {"authenticatorId": self._id})
        return list(found["credentials"])


def join(desk: servers.Server, tmp_path: Path, page: Page, name: str, role: str) -> None:
    """Somebody new, from the command line to the first page of the desk, with a password and a code."""
    email = f"{name}@example.org"
    arguments = ["user", "add", name, email, "--role", role, "--locale", "en"]
    arguments += [] if role == "administrator" else ["--region", "HN"]
    settings = {"HOTLINE_VAR": str(tmp_path / "var"), "PORT": str(desk.port)}
    result = CliRunner().invoke(main, arguments, env=settings)
    assert result.exit_code == 0, result.output
    come_in(page, result.output.split()[-1], email)


def add_passkey(page: Page, name: str) -> None:
    page.fill("#passkey_name", name)
    page.click("button:has-text('Add a passkey')")
    page.click(f"button:has-text('Make the passkey “{name}”')")
    page.wait_for_selector(f".rows .name:has-text('{name}')")


def let_proofs_grow_old(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "var" / "hotline.sqlite")) as database, database:
        database.execute("UPDATE sign_in SET proved_at = datetime(proved_at, '-10 minutes')")


def barriers(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [violation["id"] for violation in Axe().run(page).response["violations"]] + ["too wide"] * wide


def test_p30_a_passkey_is_added_lets_its_owner_in_and_proves_a_dangerous_act(
    desk: servers.Server, tmp_path: Path, window: Callable[[], Page], refused: list[str]
) -> None:
    page = window()
    join(desk, tmp_path, page, "ana", "administrator")
    device = Device(page)
    page.goto(f"http://localhost:{desk.port}/admin/me")
    add_passkey(page, "my phone")
    assert barriers(page) == []
    (held,) = device.passkeys()
    assert (held["rpId"], held["isResidentCredential"]) == ("localhost", True)
    page.click("header button:has-text('Sign out')")
    page.wait_for_url("**/sign-in")
    assert barriers(page) == []
    # Nobody is here any more, so the page speaks the first language again.
    page.click("button:has-text('Entrar con una llave de acceso')")
    page.wait_for_url("**/admin/")

    page.goto(f"http://localhost:{desk.port}/admin/people/invite")
    page.fill("#name", "Eva Méndez")
    page.fill("#email", "eva@example.org")
    page.check("input[value=reviewer]")
    page.check("input[value=HN]")
    let_proofs_grow_old(tmp_path)
    page.click("main form button")
    page.wait_for_selector("button:has-text('Go on with a passkey')")
    assert page.locator("#proof_code").count() == 1, "a code does it, too"
    assert barriers(page) == []
    device.knows_the_finger(False)
    page.click("button:has-text('Go on with a passkey')")
    page.wait_for_selector(":text('That did not work')")
    device.knows_the_finger(True)
    page.click("button:has-text('Go on with a passkey')")
    page.wait_for_selector("code.key")
    page.goto(f"http://localhost:{desk.port}/admin/people")
    assert page.locator("text=Eva Méndez").count() == 1, "what was typed went on"
    assert refused == []


def test_p31_a_reviewer_shows_a_passkey_before_the_first_act_and_loses_nothing(
    desk: servers.Server, tmp_path: Path, window: Callable[[], Page], refused: list[str]
) -> None:
    administrator, reviewer = window(), window()
    join(desk, tmp_path, window(), "luz", "editor")
    join(desk, tmp_path, administrator, "ana", "administrator")
    join(desk, tmp_path, reviewer, "eva", "reviewer")
    Device(reviewer)
    administrator.goto(f"http://localhost:{desk.port}/admin/people/luz")
    administrator.click("button:has-text('start a recovery')")
    reviewer.goto(f"http://localhost:{desk.port}/admin/people")
    reviewer.click("button:has-text('Confirm, and get the link')")
    reviewer.wait_for_selector("text=You have no passkey yet")
    assert reviewer.locator("#proof_code").count() == 0
    assert barriers(reviewer) == []
    with reviewer.context.expect_page() as opened:
        reviewer.click("text=My account, in a new tab")
    account = opened.value
    account.wait_for_selector("#passkey_name")
    account.close()
    # The virtual device belongs to one tab; a real one is there for all of them.
    waiting = reviewer.url
    reviewer.goto(f"http://localhost:{desk.port}/admin/me")
    add_passkey(reviewer, "my key")
    reviewer.goto(f"http://localhost:{desk.port}/admin/people")
    reviewer.click("button:has-text('Confirm, and get the link')")
    assert reviewer.url == waiting
    reviewer.click("button:has-text('Go on with a passkey')")
    reviewer.wait_for_selector("code.key")
    assert "/admin/invitation/" in reviewer.inner_text("code.key")
    assert refused == []


def test_p30_without_script_the_pages_offer_password_and_code_alone(
    desk: servers.Server, playwright: Playwright
) -> None:
    chromium = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"http://localhost:{desk.port}/admin/sign-in")
    assert not page.locator("[data-passkey]").is_visible()
    assert page.locator("#proof_code").is_visible()
    chromium.close()
