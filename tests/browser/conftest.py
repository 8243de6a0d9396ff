"""What the tests in a real Chromium share: one service, one internet, one browser, one crawl."""

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

WEB = Path(__file__).parents[1] / "web"
sys.path.insert(0, str(WEB))

import crawl  # noqa: E402
import servers  # noqa: E402
from chromium import ARGUMENTS, EXECUTABLE, PHONE  # noqa: E402
from internet import HOST, Internet, internet  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright  # noqa: E402

#: All repetitions of a promise; a short form otherwise.
FULL = os.environ.get("HOTLINE_TEST_FULL") == "1"

# The installation of the tests of the web is shared: the first who needs it builds it.
_spec = importlib.util.spec_from_file_location("tests_web_conftest", WEB / "conftest.py")
assert _spec
assert _spec.loader
_web = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_web)
installed, built, addresses = _web.installed, _web.built, _web.addresses


@pytest.fixture(scope="session")
def service(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A real gunicorn that also answers under the name that visitors see."""
    folder = tmp_path_factory.mktemp("service")
    with servers.gunicorn(installed, folder, HOTLINE_HOSTS=f"localhost,{HOST}") as server:
        yield server


@pytest.fixture(scope="session")
def net(service: servers.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Internet]:
    with internet(tmp_path_factory.mktemp("internet"), service.port) as net:
        yield net


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if EXECUTABLE is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright, net: Internet) -> Iterator[Browser]:
    """One Chromium; each test opens windows of its own in it, which share nothing."""
    browser = playwright.chromium.launch(
        executable_path=EXECUTABLE,
        args=[*ARGUMENTS, *net.arguments],
        ignore_default_args=["--disable-back-forward-cache", "--disable-popup-blocking"],
    )
    yield browser
    browser.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens windows of the size of a phone, unless told otherwise; they are closed in the end."""
    opened: list[BrowserContext] = []

    def open_window(size: tuple[int, int] = PHONE, **options: object) -> BrowserContext:
        options.setdefault("viewport", {"width": size[0], "height": size[1]})
        opened.append(browser.new_context(**options))  # type: ignore[arg-type]
        return opened[-1]

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def visited(browser: Browser, net: Internet, addresses: list[str]) -> crawl.Crawl:
    """Every page of every locale as a visitor's browser holds it, with the answers to what was typed."""
    return crawl.crawl(browser, net, addresses)
