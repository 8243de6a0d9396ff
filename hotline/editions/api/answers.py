"""Answers of the API from one edition. Nothing that was asked is kept."""

from collections.abc import Iterator, Mapping

from hotline.domain.edition import Edition
from hotline.domain.edition_change import EditionChange
from hotline.domain.errors import SENTENCES
from hotline.domain.listing import LOCALES, RegionDirectory
from hotline.editions.api import shapes
from hotline.editions.formats import material_listing
from hotline.editions.formats.directory_json import LICENCE, attribution, retired_number
from hotline.editions.formats.listing import AS_IT_IS, Listing, Shape, listings, mark
from hotline.editions.lookup import NOTES, Answer, Match
from hotline.editions.material_search import named
from hotline.editions.ranking import SearchResult
from hotline.editions.wording import region_name


class Api:
    """The API of one edition: its listings are worked out once."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._mark = mark(edition)
        self._all = listings(edition)
        self._by_id = {each.id: each for each in self._all}

    @property
    def all(self) -> tuple[Listing, ...]:
        """Every listing, by region and in the order of its page."""
        return self._all

    def current(self) -> shapes.EditionAnswer:
        """Which edition this is."""
        return shapes.EditionAnswer(
            edition=self._mark,
            previous=self.edition.previous,
            licence=LICENCE,
            attribution=attribution(self.edition),
            as_it_is=AS_IT_IS,
        )

    def regions(self) -> shapes.RegionsAnswer:
        """Every region."""
        summaries = tuple(_summary(self.edition, directory) for directory in self.edition.regions)
        return shapes.RegionsAnswer(edition=self._mark, regions=summaries)

    def region(self, directory: RegionDirectory) -> shapes.RegionAnswer:
        """One region with everything in it."""
        return shapes.RegionAnswer(
            edition=self._mark,
            region=_summary(self.edition, directory),
            listings=tuple(self._by_id[service.id] for service in directory.services),
            retired_numbers=tuple(
                retired_number(directory.region, retired) for retired in directory.retired_numbers
            ),
        )

    def matching(self, filters: Mapping[str, str]) -> shapes.ListingsAnswer:
        """The listings that fit every filter; `filters` were checked."""
        found = tuple(each for each in self._all if all(_fits(each, *pair) for pair in filters.items()))
        return shapes.ListingsAnswer(edition=self._mark, count=len(found), listings=found)

    def materials(self) -> shapes.MaterialsAnswer:
        """Every campaign material, and how it stands today."""
        found = material_listing.listed(self.edition)
        return shapes.MaterialsAnswer(edition=self._mark, count=len(found), materials=found)

    def changes(self, told: tuple[EditionChange, ...], since: int) -> shapes.ChangesAnswer:
        """What later editions than `since` changed; `told` is the newest first."""
        later = tuple(change for change in told if change.edition > since)
        return shapes.ChangesAnswer(edition=self._mark, since=since, changes=later)

    def found(self, query: str, result: SearchResult) -> shapes.SearchAnswer:
        """What a search for `query` found."""
        return shapes.SearchAnswer(
            edition=self._mark,
            regions=result.regions,
            listings=tuple(self._by_id[each.service] for each in result.listings),
            numbers=tuple(
                shapes.FoundNumber(
                    region=each.region, number=each.number, kind=each.kind, listings=each.services
                )
                for each in result.numbers
            ),
            materials=named(self.edition, query),
        )

    def looked_up(self, answer: Answer) -> shapes.NumberAnswer:
        """What the look-up says."""
        return shapes.NumberAnswer(
            edition=self._mark,
            status=answer.status,
            matches=tuple(_match(match) for match in answer.matches),
            notes=tuple(shapes.Remark(code=code, detail=NOTES[code]) for code in answer.notes),
            problems=tuple(
                shapes.Remark(code=each.code, detail=SENTENCES[each.code] % each.parameters)
                for each in answer.problems
            ),
        )


def files(edition: Edition, told: tuple[EditionChange, ...]) -> Iterator[tuple[str, Shape]]:
    """Every answer that can be a finished file, by its path under the site."""
    api = Api(edition)
    yield "api/v1/edition.json", api.current()
    yield "api/v1/regions.json", api.regions()
    yield "api/v1/listings.json", api.matching({})
    yield "api/v1/materials.json", api.materials()
    yield "api/v1/changes.json", api.changes(told, 0)
    for directory in edition.regions:
        yield f"api/v1/regions/{directory.region}.json", api.region(directory)
    for each in api.all:
        yield f"api/v1/listings/{each.id}.json", each


def _summary(edition: Edition, directory: RegionDirectory) -> shapes.RegionSummary:
    region = directory.region
    return shapes.RegionSummary(
        region=region,
        names={locale: region_name(region, locale) for locale in LOCALES},
        timezone=directory.timezone,
        calling_code=str(edition.plans[region].calling_code),
        first=directory.first.services,
        emergency=directory.first.emergency,
        listings=len(directory.services),
        pages={locale: f"/{locale}/{region.lower()}" for locale in LOCALES},
    )


def _fits(each: Listing, name: str, wanted: str) -> bool:
    """Whether a listing fits one filter. A page of a region also shows lines of others (`shown_in`)."""
    match name:
        case "region":
            return wanted == each.region or wanted in each.shown_in
        case "need":
            return wanted in each.needs
        case "channel":
            return any(point.channel == wanted for point in each.contact_points)
        case "language":
            return any(_speaks(tag, wanted) for point in each.contact_points for tag in point.languages)
        case "reach_from":
            return any(
                answer.status == "yes"
                for point in each.contact_points
                if (answer := point.dial.get(wanted)) is not None
            )
        case _:
            raise KeyError(name)


def _speaks(tag: str, wanted: str) -> bool:
    return tag == wanted or tag.split("-")[0] == wanted


def _match(match: Match) -> shapes.NumberMatch:
    return shapes.NumberMatch(
        status=match.status,
        region=match.region,
        listing=match.service.id if match.service else None,
        contact_point=match.contact_point.id if match.contact_point else None,
        instead=tuple(service.id for service in match.instead),
        note=match.retired.note if match.retired else None,
        reason=match.lead.reason if match.lead else None,
    )
