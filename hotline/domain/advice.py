"""What libphonenumber thinks of a number that our own plan has taken. It advises and never decides.

Must not know records or pages.
"""

from dataclasses import dataclass
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ShortNumberCost

from .phone import PhoneNumber

Thought = Literal[
    "fixed", "mobile", "fixed_or_mobile", "toll_free", "premium", "shared_cost", "short", "other", "unknown"
]

_TYPES: dict[int, Thought] = {
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.UNKNOWN: "unknown",
}


@dataclass(frozen=True)
class Advice:
    """`known`: the library holds it for a number that can exist. The forms are its own grouping."""

    known: bool
    type: Thought
    national: str | None = None
    international: str | None = None
    free: bool | None = None  #: of a short number, where the library says


def advice(number: PhoneNumber) -> Advice:
    """The opinion of the library; a star code is nothing to it."""
    if number.kind == "star_code":
        return Advice(False, "unknown")
    if number.kind == "short_code":
        short = phonenumbers.PhoneNumber(
            country_code=phonenumbers.country_code_for_region(number.region),
            national_number=int(number.digits),
            italian_leading_zero=number.digits.startswith("0") or None,
        )
        cost = phonenumbers.expected_cost_for_region(short, number.region)
        free = {ShortNumberCost.TOLL_FREE: True, ShortNumberCost.STANDARD_RATE: False}.get(cost)
        known = phonenumbers.is_valid_short_number_for_region(short, number.region)
        return Advice(bool(known), "short", free=free)
    # Its parser may be asked here: the text is its own E.164, built from what the plan has read.
    read = phonenumbers.parse(number.e164 or "", None)
    return Advice(
        bool(phonenumbers.is_valid_number(read)),
        _TYPES.get(phonenumbers.number_type(read), "other"),
        phonenumbers.format_number(read, PhoneNumberFormat.NATIONAL),
        phonenumbers.format_number(read, PhoneNumberFormat.INTERNATIONAL),
    )
