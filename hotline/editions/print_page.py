"""The pages that offer forms for paper: those of a region, and those of a road.

A form whose numbers nobody has checked for half a year stands apart, behind what is known of its age.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hotline.domain.edition import Edition
from hotline.editions.print import corridor as roads
from hotline.editions.print import kinds, making
from hotline.editions.print.kinds import Kind
from hotline.editions.print.lines import MOST, Line, first_lines
from hotline.editions.print.permission import Reason, may_print
from hotline.editions.print_words import SUBJECTS, sizes_in_use, variant
from hotline.editions.rendering import Home, Place, render, translations
from hotline.editions.where_page import emergency_lines, in_order


@dataclass(frozen=True)
class Sheet:
    """One file."""

    label: str
    path: str  #: under the site
    format: str  #: "PDF" or "PNG"


@dataclass(frozen=True)
class Offer:
    """The forms of one subject: what most people want, and the others."""

    subject: str
    title: str
    use: str
    usual: tuple[Sheet, ...]
    others: tuple[Sheet, ...]


@dataclass(frozen=True)
class Shelf:
    """What is offered, the current apart from the unchecked, and the lines that are too old."""

    current: tuple[Offer, ...]
    unchecked: tuple[Offer, ...]
    old: tuple[
        tuple[str, Line, str | None], ...
    ]  #: region, line, and since when: a partial date, or nothing known


def of_region(edition: Edition, region: str, locale: str) -> Shelf | None:
    """The forms of a region; None if it has no number to call."""
    reasons = {shown: may_print(edition, region, shown) for shown in range(1, MOST + 1)}
    if _without_number(reasons[1]):
        return None
    return _shelf(
        edition, region, locale, [(kind, reasons[kind.lines]) for kind in kinds.OF_A_REGION], (region,)
    )


def of_road(edition: Edition, road: tuple[str, ...], locale: str) -> Shelf | None:
    """The card of a road; None if a country of it is missing, or has no number to call."""
    if not set(road) <= set(edition.directories):
        return None
    reasons = roads.reasons(edition, road)
    if _without_number(reasons):
        return None
    return _shelf(edition, "-".join(road), locale, [(kind, reasons) for kind in kinds.OF_A_ROAD], road)


def render_region(edition: Edition, locale: str, home: Home, region: str) -> str:
    """The page of a region's forms."""
    place = Place(f"{locale}/materials/print/{region.lower()}", home)
    shelf = of_region(edition, region, locale)
    return render("print.html", locale, place, edition=edition, region=region, shelf=shelf)


def render_index(edition: Edition, locale: str, home: Home) -> str:
    """All regions, and the card of the road."""
    return render(
        "prints.html",
        locale,
        Place(f"{locale}/materials/print", home),
        edition=edition,
        regions=in_order(edition, locale),
        road=roads.NORTHWARD,
        shelf=of_road(edition, roads.NORTHWARD, locale),
    )


def render_being_made(edition: Edition, locale: str, home: Home) -> str:
    """The answer in the place of a form that is not there yet. It can appear at any address."""
    place = Place(f"{locale}/", home, anywhere=True)
    lines = emergency_lines(edition, locale)
    return render("error.html", locale, place, edition=edition, status=503, emergency=lines, being_made=True)


def _without_number(reasons: Iterable[Reason]) -> bool:
    return any(reason.code == "no_number" for reason in reasons)


def _shelf(
    edition: Edition,
    where: str,
    locale: str,
    asked: Sequence[tuple[Kind, tuple[Reason, ...]]],
    regions: tuple[str, ...],
) -> Shelf:
    gettext = translations(locale).ugettext
    old = {reason.service: reason.since for _, reasons in asked for reason in reasons}
    lines = ((region, line) for region in regions for line in first_lines(edition, region))
    return Shelf(
        current=_offers(where, locale, [item for item in asked if not item[1]], gettext),
        unchecked=_offers(where, locale, [item for item in asked if item[1]], gettext),
        old=tuple(
            (region, line, old[line.service.service.id])
            for region, line in lines
            if line.service.service.id in old
        ),
    )


def _offers(
    where: str,
    locale: str,
    asked: Sequence[tuple[Kind, tuple[Reason, ...]]],
    gettext: Callable[[str], str],
) -> tuple[Offer, ...]:
    subjects = dict.fromkeys(_together(kind) for kind, _ in asked)

    def sheets(subject: str, usual: bool) -> tuple[Sheet, ...]:
        return tuple(
            Sheet(
                variant(kind, gettext),
                making.place(where, locale, kind, reasons),
                "PNG" if kind.picture else "PDF",
            )
            for kind, reasons in sorted(asked, key=lambda item: sizes_in_use(item[0]))
            if _together(kind) == subject and _usual(kind) is usual
        )

    return tuple(
        Offer(
            subject,
            gettext(SUBJECTS[subject][0]),
            gettext(SUBJECTS[subject][1]),
            sheets(subject, usual=True),
            sheets(subject, usual=False),
        )
        for subject in subjects
    )


def _together(kind: Kind) -> kinds.Subject:
    """Sheets of cards are offered with the card."""
    return "card" if kind.subject == "cards" else kind.subject


def _usual(kind: Kind) -> bool:
    """Whether people with a printer of their own want it."""
    return not kind.for_printers and not (kind.one_ink and kind.subject in ("poster", "stickers"))
