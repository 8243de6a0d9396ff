"""How old a contact point's newest source is, and how that is said."""

from datetime import date, timedelta

import pytest

from hotline.domain.freshness import Age, age, freshness
from hotline.domain.listing import ContactPoint, Evidence

TODAY = date(2026, 11, 24)


def point(*dates: str | None, assured: date | None = None) -> ContactPoint:
    return ContactPoint(
        id="voice",
        channel="voice",
        number="1555",
        assured_date=assured,
        evidence=tuple(
            Evidence(
                address="https://example.org/", title="A page", date=one, read=TODAY, obtained="document"
            )
            for one in dates
        ),
    )


STATES = {
    "89 days are fresh": (89, "fresh"),
    "90 days are due": (90, "due"),
    "179 days are due": (179, "due"),
    "180 days are stale": (180, "stale"),
}


@pytest.mark.parametrize("reason", STATES)
def test_a_source_becomes_due_and_then_stale(reason: str) -> None:
    days, state = STATES[reason]
    assert freshness(point((TODAY - timedelta(days=days)).isoformat()), TODAY).state == state


def test_the_newest_of_several_sources_counts() -> None:
    assert freshness(point("2019", "2026-10-01", None), TODAY).date == "2026-10-01"


def test_a_year_or_a_month_is_never_taken_for_younger_than_it_may_be() -> None:
    assert freshness(point("2026-06"), TODAY).age == Age(5, "months")
    assert freshness(point("2024"), TODAY).age == Age(2, "years")


def test_a_check_with_the_operator_counts_like_a_source_of_that_day() -> None:
    known = freshness(point("2019", assured=TODAY), TODAY)
    assert (known.state, known.checked) == ("fresh", True)


def test_a_check_older_than_the_newest_source_does_not_hide_it() -> None:
    assert not freshness(point("2026-11-01", assured=date(2026, 10, 1)), TODAY).checked


def test_the_day_on_which_we_read_an_undated_source_is_not_its_date() -> None:
    known = freshness(point(None), TODAY)
    assert (known.state, known.date, known.age) == ("undated", None, None)


AGES = {
    "the same day": (date(2026, 11, 24), Age(0, "days")),
    "a day short of two months": (date(2026, 9, 25), Age(60, "days")),
    "two months": (date(2026, 9, 24), Age(2, "months")),
    "a day short of two years": (date(2024, 11, 25), Age(23, "months")),
    "two years": (date(2024, 11, 24), Age(2, "years")),
    "a date in the future is no age": (date(2027, 1, 1), Age(0, "days")),
}


@pytest.mark.parametrize("reason", AGES)
def test_age_is_a_lower_bound_in_the_unit_people_use(reason: str) -> None:
    since, expected = AGES[reason]
    assert age(since, TODAY) == expected
