"""How fresh the directory was, is and will be, and a calendar of what falls due.

Reading only. A line gets younger by new evidence, so each row of the calendar leads to the form in
which a source is added; there is no button that makes a line younger by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta

from flask import Blueprint, Response, abort, request

from hotline.domain.freshness import State
from hotline.domain.record import Name
from hotline.services import ageing
from hotline.services.ageing import Line
from hotline.web.admin import bars
from hotline.web.admin.access import needs, own_session
from hotline.web.admin.addresses import of_record, to_edit
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.rendering import page

pages = Blueprint("freshness", __name__)

#: A longer calendar is shown for one region at a time: nobody reads 5,000 lines.
_LONGEST_CALENDAR = 400


@dataclass(frozen=True)
class Due:
    """One line of the calendar: what it is today, and what it becomes on `day`."""

    line: Line
    state: State
    day: Day | None
    address: str | None


@dataclass(frozen=True)
class Week:
    """The lines that become due or stale in one week; `monday` is its first day."""

    monday: Day
    lines: tuple[Due, ...]


@pages.get("/freshness")
@needs()
def picture() -> Response:
    """All regions together, then each, then what falls due; `?region=GT` shows one alone."""
    person, today = own_session().live.profile.person, now().date()
    chosen = request.args.get("region", "")
    with factory()() as session:
        regions = ageing.regions(session, person)
        if chosen and chosen not in regions:
            abort(403)
        shown = (chosen,) if chosen else regions
        lines = ageing.lines(session, shown)
        moments = ageing.over_time(session, lines, today)
    together = [bars.picture(moments, shown, today)]
    each = [bars.picture(moments, (region,), today) for region in shown if len(shown) > 1]
    calendar = _calendar(lines, today) if len(lines) <= _LONGEST_CALENDAR or chosen else None
    return page(
        "freshness.html", pictures=[*together, *each], stack=bars.STACK, height=bars.HEIGHT, bar_width=bars.WIDTH,
        regions=regions, chosen=chosen, calendar=calendar, weeks=_weeks(calendar or (), today),
        now_states=ageing.Moment(today, ageing.counted(lines, today)).of(shown), today=today,
        last=moments[-1] if moments else None, shown=shown,
    )  # fmt: skip


def _calendar(lines: Iterable[Line], today: Day) -> tuple[Due, ...]:
    person = own_session().live.profile.person
    found = []
    for line in lines:
        name = Name("service", line.region, line.service)
        to = to_edit(person, name, line.contact_point) or of_record(name)
        found.append(Due(line, line.state(today), line.falls_due(today), to))
    return tuple(sorted(found, key=lambda due: (due.day or Day.max, due.line.region, due.line.service)))


def _weeks(calendar: Iterable[Due], today: Day) -> tuple[Week, ...]:
    def by_week() -> Iterator[tuple[Day, list[Due]]]:
        weeks: dict[Day, list[Due]] = {}
        for due in calendar:
            if due.day is not None and due.day > today:
                weeks.setdefault(due.day - timedelta(days=due.day.weekday()), []).append(due)
        yield from sorted(weeks.items())

    return tuple(Week(monday, tuple(lines)) for monday, lines in by_week())
