"""A time is set as the clocks of the region show it."""

from datetime import UTC, datetime

import pytest

from hotline.domain.errors import InputError
from hotline.domain.local_time import moment

NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("day", "time", "zone", "found", "reason"),
    [
        ("2026-12-24", "08:30", "America/Guatemala", (2026, 12, 24, 14, 30), "six hours behind UTC"),
        ("2026-12-24", "20:30", "America/Guatemala", (2026, 12, 25, 2, 30), "the next day in UTC"),
        (" 2026-12-24 ", " 08:30", "America/Guatemala", (2026, 12, 24, 14, 30), "blanks from a keyboard"),
        ("2026-07-01", "08:30", NEW_YORK, (2026, 7, 1, 12, 30), "in summer time"),
        ("2026-11-01", "01:30", NEW_YORK, (2026, 11, 1, 5, 30), "an hour that comes twice: the first"),
    ],
)
def test_the_moment_of_a_local_time(
    day: str, time: str, zone: str, found: tuple[int, ...], reason: str
) -> None:
    assert moment(day, time, zone) == datetime(*found, tzinfo=UTC), reason  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("day", "time", "zone", "code", "reason"),
    [
        ("", "", "America/Guatemala", "moment_expected", "nothing was chosen"),
        ("2026-12-24", "", "America/Guatemala", "moment_expected", "no time"),
        ("24/12/2026", "08:30", "America/Guatemala", "moment_expected", "read otherwise elsewhere"),
        ("2026-02-30", "08:30", "America/Guatemala", "moment_expected", "no such day"),
        ("2026-12-24", "08:30Z", "America/Guatemala", "moment_expected", "a zone of its own"),
        ("9999-12-31", "23:59", "America/Guatemala", "moment_expected", "beyond what can be kept"),
        ("2026-03-08", "02:30", NEW_YORK, "time_does_not_exist", "the clocks go from 2 to 3"),
    ],
)
def test_what_is_no_moment(day: str, time: str, zone: str, code: str, reason: str) -> None:
    with pytest.raises(InputError) as refusal:
        moment(day, time, zone)
    assert [problem.code for problem in refusal.value.problems] == [code], reason
