"""P35, P36: the frame is inert and small, any site may show it, and the loader cannot drift."""

import base64
import hashlib
import json
import re

import brotli
import html5lib
from flask.testing import FlaskClient

from hotline.editions.serving import Site
from hotline.web import security

LARGEST_FRAME = 6 * 1024
LARGEST_LOADER = 2 * 1024
#: What version 1 of the loader is for ever: sites name this hash. Another text is version 2.
LOADER_V1 = "sha384-51bQ5jhv3UMrSQsGbsxcAXwUEbk8PWooUjeyovFd6YG0lWZzEgp7Ck9XP4gOSDFx"


def test_p35_only_frames_may_be_shown_by_other_sites(
    client: FlaskClient, addresses: list[str], data_addresses: list[str], frame_addresses: list[str]
) -> None:
    assert len(frame_addresses) == 3 * (1 + 11 * 2)
    for address in frame_addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    for address in (*addresses, *data_addresses):
        answer = client.get(address)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], address
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_p35_a_frame_may_load_nothing_and_send_nothing(
    client: FlaskClient, frame_addresses: list[str]
) -> None:
    for address in frame_addresses:
        answer = client.get(address)
        policy = dict(
            part.partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split("; ")
        )
        assert policy["default-src"] == policy["form-action"] == policy["base-uri"] == "'none'"
        assert not {"connect-src", "frame-src", "child-src"} & set(policy)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
        page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(answer.text)
        assert not [one for one in page.iter() if one.tag in {"form", "img", "iframe", "object", "input"}]
        assert not [one for one in page.iter() if one.get("src")]
        assert not re.search(r"cookie|Storage|indexedDB|fetch\(|XMLHttp|sendBeacon", answer.text)


def test_p35_a_frame_is_small_and_says_what_a_visitor_needs(
    client: FlaskClient, frame_addresses: list[str], built: Site
) -> None:
    for address in frame_addresses:
        answer = client.get(address)
        assert len(brotli.compress(answer.data)) <= LARGEST_FRAME, address
        page = html5lib.parse(answer.text, namespaceHTMLElements=False)
        leave = next(one for one in page.iter("a") if one.get("id") == "exit")
        assert (leave.get("target"), leave.get("rel")) == ("_top", "nofollow noreferrer")
        assert f" {built.edition.number} " in answer.text


def test_the_frame_of_a_region_shows_its_first_number(client: FlaskClient, built: Site) -> None:
    for directory in built.edition.regions:
        first = directory.service(directory.first.services[0])
        numbers = [point.number for point in first.contact_points if point.number]
        for address in (
            f"/embed/fr/{directory.region.lower()}",
            f"/embed/fr/{directory.region.lower()}/full",
        ):
            assert all(number in client.get(address).text for number in numbers), address


def test_a_full_frame_shows_every_service(client: FlaskClient, built: Site) -> None:
    for directory in built.edition.regions:
        text = client.get(f"/embed/en/{directory.region.lower()}/full").text
        for service in directory.services:
            for point in service.contact_points:
                if point.number and (point.number_region or directory.region) == directory.region:
                    assert point.number in text, (service.id, point.number)


def test_p12_a_frame_dials_what_it_shows(client: FlaskClient, frame_addresses: list[str]) -> None:
    checked = 0
    for address in frame_addresses:
        for link in html5lib.parse(client.get(address).text, namespaceHTMLElements=False).iter("a"):
            kind, _, target = str(link.get("href")).partition(":")
            if kind in {"tel", "sms"}:
                shown = "".join(re.findall(r"\d", "".join(link.itertext())))
                assert re.fullmatch(r"\+?\d+", target), address
                assert shown == target.removeprefix("+"), address
                checked += 1
    assert checked > 200


def test_p36_the_loader_is_what_it_was_small_and_without_numbers(client: FlaskClient) -> None:
    loader = client.get("/embed/v1.js")
    assert len(loader.data) <= LARGEST_LOADER
    assert f"sha384-{base64.b64encode(hashlib.sha384(loader.data).digest()).decode()}" == LOADER_V1
    assert loader.headers["Access-Control-Allow-Origin"] == "*"
    # Colours and sizes aside, it holds no digits.
    rest = re.sub(r"#[0-9a-f]{3,6}\b|\d+(px|vw|%)?|1\.45|700", "", loader.text)
    assert not re.search(r"\d{3}", rest)
    assert not re.search(r"cookie|Storage|indexedDB|innerHTML|eval|sendBeacon", loader.text)


def test_the_card_of_an_element_has_the_numbers_of_the_page(client: FlaskClient, built: Site) -> None:
    for directory in built.edition.regions:
        answer = client.get(f"/embed/es/{directory.region.lower()}.json")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        parts = json.loads(answer.data)
        first = directory.service(directory.first.services[0])
        shown = {part["number"] for part in parts if "number" in part}
        assert {point.number for point in first.contact_points if point.channel == "voice"} <= shown
        assert parts[-1]["href"] == f"../es/{directory.region.lower()}"
        assert all(set(part) <= {"kind", "text", "number", "href"} for part in parts)


def test_frames_have_one_table_of_headers(client: FlaskClient, built: Site) -> None:
    answer = client.get("/embed/es/gt")
    for name, value in security.frame_headers(built.frame_sources).items():
        assert answer.headers[name] == value
