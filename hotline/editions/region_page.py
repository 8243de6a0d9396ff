"""What the page of one region shows, computed once and in the order in which it is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hotline.domain.edition import Edition
from hotline.domain.listing import Need
from hotline.domain.numbering import NumberingPlan
from hotline.domain.reach import Dial, Twin, dial, twin
from hotline.editions.once import once
from hotline.editions.service_view import PointView, ServiceView, grouped, service_view

#: The order of the groups on a page: first those who are most easily kept from asking.
NEEDS: tuple[Need, ...] = (
    "trafficking", "children", "women", "migrants", "labour", "police", "anonymous", "rights", "danger",
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """The services that stand under one need."""

    need: Need
    services: tuple[ServiceView, ...]


@dataclass(frozen=True)
class AbroadLine:
    """One number as seen from another region, and what works from there in its place."""

    service: ServiceView
    view: PointView
    answer: Dial
    instead: Twin | None

    @property
    def to_dial(self) -> str:
        """What is shown to be dialled there."""
        return grouped(self.view.number, self.answer) if self.view.number else self.view.shown


@dataclass(frozen=True)
class Origin:
    """What becomes of every number of the page in the region where the reader is."""

    region: str
    works: tuple[AbroadLine, ...]
    unconfirmed: tuple[AbroadLine, ...]
    not_from_here: tuple[AbroadLine, ...]


@dataclass(frozen=True)
class RegionPage:
    """One region, ready to be shown."""

    region: str
    reason: Mapping[str, str]  #: why this line stands first, by locale
    first: ServiceView
    also: tuple[ServiceView, ...]  #: the second and third first line
    emergency: ServiceView | None  #: None where it is the first line itself
    groups: tuple[Group, ...]
    origins: tuple[Origin, ...]
    reach_notes: tuple[ServiceView, ...]  #: services with a word about calling from elsewhere


@once
def region_page(edition: Edition, region: str) -> RegionPage:
    """The page of `region`; KeyError if the edition has no such region."""
    directory = edition.directories[region]
    plans = edition.plans
    today = edition.published_at.date()
    own = {
        service.id: service_view(directory, service, region, plans, today) for service in directory.services
    }
    guests = [
        service_view(other, service, region, plans, today)
        for other in edition.regions
        if other.region != region
        for service in other.services
        if region in service.shown_in
    ]
    first, *also = (own[service_id] for service_id in directory.first.services)
    emergency = own[directory.first.emergency]
    on_cards = {first.service.id, emergency.service.id, *(view.service.id for view in also)}
    listed = [view for view in own.values() if view.service.id not in on_cards]
    others = tuple(other for other in edition.directories if other != region)
    return RegionPage(
        region=region,
        reason=directory.first.reason,
        first=first,
        also=tuple(view for view in also if view.service.id != emergency.service.id),
        emergency=None if emergency.service.id == first.service.id else emergency,
        groups=tuple(_groups(listed, guests)),
        origins=tuple(_origin(other, region, tuple(own.values()), on_cards, plans) for other in others),
        reach_notes=tuple(view for view in own.values() if view.reach_note),
    )


def _groups(listed: list[ServiceView], guests: list[ServiceView]) -> Iterator[Group]:
    for need in NEEDS:
        services = [view for view in listed if view.service.needs[0] == need]
        # A consulate is looked for by people who are away from their country, whatever else it does.
        services += guests if need == "migrants" else []
        if services:
            yield Group(need, tuple(services))


def _origin(
    origin: str,
    region: str,
    services: tuple[ServiceView, ...],
    on_cards: set[str],
    plans: Mapping[str, NumberingPlan],
) -> Origin:
    lines: dict[str, list[AbroadLine]] = {"yes": [], "unconfirmed": [], "no": []}
    for view in sorted(services, key=lambda view: view.service.id not in on_cards):
        for point in view.points:
            # Only what is called: a message is not dialled, and a border changes nothing for it.
            called = point.point.channel in {"voice", "textphone"}
            if point.number is None or point.number.region != region or not called:
                continue
            answer = dial(point.number, origin, plans, point.point.reach)
            instead = (
                twin(view.service, point.point, origin, region, plans) if answer.status == "no" else None
            )
            lines[answer.status].append(AbroadLine(view, point, answer, instead))
    return Origin(origin, tuple(lines["yes"]), tuple(lines["unconfirmed"]), tuple(lines["no"]))
