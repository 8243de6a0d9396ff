"""A form that somebody puts together: which lines, in which language, on which paper, with which logo.

The same refusals as for every form: a region without a number has none, and a line that nobody has
checked for half a year says so on it.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hotline.domain.edition import Edition
from hotline.editions.print import corridor as roads
from hotline.editions.print.content import Mark, content, of_kind, paper
from hotline.editions.print.kinds import OF_A_REGION, OF_A_ROAD, Kind, Subject
from hotline.editions.print.lines import Line, callable_lines, first_lines
from hotline.editions.print.permission import reasons
from hotline.editions.rendering import Home, translations

#: Every kind that can be asked for, by its name.
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*OF_A_REGION, *OF_A_ROAD)}
#: More countries than this do not fit on the card of a road.
LONGEST_ROAD = 4
#: What has a place for a logo.
WITH_LOGO: frozenset[Subject] = frozenset({"poster", "card", "cards", "social", "radio", "tv"})


@dataclass(frozen=True)
class Choice:
    """What was chosen, checked: one region and perhaps its lines, or the regions of a road."""

    regions: tuple[str, ...]
    lines: tuple[Line, ...]  #: none means the first lines
    locale: str
    kind: Kind
    logo: bytes | None = None  #: the file as it came


def form(edition: Edition, choice: Choice, home: Home, marks: Mapping[str, Mark]) -> dict[str, Any]:
    """What its template is given; `logo` is still the file in Base64, which the worker draws anew."""
    this = Mark(edition.number, edition.published_at)
    mark = max(marks.get(code, this) for code in choice.regions)
    if choice.kind in OF_A_ROAD:
        common = roads.corridor(edition, choice.regions, choice.locale, home, mark)
        return {**common, "kind": paper(choice.kind)}
    (region,) = choice.regions
    lines = (choice.lines or first_lines(edition, region))[: choice.kind.lines]
    common = content(edition, region, choice.locale, home, lines)
    made = of_kind(choice.kind, common, reasons(lines), mark)
    if choice.logo is not None:
        alternative = translations(choice.locale).ugettext("Logo")
        made |= {
            "logo": base64.b64encode(choice.logo).decode(),
            "words": {**made["words"], "logo": alternative},
        }
    return made


def lines_of(edition: Edition, region: str) -> Mapping[str, Line]:
    """The lines of a region that can be chosen, by the id of their service."""
    return {line.service.service.id: line for line in callable_lines(edition, region)}
