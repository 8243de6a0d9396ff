"""How old is what is known about a contact point, from the dates of its sources and its last check.

Age alone hides and removes nothing: it puts a line in the queue of the desk and is shown beside it.
No clock here: the day to compare with is passed in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Day
from typing import Literal

from hotline.domain.listing import ContactPoint, Evidence

DUE_AFTER_DAYS = 90
STALE_AFTER_DAYS = 180

State = Literal["fresh", "due", "stale", "undated"]
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


def newest(evidence: Iterable[Evidence]) -> Evidence | None:
    """The evidence with the latest date of its own; None if none has one.

    Technical lists of numbers do not count: a code is on them whether or not somebody answers.
    """
    dated = [item for item in evidence if item.date and item.obtained != "number_list"]
    return max(dated, key=lambda item: (earliest_day(str(item.date)), item.read), default=None)


def source_freshness(source: Evidence, today: Day) -> Freshness:
    """The state of one source by its own date."""
    return (
        _since(source.date, earliest_day(source.date), today, checked=False)
        if source.date
        else Freshness("undated")
    )


def freshness(point: ContactPoint, today: Day) -> Freshness:
    """The state of one contact point: a check with its operator counts like a source of that day."""
    source = newest(point.evidence)
    source_day = earliest_day(source.date) if source and source.date else None
    if point.assured_date and (source_day is None or point.assured_date >= source_day):
        return _since(point.assured_date.isoformat(), point.assured_date, today, checked=True)
    return source_freshness(source, today) if source else Freshness("undated")


def _since(text: str, day: Day, today: Day, *, checked: bool) -> Freshness:
    days = (today - day).days
    state: State = "stale" if days >= STALE_AFTER_DAYS else "due" if days >= DUE_AFTER_DAYS else "fresh"
    return Freshness(state, text, age(day, today), checked)
