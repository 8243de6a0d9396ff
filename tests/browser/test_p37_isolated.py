"""Text cannot lie (P37): a name that runs from right to left turns nothing around it, in a real Chromium.

Every text of the example region is given Arabic and digits; each stays in an element of its own.
"""

import copy
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from chromium import ARGUMENTS, EXECUTABLE, PHONE
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Playwright

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "web" / "admin")]

from desk_browser import Browser, Clock, join  # noqa: E402
from example import document, plan_document, source  # noqa: E402

from hotline.config import Settings  # noqa: E402
from hotline.domain.edition import Edition  # noqa: E402
from hotline.domain.listing import RegionDirectory  # noqa: E402
from hotline.domain.numbering import NumberingPlan  # noqa: E402
from hotline.domain.person import Person  # noqa: E402
from hotline.editions import pages, rendering  # noqa: E402
from hotline.editions.lookup import Lookup  # noqa: E402
from hotline.services import proposing  # noqa: E402
from hotline.services.importing import import_directory  # noqa: E402
from hotline.storage.migrations import migrate  # noqa: E402
from hotline.storage.session import make_engine, sessions, writing  # noqa: E402
from hotline.web.admin.app import create_desk  # noqa: E402

MARK = "خط 15 (16"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PLANS = {"GT": NumberingPlan.model_validate(plan_document())}
PLANS["US"] = NumberingPlan.model_validate(
    {**plan_document("US"), "calling_code": "1", "trunk_prefix": "1", "lengths": [10]}
)
#: Fields that hold a code, a number or an address; all others are what somebody typed.
CODES = {
    "id", "region", "timezone", "number", "number_region", "vanity", "address", "read", "date", "obtained", "channel",
    "operator", "kind", "reason", "hours", "cost", "confidence", "abroad", "name_language", "organization", "needs",
    "languages", "shown_in", "for_people_from", "works_from", "not_from", "services", "emergency", "instead",
    "anonymous", "takes_trafficking_reports", "works_without_credit", "website", "assured_date", "retired_by",
}  # fmt: skip

#: Every text node with the mark, up to the element that isolates it: nothing else may stand in there,
#: or the direction of the mark would reach it.
ESCAPES = """mark => {
  const out = [];
  const isolates = e => {
    const style = getComputedStyle(e);
    return /isolate|plaintext/.test(style.unicodeBidi) || !/^(inline|contents)$/.test(style.display);
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    if (!node.data.includes(mark)) continue;
    let fence = node.parentElement;
    if (!fence.checkVisibility() || /^(SCRIPT|STYLE)$/.test(fence.tagName)) continue;
    while (!isolates(fence)) fence = fence.parentElement;
    // The text itself, in whatever pieces it stands; what is fenced in again does not count.
    let beside = "";
    const collect = e => { for (const child of e.childNodes) {
      if (child.nodeType === 3) beside += child.data;
      else if (child.nodeType === 1 && !isolates(child)) collect(child);
    } };
    collect(fence);
    if (/[\\p{L}\\d]/u.test(beside.replaceAll(/[\\p{Script=Arabic}]+ 15 \\(16/gu, "").replaceAll(/ (ñ ¿es\\?)/g, "")))
      out.push(fence.tagName + ": " + beside.trim().replace(/\\s+/g, " ").slice(0, 120));
  }
  return out;
}"""


def marked(value: Any, key: str = "") -> Any:
    """The same record with the mark in the place of every text that a person types."""
    if isinstance(value, dict):
        return {name: marked(part, name) for name, part in value.items()}
    if key in CODES and not isinstance(value, dict):
        return (
            [marked(part) if isinstance(part, dict) else part for part in value]
            if isinstance(value, list)
            else value
        )
    if isinstance(value, list):
        return [marked(part, key) for part in value]
    return MARK if isinstance(value, str) else value


@pytest.fixture
def chromium(playwright: Playwright) -> Iterator[Chromium]:
    browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Chromium) -> Page:
    return chromium.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})


