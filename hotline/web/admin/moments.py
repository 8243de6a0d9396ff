"""Moments and ages in the words of whoever reads the desk."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_timedelta, get_timezone_location


def in_words(moment: datetime, zone: str, locale: str) -> str:
    """A moment as the clocks of a zone show it, with the zone: "24 November 2026, 06:00 (Guatemala Time)"."""
    place = ZoneInfo(zone)
    day = format_date(moment.astimezone(place), "long", locale=locale)
    time = format_skeleton("Hm", moment, tzinfo=place, locale=locale)
    return f"{day}, {time} ({zone_name(zone, locale)})"


def zone_name(zone: str, locale: str) -> str:
    """What the time of a zone is called: "Guatemala Time"."""
    # The library has no place for it, and would say "Unknown Region".
    return zone if zone == "UTC" else str(get_timezone_location(ZoneInfo(zone), locale=locale))


def ago(age: timedelta, locale: str) -> str:
    """How long ago something was: "3 days ago"."""
    # The library rounds up to the next unit early: 20 hours are not a day.
    return str(format_timedelta(-age, threshold=1, add_direction=True, locale=locale))
