"""The geometry of a picture of freshness: stacked bars, one a moment, in whole units of an SVG.

Must not know words or colours: what a part means is its class, and desk.css says how it looks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day

from hotline.domain.freshness import State
from hotline.services.ageing import AHEAD, BACK, Moment

#: From the ground up: what is fresh carries the rest.
STACK: tuple[State, ...] = ("fresh", "due", "stale", "undated")
#: So many bars a picture has room for: today has its place, also where the past is short.
_PLACES = BACK + 1 + AHEAD
#: The width of a bar and of a bar with the gap after it, and the height of the tallest one.
WIDTH, STEP, HEIGHT = 16, 21, 120


@dataclass(frozen=True)
class Part:
    """One state in a bar; `top` counts from the upper edge of the picture."""

    state: State
    top: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One moment."""

    day: Day
    left: int
    parts: tuple[Part, ...]
    is_today: bool
    to_come: bool


@dataclass(frozen=True)
class Picture:
    """All bars of one region, or of several together: `regions` names them."""

    regions: tuple[str, ...]
    bars: tuple[Bar, ...]
    moments: tuple[Moment, ...]

    @property
    def width(self) -> int:
        """The width of all places."""
        return STEP * _PLACES - (STEP - WIDTH)


def picture(moments: Sequence[Moment], regions: Iterable[str], today: Day) -> Picture:
    """The bars of these regions together; the tallest bar fills the height."""
    regions = tuple(regions)
    most = max((moment.of(regions).total() for moment in moments), default=0)
    bars = []
    for place, moment in enumerate(moments):
        counts, ground, parts = moment.of(regions), float(HEIGHT), []
        for state in STACK:
            height = round(HEIGHT * counts[state] / most, 1) if most else 0
            ground -= height
            if height:
                parts.append(Part(state, round(ground, 1), height))
        bars.append(
            Bar(
                moment.day,
                (_PLACES - len(moments) + place) * STEP,
                tuple(parts),
                moment.day == today,
                moment.day > today,
            )
        )
    return Picture(regions, tuple(bars), tuple(moments))
