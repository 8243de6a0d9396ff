"""How numbers are written and dialled in one region: the curated plan, which outranks any library.

A plan says only what its sources say; an answer without a source is `None`. This module must not
read files (whoever loads `data/numbering/` passes plans in) and must not know libphonenumber,
which advises in `phone`.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from hotline.domain.listing import Answer, Record, Region, Text

Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]+$")]
CodeUse = Literal["emergency", "service", "sms", "relay", "unknown"]
RangeUse = Literal["toll_free", "premium_rate", "shared_cost"]

#: Calling codes that belong to no country, so that "wrong region" would say too little.
SATELLITE_CODES = ("870", "881", "882", "883")
#: International premium-rate service: refused like the premium range of any region.
GLOBAL_PREMIUM_CODE = "979"


class ShortCode(Record):
    """A short code or star code that a source knows: "110", "233733", "*765"."""

    code: Annotated[str, StringConstraints(pattern=r"^\*?[0-9]{2,6}$")]
    use: CodeUse
    free: Answer | None = None
    source: Text  #: which of the plan's sources, or an address of its own
    note: Text | None = None  #: for editors, in English


class NumberRange(Record):
    """National numbers that begin with `prefix` and have one of `lengths` digits in all."""

    prefix: Digits
    lengths: tuple[int, ...] = Field(min_length=1)
    source: Text

    def holds(self, national: str) -> bool:
        """Whether a national number, digits only, is in this range."""
        return national.startswith(self.prefix) and len(national) in self.lengths


class OldPrefix(Record):
    """Digits that once stood before a number and must no longer be dialled."""

    prefix: Digits
    after_calling_code: bool = False  #: "+52 1": between calling code and number
    abolished: Text | None = None  #: a date as the source gives it
    source: Text


class Abroad(Record):
    """Whether a kind of number can be dialled from another country, and who says so."""

    answer: Answer | None = None
    says: Text  #: what the source says, in our words (for editors, in English)
    source: Text | None = None

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        if self.answer is not None and self.source is None:
            raise ValueError("an answer needs a `source`; leave `answer` out where no source says")
        return self


class AbroadAnswers(Record):
    """The answers for the three kinds of number that behave differently across a border."""

    ordinary: Abroad
    toll_free: Abroad
    short_code: Abroad


class Examples(Record):
    """Right forms to show beside an error; taken from sources, never invented."""

    ordinary: Text
    toll_free: Text | None = None
    short_code: Text | None = None


class NumberingPlan(Record):
    """One region's plan: the shape of a file in `data/numbering/` and of its row in an edition."""

    region: Region
    calling_code: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,2}$")]
    #: Of the mobile networks there (ITU-T E.212); left out where there is none, so that an edition
    #: made before they were known keeps its bytes.
    mobile_country_codes: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]{3}$")], ...] = Field(
        default=(), exclude_if=lambda codes: not codes
    )
    international_prefix: Digits | None = None  #: dialled before a calling code: "00", "011"
    trunk_prefix: Digits | None = None  #: only North America's 1; None where there is none
    lengths: tuple[int, ...] = Field(min_length=1)  #: of ordinary national numbers
    toll_free: tuple[NumberRange, ...] = ()
    premium_rate: tuple[NumberRange, ...] = ()
    shared_cost: tuple[NumberRange, ...] = ()
    short_codes: tuple[ShortCode, ...] = Field(default=(), alias="short_code")
    old_prefixes: tuple[OldPrefix, ...] = Field(default=(), alias="old_prefix")
    examples: Examples
    abroad: AbroadAnswers
    notes: tuple[Text, ...] = ()  #: for editors, in English
    sources: tuple[Text, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        codes = [short.code for short in self.short_codes]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(f"short codes listed twice: {', '.join(twice)}")
        return self

    def short_code(self, code: str) -> ShortCode | None:
        """The short or star code ("*765"), or None if no source of the plan knows it."""
        return next((short for short in self.short_codes if short.code == code), None)

    def range_use(self, national: str) -> RangeUse | None:
        """The special range of a national number; None for an ordinary or impossible one."""
        uses: tuple[tuple[RangeUse, tuple[NumberRange, ...]], ...] = (
            ("premium_rate", self.premium_rate),
            ("toll_free", self.toll_free),
            ("shared_cost", self.shared_cost),
        )
        for use, ranges in uses:
            if any(one.holds(national) for one in ranges):
                return use
        return None

    def possible(self, national: str) -> bool:
        """Whether a national number has a length that this plan knows."""
        return len(national) in self.lengths or self.range_use(national) is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a row of digits is to be read under one plan.

    `skipped` counts the leading digits that are not part of the national number (calling code,
    trunk 1, old prefix); `old_prefix` is the part of them that must no longer be written.
    """

    national: str
    skipped: int
    old_prefix: OldPrefix | None = None


def read(digits: str, international: bool, plan: NumberingPlan) -> Reading | None:
    """Read `digits` as a long number of `plan`; None if they cannot be one.

    `international` says that a + stood before them. Without it the national form wins, because
    501-2345 in a region with the calling code 501 is a local number first.
    """
    code = plan.calling_code
    if not international and plan.possible(digits):
        return Reading(digits, 0)
    if digits.startswith(code) and plan.possible(digits[len(code) :]):
        return Reading(digits[len(code) :], len(code))
    for old in plan.old_prefixes:
        starts = [code + old.prefix] if old.after_calling_code else [old.prefix, code + old.prefix]
        for start in starts:
            bare = start == old.prefix
            if (
                digits.startswith(start)
                and plan.possible(digits[len(start) :])
                and not (bare and international)
            ):
                return Reading(digits[len(start) :], len(start), old)
    return None


def international_form(digits: str) -> tuple[str, str] | None:
    """The prefix that some write for the + and what follows it: ("00", "50224241717"); else None.

    What follows only counts if it reads as an international number: Panama has national
    numbers that begin with 00.
    """
    for prefix in ("00", "011"):
        if digits.startswith(prefix) and len(digits) > len(prefix) + 2:
            return prefix, digits[len(prefix) :]
    return None


def is_short(digits: str) -> bool:
    """Whether a row of digits is as short as a short code (two to six digits)."""
    return re.fullmatch(r"[0-9]{2,6}", digits) is not None
