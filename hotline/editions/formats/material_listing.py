"""A campaign material as machines read it: what it is, what it carries, and how that stands today."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.domain.material import Material, MaterialKind
from hotline.domain.rendition import MediaType
from hotline.domain.standing import Said, Standing, Status, out_of_date, standing
from hotline.editions.formats.directory_json import attribution, written
from hotline.editions.formats.listing import EditionMark, Shape, Source, mark, source
from hotline.editions.rendition_files import Offered, offered


class ListedClaim(Shape):
    """A number that a material carries."""

    id: str
    region: str
    number: str = Field(description="As it is printed or spoken there. Never dial it from here.")
    number_region: str | None
    listing: str | None = Field(description="The id of the listing that it was the number of.")
    contact_point: str | None
    retired_number: str | None
    free: bool = Field(description="It says that the call is free.")
    hours: str | None = Field(description="The hours that it tells, as OpenStreetMap opening hours.")
    operator: str | None = Field(description="Who answers, as it names them.")
    status: Status = Field(
        description="`holds`; `changed`: the listing has another number; `retired`; `gone`: the listing is"
        " not public; `unbound`: nobody knows whose number it is."
    )
    number_now: str | None = Field(description="The number of that contact point as published today.")
    instead: tuple[str, ...] = Field(description="Ids of the listings to use now, best first.")
    wrong: tuple[Said, ...] = Field(description="What it says besides, and the directory contradicts.")
    unknown: tuple[Said, ...] = Field(description="What it says besides, and no source confirms.")


class ListedFile(Shape):
    """A file of a material that may be taken."""

    path: str = Field(description="Where it stands on this site.")
    media_type: MediaType
    size: int = Field(description="Bytes.")
    sha256: str
    seconds: int | None
    pages: int | None
    width: int | None
    height: int | None
    language: str | None = Field(description="null: nobody speaks, and nothing is written.")
    name: dict[str, str] | None
    alternative: dict[str, str] | None = Field(description="What is to be seen.")
    transcript: str | None
    captions: str | None = Field(description="Where its WebVTT stands.")
    preview: str | None = Field(description="Where a small picture of it stands.")


class ListedMaterial(Shape):
    """What the public may know of one campaign material. null means that no source says."""

    id: str
    title: str
    title_language: str
    kinds: tuple[MaterialKind, ...]
    episodes: int | None
    campaign: str | None
    date: str | None = Field(description="A year, a month or a day.")
    languages: tuple[str, ...]
    regions: tuple[str, ...] = Field(description="ISO 3166-1 alpha-2; empty: for no country alone.")
    description: dict[str, str]
    audience: dict[str, str] | None
    made_by: tuple[str, ...]
    rights_holder: str | None
    licence: str | None
    out_of_date: bool = Field(description="Whether something that it prints or says is no longer right.")
    claims: tuple[ListedClaim, ...]
    files: tuple[ListedFile, ...] = Field(
        description="Nothing where we have none, and while the material is out of date."
    )
    evidence: tuple[Source, ...]
    pages: dict[str, str] = Field(description="Its page on this site, by locale.")


class MaterialsDocument(Shape):
    """Every campaign material of an edition."""

    edition: EditionMark
    attribution: str
    what_for: Literal["references"] = Field(
        description="Most are references: `files` names what there is of them, and no file is part of this data."
    )
    materials: tuple[ListedMaterial, ...]


def listed(edition: Edition) -> tuple[ListedMaterial, ...]:
    """Every material, by region and in the order of each."""
    return tuple(_listed(edition, one) for one in edition.materials)


def document(edition: Edition) -> bytes:
    """`data/materials.json`."""
    made = MaterialsDocument(
        edition=mark(edition),
        attribution=attribution(edition),
        what_for="references",
        materials=listed(edition),
    )
    return written(made.model_dump(mode="json"))


def _listed(edition: Edition, one: Material) -> ListedMaterial:
    return ListedMaterial(
        id=one.id,
        title=one.title,
        title_language=one.title_language,
        kinds=one.kinds,
        episodes=one.episodes,
        campaign=one.campaign,
        date=one.date,
        languages=one.languages,
        regions=one.regions,
        description=one.description,
        audience=one.audience,
        made_by=one.made_by,
        rights_holder=one.rights_holder,
        licence=one.licence,
        out_of_date=bool(out_of_date(one, edition.directories)),
        claims=tuple(_claims(edition, one)),
        files=tuple(_file(found) for found in offered(edition, one)),
        evidence=tuple(source(evidence) for evidence in one.evidence),
        pages={locale: f"/{locale}/materials/{one.id}" for locale in LOCALES},
    )


def _file(one: Offered) -> ListedFile:
    found = one.rendition
    return ListedFile(
        path=f"/{one.file}",
        media_type=found.media_type,
        size=found.size,
        sha256=found.file,
        seconds=found.seconds,
        pages=found.pages,
        width=found.width,
        height=found.height,
        language=found.language,
        name=found.name,
        alternative=found.alternative,
        transcript=found.transcript,
        captions=f"/{one.captions}" if one.captions else None,
        preview=f"/{one.preview}" if one.preview else None,
    )


def _claims(edition: Edition, one: Material) -> Iterator[ListedClaim]:
    for claim in one.claims:
        found: Standing = standing(claim, edition.directories)
        yield ListedClaim(
            **claim.model_dump(exclude={"service"}),
            listing=claim.service,
            status=found.status,
            number_now=found.point.number if found.point else None,
            instead=tuple(service.id for service in found.instead),
            wrong=found.wrong,
            unknown=found.unknown,
        )
