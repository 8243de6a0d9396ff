"""Which numbers of a region stand on a form."""

from typing import NamedTuple

from hotline.domain.edition import Edition
from hotline.editions.region_page import region_page
from hotline.editions.service_view import PointView, ServiceView

#: A form shows two numbers beside the emergency number. The page behind its QR code has them all.
MOST = 2


class Line(NamedTuple):
    """A service and the number under which it is called."""

    service: ServiceView
    point: PointView


def first_lines(edition: Edition, region: str) -> tuple[Line, ...]:
    """The first lines of a region that can be called, best first, at most `MOST`."""
    page = region_page(edition, region)
    found = [line for view in (page.first, *page.also) if (line := called(view))]
    return tuple(found[:MOST])


def emergency(edition: Edition, region: str) -> Line | None:
    """The emergency number, which may be one of the first lines; None where it cannot be called."""
    page = region_page(edition, region)
    wanted = edition.directories[region].first.emergency
    views = (view for view in (page.emergency, page.first, *page.also) if view)
    return next((called(view) for view in views if view.service.id == wanted), None)


def callable_lines(edition: Edition, region: str) -> tuple[Line, ...]:
    """Every line of a region that can be called, in the order of its page."""
    page = region_page(edition, region)
    views = (
        page.first,
        *page.also,
        page.emergency,
        *(view for group in page.groups for view in group.services),
    )
    found = (called(view) for view in views if view is not None and view.region == region)
    return tuple({line.service.service.id: line for line in found if line}.values())


def called(view: ServiceView) -> Line | None:
    """A service with the number to call, None if it has none. A message is no call."""
    return next(
        (Line(view, point) for point in view.points if point.number and point.point.channel == "voice"), None
    )
