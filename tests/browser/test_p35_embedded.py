"""P35, P36: what another site embeds, seen by a browser: under a strict policy, in three sandboxes, at another port."""

import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from chromium import ARGUMENTS, EXECUTABLE
from playwright.sync_api import Browser, Page, Playwright, Request
from servers import Server

from hotline.domain.listing import LOCALES
from hotline.editions.embed_page import SANDBOX, Choice, frame, integrity
from hotline.editions.rendering import Home
from hotline.editions.serving import Site

#: Whoever asks, this is what the frame's own origin and the site around it keep.
STORED = """async () => {
  const kept = [document.cookie.length];
  try { kept.push(localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length); }
  catch (error) { kept.push(error.name); }
  return kept;
}"""
#: A site that shouts: whatever can be inherited must stay outside.
SHOUTING = "* { font: italic 40px cursive; color: red; letter-spacing: 9px; text-transform: uppercase; background: yellow; display: inline; }"


@dataclass
class Host:
    """A site of somebody else: its pages, and the policy that each of them has."""

    port: int
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def show(self, body: str, policy: str) -> str:
        path = f"/{len(self.pages)}"
        self.pages[path] = (f"<!doctype html><html lang=en><title>An NGO</title><body>{body}", policy)
        return self.site + path


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page, policy = found.pages.get(self.path, ("", "default-src 'none'"))
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    found = Host(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()


@pytest.fixture(scope="module")
def site(service: Server) -> str:
    return f"http://localhost:{service.port}"


@pytest.fixture(scope="module")
def strict(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium that gives no cookie and no storage to a third party."""
    if EXECUTABLE is None:
        pytest.skip("Chromium is not installed")
    browser = playwright.chromium.launch(
        executable_path=EXECUTABLE,
        args=[*ARGUMENTS, "--test-third-party-cookie-phaseout", "--block-third-party-cookies"],
    )
    yield browser
    browser.close()


@dataclass
class Visit:
    page: Page
    requests: list[str]
    messages: Callable[[], list[Any]]


@pytest.fixture
def visit(strict: Browser) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def go(address: str, first: str = "", **options: Any) -> Visit:
        context = strict.new_context(viewport={"width": 800, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        asked: list[str] = []

        def note(request: Request) -> None:
            asked.append(request.url)

        context.on("request", note)
        if options.get("java_script_enabled", True):
            page.add_init_script(
                "window.told = []; addEventListener('message', e => told.push([e.origin, e.data]));"
            )
            page.add_init_script(first)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return Visit(page, asked, lambda: list(page.evaluate("told")))

    yield go
    for context in contexts:
        context.close()


def number_of(built: Site, region: str) -> str:
    directory = built.edition.directories[region]
    first = directory.service(directory.first.services[0])
    return next(point.number for point in first.contact_points if point.number and point.channel == "voice")


def only_here(requests: list[str], *sites: str) -> bool:
    return all(url.startswith(("data:", *(f"{site}/" for site in sites))) for url in requests)


@pytest.mark.parametrize(
    ("sandbox", "script"), [("", False), ("allow-scripts", True), (SANDBOX, True)], ids=["all", "scripts", "ours"]
)  # fmt: skip
def test_p35_a_frame_works_in_each_sandbox_and_keeps_nothing(
    visit: Callable[..., Visit], host: Host, site: str, built: Site, sandbox: str, script: bool
) -> None:
    html = frame(Choice("GT", "es", theme="dark"), Home(site, "https://example.org/")).replace(
        SANDBOX, sandbox
    )
    seen = visit(host.show(html, f"default-src 'none'; frame-src {site}"))
    inside = seen.page.frame_locator("iframe")
    number = inside.locator(".call .n")
    assert number.inner_text() == number_of(built, "GT")
    assert number.is_visible()
    # Where a tap cannot call, the digits can be selected and copied, and the frame says that they are dialled by hand.
    assert number.evaluate("one => getComputedStyle(one).userSelect") == "text"
    assert inside.locator("#by-hand").is_visible()
    if script:
        assert inside.locator("html").get_attribute("data-theme") == "dark"
        messages = seen.messages()
        assert messages, "the height is told"
        for origin, data in messages:
            assert origin == "null"
            assert set(data) == {"hotline", "height"}
            assert data["hotline"] == "height"
            assert 200 < data["height"] < 1000
    else:
        assert seen.messages() == []
    assert only_here(seen.requests, host.site, site)
    assert seen.page.context.cookies() == []
    # The origin in a sandbox has no storage at all; the site around it has kept nothing either.
    assert seen.page.frames[1].evaluate(STORED.replace("document.cookie.length", "0"))[1:] == [
        "SecurityError"
    ]
    assert seen.page.evaluate(STORED) == [0, 0, 0, 0, 0]


def test_p35_a_frame_without_a_sandbox_keeps_nothing_and_says_nothing_of_dialling_by_hand(
    visit: Callable[..., Visit], host: Host, site: str
) -> None:
    seen = visit(
        host.show(f'<iframe src="{site}/embed/es/gt"></iframe>', f"default-src 'none'; frame-src {site}")
    )
    inside = seen.page.frames[1]
    kept = inside.evaluate(STORED)
    assert kept in ([0, 0, 0, 0, 0], [0, "SecurityError"])
    assert seen.page.context.cookies() == []
    assert not seen.page.frame_locator("iframe").locator("#by-hand").is_visible()
    assert only_here(seen.requests, host.site, site)


def test_p35_a_frame_reads_without_script(
    visit: Callable[..., Visit], host: Host, site: str, built: Site
) -> None:
    address = host.show(frame(Choice("MX", "en"), Home(site, "")), f"default-src 'none'; frame-src {site}")
    seen = visit(address, java_script_enabled=False)
    inside = seen.page.frame_locator("iframe")
    assert inside.locator(".call .n").inner_text() == number_of(built, "MX")
    assert inside.locator("#by-hand").is_visible()


def test_p35_the_exit_leaves_the_whole_page_and_only_by_a_tap(
    visit: Callable[..., Visit], host: Host, site: str
) -> None:
    address = host.show(frame(Choice("GT", "es"), Home(site, "")), f"default-src 'none'; frame-src {site}")
    clicks = "window.clicked = false; setTimeout(() => { const exit = document.getElementById('exit'); if (exit) { exit.click(); clicked = true; } }, 300);"
    seen = visit(address, clicks)
    seen.page.context.route("**/*wikipedia.org/**", lambda route: route.fulfill(body="elsewhere"))
    exit_in_frame = seen.page.frames[1].locator("#exit")
    # A script in the frame that clicks by itself, without a person's hand, leads nowhere.
    seen.page.wait_for_timeout(700)
    assert seen.page.frames[1].evaluate("clicked")
    assert seen.page.url == address
    exit_in_frame.click()
    seen.page.wait_for_url("https://www.wikipedia.org/")


def test_p35_needs_that_were_chosen_are_shown_and_no_others(
    visit: Callable[..., Visit], host: Host, site: str
) -> None:
    chosen = Choice("GT", "es", size="full", accent="plum", corners="square", needs=("children", "women"))
    seen = visit(host.show(frame(chosen, Home(site, "")), f"default-src 'none'; frame-src {site}"))
    groups = seen.page.frames[1].locator("[data-need]")
    shown = groups.evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.need)"
    )
    assert shown == ["children", "women"]
    assert groups.count() > 2
    assert (
        seen.page.frames[1].locator(".call").first.evaluate("one => getComputedStyle(one).borderRadius")
        == "0px"
    )


def test_p35_what_stands_in_no_list_changes_nothing(
    visit: Callable[..., Visit], host: Host, site: str
) -> None:
    odd = f'<iframe src="{site}/embed/es/gt#theme=red&accent=%22%3E%3Cscript%3E&__proto__=x&size=1&constructor=y&?secret=1"></iframe>'
    seen = visit(host.show(odd, f"default-src 'none'; frame-src {site}"))
    names = seen.page.frames[1].evaluate("({...document.documentElement.dataset})")
    assert names == {}


def test_a_visitor_who_chooses_comes_to_the_frame_of_the_country(
    visit: Callable[..., Visit], host: Host, site: str, built: Site
) -> None:
    chosen = Choice("", "fr", size="full", theme="dark")
    seen = visit(host.show(frame(chosen, Home(site, "")), f"default-src 'none'; frame-src {site}"))
    seen.page.frame_locator("iframe").get_by_role("link", name="Honduras").click()
    inside = seen.page.frame_locator("iframe")
    inside.locator(".call .n").wait_for()
    assert inside.locator(".call .n").first.inner_text() == number_of(built, "HN")
    assert seen.page.frames[1].url == f"{site}/embed/fr/hn/full#theme=dark&size=full"
    assert inside.locator("html").get_attribute("data-theme") == "dark"


def element(site: str, hash_of_it: str = "", **told: str) -> str:
    marked = " ".join(f'{name}="{value}"' for name, value in told.items())
    return (
        f'<script src="{site}/embed/v1.js" integrity="{hash_of_it or integrity()}" crossorigin="anonymous" defer></script>'
        f"<hotline-directory {marked}><a href='{site}/es/gt'>the link</a></hotline-directory>"
    )


def strict_policy(site: str, styles: str = "'none'") -> str:
    return f"default-src 'none'; script-src {site}; connect-src {site}; style-src {styles}; require-trusted-types-for 'script'; trusted-types 'none'"


def test_p36_an_element_shows_the_number_under_a_strict_policy_and_keeps_nothing(
    visit: Callable[..., Visit], host: Host, site: str, built: Site
) -> None:
    body = (
        element(site, region="GT", locale="es")
        + "<hotline-directory region='MX' locale='en'></hotline-directory>"
    )
    seen = visit(host.show(body, strict_policy(site)))
    for place, region in ((0, "GT"), (1, "MX")):
        number = seen.page.locator("hotline-directory").nth(place).locator(".call i")
        assert number.inner_text() == number_of(built, region)
        assert number.is_visible()
    assert not seen.page.get_by_text("the link").is_visible()
    assert only_here(seen.requests, host.site, site)
    assert seen.page.evaluate(STORED) == [0, 0, 0, 0, 0]
    assert seen.page.context.cookies() == []


@pytest.mark.parametrize("locale", LOCALES)
def test_p12_an_element_dials_what_it_shows(
    visit: Callable[..., Visit], host: Host, site: str, built: Site, locale: str
) -> None:
    every = "".join(
        f"<hotline-directory region={code} locale={locale}></hotline-directory>"
        for code in built.edition.directories
    )
    script = element(site, region="GT", locale=locale).partition("<hotline")[0]
    seen = visit(host.show(script + every, strict_policy(site)))
    links = seen.page.locator("hotline-directory a:has(i)").evaluate_all(
        "all => all.map(one => [one.getAttribute('href'), one.querySelector('i').textContent])"
    )
    dialled = [(href, shown) for href, shown in links if href.startswith(("tel:", "sms:"))]
    assert len(dialled) >= len(built.edition.directories)
    for href, shown in dialled:
        assert "".join(sign for sign in href if sign.isdigit()) == "".join(
            sign for sign in shown if sign.isdigit()
        )


def test_p36_the_page_around_an_element_does_not_reach_into_it(
    visit: Callable[..., Visit], host: Host, site: str
) -> None:
    looks = "one => { const s = getComputedStyle(one); return [s.fontFamily, s.fontStyle, s.color, s.letterSpacing, s.textTransform, s.backgroundColor]; }"
    body = element(site, region="GT", locale="es", theme="light")
    found = []
    for style in ("", f"<style>{SHOUTING}</style>"):
        seen = visit(host.show(style + body, strict_policy(site, "'unsafe-inline'")))
        for selector in ("div", "p", ".call", ".call i"):
            found.append(seen.page.locator(f"hotline-directory {selector}").first.evaluate(looks))
    assert found[:4] == found[4:]


@pytest.mark.parametrize(
    ("why", "policy", "hash_of_it", "region"),
    [
        ("its script is blocked", "default-src 'none'", "", "GT"),
        ("it may not ask", "default-src 'none'; script-src {site}", "", "GT"),
        ("its script is not the one that was named", "default-src 'none'; script-src {site}; connect-src {site}", "sha384-" + "A" * 64, "GT"),
        ("there is no such region", "default-src 'none'; script-src {site}; connect-src {site}", "", "XX"),
        ("no region is named", "default-src 'none'; script-src {site}; connect-src {site}", "", ""),
    ],
)  # fmt: skip
def test_p36_the_link_stays_where_an_element_cannot_work(
    visit: Callable[..., Visit], host: Host, site: str, why: str, policy: str, hash_of_it: str, region: str
) -> None:
    body = element(site, hash_of_it, region=region, locale="es")
    seen = visit(host.show(body, policy.format(site=site)))
    assert seen.page.get_by_role("link", name="the link").is_visible(), why


def test_p36_nothing_that_comes_can_become_script(visit: Callable[..., Visit], host: Host, site: str) -> None:
    """Who held the server, but not the script that a site has named, could still show false words: never run any."""
    address = host.show("", strict_policy(site))
    seen = visit(address)
    bad = [
        {"kind": "script", "text": "window.ran = 1"}, {"kind": "img", "text": "x"},
        {"kind": "call", "text": "a", "number": "1", "href": "javascript:window.ran=1"},
        {"kind": "call", "text": "b", "number": "2", "href": "data:text/html,<script>alert(1)</script>"},
        {"kind": "p", "text": "<img src=x onerror=window.ran=1>"},
        {"kind": "call", "text": "c", "number": "110", "href": "tel:110"},
    ]  # fmt: skip
    seen.page.context.route(
        "**/embed/es/gt.json",
        lambda route: route.fulfill(json=bad, headers={"Access-Control-Allow-Origin": "*"}),
    )
    seen.page.goto(host.show(element(site, region="GT", locale="es"), strict_policy(site)))
    seen.page.locator("hotline-directory .call i").last.wait_for()
    inside = seen.page.locator("hotline-directory")
    assert inside.locator("a.call").evaluate_all("all => all.map(one => one.getAttribute('href'))") == [
        "tel:110"
    ]
    assert inside.locator("script, img").count() == 0
    assert seen.page.evaluate("window.ran") is None


def test_p36_the_link_alone_needs_nothing(visit: Callable[..., Visit], host: Host, site: str) -> None:
    seen = visit(
        host.show(
            f'<a href="{site}/es/gt" hreflang="es">Líneas telefónicas, Guatemala</a>', "default-src 'none'"
        )
    )
    assert only_here(seen.requests, host.site)
    seen.page.get_by_role("link").click()
    seen.page.wait_for_url(f"{site}/es/gt")


def test_the_page_of_snippets_shows_the_frame_with_and_without_script(
    visit: Callable[..., Visit], site: str, built: Site
) -> None:
    for script in (True, False):
        seen = visit(f"{site}/es/embed", java_script_enabled=script)
        seen.page.select_option("#region", "GT")
        seen.page.check("[name=theme][value=dark]")
        seen.page.click("form.ask button")
        number = seen.page.frame_locator(".preview").locator(".call .n")
        assert number.inner_text() == number_of(built, "GT")
        boxes = seen.page.locator(".paste")
        assert boxes.count() == 3
        # One tap selects all of a snippet.
        assert boxes.first.evaluate("one => getComputedStyle(one).userSelect") == "all"
        boxes.nth(1).scroll_into_view_if_needed()
        # The page glides to its place: a tap meanwhile would land elsewhere.
        seen.page.wait_for_timeout(1000)
        boxes.nth(1).click()
        selected = seen.page.evaluate("getSelection().toString()")
        assert selected.startswith("<iframe src=")
        assert selected.endswith("</iframe>")
        assert only_here(seen.requests, site)
