"""A campaign material: what it is, who made it, and which numbers it carries.

A spot or a poster cannot be called back, so what it prints or says is kept here exactly as it stands
there. Whether that still holds is never kept: `standing` works it out of the directory itself. Must
not know what the directory says today.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from .evidence import Evidence
from .field import Id, PartialDate, Record, Region, Tag, Text, Texts
from .rendition import Renditions

MaterialKind = Literal[
    "tv_spot",
    "radio_spot",
    "radio_drama",
    "video",
    "spot",  # no source says whether for radio or television
    "poster",
    "leaflet",
    "pocket_card",
    "sticker",
    "print",  # printed in another way: a press advertisement, a comic
    "script",
    "social_image",
    "digital",  # on web pages or networks, and no source says in which form
    "game",
    "toolkit",
    "training",
    "event",
    "read_aloud",  # the first lines of a region, spoken for those who do not read
    "campaign",  # several things, and no source says which
    "other",
]


def _count(value: Any) -> Any:
    # A form sends texts.
    number = int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 4 else value
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 999:
        raise PydanticCustomError("count_expected", "must be a number from 1 to 999")
    return number


Count = Annotated[int, BeforeValidator(_count)]


class Claim(Record):
    """A number that a material carries, and what it says of it.

    It is bound to a contact point, or to a number that is known to be retired; an unbound one is a
    number of which nobody knows whose it was. Ids of services are ids of all regions.
    """

    id: Id  #: unique in its material
    region: Region  #: where it tells people to dial
    number: Text  #: as it is printed or spoken
    number_region: Region | None = None  #: where the number lives, when not in `region`
    service: Id | None = None
    contact_point: Id | None = None
    retired_number: Id | None = None
    free: bool = False  #: it says that the call costs nothing
    hours: Text | None = None  #: what it says of the hours, in OpenStreetMap's form: "24/7"
    operator: Text | None = None  #: who answers, as it names them

    @model_validator(mode="after")
    def _bound_once(self) -> Self:
        if (self.service is None) != (self.contact_point is None):
            raise PydanticCustomError("claim_half_bound", "needs `service` and `contact_point`, or neither")
        if self.service is not None and self.retired_number is not None:
            raise PydanticCustomError(
                "claim_bound_twice", "is bound to a line or to a retired number, not to both"
            )
        return self


#: Pages that stand beside those of the materials.
_TAKEN = frozenset({"print", "make"})


class Material(Record):
    """Something that a campaign put on air, on paper or on a wall."""

    id: Id  #: stands in public addresses, so it says nothing of what the material is about
    title: Text  #: its own, or how its source calls it; in the language of that
    title_language: Tag
    kinds: tuple[MaterialKind, ...] = Field(min_length=1)
    episodes: Count | None = None
    campaign: Text | None = None  #: by its own name
    date: PartialDate | None = None  #: when it was first shown
    languages: tuple[Tag, ...] = ()  #: empty where no source says which
    regions: tuple[Region, ...] = ()  #: where it was made for; empty where it is for no country alone
    description: Texts
    audience: Texts | None = None  #: whom it was made for
    made_by: tuple[Text, ...] = ()  #: names, each in its own language
    rights_holder: Text | None = None
    licence: Text | None = None
    claims: tuple[Claim, ...] = Field(default=(), alias="claim")
    renditions: Renditions = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _unique_ids(self) -> Self:
        if self.id in _TAKEN:
            raise PydanticCustomError("material_id_taken", "is the address of another page")
        ids = [claim.id for claim in self.claims]
        if len(ids) != len(set(ids)):
            raise PydanticCustomError("claim_twice", "two claims of a material have the same id")
        ids = [rendition.id for rendition in self.renditions]
        if len(ids) != len(set(ids)):
            raise PydanticCustomError("rendition_twice", "two renditions of a material have the same id")
        return self


class MaterialFile(Record):
    """A file of `data/materials/`: what the desk of one region keeps."""

    region: Region
    materials: tuple[Material, ...] = Field(min_length=1, alias="material")


#: The schema of a region's own file does not offer them.
Materials = SkipJsonSchema[tuple[Material, ...]]
