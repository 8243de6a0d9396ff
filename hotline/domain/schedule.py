"""Opening hours: OpenStreetMap syntax in a region's time zone, as a week that can be told in words.

The parsing is the library's; this module decides what may be said about the result. It must not
know languages, and it never looks at a clock: the moment is passed in.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]  # its stubs lack the error

from hotline.domain.errors import InputError, Problem

#: Any Monday works, since only purely weekly hours are told as a week. 2001 began with one.
_MONDAY = datetime(2001, 1, 1)  # noqa: DTZ001 - the library wants wall-clock time for wall-clock questions
_MINUTES_A_DAY = 24 * 60

#: Only days of the week, times and "PH off" repeat every week. Months, weeks, years, sunsets and
#: comments do not, so a week cannot tell them and the page must not try.
_WEEKLY = re.compile(r"^(24/7|PH off|PH closed|closed|off|Mo|Tu|We|Th|Fr|Sa|Su|\d\d:\d\d|[-,; ])+$")


@dataclass(frozen=True)
class Span:
    """Open from `start` to `end`, in minutes after midnight; `end` passes 1440 into the next day."""

    start: int
    end: int


@dataclass(frozen=True)
class DayGroup:
    """Days in a row (0 is Monday) from `first` to `last` that keep the same hours."""

    first: int
    last: int
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Week:
    """Hours that repeat every week. `always` has no groups: there is nothing to list."""

    always: bool
    groups: tuple[DayGroup, ...] = ()
    closed_on_holidays: bool = False


def parse(hours: str) -> OpeningHours:
    """The checked hours; InputError says how to write them if the library cannot read them."""
    try:
        return OpeningHours(hours)
    except ParserError:
        raise InputError([Problem("hours_not_understood", {"hours": hours})]) from None


def describe(hours: str) -> Week | None:
    """The hours as a week, or None where they change with the season and only a note can tell them."""
    opening = parse(hours)
    if not _WEEKLY.match(hours):
        return None
    days: dict[int, list[Span]] = {day: [] for day in range(7)}
    # One more day is read at each end so that a night that begins on Sunday is seen whole.
    for start, end, state in _open_intervals(
        opening, _MONDAY - timedelta(days=1), _MONDAY + timedelta(days=8)
    ):
        if state != State.OPEN:
            return None
        for day, span in _split(start, end):
            days[day].append(span)
    holidays = "PH" in hours
    if not holidays and all(spans == [Span(0, _MINUTES_A_DAY)] for spans in days.values()):
        return Week(always=True)
    return Week(
        always=False,
        groups=_group({day: tuple(spans) for day, spans in days.items()}),
        closed_on_holidays=holidays,
    )


def is_open(hours: str, at: datetime, zone: str) -> bool:
    """Whether somebody should answer at the aware moment `at`, for hours kept in the IANA `zone`."""
    opening = OpeningHours(hours, timezone=ZoneInfo(zone))
    return bool(opening.is_open(at.astimezone(UTC).astimezone(ZoneInfo(zone))))


def _open_intervals(
    opening: OpeningHours, start: datetime, end: datetime
) -> list[tuple[datetime, datetime, State]]:
    return [
        (begin, finish or end, state)
        for begin, finish, state, *_ in opening.intervals(start=start, end=end)
        if state != State.CLOSED
    ]


def _split(start: datetime, end: datetime) -> list[tuple[int, Span]]:
    """Cut a run of several days at its midnights, but keep one night that passes midnight whole."""
    parts = []
    while start < end:
        midnight = start.replace(hour=0, minute=0) + timedelta(days=1)
        stop = end if end - start < timedelta(days=1) and start.hour else min(end, midnight)
        if _MONDAY <= start < _MONDAY + timedelta(days=7):
            first = start.hour * 60 + start.minute
            parts.append((start.weekday(), Span(first, first + int((stop - start).total_seconds()) // 60)))
        start = stop
    return parts


def _group(days: dict[int, tuple[Span, ...]]) -> tuple[DayGroup, ...]:
    groups: list[DayGroup] = []
    for day, spans in sorted(days.items()):
        if not spans:
            continue
        if groups and groups[-1].last == day - 1 and groups[-1].spans == spans:
            groups[-1] = DayGroup(groups[-1].first, day, spans)
        else:
            groups.append(DayGroup(day, day, spans))
    return tuple(groups)
