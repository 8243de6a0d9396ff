"""What stays in a Chromium profile after a visit, read from its files when the browser is closed."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from chromium import profile
from internet import EXIT, HOST, ORDINARY, SITE, Internet
from playwright.sync_api import BrowserContext, Playwright

#: What a visitor types in the search; it must stand in no file by chance.
WORD = "qzcanaryword"
#: Sentences of the pages that are visited.
TEXTS = ("Si alguien controla su vida", "Elija su país", "Elija el país", "Nadie de este sitio")

#: Files of a profile that hold a list of tabs, for opening them again.
_TABS = "Sessions"
_CACHES = (
    "Cache",
    "Code Cache",
    "GPUCache",
    "Service Worker",
    "IndexedDB",
    "Local Storage",
    "Session Storage",
)


@dataclass(frozen=True)
class Residue:
    """What stays; the names are those of the table in docs/residue.md."""

    history_list: int  #: lines of the site in the page of visited pages
    history_rows: int  #: addresses of the site in the database behind it
    history_titles: int  #: of these, with a title of ours
    tab_list_addresses: (
        int  #: different addresses of the site in the list of tabs; how many depends on the second
    )
    word_in_tab_list: bool  #: whether it holds what was typed
    word_elsewhere: int  #: other files that hold what was typed
    page_text: int  #: files that hold a sentence of a page
    cached: int  #: files of the cache that belong to the site
    form_rows: int  #: rows of what was typed, in the memory of forms
    cookies: int  #: rows of the site
    favicons: int  #: rows of the site
    other_files: tuple[str, ...]  #: other files that hold the name of the site

    @property
    def rows(self) -> list[str]:
        """The cells of one column of the table."""
        return [
            str(self.history_list), str(self.history_rows), str(self.history_titles), "yes" if self.tab_list_addresses else "no",
            "yes" if self.word_in_tab_list else "no", str(self.word_elsewhere),
            str(self.page_text), str(self.cached), str(self.form_rows), str(self.cookies), str(self.favicons),
        ]  # fmt: skip


def visit(context: BrowserContext, leave: bool = True) -> None:
    """Four pages by our own links, a search and the exit, each read for a while."""
    page = context.pages[0]
    page.goto(SITE + "/")
    for selector, address in (
        ("section[lang=es] a[href$='gt']", "/es/gt"), (".back", "/es/"), ("main a[href$='hn']", "/es/hn"),
    ):  # fmt: skip
        page.wait_for_timeout(300)
        page.locator(selector).first.click()
        page.wait_for_url(SITE + address)
    page.locator("#q").fill(WORD)
    page.locator("#q").press("Enter")
    page.wait_for_selector(f"input[value={WORD}]")
    # Chromium writes the list of tabs every two and a half seconds.
    page.wait_for_timeout(3000)
    if leave:
        page.locator("#exit").click()
        page.wait_for_url(f"https://{EXIT}/")
        page.wait_for_timeout(1000)


def visit_ordinary(context: BrowserContext) -> None:
    """The control: the same on an ordinary site."""
    page = context.pages[0]
    page.goto(f"https://{ORDINARY}/1")
    for number in (2, 3, 4):
        page.wait_for_timeout(300)
        page.get_by_role("link", name=str(number), exact=True).click()
        page.wait_for_url(f"https://{ORDINARY}/{number}")
    page.locator("input[name=q]").fill(WORD)
    page.locator("input[name=q]").press("Enter")
    page.wait_for_url(f"https://{ORDINARY}/found")
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="Leave").click()
    page.wait_for_url(f"https://{EXIT}/")
    page.wait_for_timeout(1000)


def history_list(playwright: Playwright, folder: Path, net: Internet) -> list[str]:
    """The addresses in the page of visited pages, when the browser is opened again."""
    with profile(playwright, folder, net) as context:
        page = context.pages[0]
        page.goto("chrome://history")
        page.locator("history-item").first.wait_for()
        page.wait_for_timeout(300)
        return list(page.locator("history-item").evaluate_all("lines => lines.map(line => line.item.url)"))


def measure(folder: Path, listed: list[str], host: str = HOST, texts: tuple[str, ...] = TEXTS) -> Residue:
    """Read the whole profile; `listed` is what the page of visited pages showed."""
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    tabs = b"".join(content for path, content in files.items() if _TABS in path.parts)
    rest = {path: content for path, content in files.items() if _TABS not in path.parts}
    named = {path for path, content in rest.items() if host.encode() in content}
    cached = {path for path in named if set(_CACHES) & set(path.parts)}
    default = folder / "Default"
    history = list(_rows(default / "History", "select url, title from urls where url like ?", f"%{host}%"))
    return Residue(
        history_list=sum(host in address for address in listed),
        history_rows=len(history),
        history_titles=sum(
            "telef" in title or "Buscar" in title or "Ordinary" in title for _, title in history
        ),
        tab_list_addresses=len(_addresses(tabs, host)),
        word_in_tab_list=_holds(tabs, WORD),
        word_elsewhere=sum(_holds(content, WORD) for content in rest.values()),
        page_text=sum(any(_holds(content, text) for text in texts) for content in files.values()),
        cached=len(cached),
        form_rows=len(
            list(_rows(default / "Web Data", "select * from autofill where value like ?", f"%{WORD}%"))
        ),
        cookies=len(
            list(_rows(default / "Cookies", "select * from cookies where host_key like ?", f"%{host}%"))
        ),
        favicons=len(
            list(_rows(default / "Favicons", "select * from icon_mapping where page_url like ?", f"%{host}%"))
        ),
        other_files=tuple(sorted(str(path) for path in named - cached - {Path("Default/History")})),
    )


def _addresses(content: bytes, host: str) -> set[str]:
    return {
        found.decode()
        for found in re.findall(rb"https://" + re.escape(host).encode() + rb"/[\w./-]*", content)
    }


def _holds(content: bytes, text: str) -> bool:
    return text.encode() in content or text.encode("utf-16-le") in content


def _rows(database: Path, query: str, argument: str) -> Iterator[tuple[str, ...]]:
    if not database.exists():
        return
    with closing(sqlite3.connect(database)) as connection:
        yield from connection.execute(query, (argument,))
