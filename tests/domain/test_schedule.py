"""Opening hours: what may be said about them, and when somebody should answer."""

from datetime import UTC, datetime

import pytest

from hotline.domain.errors import InputError
from hotline.domain.schedule import DayGroup, Span, Week, describe, is_open, parse

OFFICE = Span(8 * 60, 16 * 60)

WEEKS = {
    "the whole week is said as always": ("24/7", Week(always=True)),
    "days without times are whole days": ("Mo-Su", Week(always=True)),
    "closed on holidays is not always": (
        "24/7; PH off",
        Week(always=False, groups=(DayGroup(0, 6, (Span(0, 1440),)),), closed_on_holidays=True),
    ),
    "days in a row with the same hours are one group": (
        "Mo-Fr 08:00-16:00",
        Week(always=False, groups=(DayGroup(0, 4, (OFFICE,)),)),
    ),
    "a gap makes two groups": (
        "Mo,We 08:00-16:00",
        Week(always=False, groups=(DayGroup(0, 0, (OFFICE,)), DayGroup(2, 2, (OFFICE,)))),
    ),
    "two spans a day stay two": (
        "Mo 08:00-12:00,14:00-16:00",
        Week(always=False, groups=(DayGroup(0, 0, (Span(480, 720), Span(840, 960))),)),
    ),
    "a night belongs to the evening it begins in": (
        "Su 22:00-06:00",
        Week(always=False, groups=(DayGroup(6, 6, (Span(1320, 1800),)),)),
    ),
    "several whole days are cut at midnight": (
        "Sa-Su 00:00-24:00",
        Week(always=False, groups=(DayGroup(5, 6, (Span(0, 1440),)),)),
    ),
}


@pytest.mark.parametrize("reason", WEEKS)
def test_hours_are_told_as_a_week(reason: str) -> None:
    hours, week = WEEKS[reason]
    assert describe(hours) == week


@pytest.mark.parametrize("hours", ["Jan-Mar 08:00-16:00", "sunrise-sunset", "2026 Mo 08:00-16:00"])
def test_hours_that_change_with_the_season_are_not_told_as_a_week(hours: str) -> None:
    assert describe(hours) is None


@pytest.mark.parametrize("hours", ["", "always", "Mo-Fr 8 to 16", "lunes a viernes"])
def test_hours_that_cannot_be_read_are_refused_with_an_example(hours: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(hours)
    assert caught.value.problems[0].code == "hours_not_understood"
    assert "Mo-Fr 08:00-16:00" in str(caught.value)


MOMENTS = {
    "Tuesday 7:59 in Guatemala": ("America/Guatemala", datetime(2026, 11, 24, 13, 59, tzinfo=UTC), False),
    "Tuesday 8:00 in Guatemala": ("America/Guatemala", datetime(2026, 11, 24, 14, 0, tzinfo=UTC), True),
    "Tuesday 16:00 in Guatemala": ("America/Guatemala", datetime(2026, 11, 24, 22, 0, tzinfo=UTC), False),
    "the same moment is later in Panama": ("America/Panama", datetime(2026, 11, 24, 13, 0, tzinfo=UTC), True),
    "Saturday": ("America/Guatemala", datetime(2026, 11, 28, 15, 0, tzinfo=UTC), False),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_hours_are_kept_in_the_zone_of_the_line(moment: str) -> None:
    zone, at, expected = MOMENTS[moment]
    assert is_open("Mo-Fr 08:00-16:00", at, zone) is expected
