"""The first lines of a region as schema.org JSON-LD, for search engines and assistants.

Only what a source says: an hour, a price or a language that nobody has confirmed is left out, and so
is a line while it is out of order, since who reads this shows a number without its conditions.
"""

import json
from collections.abc import Iterator
from typing import Any

from hotline.domain.schedule import Span, Week
from hotline.editions.region_page import RegionPage
from hotline.editions.service_view import PointView, ServiceView

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MINUTES_A_DAY = 24 * 60


def json_ld(page: RegionPage) -> str:
    """The text of the script element. It holds no "<", so that nothing in it can end the element."""
    services = [page.first, *page.also, *([page.emergency] if page.emergency else [])]
    graph = []
    for service in services:
        kind = "emergency" if service in (page.emergency or page.first,) else "help line"
        if points := list(_points(service, page.region, kind)):
            graph.append(_organization(service, points))
    document = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _organization(service: ServiceView, points: list[dict[str, Any]]) -> dict[str, Any]:
    said = {"@type": "Organization", "name": service.organization.name}
    if service.organization.website:
        said["url"] = service.organization.website
    return {**said, "contactPoint": points}


def _points(service: ServiceView, region: str, kind: str) -> Iterator[dict[str, Any]]:
    for view in service.points:
        dialled_here = view.number is not None and view.number.region == region
        if view.point.channel != "voice" or not dialled_here or view.outage:
            continue
        assert view.number is not None
        # A code with a star has no link, and is dialled as it is read.
        dialled = view.number.tel or view.number.published
        yield {
            "@type": "ContactPoint",
            "name": service.title,
            "telephone": dialled,
            "contactType": kind,
            "areaServed": region,
            **_known(view),
        }


def _known(view: PointView) -> dict[str, Any]:
    known: dict[str, Any] = {}
    if view.point.cost == "free":
        known["contactOption"] = "TollFree"
    if view.point.languages:
        known["availableLanguage"] = list(view.point.languages)
    # A note tells exceptions that a week cannot.
    if view.week and not view.point.hours_note:
        known["hoursAvailable"] = list(_hours(view.week))
    return known


def _hours(week: Week) -> Iterator[dict[str, Any]]:
    if week.always:
        yield _open(list(_DAYS), Span(0, _MINUTES_A_DAY))
    for group in week.groups:
        for span in group.spans:
            yield _open(list(_DAYS[group.first : group.last + 1]), span)
    if week.closed_on_holidays:
        # The vocabulary says "closed" by an hour that opens and closes at the same time.
        yield _open(["PublicHolidays"], Span(0, 0))


def _open(days: list[str], span: Span) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": days,
        "opens": _clock(span.start),
        "closes": "23:59" if span.end == _MINUTES_A_DAY else _clock(span.end % _MINUTES_A_DAY),
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
