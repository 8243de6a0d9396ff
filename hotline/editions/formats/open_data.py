"""Every file of open data of an edition, as (path under the site, content)."""

from collections.abc import Iterator

from hotline.domain.edition import Edition
from hotline.domain.edition_change import EditionChange
from hotline.editions.formats import directory_json


def files(edition: Edition, told: tuple[EditionChange, ...]) -> Iterator[tuple[str, bytes]]:
    """`told` is what this edition and those before it changed, the newest first."""
    yield "data/directory.json", directory_json.document(edition)
    yield "data/directory.schema.json", directory_json.schema()
