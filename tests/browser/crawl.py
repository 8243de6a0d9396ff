"""Reads every page with one window of a browser, and notes what a promise could be broken by."""

from dataclasses import dataclass, field
from typing import Any

from internet import SITE, Internet
from playwright.sync_api import Browser, ConsoleMessage, Request

from hotline.domain.listing import LOCALES

#: What is typed on a page (locale-free address, field, text): each kind of answer once.
TYPED = (
    ("search", "q", "pasaporte"),
    ("search", "q", "zzzz qqqq"),
    ("check", "number", "1555"),
    ("check", "number", "1552"),
    ("check", "number", "1-866-373-7888"),
    ("check", "number", "900 123 4567"),
    ("check", "number", "555 000 999"),
)

#: Runs before the page's own script and notes whatever would come as a surprise (P9).
WATCH = """
window.surprises = [];
const note = (owner, name) => {
  if (!owner || !(name in owner)) return;
  Object.defineProperty(owner, name, {value: (...all) => { surprises.push(name); return Promise.reject(); }});
};
for (const name of ["alert", "confirm", "prompt", "print", "open", "showModalDialog"]) note(window, name);
for (const name of ["vibrate", "share", "requestMediaKeySystemAccess", "registerProtocolHandler", "sendBeacon"])
  note(Navigator.prototype, name);
note(Notification, "requestPermission");
note(HTMLMediaElement.prototype, "play");
note(Element.prototype, "requestFullscreen");
note(HTMLDialogElement.prototype, "showModal");
if (window.Geolocation) for (const name of ["getCurrentPosition", "watchPosition"]) note(Geolocation.prototype, name);
if (window.Permissions) note(Permissions.prototype, "request");
"""

LOOK = """async () => {
  const all = (selector, each) => [...document.querySelectorAll(selector)].map(each);
  const text = node => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll("script, style").forEach(one => one.remove());
    return copy.textContent;
  };
  // Official names and the titles of sources are quoted, not said by us.
  const own = document.body.cloneNode(true);
  own.querySelectorAll(".card > h2, article > h3, .abroad li, .abroad p, .caution bdi, .source a, .sources a, script, style, [lang]")
    .forEach(one => { if (one.lang !== document.documentElement.lang || one.matches("h2, h3, a")) one.remove(); });
  let stored = [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
                (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length];
  return {
    title: document.title,
    lang: document.documentElement.lang,
    address: location.href,
    text: text(document.body),
    own: own.textContent,
    links: all("a[href]", a => ({
      id: a.id, href: a.getAttribute("href"), goes: a.href, rel: a.rel, target: a.target, text: a.textContent,
      shown: [...a.querySelectorAll("bdi")].map(one => one.textContent).join(" "),
    })),
    meta: all("meta", one => [one.name || one.getAttribute("property") || "", one.content]),
    hints: all("link", one => [one.rel, one.type || one.hreflang, one.getAttribute("href")]),
    moving: all("audio, video, iframe, object, embed, dialog, marquee, [autoplay], [autofocus], [download]",
                one => one.outerHTML),
    speculation: all("script", one => one.type).filter(type => type && type !== "application/ld+json"),
    stored: stored, cookies: document.cookie,
    allowed: document.featurePolicy.allowedFeatures(),
    surprises: window.surprises,
    fields: all("input:not([type=hidden]), select, textarea, form", one => one.getAttribute("autocomplete")),
    files: all("img, source, [src]", one => one.src),
  };
}"""


@dataclass
class Crawl:
    """What was seen: `pages` by address (an answer by its address and what was typed)."""

    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)
    cookies: list[Any] = field(default_factory=list)
    said: set[str] = field(default_factory=set)

    @property
    def finished(self) -> dict[str, dict[str, Any]]:
        """The finished pages alone, without answers and errors: those that have an address."""
        return {at: page for at, page in self.pages.items() if at.count("?") == 0 and "/errors/" not in at}


def crawl(browser: Browser, net: Internet, addresses: list[str]) -> Crawl:
    """Open every address, and type everything of `TYPED` in every locale."""
    seen = Crawl()
    before = len(net.names)
    context = browser.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()

    def asked(request: Request) -> None:
        seen.requests.append(request.url)

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            seen.said.add(message.text)

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: seen.said.add(str(error)))
    page.on("dialog", lambda dialog: seen.said.add(f"a dialog: {dialog.message}"))
    for address in addresses:
        page.goto(SITE + address)
        seen.pages[address] = page.evaluate(LOOK)
    for locale in LOCALES:
        for address, name, text in TYPED:
            page.goto(f"{SITE}/{locale}/{address}")
            page.locator(f"#{name}").fill(text)
            page.locator(f"#{name}").press("Enter")
            page.wait_for_selector(f'input[value="{text}"]')
            seen.pages[f"/{locale}/{address}?{text}"] = page.evaluate(LOOK)
    seen.cookies = list(context.cookies())
    context.close()
    seen.strangers = set(net.names[before:]) & net.strangers
    return seen
