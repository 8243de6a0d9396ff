"""What the pages of campaign materials show: the list from six sides, and each one with its numbers.

Whether a number still holds is worked out of the edition (`domain.standing`). A number that was printed
once is shown and never linked; what to dial today is a line of the directory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from babel.support import NullTranslations

from hotline.domain import language
from hotline.domain.edition import Edition
from hotline.domain.errors import N_
from hotline.domain.listing import Service
from hotline.domain.material import Material
from hotline.domain.standing import Standing, out_of_date, standing
from hotline.editions.material_words import KINDS
from hotline.editions.rendition_files import Offered, offered
from hotline.editions.service_view import ServiceView, service_view
from hotline.editions.wording import region_name

#: More lines to call instead of one number only ask the reader to choose.
_INSTEAD = 2


@dataclass(frozen=True)
class Row:
    """One material in a list."""

    material: Material
    kinds: tuple[str, ...]  #: in words
    outdated: bool


@dataclass(frozen=True)
class Group:
    """The materials that have one thing in common, under its name."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Side:
    """One way to look at all materials; every one of them stands in some group of it."""

    anchor: str
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class ClaimView:
    """A number that a material carries, how it stands today, and what to call now."""

    standing: Standing
    now: tuple[ServiceView, ...]


@dataclass(frozen=True)
class MaterialPage:
    """One material."""

    material: Material
    kinds: tuple[str, ...]  #: in words
    outdated: bool
    claims: tuple[ClaimView, ...]
    offered: tuple[Offered, ...]


def rows(edition: Edition, catalog: NullTranslations) -> tuple[Row, ...]:
    """Every material, by its title."""
    found = (
        Row(one, _kinds(one, catalog), bool(out_of_date(one, edition.directories)))
        for one in edition.materials
    )
    return tuple(sorted(found, key=lambda row: (row.material.title.casefold(), row.material.id)))


def sides(edition: Edition, locale: str, catalog: NullTranslations) -> tuple[Side, ...]:
    """The materials by country, kind, language, whom they were made for, year and campaign."""
    _ = catalog.ugettext
    every = rows(edition, catalog)
    unknown = _("Not known")

    def side(anchor: str, title: str, values: dict[str, tuple[str, ...]], missing: str) -> Side:
        return Side(anchor, _(title), tuple(_grouped(every, values, missing)))

    def of(values: Iterable[tuple[Material, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
        return {material.id: tuple(found) for material, found in values}

    all_ = edition.materials
    return (
        side(
            "country",
            N_("By country"),
            of((one, (region_name(code, locale) for code in one.regions)) for one in all_),
            _("For no country alone"),
        ),
        side(
            "kind", N_("By kind"), of((one, (_(KINDS[kind]) for kind in one.kinds)) for one in all_), unknown
        ),
        side(
            "language",
            N_("By language"),
            of((one, (language.name(tag, locale) for tag in one.languages)) for one in all_),
            unknown,
        ),
        side(
            "audience",
            N_("By whom it was made for"),
            of((one, (one.audience[locale],) if one.audience else ()) for one in all_),
            unknown,
        ),
        side("year", N_("By year"), of((one, (one.date[:4],) if one.date else ()) for one in all_), unknown),
        side(
            "campaign",
            N_("By campaign"),
            of((one, (one.campaign,) if one.campaign else ()) for one in all_),
            _("Of no campaign, or of one without a name"),
        ),
    )


def _grouped(every: tuple[Row, ...], values: dict[str, tuple[str, ...]], missing: str) -> Iterator[Group]:
    titles = sorted({title for found in values.values() for title in found}, key=str.casefold)
    for title in titles:
        yield Group(title, tuple(row for row in every if title in values[row.material.id]))
    rest = tuple(row for row in every if not values[row.material.id])
    if rest:
        yield Group(missing, rest)


def material_page(edition: Edition, material: Material, catalog: NullTranslations) -> MaterialPage:
    """The page of one material."""
    directories = edition.directories
    claims = tuple(_claim(edition, standing(claim, directories)) for claim in material.claims)
    outdated = bool(out_of_date(material, directories))
    return MaterialPage(material, _kinds(material, catalog), outdated, claims, offered(edition, material))


def _kinds(material: Material, catalog: NullTranslations) -> tuple[str, ...]:
    first, *others = (catalog.ugettext(KINDS[kind]) for kind in material.kinds)
    return (first, *(_inside(other) for other in others))


def _inside(name: str) -> str:
    """A name for the middle of a list; an acronym at its beginning stays as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _claim(edition: Edition, found: Standing) -> ClaimView:
    if found.status in {"holds", "unbound"}:
        return ClaimView(found, ())
    views = [_view(edition, found.claim.region, service) for service in found.instead[:_INSTEAD]]
    if found.status == "changed" and found.point is not None:
        # Of the line itself, the way that the material told of.
        own = found.point.id
        views = [
            replace(view, points=tuple(sorted(view.points, key=lambda point: point.point.id != own)))
            for view in views
        ]
    return ClaimView(found, tuple(views))


def _view(edition: Edition, region: str, service: Service) -> ServiceView:
    home = next(one for one in edition.regions if service.id in {known.id for known in one.services})
    return service_view(home, service, region, edition.plans, edition.published_at.date())
