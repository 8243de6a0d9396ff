"""`directory.json`: the whole public directory as one document, and the JSON Schema of it."""

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from hotline.domain.edition import Edition
from hotline.domain.listing import RetiredNumber
from hotline.editions.formats.listing import (
    AS_IT_IS,
    EditionMark,
    Listing,
    Shape,
    Source,
    listings,
    mark,
    source,
)

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "hotline, directory of help lines against human trafficking, edition {number} of {day}"
SCHEMA_ADDRESS = "/data/directory.schema.json"


class ListedRetiredNumber(Shape):
    """A number that stands on old material and no longer reaches the line."""

    id: str
    region: str
    number: str = Field(description="As it stands on the old material.")
    kind: str = Field(description="`retired`: it once was right; `misprint`: it never was.")
    instead: tuple[str, ...] = Field(description="Ids of listings to use now, best first.")
    note: dict[str, str]
    retired_by: str | None = Field(description="A year, a month or a day; null where no source says.")
    evidence: tuple[Source, ...]


class DirectoryDocument(BaseModel):
    """The whole public directory."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    json_schema: str = Field(alias="$schema", description="Where the JSON Schema of this document stands.")
    edition: EditionMark
    licence: str
    attribution: str = Field(description="What to write beside the data.")
    as_it_is: str = Field(description="How to show it.")
    listings: tuple[Listing, ...]
    retired_numbers: tuple[ListedRetiredNumber, ...]


def attribution(edition: Edition) -> str:
    """The text that CC BY asks for."""
    return ATTRIBUTION.format(number=edition.number, day=edition.published_at.date().isoformat())


def document(edition: Edition) -> bytes:
    """UTF-8 JSON, the same bytes for the same edition."""
    made = DirectoryDocument(
        json_schema=SCHEMA_ADDRESS,
        edition=mark(edition),
        licence=LICENCE,
        attribution=attribution(edition),
        as_it_is=AS_IT_IS,
        listings=listings(edition),
        retired_numbers=tuple(
            retired_number(directory.region, retired)
            for directory in edition.regions
            for retired in directory.retired_numbers
        ),
    )
    return written(made.model_dump(mode="json", by_alias=True))


def schema() -> bytes:
    """The JSON Schema (2020-12) of the document."""
    made = DirectoryDocument.model_json_schema(mode="serialization", by_alias=True)
    return written({"$schema": "https://json-schema.org/draft/2020-12/schema", **made})


def retired_number(region: str, retired: RetiredNumber) -> ListedRetiredNumber:
    """A retired or misprinted number as machines read it."""
    return ListedRetiredNumber(
        id=retired.id,
        region=region,
        number=retired.number,
        kind=retired.kind,
        instead=retired.instead,
        note=retired.note,
        retired_by=retired.retired_by,
        evidence=tuple(source(evidence) for evidence in retired.evidence),
    )


def written(value: object) -> bytes:
    """JSON that a person can read too, with letters as they are and a line break at the end."""
    return to_json(value, indent=1) + b"\n"
