"""How old is what is known about a contact point, from the dates of its sources and its last check.

Age alone hides and removes nothing: it puts a line in the queue of the desk and is shown beside it.
No clock here: the day to compare with is passed in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from typing import Literal, Protocol, TypeVar

DUE_AFTER_DAYS = 90
STALE_AFTER_DAYS = 180

State = Literal["fresh", "due", "stale", "undated"]


class Source(Protocol):
    """What counts of a piece of evidence: `domain.listing.Evidence`, or a row of it."""

    @property
    def date(self) -> str | None: ...
    @property
    def read(self) -> Day: ...
    @property
    def obtained(self) -> str: ...


class Point(Protocol):
    """What counts of a contact point: `domain.listing.ContactPoint`, or rows of it."""

    @property
    def assured_date(self) -> Day | None: ...
    @property
    def evidence(self) -> "Sequence[Source]": ...


AnySource = TypeVar("AnySource", bound=Source)
Unit = Literal["days", "months", "years"]


@dataclass(frozen=True)
class Age:
    """A lower bound in whole units. It stays true on a page that is read later than it was built."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Freshness:
    """`date` is what is known (a year, a month or a day); None where no source has a date."""

    state: State
    date: str | None = None
    age: Age | None = None
    checked: bool = False  #: the date is that of a check with the operator, not that of a source


def earliest_day(partial: str) -> Day:
    """The first day of a year or month, or the day itself: never younger than the source says."""
    return Day.fromisoformat((partial + "-01-01")[:10])


def age(since: Day, today: Day) -> Age:
    """How much time has passed, counted in what people say: days, then months, then years."""
    days = max(0, (today - since).days)
    months = (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    if months >= 24:
        return Age(months // 12, "years")
    if months >= 2:
        return Age(months, "months")
    return Age(days, "days")


def newest(evidence: Iterable[AnySource]) -> AnySource | None:
    """The evidence with the latest date of its own; None if none has one.

    Technical lists of numbers do not count: a code is on them whether or not somebody answers.
    """
    dated = [item for item in evidence if item.date and item.obtained != "number_list"]
    return max(dated, key=lambda item: (earliest_day(str(item.date)), item.read), default=None)


def source_freshness(source: Source, today: Day) -> Freshness:
    """The state of one source by its own date."""
    return (
        _since(source.date, earliest_day(source.date), today, checked=False)
        if source.date
        else Freshness("undated")
    )


def known_since(point: Point) -> Day | None:
    """The day from which the age of a contact point counts; None where no source has a date."""
    source = newest(point.evidence)
    days = (point.assured_date, earliest_day(source.date) if source and source.date else None)
    return max((day for day in days if day), default=None)


def state(since: Day | None, today: Day) -> State:
    """How fresh on `today` is what was known on the day `since`."""
    if since is None:
        return "undated"
    days = (today - since).days
    return "stale" if days >= STALE_AFTER_DAYS else "due" if days >= DUE_AFTER_DAYS else "fresh"


def falls_due(since: Day, today: Day) -> Day:
    """The day on which it is due, or stale if it is due already. It may have passed."""
    due, stale = (since + timedelta(days=days) for days in (DUE_AFTER_DAYS, STALE_AFTER_DAYS))
    return due if today < due else stale


def freshness(point: Point, today: Day) -> Freshness:
    """The state of one contact point: a check with its operator counts like a source of that day."""
    source = newest(point.evidence)
    source_day = earliest_day(source.date) if source and source.date else None
    if point.assured_date and (source_day is None or point.assured_date >= source_day):
        return _since(point.assured_date.isoformat(), point.assured_date, today, checked=True)
    return source_freshness(source, today) if source else Freshness("undated")


def _since(text: str, day: Day, today: Day, *, checked: bool) -> Freshness:
    return Freshness(state(day, today), text, age(day, today), checked)
