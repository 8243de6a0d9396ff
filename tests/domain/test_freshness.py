"""How old a contact point's newest source is, and how that is said."""

from datetime import date, timedelta

import pytest

from hotline.domain.freshness import Age, age, falls_due, freshness, known_since, state
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


def test_a_check_or_a_newer_source_counts_whichever_is_later() -> None:
    assert known_since(point("2024", None)) == date(2024, 1, 1)
    assert known_since(point("2024-07", assured=date(2025, 3, 1))) == date(2025, 3, 1)
    assert known_since(point("2026-07-29", assured=date(2025, 3, 1))) == date(2026, 7, 29)
    assert known_since(point(None)) is None


@pytest.mark.parametrize("reason", STATES)
def test_it_falls_due_on_the_very_day_on_which_its_state_changes(reason: str) -> None:
    days, now = STATES[reason]
    since = TODAY - timedelta(days=days)
    day = falls_due(since, TODAY)
    if now == "stale":
        assert day <= TODAY
    else:
        assert state(since, day - timedelta(days=1)) == now != state(since, day)


def test_what_has_no_date_has_no_age() -> None:
    assert state(None, TODAY) == "undated"
