"""The pages read in text browsers: in a sensible order, with every number (P18)."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import servers

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions.region_page import region_page
from hotline.editions.serving import Site

DUMPS = {
    "lynx": ["lynx", "-dump", "-nolist", "-width=200", "-assume_charset=utf-8", "-display_charset=utf-8"],
    "w3m": ["w3m", "-dump", "-cols", "200", "-I", "UTF-8", "-O", "UTF-8", "-T", "text/html"],
}
LEAVE = {"es": "Salir", "en": "Leave", "fr": "Quitter"}


@pytest.fixture(params=DUMPS)
def reader(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    command: list[str] = DUMPS[request.param]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return [*command, str(tmp_path / "page.html")]


def read(service: servers.Server, reader: list[str], address: str) -> str:
    """The page as the text browser prints it, with the spaces of a line made one."""
    Path(reader[-1]).write_bytes(service.ask(address).body)
    found = subprocess.run(
        reader,
        capture_output=True,
        check=True,
        env={"HOME": "/nonexistent", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    return re.sub(r"\s+", " ", found.stdout.decode("utf-8"))


def in_order(text: str, *parts: str) -> None:
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} is missing, or too early, in: {text[:1500]}"
        at = found + len(part)


@pytest.mark.parametrize("locale", LOCALES)
def test_p18_the_page_of_a_region_reads_in_its_order(
    service: servers.Server, reader: list[str], built: Site, locale: str
) -> None:
    edition: Edition = built.edition
    for directory in edition.regions:
        page = region_page(edition, directory.region)
        text = read(service, reader, f"/{locale}/{directory.region.lower()}")
        heading = re.search(
            r"<h1>([^<]+)</h1>", service.ask(f"/{locale}/{directory.region.lower()}").body.decode()
        )
        assert heading
        first = page.first.primary
        emergency = page.emergency.primary if page.emergency else first
        in_order(text, LEAVE[locale], heading[1], page.first.title, first.to_dial)
        if page.emergency:
            in_order(text, page.first.title, first.to_dial, emergency.to_dial)
        for service_view in (page.first, *page.also):
            for view in service_view.points:
                if view.number:
                    assert view.to_dial in text, (locale, directory.region, view.to_dial)
        for group in page.groups:
            for service_view in group.services:
                in_order(text, service_view.title, service_view.primary.to_dial)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_other_page_reads_in_its_order(service: servers.Server, reader: list[str], locale: str) -> None:
    for name in ("", "where", "signs", "safety", "about", "search", "check"):
        address = f"/{locale}/{name}"
        heading = re.search(r"<h1>([^<]+)</h1>", service.ask(address).body.decode())
        assert heading
        text = read(service, reader, address)
        in_order(text, LEAVE[locale], heading[1].strip())
        assert "{" not in text, "no style and no script are read aloud"
        assert "function" not in text


@pytest.mark.parametrize("locale", LOCALES)
def test_an_error_reads_with_the_number_of_every_country(
    service: servers.Server, reader: list[str], built: Site, locale: str
) -> None:
    text = read(service, reader, f"/errors/{locale}/404")
    assert LEAVE[locale] in text
    for directory in built.edition.regions:
        page = region_page(built.edition, directory.region)
        assert (page.emergency or page.first).primary.to_dial in text


def test_the_first_page_reads_in_three_languages(service: servers.Server, reader: list[str]) -> None:
    in_order(read(service, reader, "/"), LEAVE["es"], "Guatemala", "Guatemala", "Guatemala")
