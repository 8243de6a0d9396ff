"""The clock of the desk: the application's own, so that a test can move it."""

from datetime import UTC, datetime

from flask import current_app


def now() -> datetime:
    """This moment, in UTC."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def system_clock() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)
