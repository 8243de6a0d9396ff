"""One service as a page shows it: what is read, what its links carry, how old its sources are.

Everything a template needs of a contact point is decided here. The words are the templates' own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date as Day

from hotline.domain.freshness import Freshness, freshness, newest, source_freshness
from hotline.domain.listing import (
    NUMBER_CHANNELS,
    ContactPoint,
    Evidence,
    Notice,
    Organization,
    RegionDirectory,
    Service,
)
from hotline.domain.numbering import NumberingPlan
from hotline.domain.phone import PhoneNumber, parse
from hotline.domain.reach import Dial, dial
from hotline.domain.schedule import Week, describe
from hotline.editions.outage import Instead, Outage, outages

#: Which way into a service comes first on its card. A call needs the least of a phone.
_CHANNELS = ("voice", "whatsapp", "sms", "chat", "textphone", "web", "email")


@dataclass(frozen=True)
class PointView:
    """One way to reach a service. `href` is None where there is nothing safe to link to."""

    point: ContactPoint
    shown: str
    href: str | None
    number: PhoneNumber | None
    week: Week | None
    freshness: Freshness
    source: Evidence
    sources: tuple[tuple[Evidence, Freshness], ...]
    here: Dial | None  #: for a number that lives in another region than the page: what to dial here
    outage: Outage | None = None  #: while it is out of order

    @property
    def to_dial(self) -> str:
        """What is shown to be dialled on this page."""
        return grouped(self.number, self.here) if self.number and self.here else self.shown

    def same_source(self, other: "PointView") -> bool:
        """Whether both say the same about where they come from."""
        return (self.source.address, self.freshness, self.point.confidence) == (
            other.source.address,
            other.freshness,
            other.point.confidence,
        )


@dataclass(frozen=True)
class ServiceView:
    """A service with all its contact points, the best first."""

    anchor: str
    region: str
    timezone: str
    service: Service
    organization: Organization
    points: tuple[PointView, ...]

    @property
    def primary(self) -> PointView:
        """The contact point that the card is about."""
        return self.points[0]

    @property
    def outage(self) -> Outage | None:
        """The outage of the whole service; None where some way into it works."""
        found = [view.outage for view in self.points if view.outage]
        return found[0] if len(found) == len(self.points) else None

    @property
    def title(self) -> str:
        """What the service is called, see `title`."""
        return title(self.service, self.organization, self.primary.shown)

    @property
    def title_language(self) -> str:
        """The language of `title`."""
        return _title_language(self.service, self.organization, self.title)

    @property
    def reach_note(self) -> Mapping[str, str] | None:
        """What a source says about calling from elsewhere, by locale."""
        return next((view.point.reach.note for view in self.points if view.point.reach.note), None)

    @property
    def operator_named(self) -> bool:
        """Whether the operator's name says something that the title does not."""
        known = self.title.casefold()
        words = [word for word in self.organization.name.casefold().split() if len(word) > 3]
        # "Procurador" and "Procuraduría" are one office: the beginning of a word is enough.
        return self.service.operator != "unknown" and not all(word[:5] in known for word in words)


def title(service: Service, organization: Organization, shown: str) -> str:
    """The service's name without the number at its end, which is `shown` right under it.

    A service that is only called by its number goes by the name of its operator.
    """
    name = service.name
    if not any(sign.isalpha() for sign in name):
        return organization.name
    shorter = name.removesuffix(shown).rstrip(" -–—:")
    return shorter if " " in shorter else name


def _title_language(service: Service, organization: Organization, title: str) -> str:
    return organization.name_language if title == organization.name else service.name_language


def grouped(number: PhoneNumber, answer: Dial) -> str:
    """What to dial, with its digits grouped as people know the number from its source."""
    digits = (answer.dial or "").removeprefix("+")
    if not digits or digits == number.digits:
        return number.published
    if digits.endswith(number.digits):
        return f"+{digits.removesuffix(number.digits)} {number.published}"
    return str(answer.dial)