def region() -> RegionDirectory:
    written = {name: marked(part, name) for name, part in document().items() if name != "first"}
    written["first"] = {**document()["first"], "reason": marked(document()["first"]["reason"])}
    for kind in ("organization", "service", "retired_number", "lead"):
        written[kind] = [marked(one) for one in document()[kind]]
    return RegionDirectory.model_validate(written)


def escapes(page: Page, html: str) -> list[str]:
    page.set_content(html)
    # What is folded is read, too.
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    assert page.evaluate(f"document.body.innerText.includes({MARK!r})")
    found: list[str] = page.evaluate(ESCAPES, MARK)
    return found


def test_p37_the_check_itself_sees_a_text_that_escapes(page: Page) -> None:
    assert escapes(page, f"<p>Call {MARK} 145</p>") == [f"P: Call {MARK} 145"]
    assert escapes(page, f"<p>Call <bdi>{MARK}</bdi> 145</p>") == []


def test_p37_a_number_beside_such_a_name_keeps_its_place(page: Page) -> None:
    """The visual order: the digits of a line stay to the right of the name before them."""
    page.set_content(
        f"<p><bdi id=a>{MARK}</bdi>: <bdi id=b dir=ltr>145</bdi></p><p><span id=c>{MARK}</span>: <span id=d>145</span></p>"
    )
    left = {name: page.locator(f"#{name}").bounding_box()["x"] for name in "abcd"}  # type: ignore[index]
    assert left["a"] < left["b"]
    assert left["d"] < left["c"], "without isolation the number jumps to the left of the name"


def test_p37_nothing_escapes_on_public_pages(page: Page) -> None:
    edition = Edition(
        number=1,
        published_at=NOW,
        regions=(region(),),
        numbering=tuple(sorted(PLANS.values(), key=lambda p: p.region)),
    )
    home = rendering.Home("https://lineas.example.org", "https://www.example.org/")
    lookup = Lookup(edition)
    shown = {
        path: html
        for path, html in pages.render_all(edition, home)
        if path.endswith(".html") and MARK in html
    }
    for raw in ("1555", "1552", "2424-1717"):
        shown[f"check {raw}"] = pages.render_check(edition, "es", home, raw, "GT", lookup.answer(raw, "GT"))
    assert len(shown) >= 6
    assert {path: found for path, html in shown.items() if (found := escapes(page, html))} == {}


def test_p37_nothing_escapes_at_the_desk(page: Page, tmp_path: Path) -> None:
    clock = Clock()
    address = f"sqlite:///{tmp_path / 'hotline.sqlite'}"
    engine = make_engine(address)
    migrate(engine)
    factory = sessions(engine)
    with writing(factory) as session:
        import_directory(session, (region(),), "first", clock())
    desk = create_desk(Settings(var=tmp_path, database_url=address, reviewers_need_passkey=False), clock)
    members = {name: join(desk, factory, clock, name, name) for name in ("editor", "reviewer")}
    person = Person("zoe-editor", "Zoe", frozenset({"editor"}), frozenset({"GT"}))
    changed = marked(copy.deepcopy(document()["service"][0]))
    changed["contact_point"][0]["number"] = "1556"
    changed["contact_point"][0]["evidence"].append(marked(source("shows-1556")))
    changed["places"] = [f"{MARK} {MARK}"]
    with writing(factory) as session:
        change = proposing.propose(session, person, "service", "GT", changed, MARK, clock(), PLANS).id
    css = (TESTS.parent / "templates" / "admin" / "desk.css").read_text(encoding="utf-8")
    found = {}
    for name, paths in {
        "editor": (
            "history/service/GT/gt-trata",
            "records/service/GT/gt-trata",
            "regions/GT",
            f"changes/{change}",
        ),
        "reviewer": (f"changes/{change}", "changes", "history/lead/GT/office"),
    }.items():
        browser = Browser(desk, f"192.0.2.{len(name)}")
        members[name].sign_in(browser)
        for path in paths:
            answer = browser.get(f"/admin/{path}")
            assert answer.status_code == 200, path
            html = re.sub(r'<link rel="stylesheet"[^>]*>', lambda _: f"<style>{css}</style>", answer.text)
            if escaped := escapes(page, html):
                found[f"{name} {path}"] = escaped
    engine.dispose()
    assert found == {}
