"""Files of materials are handed out in the parts that a player asks for, and only while they are right."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import servers
import spoken
from flask.testing import FlaskClient

from hotline.config import Settings
from hotline.editions import building, folder, rendition_files
from hotline.editions.serving import Site
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.web import security
from hotline.web.app import create_app

PAGE = "/es/materials/gt-spot"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("spoken")
    spoken.install(var)
    return var


@pytest.fixture(scope="module")
def opened(told: Path) -> Site:
    current = folder.current(told / "editions")
    assert current is not None
    return Site(current, load_vocabulary(resource_dir("data") / "search"))


@pytest.fixture(scope="module")
def pages(told: Path) -> FlaskClient:
    return create_app(Settings(var=told)).test_client()


@pytest.fixture(scope="module")
def both(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, servers.Server]]:
    place = tmp_path_factory.mktemp("servers")
    with servers.gunicorn(told, place, HOTLINE_PROXIES="1") as service:
        if servers.NGINX is None:
            yield {"gunicorn": service}
            return
        with servers.nginx(told, place, service.port) as front:
            yield {"gunicorn": service, "nginx": front}


def offered(opened: Site) -> dict[str, str]:
    return {f"/{path}": kind for path, kind in rendition_files.types(opened.edition)}


def heard(opened: Site) -> str:
    return next(address for address, kind in offered(opened).items() if kind == "audio/wav")


@pytest.mark.parametrize(
    ("wanted", "status", "start", "end"),
    [
        (None, 200, 0, None),
        ("bytes=0-", 206, 0, None),
        ("bytes=0-0", 206, 0, 1),
        ("bytes=1000000-1000099", 206, 1_000_000, 1_000_100),
        ("bytes=-100", 206, -100, None),
        ("bytes=14400000-99999999", 206, 14_400_000, None),
        ("bytes=99999999-", 416, 0, 0),
    ],
)
@pytest.mark.parametrize("server", ["gunicorn", "nginx"])
def test_a_player_gets_the_part_that_it_asks_for(
    both: dict[str, servers.Server], opened: Site, server: str, wanted: str | None, status: int, start: int, end: int | None
) -> None:  # fmt: skip
    if server not in both:
        pytest.skip("nginx is not installed")
    whole = spoken.sound()
    answer = both[server].ask(heard(opened), headers={"Range": wanted} if wanted else {})
    assert answer.status == status
    if status != 416:
        part = whole[start:end]
        assert answer.body == part
        assert answer.header("Content-Length") == str(len(part))
        # Whoever got a part knows already that there are parts.
        assert answer.header("Accept-Ranges") == "bytes" or status == 206
        assert answer.header("Content-Type") == "audio/wav"
    if status == 206:
        first = start % len(whole)
        assert answer.header("Content-Range") == f"bytes {first}-{first + len(part) - 1}/{len(whole)}"


@pytest.mark.parametrize("server", ["gunicorn", "nginx"])
def test_no_browser_runs_anything_in_such_a_file(
    both: dict[str, servers.Server], opened: Site, server: str
) -> None:
    if server not in both:
        pytest.skip("nginx is not installed")
    for address, kind in offered(opened).items():
        answer = both[server].ask(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status == 200, address
        assert (answer.header("Content-Type") or "").split(";")[0] == kind
        assert answer.header("Content-Encoding") is None
        for name, value in security.rendition_headers(kind).items():
            assert answer.headers.get(name.lower()) == [value], (address, name)
        assert answer.header("Last-Modified") is None
        assert answer.header("ETag") is None
        assert (answer.header("Content-Disposition") == "attachment") == (kind == "application/pdf")


def test_p40_no_other_header_changes_what_comes(both: dict[str, servers.Server], opened: Site) -> None:
    address = next(one for one, kind in offered(opened).items() if kind == "text/vtt")
    for server in both.values():
        plain = server.ask(address)
        for name, value in (
            ("If-None-Match", "*"),
            ("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"),
            ("If-Range", '"x"'),
            ("Cookie", "a=b"),
            ("Accept", "text/html"),
        ):
            asked = server.ask(address, headers={name: value})
            assert (asked.status, asked.body) == (plain.status, plain.body), name


def test_what_is_out_of_date_or_of_an_unknown_number_is_not_handed_out(
    opened: Site, pages: FlaskClient
) -> None:
    assert {address.split("/")[2] for address in offered(opened)} == {"gt-aloud", "gt-spot"}
    for name in ("gt-old", "gt-unknown"):
        page = pages.get(f"/en/materials/{name}").text
        assert "We do not hand out its files" in page
        assert "<audio" not in page
        assert "Llame al 110" not in page
        assert not (opened.folder / "site" / "files" / name).exists()


def test_a_page_shows_the_film_with_its_captions_its_words_and_its_weight(pages: FlaskClient) -> None:
    page = pages.get(PAGE).text
    assert re.search(
        r'<video controls preload="none" playsinline src="\.\./\.\./files/gt-spot/file-1-\w{8}\.mp4"', page
    )
    assert re.search(
        r'<track kind="captions" src="[^"]+\.vtt" srclang="es" label="[Ee]spañol" default>', page
    )
    assert "autoplay" not in page
    assert "5 kB" in page
    assert "Es gratis." in page
    assert re.search(r'<img src="[^"]+\.webp" alt="Una pared blanca\." loading="lazy">', page)


def test_a_region_offers_its_spoken_numbers_on_tap(pages: FlaskClient) -> None:
    for locale, said in (
        ("es", "Escuchar los números"),
        ("en", "Listen to the numbers"),
        ("fr", "Écouter les numéros"),
    ):
        page = pages.get(f"/{locale}/gt").text
        assert said in page
        assert '<audio controls preload="none" src="../files/gt-aloud/file-1-' in page
        assert page.index(said) < page.index("first-name")
    assert "<audio" not in pages.get("/es/hn").text


def test_machines_learn_where_the_files_are(pages: FlaskClient) -> None:
    for address in ("/api/v1/materials", "/data/materials.json"):
        told = {one["id"]: one["files"] for one in pages.get(address).json["materials"]}  # type: ignore[index]
        assert told["gt-old"] == []
        film, paper = told["gt-spot"]
        assert (film["media_type"], film["seconds"], paper["pages"]) == ("video/mp4", 4, 1)
        assert pages.get(film["path"]).data[4:12] == b"ftypmp42"
        assert pages.get(film["captions"]).text == spoken.CAPTIONS


def test_a_file_that_is_nowhere_keeps_no_number_back_and_comes_later(told: Path, tmp_path: Path) -> None:
    current = folder.current(told / "editions")
    assert current is not None
    opened = Site(current, load_vocabulary(resource_dir("data") / "search"))
    store, empty = told / "files", tmp_path / "site"
    lost = store / "away"
    digest = dict(rendition_files.kept(opened.edition))[heard(opened).lstrip("/")]
    os.rename(store / digest[:2], lost)
    try:
        assert building.link_kept(empty, opened.edition, store) == (digest,)
    finally:
        os.rename(lost, store / digest[:2])
    assert building.link_kept(empty, opened.edition, store) == ()
    assert (empty / heard(opened).lstrip("/")).read_bytes() == spoken.sound()


@pytest.mark.parametrize(
    "address", ["/files/", "/files/gt-aloud/", "/files/../edition.json", "/files/gt-spot/file-1.mp4"]
)
def test_nothing_else_stands_there(both: dict[str, servers.Server], address: str) -> None:
    for server in both.values():
        assert server.ask(address).status in {400, 404}
