"""What the answer to a search shows: the lines that were found, region by region."""

from dataclasses import dataclass

from hotline.domain.edition import Edition
from hotline.editions.ranking import SearchResult
from hotline.editions.service_view import ServiceView, service_view

#: More than these of one region are a tap away on its own page.
_LINES_A_REGION = 6


@dataclass(frozen=True)
class FoundRegion:
    """The best lines of one region."""

    region: str
    services: tuple[ServiceView, ...]


def found_regions(edition: Edition, result: SearchResult) -> tuple[FoundRegion, ...]:
    """What was found, in the order of the search. A consulate stands under the region it was found for."""
    plans, today = edition.plans, edition.published_at.date()
    views: dict[str, list[ServiceView]] = {}
    for found in result.listings:
        directory = edition.directories[found.region]
        service = directory.service(found.service)
        at_home = found.region in result.regions
        region = next(
            (one for one in result.regions if not at_home and one in service.shown_in), found.region
        )
        views.setdefault(region, []).append(service_view(directory, service, region, plans, today))
    return tuple(FoundRegion(region, tuple(found[:_LINES_A_REGION])) for region, found in views.items())
