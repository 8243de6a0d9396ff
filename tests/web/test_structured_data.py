"""What search engines read on a region's page: facts with a source, numbers as dialled, and nothing else."""

import json
import re
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient

from hotline.domain.listing import LOCALES
from hotline.domain.schedule import describe
from hotline.editions import structured_data
from hotline.editions.region_page import region_page
from hotline.editions.serving import Site

LARGEST = 14 * 1024
ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graph(html: str) -> list[dict[str, Any]]:
    [text] = ELEMENT.findall(html)
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    found = document["@graph"]
    assert isinstance(found, list)
    return found


def test_p12_every_number_for_machines_is_one_that_the_page_dials(client: FlaskClient, built: Site) -> None:
    for directory in built.edition.regions:
        for locale in LOCALES:
            html = client.get(f"/{locale}/{directory.region.lower()}").text
            numbers = [point["telephone"] for one in graph(html) for point in one["contactPoint"]]
            assert numbers
            linked = re.findall(r'href="tel:([^"]+)"', html)
            assert set(numbers) <= set(linked), directory.region


def test_every_region_names_its_first_and_its_emergency_line(client: FlaskClient, built: Site) -> None:
    for directory in built.edition.regions:
        said = graph(client.get(f"/es/{directory.region.lower()}").text)
        kinds = {point["contactType"] for one in said for point in one["contactPoint"]}
        assert "emergency" in kinds
        first = directory.service(directory.first.services[0])
        assert directory.organization(first.organization).name in {one["name"] for one in said}


def test_only_what_a_source_says_is_said(built: Site) -> None:
    for directory in built.edition.regions:
        page = region_page(built.edition, directory.region)
        known = {
            (view.number.tel, view.point.channel): view.point
            for item in (page.first, *page.also, *([page.emergency] if page.emergency else []))
            for view in item.points
            if view.number
        }
        for one in json.loads(structured_data.json_ld(page))["@graph"]:
            assert one["@type"] == "Organization"
            for said in one["contactPoint"]:
                assert said["@type"] == "ContactPoint"
                point = known[said["telephone"], "voice"]
                assert ("contactOption" in said) is (point.cost == "free")
                assert said.get("availableLanguage", []) == list(point.languages)
                weekly = bool(point.hours and describe(point.hours) and not point.hours_note)
                assert ("hoursAvailable" in said) is weekly


@pytest.mark.parametrize(
    ("hours", "wanted", "why"),
    [
        ("24/7", [(7, "00:00", "23:59")], "always"),
        ("Mo-Fr 08:00-16:00", [(5, "08:00", "16:00")], "days in a row"),
        ("Mo-Fr 08:00-12:00,13:00-17:00", [(5, "08:00", "12:00"), (5, "13:00", "17:00")], "a pause at noon"),
        ("Fr 22:00-02:00", [(1, "22:00", "02:00")], "a night belongs to the day on which it begins"),
        ("Mo-Su 08:00-24:00", [(7, "08:00", "23:59")], "until midnight"),
        ("Mo-Fr 08:00-16:00; PH off", [(5, "08:00", "16:00"), (1, "00:00", "00:00")], "shut on holidays"),
    ],
)  # fmt: skip
def test_hours_are_said_in_the_words_of_the_vocabulary(
    hours: str, wanted: list[tuple[int, str, str]], why: str
) -> None:
    week = describe(hours)
    assert week is not None
    said = [(len(one["dayOfWeek"]), one["opens"], one["closes"]) for one in structured_data._hours(week)]
    assert said == wanted, why


def test_nothing_in_it_can_end_the_element(built: Site) -> None:
    page = region_page(built.edition, "GT")
    service = page.first
    evil = service.organization.model_copy(update={"name": "</script><script>alert(1)</script><!--"})
    changed = type(service)(**{**vars(service), "organization": evil})
    text = structured_data.json_ld(type(page)(**{**vars(page), "first": changed}))
    assert "<" not in text
    assert json.loads(text)["@graph"][0]["name"] == evil.name


def test_p18_the_pages_stay_small_with_it(client: FlaskClient, built: Site, figure: Any) -> None:
    with_it, without = {}, {}
    for directory in built.edition.regions:
        address = f"/es/{directory.region.lower()}"
        page = client.get(address).data
        with_it[address] = len(brotli.compress(page))
        head = re.sub(
            rb'<link rel="alternate".*?>|<script type="application/ld\+json">.*?</script>',
            b"",
            page,
            flags=re.DOTALL,
        )
        without[address] = len(brotli.compress(head))
    largest = max(with_it, key=lambda address: with_it[address])
    figure(
        f"P18: {largest} has {with_it[largest]} bytes, {without[largest]} without what machines read in its head"
    )
    assert with_it[largest] <= LARGEST
