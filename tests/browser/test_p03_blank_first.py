"""Leaving empties the page before the network is asked for anything (P3)."""

from collections.abc import Iterator
from typing import Any

import pytest
from internet import EXIT, SITE, Internet
from playwright.sync_api import CDPSession, Page

#: Notes what stands in the page right after the tap, in the same turn of the page's own clock, and
#: when the first empty picture has been drawn. Listeners of the window come after those of the page.
NOTE = """
addEventListener("DOMContentLoaded", () => {
  const look = event => {
    if (event.type === "keyup" && event.key !== "Shift") return;
    const left = document.documentElement.textContent;
    if (left.length > 200) return;
    const began = event.timeStamp, emptied = performance.now() - began;
    console.log("left", JSON.stringify([left, document.title, document.querySelectorAll("*").length]));
    requestAnimationFrame(() => setTimeout(() => console.log("drawn", performance.now() - began, emptied)));
  };
  addEventListener("click", look);
  addEventListener("keyup", look);
});
"""


@pytest.fixture
def silent_exit(net: Internet) -> Iterator[None]:
    """The exit host takes the connection and never answers."""
    net.exit_answers = False
    yield
    net.exit_answers = True


def words_in_accessibility_tree(session: CDPSession) -> str:
    # DevTools gives no tree while a page waits for another; stopping changes nothing on the page.
    session.send("Page.stopLoading")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return " ".join(str(node.get("name", {}).get("value", "")) for node in nodes).strip()


def leave_by_tap(page: Page) -> None:
    box = page.locator("#exit").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def leave_by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def open_slowly(context: Any, path: str, notes: list[str]) -> tuple[Page, CDPSession]:
    """A page on a slow phone with a bad line."""
    context.add_init_script(NOTE)
    page = context.new_page()
    page.on("console", lambda message: notes.append(message.text))
    page.goto(SITE + path)
    session = context.new_cdp_session(page)
    session.send("Accessibility.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 800, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8},
    )
    return page, session


@pytest.mark.parametrize("path", ["/es/mx", "/fr/signs", "/", "/errors/en/404"])
@pytest.mark.parametrize("leave", [leave_by_tap, leave_by_shift])
def test_p03_blank_before_network(window: Any, silent_exit: None, path: str, leave: Any) -> None:
    notes: list[str] = []
    page, session = open_slowly(window(), path, notes)
    assert len(words_in_accessibility_tree(session)) > 500
    leave(page)
    for _ in range(100):
        if any(note.startswith("drawn ") for note in notes):
            break
        page.wait_for_timeout(50)
    left = next(note for note in notes if note.startswith("left "))
    # The head holds a title that is the name of the other site, and nothing else is left of the page.
    assert left == f'left ["{EXIT}","{EXIT}",2]'
    assert page.url == SITE + path, "the other site has not answered, and we are still here"
    assert set(words_in_accessibility_tree(session).split()) <= {EXIT}
    drawn, emptied = map(float, next(note for note in notes if note.startswith("drawn ")).split()[1:])
    print(
        f"P3: {path}, {leave.__name__}: empty after {emptied:.0f} ms, drawn after {drawn:.0f} ms, at a sixth of the speed"
    )


def test_p03_the_address_asked_for_is_the_exit_alone(window: Any, silent_exit: None, net: Internet) -> None:
    page, _ = open_slowly(window(), "/es/gt", [])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    leave_by_tap(page)
    page.wait_for_timeout(2500)
    assert asked == [f"https://{EXIT}/"]
