"""The exit can be tapped wherever one has scrolled to, on any screen, at any zoom (P4)."""

from typing import Any

import pytest
from conftest import FULL
from internet import SITE
from playwright.sync_api import Page

from hotline.domain.listing import LOCALES

SIZES = ((320, 640), (360, 740), (768, 1024), (1280, 800))
ZOOMS = (1, 4)

REACH = """() => {
  const problems = [], top = document.documentElement.scrollHeight - innerHeight;
  for (const part of [0, .25, .5, .75, 1]) {
    scrollTo({top: top * part, behavior: "instant"});
    const exit = document.getElementById("exit"), box = exit.getBoundingClientRect();
    // A window of 80 pixels is narrower than the word on the button: what counts is the part that is seen.
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const above = Math.max(box.top, 0), below = Math.min(box.bottom, innerHeight);
    if (right - left < 44 || below - above < 44) problems.push(`only ${right - left} x ${below - above} at ${part}`);
    // The middle and, a finger's breadth around it, the whole area that has to be free.
    for (const [dx, dy] of [[0, 0], [-21, 0], [21, 0], [0, -21], [0, 21]]) {
      const found = document.elementFromPoint((left + right) / 2 + dx, (above + below) / 2 + dy);
      if (!found || !exit.contains(found)) problems.push(`covered at ${part} by ${found && found.outerHTML.slice(0, 80)}`);
    }
  }
  scrollTo({top: 0, behavior: "instant"});
  return problems;
}"""


def tab_stop(page: Page) -> int:
    """After how many presses of Tab the exit has the focus; 9 if it never has."""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    for press in range(1, 9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "exit":
            return press
    return 9


def problems(page: Page) -> list[str]:
    found = []
    for width, height in SIZES:
        for zoom in ZOOMS:
            page.set_viewport_size({"width": width // zoom, "height": height // zoom})
            found += [f"{width} px at {zoom}00 %: {problem}" for problem in page.evaluate(REACH)]
    return found


def some(addresses: list[str]) -> list[str]:
    """Every template in one locale or another; all regions are one template, and so are all errors."""
    shown = {"/", "/es/", "/es/gt", "/fr/mx", "/en/where", "/fr/signs", "/es/safety", "/en/about", "/fr/search",
             "/es/check", "/errors/en/404", "/errors/fr/503"}  # fmt: skip
    return addresses if FULL else sorted(shown)


def test_p04_exit_is_always_in_reach(window: Any, addresses: list[str]) -> None:
    page = window().new_page()
    looked, found = 0, {}
    for address in some(addresses):
        page.goto(SITE + address)
        stop = tab_stop(page)
        wrong = problems(page) + ([f"tab stop {stop}"] if stop > 2 else [])
        looked += len(SIZES) * len(ZOOMS) * 5
        if wrong:
            found[address] = wrong
    print(f"P4: in reach in {looked} of {looked} places" if not found else f"P4: {len(found)} pages fail")
    assert found == {}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("address", "name", "text"), [("search", "q", "policia"), ("check", "number", "1555")]
)
def test_p04_it_stays_in_reach_on_an_answer(
    window: Any, locale: str, address: str, name: str, text: str
) -> None:
    page = window().new_page()
    page.goto(f"{SITE}/{locale}/{address}")
    page.locator(f"#{name}").fill(text)
    page.locator(f"#{name}").press("Enter")
    page.wait_for_selector(f"input[value='{text}']")
    assert problems(page) == []


def test_p04_it_stays_in_reach_in_a_window_that_is_wide_and_very_low(window: Any) -> None:
    page = window((740, 200)).new_page()
    page.goto(SITE + "/fr/gt")
    assert page.evaluate(REACH) == []
