"""All forms of an edition, with their places on the site."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions.print import corridor as roads
from hotline.editions.print import kinds
from hotline.editions.print.content import Mark, content, of_kind, paper
from hotline.editions.print.lines import MOST
from hotline.editions.print.permission import Reason, may_print
from hotline.editions.print.press import Press
from hotline.editions.rendering import Home

#: Where forms stand whose lines are fresh, and those that say that nobody has checked.
CURRENT, UNCHECKED = "print", "print/unchecked"


@dataclass(frozen=True)
class Wanted:
    """Which forms: everything where nothing is named. A kind is named like its file."""

    regions: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


EVERYTHING = Wanted()


def forms(
    edition: Edition,
    home: Home,
    press: Press,
    marks: Mapping[str, Mark] | None = None,
    wanted: Wanted = EVERYTHING,
) -> Iterator[tuple[str, bytes]]:
    """The forms as (path under the site, bytes), `print/gt/es/poster-a4.pdf`.

    `marks` names for each region the edition that last changed what it carries (`marks.since`), so
    that an edition about another country makes none of its forms anew; this edition by default.
    NotMadeError if one cannot be made.
    """
    return press.print(contents(edition, home, marks or {}, wanted))


def contents(
    edition: Edition, home: Home, marks: Mapping[str, Mark], wanted: Wanted = EVERYTHING
) -> list[tuple[str, dict[str, Any]]]:
    """The same before they are typeset: (path under the site, what the template is given)."""
    locales = wanted.locales or LOCALES
    this = Mark(edition.number, edition.published_at)
    marks = {code: marks.get(code, this) for code in edition.directories}
    return [
        *_of_regions(edition, home, marks, wanted, locales),
        *_of_roads(edition, home, marks, wanted, locales),
    ]


def place(where: str, locale: str, kind: kinds.Kind, reasons: Sequence[Reason]) -> str:
    """Where a form stands under the site. `where` is a region, or a road as "HN-GT-MX-US"."""
    return f"{UNCHECKED if reasons else CURRENT}/{where.lower()}/{locale}/{kind.file}"


def _of_regions(
    edition: Edition, home: Home, marks: Mapping[str, Mark], wanted: Wanted, locales: Iterable[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for region in wanted.regions or tuple(edition.directories):
        reasons = {shown: may_print(edition, region, shown) for shown in range(1, MOST + 1)}
        if any(reason.code == "no_number" for reason in reasons[1]):
            continue
        for locale in locales:
            common = content(edition, region, locale, home)
            for kind in _wanted(kinds.OF_A_REGION, wanted):
                told = reasons[kind.lines]
                form = of_kind(kind, common, told, marks[region])
                yield place(region, locale, kind, told), form


def _of_roads(
    edition: Edition, home: Home, marks: Mapping[str, Mark], wanted: Wanted, locales: Iterable[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    road = roads.NORTHWARD
    if wanted.regions or not set(road) <= set(edition.directories):
        return
    reasons = roads.reasons(edition, road)
    if any(reason.code == "no_number" for reason in reasons):
        return
    name = "-".join(road)
    for locale in locales:
        common = roads.corridor(edition, road, locale, home, max(marks[code] for code in road))
        for kind in _wanted(kinds.OF_A_ROAD, wanted):
            yield place(name, locale, kind, reasons), {**common, "kind": paper(kind)}


def _wanted(all_kinds: Iterable[kinds.Kind], wanted: Wanted) -> list[kinds.Kind]:
    return [kind for kind in all_kinds if not wanted.kinds or kind.name in wanted.kinds]
