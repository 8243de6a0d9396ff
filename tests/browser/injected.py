"""A Chromium that is shown answers of the program without a network, and notices whatever a text does in it.

Each answer comes with its own headers, so the policy of the program stands; and because a policy must
never be what saves a page, a refusal by it counts as a hit, too.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, Request, Response, Route
from werkzeug.test import TestResponse

#: What a page may hold that a text could have made: an element or attribute of the list, an address that runs.
JUDGE = """() => {
  const found = [];
  const walk = root => {
    for (const one of root.querySelectorAll("*")) {
      const told = one.outerHTML.slice(0, 160);
      if (one.localName === "x-hit" || one.hasAttribute("hit")) found.push("element: " + told);
      for (const {name, value} of one.attributes) {
        if (name.startsWith("on")) found.push("handler: " + told);
        if (/^(href|src|action|formaction|data|srcdoc|background|poster|xlink:href)$/.test(name) && value !== "data:,") {
          let kind = "";
          try { kind = new URL(value, document.baseURI).protocol; } catch { }
          if (!/^(https?|tel|sms|mailto):$/.test(kind)) found.push("address: " + told);
          if (new URL(value, document.baseURI).host === "hit.example" && one.localName !== "a") found.push("asks: " + told);
        }
      }
      if (one.shadowRoot) walk(one.shadowRoot);
    }
  };
  walk(document);
  return found;
}"""
_LISTEN = """() => {
  const tell = event => told(`policy: ${event.effectiveDirective} ${event.sourceFile || ""} ${event.sample}`);
  document.addEventListener("securitypolicyviolation", tell);
}"""
#: Where an answer that was made before is shown as a document of its own.
SHOWN = "/shown-as-a-document"
Ask = Callable[[Request], TestResponse]


@dataclass
class Watched:
    """A page, and everything that should not have happened in it."""

    page: Page
    hits: list[str] = field(default_factory=list)
    opened: int = 0
    downloads: int = 0
    _answers: dict[str, TestResponse] = field(default_factory=dict)

    def open(self, address: str) -> Response | None:
        """Go there and judge what is there; None where Chromium takes it for a file to keep."""
        answer = None
        try:
            answer = self.page.goto(address)
            self.judge(address)
        except Error as error:
            if "Download is starting" not in str(error) and "ERR_ABORTED" not in str(error):
                raise
            self.downloads += 1
        self.opened += 1
        return answer

    def show(self, host: str, answer: TestResponse) -> None:
        """Judge an answer as a document, with its own headers, at an address of its site."""
        address = f"{host}{SHOWN}/{len(self._answers)}"
        self._answers[address] = answer
        self.open(address)

    def judge(self, where: str) -> None:
        for frame in self.page.frames:
            self.hits += [f"{where}: {one}" for one in frame.evaluate(JUDGE)]


def watched(chromium: Browser, hosts: dict[str, Ask]) -> Watched:
    """A window in which these hosts are the whole internet."""
    context = chromium.new_context()
    watch = Watched(context.new_page())

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        ask = hosts.get(address.netloc)
        if ask is None:
            watch.hits.append(f"asked for {route.request.url}")
            route.abort()
            return
        known = route.request.url.partition("#")[0]
        said = watch._answers.get(known) or ask(route.request)
        headers = dict(said.headers)
        route.fulfill(status=said.status_code, headers=headers, body=said.get_data())

    def of_chromium(where: str, said: str) -> bool:
        # It draws XML as a tree, with a style that the policy of the file refuses.
        return (
            re.search(r"\.(xml|atom)$", where) is not None
            and re.search("inline style|style-src", said) is not None
        )

    def note(where: str, said: str) -> None:
        if not of_chromium(where, said):
            watch.hits.append(f"{where}: {said}")

    def hear(said: Any) -> None:
        if re.search("Content Security Policy|Trusted|Uncaught|rror while|Refused", said.text):
            note(watch.page.url, f"console: {said.text}")

    context.route("**/*", answer)
    context.expose_binding("hit", lambda source, *_: watch.hits.append(f"ran in {source['frame'].url}"))
    context.expose_binding("told", lambda source, said: note(source["frame"].url, said))
    context.add_init_script(f"({_LISTEN})()")
    context.on("dialog", lambda dialog: (watch.hits.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    context.on("page", lambda page: watch.hits.append(f"opened a window: {page.url}"))
    watch.page.on("console", hear)
    watch.page.on("pageerror", lambda error: watch.hits.append(f"{watch.page.url}: {error}"))
    with suppress(Error):
        watch.page.goto("about:blank")
    return watch
