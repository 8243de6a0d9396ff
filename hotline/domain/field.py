"""What single fields of a record may hold: texts, dates, moments, codes, ids.

The type of an error of ours is a code of `errors.SENTENCES`; its message is for the data files.

Must not know which records there are.
"""

import re
from datetime import UTC, datetime
from datetime import date as Day
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from .signs import composed, hides_something, piles_up_marks

LOCALES = ("es", "en", "fr")

REGION_PATTERN = r"^[A-Z]{2}$"
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TAG_PATTERN = r"^[a-z]{2,3}(-[A-Z]{2})?$"


def _readable(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("text_blank", "must not be empty")
    value = composed(value)
    if hides_something(value):
        raise PydanticCustomError(
            "hidden_characters", "has spaces at the ends or invisible characters: remove them"
        )
    if piles_up_marks(value):
        raise PydanticCustomError("marks_piled_up", "has more than three marks on one letter: remove them")
    return value


def _partial_date(value: str) -> str:
    """Sources give a year, a month or a day; keep what they give, never more."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        raise _not_a_date()
    try:
        Day.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        raise _not_a_date() from None
    return value


def _not_a_date() -> PydanticCustomError:
    return PydanticCustomError(
        "partial_date_expected", "must be a year, a month or a day: 2024, 2024-07 or 2024-07-29"
    )


def _all_locales(value: dict[str, str]) -> dict[str, str]:
    missing = [locale for locale in LOCALES if locale not in value]
    if missing:
        raise PydanticCustomError(
            "locales_missing",
            "needs a text for each locale, missing: {missing}",
            {"missing": ", ".join(missing)},
        )
    return value


def _in_utc(moment: datetime) -> datetime:
    # The same moment must be the same bytes, wherever the clock stands.
    return moment.astimezone(UTC)


Text = Annotated[str, AfterValidator(_readable)]
Texts = Annotated[dict[str, Text], AfterValidator(_all_locales)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Region = Annotated[str, StringConstraints(pattern=REGION_PATTERN)]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=60)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]  #: SHA-256 of a file
Tag = Annotated[str, StringConstraints(pattern=TAG_PATTERN)]


class Record(BaseModel):
    """A frozen value; unknown fields are refused so that a misspelt one is not lost."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
