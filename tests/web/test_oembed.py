"""An address of this site, pasted into another system, becomes the frame (oEmbed 1.0)."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import html5lib
import micawber
import pytest
import servers
from flask.testing import FlaskClient

from hotline.config import Settings
from hotline.editions.embed_page import SANDBOX
from hotline.editions.serving import Site
from hotline.web import security
from hotline.web.app import create_app

#: Where the fixtures' own site stands for the world.
HOME = "http://localhost:8000"


def frame_in(html: str) -> dict[str, str]:
    [frame] = html5lib.parseFragment(html, namespaceHTMLElements=False)
    assert frame.tag == "iframe"
    return dict(frame.attrib)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"{HOME}/es/gt", "the page itself"),
        (f"{HOME}/es/gt/", "with a slash"),
        (f"{HOME}/es/gt#pgn-110", "a line of it"),
        (f"{HOME}/es/gt?from=mail", "with what a newsletter hangs on it"),
        (f"{HOME}/ES/GT", "in capitals, as a phone writes it"),
        ("https://127.0.0.1/es/gt", "the other name of the site"),
    ],
)
def test_the_page_of_a_region_becomes_its_frame(client: FlaskClient, url: str, why: str) -> None:
    answer = client.get(f"/oembed?url={quote(url, safe='')}")
    assert answer.status_code == 200, why
    said = answer.get_json()
    assert (said["version"], said["type"]) == ("1.0", "rich")
    assert said["title"] == "Líneas telefónicas, Guatemala"
    frame = frame_in(said["html"])
    assert frame["src"] == f"{HOME}/embed/es/gt"
    assert frame["sandbox"] == SANDBOX
    assert (frame["loading"], frame["referrerpolicy"]) == ("lazy", "no-referrer")
    assert (frame["width"], frame["height"]) == (str(said["width"]), str(said["height"]))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("query", "status", "why"),
    [
        ("", 404, "no address"),
        (f"url={HOME}/es/", 404, "a page that is no region"),
        (f"url={HOME}/es/xx", 404, "a region that the edition lacks"),
        (f"url={HOME}/de/gt", 404, "a locale that there is not"),
        (f"url={HOME}/es/gt/more", 404, "something behind the page"),
        (f"url={HOME}//es/gt", 404, "a path that only looks like it"),
        ("url=https://evil.example/es/gt", 404, "another site"),
        ("url=https://localhost.evil.example/es/gt", 404, "a name that begins like ours"),
        ("url=https://localhost@evil.example/es/gt", 404, "our name as a user"),
        ("url=ftp://localhost/es/gt", 404, "another scheme"),
        ("url=javascript://localhost/es/gt", 404, "a scheme that runs"),
        ("url=http://[::1/es/gt", 404, "what is no address"),
        (f"url={HOME}/es/gt&format=yaml", 501, "a format that nobody speaks"),
        (f"url={HOME}/es/gt&maxwidth=wide", 400, "a width that is no number"),
        (f"url={HOME}/es/gt&maxwidth=0", 400, "no width at all"),
        (f"url={HOME}/es/gt&maxheight=-5", 400, "less than none"),
        (f"url={HOME}/es/gt&maxheight=\u0663\u0660\u0660", 400, "digits of another script"),
        (f"url={HOME}/es/gt&maxwidth=", 200, "a width left open"),
    ],
)
def test_what_is_asked_wrongly_is_answered_as_the_specification_says(
    client: FlaskClient, query: str, status: int, why: str
) -> None:
    answer = client.get(f"/oembed?{query}")
    assert answer.status_code == status, why
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    if status != 200:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.get_json()["status"] == status


@pytest.mark.parametrize(("width", "height"), [(200, 300), (480, 520), (300, 9999)])
def test_the_frame_is_no_larger_than_its_place(client: FlaskClient, width: int, height: int) -> None:
    said = client.get(f"/oembed?url={HOME}/fr/hn&maxwidth={width}&maxheight={height}").get_json()
    assert said["width"] <= width
    assert said["height"] <= height
    assert frame_in(said["html"])["width"] == str(said["width"])


def test_xml_says_the_same_as_json(client: FlaskClient) -> None:
    said = client.get(f"/oembed?url={HOME}/fr/us&format=json").get_json()
    answer = client.get(f"/oembed?url={HOME}/fr/us&format=xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    assert root.tag == "oembed"
    assert {part.tag: part.text for part in root} == {name: str(value) for name, value in said.items()}


def test_every_region_page_names_both_answers_and_they_are_right(client: FlaskClient, built: Site) -> None:
    for directory in built.edition.regions:
        for locale in ("es", "en", "fr"):
            html = client.get(f"/{locale}/{directory.region.lower()}").text
            found = dict(re.findall(r'<link rel="alternate" type="([^"]+)\+oembed" href="([^"]+)">', html))
            assert set(found) == {"application/json", "text/xml"}
            for kind, address in found.items():
                answer = client.get(unescape(address).removeprefix(HOME))
                assert answer.status_code == 200
                assert answer.headers["Content-Type"].startswith(kind)
                assert f"/embed/{locale}/{directory.region.lower()}" in answer.text


@pytest.fixture
def own_server(installed: Path, tmp_path: Path) -> Iterator[servers.Server]:
    with servers.gunicorn(installed, tmp_path) as server:
        yield server


def test_an_independent_consumer_gets_the_frame(own_server: servers.Server) -> None:
    providers = micawber.ProviderRegistry()
    site = f"http://localhost:{own_server.port}"
    providers.register(rf"{site}/\S+", micawber.Provider(f"{site}/oembed"))
    said = providers.request(f"{site}/es/mx", maxwidth=320)
    assert (said["type"], said["width"]) == ("rich", 320)
    text = micawber.parse_text(f"{site}/es/mx", providers)
    assert f'src="{site}/embed/es/mx"' in text
    page = micawber.parse_html(f"<p>{site}/en/gt</p>", providers)
    assert "<iframe" in str(page)
    with pytest.raises(micawber.ProviderException):
        providers.request(f"{site}/es/about")


def test_who_asks_too_often_is_told_so(installed: Path) -> None:
    client = create_app(Settings(var=installed)).test_client()
    statuses = {client.get(f"/oembed?url={HOME}/es/gt").status_code for _ in range(700)}
    assert statuses == {200, 429}


def test_the_frame_of_an_answer_may_be_shown(client: FlaskClient) -> None:
    said = client.get(f"/oembed?url={HOME}/es/gt").get_json()
    frame = client.get(frame_in(said["html"])["src"].removeprefix(HOME))
    assert security.is_frame("/embed/es/gt")
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]


def test_nginx_passes_the_question_on_with_its_query(
    fronted: tuple[servers.Server, servers.Server],
) -> None:
    for path, status in (
        (f"/oembed?url={HOME}/es/gt", 200), (f"/oembed?url={HOME}/es/gt&format=xml&maxwidth=300", 200),
        ("/oembed", 404), (f"/oembed?url={HOME}/es/gt&format=x", 501),
    ):  # fmt: skip
        ours, theirs = fronted[0].ask(path), fronted[1].ask(path)
        assert (ours.status, ours.body) == (status, theirs.body), path
        for name in ("content-type", *(name.lower() for name in security.answer_headers())):
            assert ours.headers.get(name) == theirs.headers.get(name), (path, name)
