"""A day and a time as a person chooses them in a region, as the moment that they are. No clock here."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .errors import InputError, Problem


def moment(day: str, time: str, zone: str) -> datetime:
    """The moment of a local day and time, in UTC; InputError if it cannot be read or does not exist.

    Of an hour that a clock shows twice, the first is meant.
    """
    try:
        local = datetime.fromisoformat(f"{day.strip()}T{time.strip()}")
        if local.tzinfo is not None:
            raise ValueError(time)
        found = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InputError([Problem("moment_expected", where="day")]) from None
    if found.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise InputError([Problem("time_does_not_exist", {"zone": zone}, where="time")])
    return found
