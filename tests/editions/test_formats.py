"""Independent readers find in each format of open data what the edition says."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import hsds_shapes
import jsonschema
import pytest
import vobject
from example import NOTICES, document, plan_document
from frictionless import Package
from lxml import etree

from hotline.domain.edition import Edition
from hotline.domain.edition_change import changes
from hotline.domain.listing import LOCALES, RegionDirectory
from hotline.domain.numbering import NumberingPlan
from hotline.editions.formats import open_data
from hotline.resources import resource_dir
from hotline.services import files

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ADDRESS = "https://lineas.example.org"


@pytest.fixture(scope="module")
def real() -> Edition:
    """The real data as edition 1, read from its document as every node does."""
    loaded = files.load(resource_dir("data"))
    made = Edition(number=1, published_at=NOW, regions=loaded.regions, numbering=tuple(loaded.plans))
    return Edition.model_validate_json(made.canonical_json())


@pytest.fixture(scope="module")
def shelf(real: Edition) -> dict[str, bytes]:
    return dict(open_data.files(real, (), ADDRESS))


def points(edition: Edition) -> Iterator[tuple[str, str]]:
    for directory in edition.regions:
        for service in directory.services:
            for point in service.contact_points:
                yield service.id, point.id


def test_the_same_edition_gives_the_same_bytes(real: Edition, shelf: dict[str, bytes]) -> None:
    again = Edition.model_validate_json(real.canonical_json())
    assert dict(open_data.files(again, (), ADDRESS)) == shelf


def test_the_document_fits_its_own_schema(shelf: dict[str, bytes]) -> None:
    schema = json.loads(shelf["data/directory.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(shelf["data/directory.json"]))


def test_the_table_has_every_contact_point_once_and_fits_its_data_package(
    real: Edition, shelf: dict[str, bytes], tmp_path: Path
) -> None:
    for name in ("directory.csv", "datapackage.json"):
        (tmp_path / name).write_bytes(shelf[f"data/{name}"])
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    rows = list(csv.DictReader(io.StringIO(shelf["data/directory.csv"].decode())))
    assert [(row["listing"], row["contact_point"]) for row in rows] == list(points(real))
    numbers = {row["number"].removeprefix("'") for row in rows}
    assert {"1555", "145"} <= numbers


def test_no_cell_of_the_table_is_a_formula(shelf: dict[str, bytes]) -> None:
    rows = csv.reader(io.StringIO(shelf["data/directory.csv"].decode()))
    assert [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_card_opens_in_an_address_book_and_says_nothing_of_its_purpose(
    real: Edition, shelf: dict[str, bytes], locale: str
) -> None:
    for directory in real.regions:
        content = shelf[f"data/{locale}/{directory.region.lower()}.vcf"].decode()
        card = vobject.readOne(content)
        assert card.tel_list
        assert not [
            word for word in ("trata", "traff", "trait", "vict", "polic") if word in content.casefold()
        ]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_service_is_sound_in_hsds(real: Edition, shelf: dict[str, bytes], locale: str) -> None:
    page = json.loads(shelf[f"data/{locale}/hsds.json"])
    judge = jsonschema.Draft202012Validator(
        hsds_shapes.PAGE, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert [f"{error.json_path}: {error.message}" for error in judge.iter_errors(page)] == []
    wanted = [
        (service.name, [point.number for point in service.contact_points if point.number])
        for directory in real.regions
        for service in directory.services
    ]
    found = [
        (service["name"], [phone["number"] for phone in service.get("phones", ())])
        for service in page["contents"]
    ]
    assert found == wanted
    ids = [service["id"] for service in page["contents"]]
    assert len(set(ids)) == len(ids)


def schedules_of(page: dict[str, Any], country: str) -> list[dict[str, str]]:
    return [
        schedule
        for service in page["contents"]
        if service["service_areas"][0]["name"] == country
        for schedule in service.get("schedules", ())
        if "opens_at" in schedule
    ]


def test_hours_become_schedules_with_the_offset_of_their_zone(shelf: dict[str, bytes]) -> None:
    page = json.loads(shelf["data/en/hsds.json"])
    schedules = [each for service in page["contents"] for each in service.get("schedules", ())]
    always = [each for each in schedules if each["description"] == "24/7"]
    assert always
    assert {(each["opens_at"][:5], each["closes_at"][:5]) for each in always} == {("00:00", "23:59")}
    offsets = {
        country: {each["opens_at"][5:] for each in schedules_of(page, country)}
        for country in ("Guatemala", "United States")
    }
    # Clocks do not change in Guatemala; in the United States they do.
    assert offsets == {"Guatemala": {"-06:00"}, "United States": {""}}


def test_a_phone_leaves_help_lines_out_of_its_list_and_keeps_police_and_emergency(
    real: Edition, shelf: dict[str, bytes]
) -> None:
    root = etree.fromstring(shelf["data/sensitive_pn.xml"])
    numbers = {
        network.get("network"): {item.findtext("number") for item in network.findall("item")}
        for network in root.findall("sensitivePN")
    }
    assert "1555" in numbers["704"]
    assert "145" in numbers["708"]
    assert {"18003737888", "18883737888"} & numbers["310,311,312,313,316"]
    for region, network in (("GT", "704"), ("HN", "708"), ("MX", "334")):
        for service in real.directories[region].services:
            if service.operator in {"police", "emergency"} or "danger" in service.needs:
                called = {point.number for point in service.contact_points if point.number_region is None}
                assert not called & numbers[network], service.id
    assert all((number or "").isdigit() for each in numbers.values() for number in each)


def test_the_sitemap_has_every_page_in_every_locale(real: Edition, shelf: dict[str, bytes]) -> None:
    root = etree.fromstring(shelf["sitemap.xml"])
    found = root.findall("{*}url/{*}loc")
    assert len(found) == len(LOCALES) * (6 + len(real.regions) + len(real.materials))
    assert f"{ADDRESS}/fr/gt" in {place.text for place in found}


def told() -> tuple[Edition, str, str]:
    """An edition after one with another number and an outage; its Atom and its JSON feed in Spanish."""
    plans = (NumberingPlan.model_validate(plan_document()),)
    before, after = document(), document()
    for said in (before, after):
        # Its number lives in a region of which the example has no plan.
        del said["service"][0]["contact_point"][1]
    region = RegionDirectory.model_validate(before)
    first = Edition(number=1, published_at=NOW, regions=(region,), numbering=plans)
    after["service"][1]["contact_point"][0]["number"] = "1555"
    after["notice"] = NOTICES[:1]
    second = Edition(
        number=2,
        published_at=NOW + timedelta(hours=1),
        previous=first.sha256,
        regions=(RegionDirectory.model_validate(after),),
        numbering=plans,
    )
    made = dict(open_data.files(second, changes(first, second), ADDRESS))
    return second, made["data/es/changes.atom"].decode(), made["data/es/changes.json"].decode()


def test_a_feed_tells_what_a_number_was_and_what_it_is() -> None:
    _, atom, _ = told()
    feed = feedparser.parse(atom)
    assert not feed.bozo
    titles = [entry.title for entry in feed.entries]
    assert titles[0] == "Guatemala, Policía 110: ahora es 1555. Antes era 110."
    assert titles[1].startswith(
        "Guatemala, Línea contra la trata: no funciona hasta el 24 noviembre 2026 18:00"
    )
    assert feed.entries[0].link == f"{ADDRESS}/es/gt#gt-policia"
    assert "Policía 110, 1555" in feed.entries[1].content[0].value
    assert len({entry.id for entry in feed.entries}) == 2


def test_both_feeds_have_the_same_entries() -> None:
    _, atom, json_feed = told()
    items = json.loads(json_feed)["items"]
    assert [entry.id for entry in feedparser.parse(atom).entries] == [item["id"] for item in items]
    assert [item["_hotline"]["kind"] for item in items] == ["changed", "outage"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_feed_without_changes_is_a_feed(shelf: dict[str, bytes], locale: str) -> None:
    feed = feedparser.parse(shelf[f"data/{locale}/changes.atom"].decode())
    assert not feed.bozo
    assert feed.entries == []
    assert feed.feed.title
