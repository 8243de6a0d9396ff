"""The shapes of the API's answers; the OpenAPI document is made from them.

Terms are those of `formats.listing`. Every answer names the edition it was made from.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from hotline.domain.edition_change import EditionChange
from hotline.domain.listing import LeadReason
from hotline.editions.formats.directory_json import ListedRetiredNumber
from hotline.editions.formats.listing import EditionMark, Listing, Shape
from hotline.editions.formats.material_listing import ListedMaterial

Locale = Literal["es", "en", "fr"]


class EditionAnswer(Shape):
    """Which edition is public now, and under what terms."""

    edition: EditionMark
    previous: str | None = Field(description="Hash of the edition before; null for the first.")
    licence: str
    attribution: str = Field(description="What to write beside the data.")
    as_it_is: str = Field(description="How to show it.")


class RegionSummary(Shape):
    """A region of the directory."""

    region: str = Field(description="ISO 3166-1 alpha-2.")
    names: dict[str, str] = Field(description="Its name, by locale.")
    timezone: str
    calling_code: str = Field(description="Digits of the country calling code, without +.")
    first: tuple[str, ...] = Field(description="Ids of the listings to call first, best first.")
    emergency: str = Field(description="Id of the listing for danger now.")
    listings: int = Field(description="How many listings it has.")
    pages: dict[str, str] = Field(description="Its page on this site, by locale.")


class RegionsAnswer(Shape):
    """Every region."""

    edition: EditionMark
    regions: tuple[RegionSummary, ...]


class RegionAnswer(Shape):
    """One region with everything in it."""

    edition: EditionMark
    region: RegionSummary
    listings: tuple[Listing, ...]
    retired_numbers: tuple[ListedRetiredNumber, ...]


class ListingsAnswer(Shape):
    """The listings that fit, in the order of the regions and of their pages."""

    edition: EditionMark
    count: int
    listings: tuple[Listing, ...]


class MaterialsAnswer(Shape):
    """Campaign materials, and whether what they say still holds."""

    edition: EditionMark
    count: int
    materials: tuple[ListedMaterial, ...]


class ChangesAnswer(Shape):
    """What became of numbers, the newest first; at most 200 changes are told."""

    edition: EditionMark
    since: int = Field(description="Changes of later editions than this one.")
    changes: tuple[EditionChange, ...]


class SearchQuestion(BaseModel):
    """What to look for, in anybody's words. It is sent as a body, so that it stands in no log."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(min_length=1, max_length=200, examples=["me quitaron el pasaporte"])
    region: str | None = Field(default=None, pattern=r"^[A-Z]{2}$", description="Where the person is.")


class FoundNumber(Shape):
    """A number of the directory whose digits are in the query."""

    region: str
    number: str
    kind: Literal["published", "retired", "misprint"]
    listings: tuple[str, ...] = Field(description="Ids; for an old number, what to use instead.")


class SearchAnswer(Shape):
    """What a query found, the best first."""

    edition: EditionMark
    regions: tuple[str, ...] = Field(description="The regions that the query names, else the one asked.")
    listings: tuple[Listing, ...]
    numbers: tuple[FoundNumber, ...]
    materials: tuple[str, ...] = Field(description="Ids of the campaign materials that the query names.")


class NumberQuestion(BaseModel):
    """A number as somebody holds it, in any form. It is sent as a body, so that it stands in no log."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(min_length=1, max_length=200, examples=["01 800 5533 000"])
    region: str | None = Field(default=None, pattern=r"^[A-Z]{2}$", description="Where it was seen.")


class NumberMatch(Shape):
    """One record of the directory that holds the number."""

    status: Literal["genuine", "retired", "misprint", "unconfirmed"]
    region: str = Field(description="Where the number works as a number.")
    listing: str | None = Field(description="Id of the listing, for a genuine number.")
    contact_point: str | None
    instead: tuple[str, ...] = Field(description="Ids of listings to use in its place, best first.")
    note: dict[str, str] | None = Field(description="What became of an old number, by locale.")
    reason: LeadReason | None = Field(description="Why an unconfirmed number is not published.")


class Remark(Shape):
    """A code, and the sentence for people."""

    code: str
    detail: str


class NumberAnswer(Shape):
    """What the directory says about a number."""

    edition: EditionMark
    status: Literal["genuine", "retired", "misprint", "unconfirmed", "not_known", "refused"] = Field(
        description="`not_known`: it stands nowhere here, which does not make it false. "
        "`refused`: it cannot be read as a number, or it is dangerous."
    )
    matches: tuple[NumberMatch, ...]
    notes: tuple[Remark, ...]
    problems: tuple[Remark, ...]


class FieldProblem(Shape):
    """One part of a question that is wrong."""

    field: str
    detail: str


class Problem(Shape):
    """An error as RFC 9457 has it."""

    type: str = Field(description="Always about:blank: the status says what kind it is.")
    title: str
    status: int
    detail: str = Field(description="What to do instead.")
    errors: tuple[FieldProblem, ...] = ()
