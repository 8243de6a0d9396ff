"""A copy works from a folder, from another host and under any path, and asks nobody for anything."""

import os
import pwd
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
import servers
from chromium import ARGUMENTS, EXECUTABLE, PHONE, digits
from lxml import html as lxml_html
from playwright.sync_api import Browser, Playwright

from hotline.commands import export as command
from hotline.editions.minisign import SecretKey
from hotline.editions.rendering import Home
from hotline.services import exporting, verifying
from hotline.services.copies import FolderCopy, at
from hotline.services.exporting import ExportError
from hotline.services.verifying import Known

KEY = SecretKey(b"ourclave", bytes(32))
HOME = Home("http://localhost:8000", "https://www.wikipedia.org/")
#: The moment of the edition, whatever the clock of this machine says.
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PREFIX = "/mirror/líneas/"
LOOK = """() => ({
  links: [...document.querySelectorAll("[href], [src], [poster]")].map(one => ({
    tag: one.localName, rel: one.rel || "", said: one.getAttribute("href") || one.getAttribute("src"),
    goes: one.href || one.src, shown: [...one.querySelectorAll("bdi")].map(each => each.textContent).join(" "),
  })),
  forms: document.forms.length, title: document.title, exit: !!document.getElementById("exit"),
})"""


@pytest.fixture(scope="module")
def copy(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "copy of lines"
    exporting.export(installed / "editions" / "current", folder, HOME, command.headers(), KEY)
    return folder


@pytest.fixture(scope="module")
def bare(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium for which no name leads anywhere: a copy needs none."""
    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=[*ARGUMENTS, nowhere])
    yield browser
    browser.close()


def walk(browser: Browser, base: str, only: str = "") -> tuple[dict[str, dict], list[str], list[str]]:
    """Every page that links lead to from the first one: what each holds, what was asked for, complaints."""
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    # Of the features that are denied, each browser knows only some.
    page.on(
        "console",
        lambda message: (
            "Permissions-Policy" in message.text or complaints.append(f"{page.url}: {message.text}")
        ),
    )
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    found: dict[str, dict] = {}
    waiting = [f"{base}index.html"]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = page.goto(address)
        assert answer is not None and answer.ok, address  # noqa: PT018
        found[address] = page.evaluate(LOOK)
        for link in found[address]["links"]:
            goes = urldefrag(link["goes"]).url
            if link["tag"] == "a" and goes.startswith(base) and goes.endswith(".html") and only in goes:
                waiting.append(goes)
    context.close()
    return found, requests, complaints


def check_links(found: dict[str, dict], exists: Callable[[str], bool], base: str) -> int:
    """Every link leads to a page or file of the copy, away by a known scheme, or within its page."""
    checked = 0
    for address, page in found.items():
        assert page["exit"] and page["title"] and page["forms"] == 0, address  # noqa: PT018
        for link in page["links"]:
            said, goes = link["said"] or "", urldefrag(link["goes"]).url
            if goes.startswith(base):
                assert not re.match(r"/|[a-z]+:", said), f"{said} at {address} is not relative"
                assert exists(goes), f"{said} at {address} leads nowhere"
                checked += 1
            else:
                assert re.match(r"https?://|tel:|sms:|mailto:|data:", said), f"{said} at {address}"
                # Only sources, operators and the exit are elsewhere, and only a tap leads there.
                assert link["tag"] == "a" or said == "data:,", f"{said} at {address}"
            if re.match(r"tel:|sms:|https://wa\.me/", said):
                assert digits(link["shown"]) == digits(said), f"{link} at {address}"
    return checked


def test_p53_every_link_of_a_copy_works_from_a_folder(
    copy: Path, bare: Browser, figure: Callable[[str], None]
) -> None:
    base = copy.as_uri() + "/"
    found, requests, complaints = walk(bare, base)
    pages = {path.as_uri() for path in copy.rglob("*.html")}
    assert set(found) == pages, "every page is reached by links"
    checked = check_links(found, lambda goes: Path(unquote(urlsplit(goes).path)).is_file(), base)
    assert complaints == []
    assert {urlsplit(each).scheme for each in requests} <= {"file", "data"}
    figure(f"P53: {checked} links of {len(found)} pages work from file://; 0 requests to any host")


@pytest.fixture(scope="module")
def mirror(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Somebody else's nginx, which hands the copy out below a path of its own, with our headers."""
    if servers.NGINX is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("mirror")
    port = servers.free_port()
    scratch = "".join(
        f"{kind}_temp_path {folder / kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = f"user {pwd.getpwuid(os.getuid()).pw_name};" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(f"""
        {user} pid {folder}/pid; daemon off; error_log {folder}/error.log;
        events {{ }}
        http {{
            {scratch}
            access_log off;
            types {{ text/html html; application/json json; text/plain txt minisig pub; }}
            charset utf-8;
            server {{
                listen 127.0.0.1:{port};
                location {PREFIX} {{ alias "{copy}/"; include "{copy}/{exporting.HEADERS}"; }}
            }}
        }}""")
    process = subprocess.Popen([servers.NGINX, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"])
    server = servers.Server(port, folder / "error.log", process)
    for _ in servers._while_running(server):
        yield f"http://127.0.0.1:{port}"


def test_p53_a_copy_works_from_another_host_under_a_path_and_verifies_there(
    copy: Path, mirror: str, bare: Browser, figure: Callable[[str], None]
) -> None:
    base = f"{mirror}/mirror/l%C3%ADneas/"
    found, requests, complaints = walk(bare, base, only="/es/")
    there = {f"{base}{path.relative_to(copy).as_posix()}" for path in copy.rglob("*") if path.is_file()}
    checked = check_links(found, lambda goes: goes in there, base)
    assert len(found) > 30
    assert complaints == []
    assert {each for each in requests if not each.startswith((base, "data:"))} == set()
    verdict = verifying.check(at(base), (KEY.public,), NOW)
    assert (verdict.findings, verdict.key) == ((), KEY.public)
    figure(f"P53: {checked} links of {len(found)} pages work under a prefix; the mirror verifies")


def test_p53_the_headers_are_those_of_the_site(copy: Path, mirror: str) -> None:
    port = int(mirror.rpartition(":")[2])
    answer = servers.Server(port, copy, None).ask("/mirror/l%C3%ADneas/es/gt.html")  # type: ignore[arg-type]
    for name, value in command.headers().items():
        assert answer.header(name) == value
    assert "strict-transport-security" not in answer.headers, "that is for whoever keeps the host to decide"


def test_p53_a_copy_shows_and_dials_what_the_site_does(copy: Path, installed: Path) -> None:
    site = installed / "editions" / "current" / "site"
    numbers = 0
    for path in sorted(copy.rglob("*.html")):
        original = site / path.relative_to(copy)
        if path.name == "elsewhere.html":
            continue
        numbers += len(dialled(path))
        assert dialled(path) == dialled(original), path
        assert words(path, "//main") == words(original, "//main"), path
    assert numbers > 1500


def dialled(path: Path) -> list[tuple[str, str]]:
    links = lxml_html.parse(str(path)).iter("a")
    return [
        (link.get("href"), " ".join(link.text_content().split()))
        for link in links
        if re.match(r"tel:|sms:|https://wa\.me/", link.get("href") or "")
    ]


def words(path: Path, where: str) -> list[str]:
    """What is read there, without the forms and what a copy says in their place."""
    (main,) = lxml_html.parse(str(path)).xpath(where)
    for one in main.xpath(".//form | .//p[@class='ask']"):
        one.drop_tree()
    return main.text_content().split()


def test_p53_no_page_and_no_file_names_the_site_it_was_copied_from(copy: Path) -> None:
    named = [path for path in copy.rglob("*") if path.is_file() and b"localhost:8000" in path.read_bytes()]
    assert named == []


def test_p53_a_copy_verifies_and_an_older_one_is_refused(copy: Path) -> None:
    verdict = verifying.check(FolderCopy(copy), (KEY.public,), NOW)
    assert (verdict.findings, verdict.unlisted, verdict.key) == ((), 0, KEY.public)
    newer = verifying.check(FolderCopy(copy), (KEY.public,), NOW, [Known(2, None)])
    assert [one.fault for one in newer.findings] == ["older"]


def test_p53_the_same_edition_gives_the_same_pack(copy: Path, installed: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    exporting.export(installed / "editions" / "current", again, HOME, command.headers(), KEY)
    os.utime(again / "index.html", (0, 10**9))
    for folder in (copy, again):
        exporting.pack(folder, tmp_path / f"{folder.name}.zip")
    one, other = ((tmp_path / f"{folder.name}.zip").read_bytes() for folder in (copy, again))
    assert one == other
    with zipfile.ZipFile(tmp_path / "again.zip") as packed:
        packed.extractall(tmp_path / "stick")
    unpacked = verifying.check(FolderCopy(tmp_path / "stick" / "hotline"), (KEY.public,), NOW)
    assert unpacked.findings == ()


def test_a_folder_that_holds_something_is_left_alone(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("kept")
    with pytest.raises(ExportError):
        exporting.export(installed / "editions" / "current", tmp_path / "mine", HOME, {}, None)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