def service_view(
    directory: RegionDirectory,
    service: Service,
    page_region: str,
    plans: Mapping[str, NumberingPlan],
    today: Day,
) -> ServiceView:
    """A service of `directory` as the page of `page_region` shows it."""
    out_of_order = outages(directory)
    points = []
    for point in sorted(service.contact_points, key=_by_channel):
        view = _point_view(point, directory.region, page_region, plans, today)
        notice = out_of_order.get((service.id, point.id))
        told = _outage(directory, notice, page_region, plans, today) if notice else None
        points.append(replace(view, outage=told) if told else view)
    return ServiceView(
        anchor=service.id if directory.region == page_region else f"{directory.region.lower()}-{service.id}",
        region=directory.region,
        timezone=directory.timezone,
        service=service,
        organization=directory.organization(service.organization),
        points=tuple(points),
    )


def _by_channel(point: ContactPoint) -> int:
    return _CHANNELS.index(point.channel)


def _outage(
    directory: RegionDirectory,
    notice: Notice,
    page_region: str,
    plans: Mapping[str, NumberingPlan],
    today: Day,
) -> Outage | None:
    instead = None
    others = {service.id: service for service in directory.services}
    if notice.instead in others:
        other = others[notice.instead]
        out_of_order = outages(directory)
        points = sorted(other.contact_points, key=_by_channel)
        works = (point for point in points if (other.id, point.id) not in out_of_order)
        # Somebody who cannot get through is not sent to the next line that does not answer.
        if (point := next(works, None)) is not None:
            view = _point_view(point, directory.region, page_region, plans, today)
            organization = directory.organization(other.organization)
            name = title(other, organization, points[0].number or "")
            instead = Instead(name, _title_language(other, organization, name), view)
    return Outage(notice.until, directory.timezone, notice.note, instead) if notice.until else None


def _point_view(
    point: ContactPoint, home: str, page_region: str, plans: Mapping[str, NumberingPlan], today: Day
) -> PointView:
    number = _number(point, home, plans)
    here = None
    # On a page of another region a number is what has to be dialled from there.
    if number is not None and number.region != page_region and point.channel in {"voice", "textphone", "sms"}:
        here = dial(number, page_region, plans, point.reach)
    return PointView(
        point=point,
        shown=point.number or _address(point),
        href=_href(point, number, here),
        number=number,
        week=describe(point.hours) if point.hours else None,
        freshness=freshness(point, today),
        source=newest(point.evidence) or point.evidence[0],
        sources=tuple((evidence, source_freshness(evidence, today)) for evidence in point.evidence),
        here=here,
    )


def _number(point: ContactPoint, home: str, plans: Mapping[str, NumberingPlan]) -> PhoneNumber | None:
    if point.channel not in NUMBER_CHANNELS or point.number is None:
        return None
    region = point.number_region or home
    return parse(point.number, region, plans[region])


def _address(point: ContactPoint) -> str:
    """A web address as people say it: without its scheme and its last slash."""
    text = str(point.address).split("://")[-1].removeprefix("www.").rstrip("/")
    return text if len(text) <= 40 else text.split("/")[0]


def _href(point: ContactPoint, number: PhoneNumber | None, here: Dial | None) -> str | None:
    if number is None:
        return f"mailto:{point.address}" if point.channel == "email" else point.address
    return link(point.channel, number, here)


def link(channel: str, number: PhoneNumber, here: Dial | None = None) -> str | None:
    """What the link of a number carries; None where nothing may be linked. `here`: dialled from elsewhere."""
    if channel == "whatsapp":
        # Only a number that was published with its calling code leads to the right account, and
        # only then are the digits of the link the digits that are read.
        published_whole = number.e164 is not None and number.digits == number.e164[1:]
        return f"https://wa.me/{number.digits}" if published_whole else None
    target = here.dial if here else number.tel
    if target is None or not target.removeprefix("+").isdigit():
        return None
    return f"{'sms' if channel == 'sms' else 'tel'}:{target}"
