"""Whether a form of a region may be called current: a poster hangs longer than a page is read.

A line that nobody has checked for half a year is not withheld, since people would then print it
without a date; every form of it says so, and is kept apart (docs/decisions).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from hotline.domain.edition import Edition
from hotline.editions.print.lines import MOST, Line, first_lines


@dataclass(frozen=True)
class Reason:
    """Why forms of a region are not current, or are not made at all (`no_number`)."""

    code: Literal["stale", "undated", "no_number"]
    service: str  #: its id; empty with `no_number`
    since: str | None = None  #: what is known: a year, a month or a day


def may_print(edition: Edition, region: str, shown: int = MOST) -> tuple[Reason, ...]:
    """Why forms of `region` would not be current; nothing if they are. KeyError without the region.

    `shown` is how many first lines the form has room for. The emergency number beside them does not
    count: it is common knowledge, and its age misleads nobody about who answers.
    """
    lines = first_lines(edition, region)[:shown]
    return reasons(lines) if lines else (Reason("no_number", ""),)


def reasons(lines: Iterable[Line]) -> tuple[Reason, ...]:
    """Why a form with these lines would not be current."""
    return tuple(
        Reason(line.point.freshness.state, line.service.service.id, line.point.freshness.date)
        for line in lines
        if line.point.freshness.state in ("stale", "undated")
    )
