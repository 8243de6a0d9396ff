"""Every file of an edition that is for machines, as (path under the site, content)."""

from collections.abc import Iterator

from hotline.domain.edition import Edition
from hotline.domain.edition_change import EditionChange
from hotline.domain.listing import LOCALES
from hotline.editions.api import answers, openapi
from hotline.editions.formats import (
    directory_csv,
    directory_json,
    feeds,
    hsds,
    material_listing,
    sensitive_pn,
    sitemap,
    vcard,
)


def files(edition: Edition, told: tuple[EditionChange, ...], address: str) -> Iterator[tuple[str, bytes]]:
    """`told` is what this edition and those before it changed, the newest first; `address` the site's."""
    # The edition itself, so that anybody can check that the rest is what it says.
    yield "data/edition.json", edition.canonical_json()
    yield "data/directory.json", directory_json.document(edition)
    yield "data/directory.schema.json", directory_json.schema()
    yield "data/directory.csv", directory_csv.table(edition)
    yield "data/datapackage.json", directory_csv.package(edition)
    yield "data/materials.json", material_listing.document(edition)
    yield "data/sensitive_pn.xml", sensitive_pn.table(edition)
    for locale in LOCALES:
        yield f"data/{locale}/hsds.json", hsds.services(edition, locale, address)
        yield f"data/{locale}/changes.atom", feeds.atom(edition, told, locale, address)
        yield f"data/{locale}/changes.json", feeds.json_feed(edition, told, locale, address)
        for directory in edition.regions:
            yield f"data/{locale}/{directory.region.lower()}.vcf", vcard.card(edition, directory, locale)
    yield "api/v1/openapi.json", directory_json.written(openapi.document(edition, address))
    for path, answer in answers.files(edition, told):
        yield path, directory_json.written(answer.model_dump(mode="json"))
    yield "sitemap.xml", sitemap.sitemap(edition, address)
    yield "robots.txt", sitemap.robots(address)
