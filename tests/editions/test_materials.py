"""The pages, the search and the data of campaign materials, over the real directory."""

import json
from collections import Counter

import pytest
from lxml import html

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.domain.standing import out_of_date
from hotline.editions import pages
from hotline.editions.formats import material_listing
from hotline.editions.material_search import named
from hotline.editions.material_words import KINDS
from hotline.editions.materials_page import sides
from hotline.editions.rendering import Home, translations
from hotline.resources import resource_dir
from hotline.services.files import load

HOME = Home("https://lines.example.org", "https://e.org/")
SHOW_THE_OLD_NUMBER = {
    "regional-2009-tv",
    "regional-2009-radio",
    "regional-2009-poster",
    "regional-2009-print",
}


@pytest.fixture(scope="module")
def edition() -> Edition:
    loaded = load(resource_dir("data"))
    assert loaded.problems == ()
    return Edition.model_validate(
        {
            "number": 1,
            "published_at": "2026-11-24T12:00Z",
            "regions": loaded.regions,
            "numbering": loaded.plans,
        }
    )


def page_of(edition: Edition, material_id: str, locale: str = "es") -> html.HtmlElement:
    found = next(one for one in edition.materials if one.id == material_id)
    return html.fromstring(pages.render_material(edition, locale, HOME, found))


def test_what_printed_the_number_of_2009_is_out_of_date_and_nothing_else_is(edition: Edition) -> None:
    found = {one.id for one in edition.materials if out_of_date(one, edition.directories)}
    assert found == SHOW_THE_OLD_NUMBER


def test_an_old_number_is_shown_and_never_linked_and_the_right_ones_are(edition: Edition) -> None:
    page = page_of(edition, "regional-2009-poster")
    assert "1552" in page.text_content()
    links = [one.get("href") for one in page.xpath("//a[starts-with(@href, 'tel:')]")]
    assert links == ["tel:1555", "tel:110"]


def test_a_number_that_holds_says_so_and_leads_to_its_country(edition: Edition) -> None:
    page = page_of(edition, "llama-y-vive", "en")
    (claim,) = page.xpath("//*[contains(@class, 'claim')]")
    assert "9-1-1" in claim.text_content()
    assert "This number is still right." in claim.text_content()
    assert [one.get("href") for one in claim.xpath(".//a")] == ["../cr"]


def test_what_no_source_says_is_told_as_not_known(edition: Edition) -> None:
    said = page_of(edition, "posters-ca", "en").xpath("//dl[contains(@class, 'told')]")[0]
    told = dict(zip(said.xpath("dt/text()"), (one.text_content() for one in said.xpath("dd")), strict=True))
    assert (
        told["Who holds the rights"] == told["Languages"] == told["For whom"] == told["Since"] == "Not known"
    )
    assert told["Licence"].startswith("Not known")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_material_stands_in_a_group_of_each_of_the_sides(edition: Edition, locale: str) -> None:
    found = sides(edition, locale, translations(locale))
    assert [side.anchor for side in found] == ["country", "kind", "language", "audience", "year", "campaign"]
    for side in found:
        assert {row.material.id for group in side.groups for row in group.rows} == {
            one.id for one in edition.materials
        }
        assert len({group.title for group in side.groups}) == len(side.groups)


def test_the_groups_of_a_material_are_those_that_it_says(edition: Edition) -> None:
    country, kind, *_ = sides(edition, "en", translations("en"))
    honduras = next(group for group in country.groups if group.title == "Honduras")
    assert {row.material.id for row in honduras.rows} == {
        "el-silencio-duele", "trinacional", "piensalo-hn-2021", "piensalo-hn-2025", "guia-hn-2016"
    }  # fmt: skip
    drama = next(group for group in kind.groups if group.title == "Radio drama")
    assert {row.material.id for row in drama.rows} == {"pueblo-de-paso", "el-silencio-duele"}


def test_every_kind_that_a_material_may_have_has_a_name(edition: Edition) -> None:
    (kinds,) = {
        one.annotation for name, one in type(edition.materials[0]).model_fields.items() if name == "kinds"
    }
    assert set(KINDS) == set(kinds.__args__[0].__args__)


@pytest.mark.parametrize(
    ("query", "expected", "reason"),
    [
        ("pueblo de paso", ["pueblo-de-paso"], "its whole name"),
        ("PUEBLO", ["pueblo-de-paso"], "a word of its name"),
        ("El silencio duele", ["el-silencio-duele"], "its whole name"),
        ("llama y vive", ["llama-y-vive"], "its whole name"),
        ("me quitaron el pasaporte", [], "what happened to somebody is no name"),
        ("no me dejan salir de la casa", [], "short words of a title are no name"),
        ("quiero denunciar trata de personas", [], "more is asked than the name of a campaign"),
        ("silencio pueblo", [], "the words of two materials are the name of none"),
        ("", [], "nothing is asked"),
        ("y " * 400, [], "only short words"),
    ],
)
def test_a_material_is_found_by_its_name_and_by_nothing_else(
    edition: Edition, query: str, expected: list[str], reason: str
) -> None:
    assert list(named(edition, query)) == expected, reason


def test_the_data_says_of_every_material_how_it_stands(edition: Edition) -> None:
    document = json.loads(material_listing.document(edition))
    assert len(document["materials"]) == len(edition.materials)
    assert {one["id"] for one in document["materials"] if one["out_of_date"]} == SHOW_THE_OLD_NUMBER
    status = Counter(claim["status"] for one in document["materials"] for claim in one["claims"])
    assert status == {"retired": 4, "holds": 15}
    (hotels,) = (one for one in document["materials"] if one["id"] == "hoteles-mx-2025")
    assert hotels["claims"][0]["number_now"] == "800 55 33 000"
