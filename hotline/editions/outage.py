"""What the public reads while a line is out of order: until when, and whom to call instead.

The end stands there as a day and a time of the region's clocks, so that a page that is read late,
or on paper, does not say that a past outage is present. No clock here: an edition tells the outages
that held when it was frozen, and the next edition ends them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hotline.domain.listing import Notice, RegionDirectory

if TYPE_CHECKING:
    from hotline.editions.service_view import PointView


@dataclass(frozen=True)
class Instead:
    """The line to use meanwhile, by the first way into it that works."""

    name: str
    name_language: str
    view: "PointView"


@dataclass(frozen=True)
class Outage:
    """One outage as a page tells it; `zone` is that of the region, `note` a text by locale."""

    until: datetime
    zone: str
    note: Mapping[str, str] | None
    instead: Instead | None


def outages(directory: RegionDirectory) -> Mapping[tuple[str, str], Notice]:
    """(service, contact point) -> its outage; the one that lasts longest where there are several."""
    found: dict[tuple[str, str], Notice] = {}
    for notice in sorted(_told(directory), key=_end):
        for service in directory.services:
            if service.id == notice.service:
                for point in service.contact_points:
                    if notice.contact_point in {None, point.id}:
                        found[service.id, point.id] = notice
    return found


def _told(directory: RegionDirectory) -> tuple[Notice, ...]:
    return tuple(notice for notice in directory.notices if notice.kind == "outage")


def _end(notice: Notice) -> datetime:
    assert notice.until is not None, "an outage has an end"
    return notice.until
