"""One service as machines read it: `directory.json`, the API and everything made from them.

The same bytes for the same edition: an age is given as dates, never as "three months ago". What no
source says is null, and never left out.
"""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from hotline.domain.edition import Edition
from hotline.domain.field import Moment
from hotline.domain.listing import (
    LOCALES,
    NUMBER_CHANNELS,
    Answer,
    Channel,
    Confidence,
    ContactPoint,
    Cost,
    Evidence,
    Need,
    Notice,
    Obtained,
    Operator,
    RegionDirectory,
    Service,
)
from hotline.domain.phone import PhoneNumber, parse
from hotline.domain.reach import Dial, Status, dial
from hotline.editions.once import once

AS_IT_IS = (
    "Show `number` exactly as it is written here and dial exactly what `dial` gives for the caller's "
    "region. Do not reformat, complete, translate or guess a number. Where a value is null, no source "
    "says it: say that it is not known. Show the date of the source beside the number."
)


class Shape(BaseModel):
    """A frozen part of a public document."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EditionMark(Shape):
    """Which edition a document was made from."""

    number: int = Field(ge=1)
    published_at: Moment
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Hash of the canonical JSON of the edition.")


class Source(Shape):
    """Where a contact point comes from."""

    address: str = Field(description="A web address, or where the source stands when it has none.")
    title: str
    date: str | None = Field(description="The source's own date: a year, a month or a day; null: undated.")
    read: str = Field(description="The day on which the source was read, ISO 8601.")
    obtained: Obtained


class DialFrom(Shape):
    """What to dial from one region."""

    status: Status = Field(description="`no`: it cannot be dialled from there; `unconfirmed`: one can try.")
    dial: str | None = Field(description="Exactly what a phone sends; null where it cannot be dialled.")
    reason: str | None = Field(description="A code that says why; null with `yes`.")


class Outage(Shape):
    """The contact point is out of order until then."""

    since: Moment
    until: Moment
    instead: str | None = Field(description="The id of the listing to use meanwhile.")
    note: dict[str, str] | None


class ListedContactPoint(Shape):
    """One way to reach a service."""

    id: str
    channel: Channel
    number: str | None = Field(description="The number as its source publishes it: what people recognise.")
    number_region: str | None = Field(description="ISO 3166-1 alpha-2: where the number lives.")
    e164: str | None = Field(description="+ and digits; null for a short code, which has none.")
    vanity: str | None = Field(description="The same number written with letters.")
    address: str | None = Field(description="For chat, web and e-mail, in the place of a number.")
    dial: dict[str, DialFrom] = Field(description="By region of the caller, ISO 3166-1 alpha-2.")
    after_dialling: dict[str, str] | None
    words_to_send: tuple[str, ...]
    confidence: Confidence
    cost: Cost | None
    works_without_credit: Answer | None
    hours: str | None = Field(description="OpenStreetMap opening hours in the region's time zone.")
    hours_note: dict[str, str] | None
    languages: tuple[str, ...]
    interpreters: bool
    assured_date: str | None = Field(description="When it was last checked with its operator, ISO 8601.")
    evidence: tuple[Source, ...]
    outage: Outage | None


class ListedOrganization(Shape):
    """Who runs a service."""

    id: str
    name: str
    name_language: str
    acronym: str | None
    website: str | None


class Listing(Shape):
    """What the public may see of one service."""

    id: str
    region: str
    timezone: str
    organization: ListedOrganization
    operator: Operator
    name: str
    name_language: str
    other_names: tuple[str, ...]
    needs: tuple[Need, ...]
    first: bool = Field(description="Whether it is among the lines to call first in its region.")
    emergency: bool = Field(description="Whether it is the region's line for danger now.")
    takes_trafficking_reports: Answer | None
    anonymous: Answer | None = Field(description="Whether a caller may stay without a name.")
    description: dict[str, str]
    who_answers: dict[str, str] | None
    what_happens: dict[str, str] | None
    caution: dict[str, str] | None
    places: tuple[str, ...]
    shown_in: tuple[str, ...] = Field(description="Further regions on whose pages it stands.")
    for_people_from: tuple[str, ...]
    contact_points: tuple[ListedContactPoint, ...]
    pages: dict[str, str] = Field(description="The address of the line on this site, by locale.")
    edition: EditionMark
    as_it_is: str = Field(description="How to show it.")


def mark(edition: Edition) -> EditionMark:
    """Which edition this is."""
    return EditionMark(number=edition.number, published_at=edition.published_at, sha256=edition.sha256)


@once
def listings(edition: Edition) -> tuple[Listing, ...]:
    """Every service, by region and in the order of its page."""
    return tuple(
        listing(edition, directory, service)
        for directory in edition.regions
        for service in directory.services
    )


def listing(edition: Edition, directory: RegionDirectory, service: Service) -> Listing:
    """One service of `directory`."""
    organization = directory.organization(service.organization)
    region = directory.region
    return Listing(
        id=service.id,
        region=region,
        timezone=directory.timezone,
        organization=ListedOrganization(
            id=organization.id,
            name=organization.name,
            name_language=organization.name_language,
            acronym=organization.acronym,
            website=organization.website,
        ),
        operator=service.operator,
        name=service.name,
        name_language=service.name_language,
        other_names=service.other_names,
        needs=service.needs,
        first=service.id in directory.first.services,
        emergency=service.id == directory.first.emergency,
        takes_trafficking_reports=service.takes_trafficking_reports,
        anonymous=service.anonymous,
        description=service.description,
        who_answers=service.who_answers,
        what_happens=service.what_happens,
        caution=service.caution,
        places=service.places,
        shown_in=service.shown_in,
        for_people_from=service.for_people_from,
        contact_points=tuple(_listed(edition, directory, service, point) for point in service.contact_points),
        pages={locale: f"/{locale}/{region.lower()}#{service.id}" for locale in LOCALES},
        edition=mark(edition),
        as_it_is=AS_IT_IS,
    )


def outages(directory: RegionDirectory, service: Service, point: ContactPoint) -> tuple[Notice, ...]:
    """The outages that the edition tells of this contact point."""
    return tuple(
        notice
        for notice in directory.notices
        if notice.kind == "outage"
        and notice.service == service.id
        and notice.contact_point in {None, point.id}
    )


def number_of(edition: Edition, region: str, point: ContactPoint) -> PhoneNumber | None:
    """The checked number of a contact point; None where it has an address."""
    if point.channel not in NUMBER_CHANNELS or point.number is None:
        return None
    home = point.number_region or region
    return parse(point.number, home, edition.plans[home])


def _listed(
    edition: Edition, directory: RegionDirectory, service: Service, point: ContactPoint
) -> ListedContactPoint:
    number = number_of(edition, directory.region, point)
    told = outages(directory, service, point)
    return ListedContactPoint(
        id=point.id,
        channel=point.channel,
        number=point.number,
        number_region=(point.number_region or directory.region) if point.number else None,
        e164=number.e164 if number else None,
        vanity=point.vanity,
        address=point.address,
        dial=_from_everywhere(edition, number, point),
        after_dialling=point.after_dialling,
        words_to_send=point.words_to_send,
        confidence=point.confidence,
        cost=point.cost,
        works_without_credit=point.works_without_credit,
        hours=point.hours,
        hours_note=point.hours_note,
        languages=point.languages,
        interpreters=point.interpreters,
        assured_date=point.assured_date.isoformat() if point.assured_date else None,
        evidence=tuple(source(evidence) for evidence in point.evidence),
        outage=_outage(told[0]) if told else None,
    )


def _from_everywhere(
    edition: Edition, number: PhoneNumber | None, point: ContactPoint
) -> dict[str, DialFrom]:
    if number is None:
        return {}
    answers: Mapping[str, Dial] = {
        region: dial(number, region, edition.plans, point.reach) for region in sorted(edition.plans)
    }
    return {
        region: DialFrom(status=answer.status, dial=answer.dial, reason=answer.reason)
        for region, answer in answers.items()
    }


def source(evidence: Evidence) -> Source:
    """One piece of evidence as machines read it."""
    return Source(
        address=evidence.address,
        title=evidence.title,
        date=evidence.date,
        read=evidence.read.isoformat(),
        obtained=evidence.obtained,
    )


def _outage(notice: Notice) -> Outage:
    assert notice.until is not None
    return Outage(since=notice.since, until=notice.until, instead=notice.instead, note=notice.note)
