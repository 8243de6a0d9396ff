"""What a machine can check of access for everybody (WCAG 2.2 AA); docs/accessibility.md has the rest."""

import json
import re
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from chromium import DESK, PHONE
from conftest import FULL
from internet import SITE
from playwright.sync_api import Page

from hotline.domain.listing import LOCALES

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RESULTS = Path(__file__).parents[2] / "test-results"

#: What is typed where, so that each kind of answer is looked at.
ANSWERS = (("search", "q", "pasaporte"), ("search", "q", "zzzz qqqq"), ("check", "number", "1555"),
           ("check", "number", "1552"), ("check", "number", "900 123 4567"))  # fmt: skip
#: In the short form one region, one error and a few materials stand for their template; they differ by locale.
SHOWN = {"es": ("gt", "404"), "en": ("mx", "503"), "fr": ("pa", "429")}


def templates(addresses: list[str], locale: str) -> list[str]:
    """Every template in this locale, or every address in the full form."""
    own = [address for address in addresses if locale in address.split("/")]
    if FULL:
        return own
    region, status = SHOWN[locale]
    of_materials = [address for address in own if address.startswith(f"/{locale}/materials/")]
    passed_over = set(of_materials) - set(of_materials[LOCALES.index(locale) :: 12])
    return [
        address
        for address in own
        if address not in passed_over
        and ((name := address.rsplit("/", 1)[1]) in {region, status} or len(name) > 3 or not name)
    ]


