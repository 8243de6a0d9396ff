"""A real Chromium as a visitor has it: with its back/forward cache, which test tools switch off."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from internet import Internet
from playwright.sync_api import BrowserContext, Page, Playwright

EXECUTABLE = shutil.which("chromium") or shutil.which("google-chrome")
#: Phone, small tablet and desk, in CSS pixels.
NARROW, PHONE, TABLET, DESK = (320, 640), (360, 740), (768, 1024), (1280, 800)
#: Without these a Chromium on a test machine does not start, or calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-search-engine-choice-screen",
]


@contextmanager
def profile(playwright: Playwright, folder: Path, net: Internet, **options: Any) -> Iterator[BrowserContext]:
    """A visitor's own Chromium with a profile on the disk, closed as a person closes it."""
    options.setdefault("viewport", {"width": PHONE[0], "height": PHONE[1]})
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=EXECUTABLE,
        args=[*ARGUMENTS, *net.arguments],
        ignore_default_args=["--disable-back-forward-cache", "--disable-popup-blocking"],
        **options,
    )
    try:
        yield context
    finally:
        context.close()


def history_entries(page: Page) -> list[str]:
    """The addresses behind and before Back and Forward of a tab, the present one included."""
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getNavigationHistory")
    session.detach()
    return [entry["url"] for entry in found["entries"]]


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)