def wrong(page: Page) -> list[str]:
    """What axe finds, as (rule: how, where)."""
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    return [
        f"{rule['id']} ({rule['impact']}): {json.dumps(node['target'])} {node['failureSummary'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


def look(page: Page, name: str, problems: dict[str, list[str]]) -> int:
    """Look at the open page on a phone and on a desk."""
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        if found := wrong(page):
            problems[f"{name} at {width} px"] = found
    return 2


def test_axe_sees_what_is_wrong(window: Any) -> None:
    """The control: a page of ours with three mistakes put in."""
    context = window(bypass_csp=True)
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.goto(SITE + "/es/gt")
    page.evaluate("""() => {
      document.documentElement.lang = "";
      document.querySelector("#q").labels[0].remove();
      document.querySelector(".intro").style.color = "#eee";
    }""")
    found = {rule.split()[0] for rule in wrong(page)}
    assert {"html-has-lang", "color-contrast"} <= found


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_template(
    window: Any, addresses: list[str], locale: str, scheme: str
) -> None:
    if scheme == "dark" and not FULL:
        pytest.skip("dark colours: all repetitions only")
    # The policy of the pages keeps foreign scripts out, and axe is one.
    context = window(bypass_csp=True, color_scheme=scheme, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    page = context.new_page()
    problems: dict[str, list[str]] = {}
    looked = 0
    for address in ["/", *templates(addresses, locale)]:
        page.goto(SITE + address)
        page.evaluate(
            "document.querySelectorAll('details:not([name]), details:first-of-type').forEach(d => d.open = true)"
        )
        looked += look(page, address, problems)
    for address, name, text in ANSWERS:
        page.goto(f"{SITE}/{locale}/{address}")
        page.locator(f"#{name}").fill(text)
        page.locator(f"#{name}").press("Enter")
        page.wait_for_selector(f'input[value="{text}"]')
        looked += look(page, f"{address}: {text}", problems)
    print(f"axe: {len(problems)} of {looked} looks found something ({locale}, {scheme})")
    assert problems == {}


@pytest.mark.parametrize("width", [320, 360, 768, 1280] if FULL else [320, 768])
def test_no_page_is_wider_than_the_screen(window: Any, addresses: list[str], width: int) -> None:
    """320 pixels are also what is left of 1280 at a zoom of 400 %."""
    page = window((width, 640), device_scale_factor=4 if width == 320 else 1).new_page()
    wide = {}
    for address in ["/", *(address for locale in LOCALES for address in templates(addresses, locale))]:
        page.goto(SITE + address)
        page.evaluate(
            "document.querySelectorAll('details').forEach(one => { one.name = ''; one.open = true; })"
        )
        if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[address] = found
    assert wide == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_letters_twice_as_large_and_far_apart_lose_nothing(window: Any, locale: str) -> None:
    """WCAG 1.4.4 and 1.4.12: a reader's own size and spacing of letters."""
    page = window(bypass_csp=True).new_page()
    page.goto(f"{SITE}/{locale}/gt")
    page.add_style_tag(
        content="html { font-size: 212.5% !important } * { line-height: 1.5 !important; letter-spacing: .12em "
        "!important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
    )
    cut = page.evaluate("""() => [...document.querySelectorAll("a, button, h1, h2, h3, p, li")]
      .filter(one => one.checkVisibility() && !one.closest(".out, .skip") && getComputedStyle(one).overflow !== "visible"
                     && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2))
      .map(one => one.outerHTML.slice(0, 100))""")
    assert cut == []
    assert page.locator("#exit").is_visible()


def spoken(page: Page) -> str:
    """The tree of names and roles that a screen reader reads, in its order."""
    return page.locator("main").aria_snapshot()


@pytest.mark.parametrize(
    ("locale", "call", "free", "hours"),
    [("es", "Llamar", "Gratis", "24 horas"), ("en", "Call", "Free", "24 hours"), ("fr", "Appeler", "Gratuit", "24 heures")],
)  # fmt: skip
def test_a_screen_reader_says_name_number_cost_and_hours(
    window: Any, locale: str, call: str, free: str, hours: str
) -> None:
    page = window().new_page()
    page.goto(f"{SITE}/{locale}/gt")
    tree = spoken(page)
    first = tree[tree.index("Guatemala") :]
    name = page.locator(".first h2").inner_text()
    places = [first.index(name), first.index(f'link "{call} 1555"'), first.index("110")]
    assert places == sorted(places)
    facts = page.locator(".first > .facts").aria_snapshot()
    assert "list" in facts
    assert len(re.findall(r"- listitem", facts)) >= 2, facts
    assert page.locator(".first").get_attribute("aria-labelledby") == "first-name"


def test_a_screen_reader_hears_of_every_line_its_name_before_its_number(window: Any) -> None:
    page = window().new_page()
    for address in ("/es/mx", "/en/hn", "/fr/pa"):
        page.goto(SITE + address)
        for card in page.locator(".card:has(h2):has(a.call), article.service:has(a.number)").all():
            order = card.evaluate("""card => {
              const title = card.querySelector("h2, h3"), link = card.querySelector("a[href^='tel:'] .n");
              return !link || Boolean(title.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING);
            }""")
            assert order, card.inner_text()[:80]


def test_numbers_stand_apart_from_the_text_and_from_left_to_right(window: Any, addresses: list[str]) -> None:
    page = window().new_page()
    for address in (address for locale in LOCALES for address in templates(addresses, locale)):
        page.goto(SITE + address)
        loose = page.evaluate("""() => [...document.querySelectorAll("a[href^='tel:'], a[href^='sms:']")]
          .filter(link => ![...link.querySelectorAll("bdi[dir=ltr]")].some(one => /\\d/.test(one.textContent)))
          .map(link => link.outerHTML)""")
        assert loose == [], address


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_pictures_of_the_pages_are_kept(window: Any, script: bool, size: tuple[int, int]) -> None:
    """Not compared with anything: they are for people who look at a change."""
    RESULTS.mkdir(exist_ok=True)
    page = window(size, java_script_enabled=script).new_page()
    for locale in LOCALES:
        for name in ("", "gt", "mx", "safety", "where", "check") if FULL else ("", "gt"):
            page.goto(f"{SITE}/{locale}/{name}")
            path = RESULTS / f"{locale}-{name or 'home'}-{size[0]}-{'script' if script else 'plain'}.png"
            page.screenshot(path=path, full_page=True)
            assert path.stat().st_size > 10_000
