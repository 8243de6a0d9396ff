"""Raw text -> a checked number: what to show, what it is, what its link carries.

The strict gate (`gate`) reads the raw text first, then the region's own plan (`numbering`)
decides, and libphonenumber only advises. This module must not know services, files or pages.
"""

from dataclasses import dataclass, replace
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberType

from hotline.domain import gate
from hotline.domain.errors import InputError, Problem
from hotline.domain.numbering import (
    GLOBAL_PREMIUM_CODE,
    SATELLITE_CODES,
    NumberingPlan,
    RangeUse,
    Reading,
    international_form,
    is_short,
    read,
)

Kind = Literal["long", "short_code", "star_code"]
NumberType = Literal[
    "fixed", "mobile", "fixed_or_mobile", "toll_free", "shared_cost", "short_code", "unknown"
]

_LIBRARY_TYPES: dict[int, NumberType] = {
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.SHARED_COST: "shared_cost",
    # A desk phone over the internet: a caller dials it like any other line.
    PhoneNumberType.VOIP: "fixed",
}


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that passed the gate and the plan. Premium-rate numbers never become one.

    `published` is shown, `tel` is what its link carries in its own region, and both have the
    same digits. A star code has no `tel`: a link may not carry a star.
    """

    published: str
    region: str
    kind: Kind
    digits: str
    national_number: str | None
    short_code: str | None
    e164: str | None
    type: NumberType
    toll_free: bool | None
    tel: str | None
    vanity: str | None = None
    warnings: tuple[Problem, ...] = ()

    @property
    def premium(self) -> bool:
        """Always False: a premium-rate number is refused at birth."""
        return False

    @property
    def keyed(self) -> str:
        """What a person types in the number's own region, a star included."""
        return f"*{self.digits}" if self.kind == "star_code" else (self.tel or self.digits)


def parse(raw: str, region: str, plan: NumberingPlan) -> PhoneNumber:
    """Read a number as a source publishes it; raise InputError with every problem found.

    `region` is where the number lives and `plan` is that region's plan.
    """
    problems = gate.inspect(raw)
    if problems:
        raise InputError(with_example(problem, plan) for problem in problems)
    digits = gate.digits_of(raw)
    if raw.strip().startswith("*"):
        return _star_code(raw, digits, region, plan)
    international = gate.is_international(raw)
    if not international and is_short(digits):
        return _short_code(raw, digits, region, plan)
    return _long_number(raw, digits, international, region, plan)


def with_vanity(number: PhoneNumber, vanity: str) -> PhoneNumber:
    """The same number with its letters form ("0-800-922-TIPS"); InputError if they differ."""
    problems = gate.inspect_vanity(vanity)
    if not problems:
        spelled = gate.keypad_digits(vanity)
        # A source may print the letters with or without the 1 or the calling code.
        if spelled not in {number.digits, number.national_number, (number.e164 or "+")[1:]}:
            problems = (Problem("vanity_differs", {"spelled": spelled, "number": number.published}),)
    if problems:
        shown = {"example": number.published}
        raise InputError(replace(one, parameters=shown | one.parameters) for one in problems)
    return replace(number, vanity=vanity)


def with_example(problem: Problem, plan: NumberingPlan) -> Problem:
    """The same problem with a right form of the plan's region to show beside it."""
    return replace(
        problem, parameters={"region": plan.region, "example": plan.examples.ordinary, **problem.parameters}
    )


def _refuse(code: str, plan: NumberingPlan, **parameters: str) -> InputError:
    return InputError([with_example(Problem(code, parameters), plan)])


def _star_code(raw: str, digits: str, region: str, plan: NumberingPlan) -> PhoneNumber:
    # A link may not carry a star, so there is nothing for it to dial.
    return _code(raw, digits, "star_code", f"*{digits}", None, region, plan)


def _short_code(raw: str, digits: str, region: str, plan: NumberingPlan) -> PhoneNumber:
    if plan.short_code(digits) is None and _library_calls_premium(digits, region):
        raise _refuse("premium_rate", plan)
    return _code(raw, digits, "short_code", digits, digits, region, plan)


def _code(
    raw: str, digits: str, kind: Kind, code: str, tel: str | None, region: str, plan: NumberingPlan
) -> PhoneNumber:
    known = plan.short_code(code)
    unknown = Problem("short_code_unknown", {"code": code, "region": plan.region}, "warning")
    return PhoneNumber(
        published=raw,
        region=region,
        kind=kind,
        digits=digits,
        national_number=None,
        short_code=code,
        e164=None,
        type="short_code",
        toll_free=None if known is None or known.free is None else known.free == "yes",
        tel=tel,
        warnings=() if known else (unknown,),
    )


def _library_calls_premium(digits: str, region: str) -> bool:
    short = phonenumbers.PhoneNumber(
        country_code=phonenumbers.country_code_for_region(region),
        national_number=int(digits),
        italian_leading_zero=digits.startswith("0") or None,
    )
    cost = phonenumbers.expected_cost_for_region(short, region)
    return bool(cost == phonenumbers.ShortNumberCost.PREMIUM_RATE)


def _long_number(raw: str, digits: str, international: bool, region: str, plan: NumberingPlan) -> PhoneNumber:
    reading = read(digits, international, plan)
    if reading is None:
        raise _impossible(digits, international, plan)
    national = reading.national
    library = _library_number(national, plan)
    use = plan.range_use(national)
    problems = [*_old_prefix(raw, reading)]
    if is_premium(national, plan):
        problems.append(Problem("premium_rate"))
    home = _home(library, use, region)
    if home != region:
        problems.append(Problem("number_of_another_region", {"other": home}))
    if problems:
        raise InputError(with_example(problem, plan) for problem in problems)
    type_ = _LIBRARY_TYPES.get(phonenumbers.number_type(library), "unknown")
    if use == "toll_free" or use == "shared_cost":
        type_ = use
    unknown = Problem("number_range_unknown", {"region": region}, "warning")
    return PhoneNumber(
        published=raw,
        region=region,
        kind="long",
        digits=digits,
        national_number=national,
        short_code=None,
        e164=f"+{plan.calling_code}{national}",
        type=type_,
        toll_free=True if type_ == "toll_free" else None,
        # The link must carry exactly the digits that are shown. Where the calling code (in North
        # America the same digit as the trunk 1) is among them, a + makes them work everywhere.
        tel=f"+{digits}" if reading.skipped else digits,
        warnings=(unknown,) if type_ == "unknown" else (),
    )


def _old_prefix(raw: str, reading: Reading) -> tuple[Problem, ...]:
    if reading.old_prefix is None:
        return ()
    prefix = reading.old_prefix.prefix
    instead = gate.without_digits(raw, reading.skipped - len(prefix), len(prefix))
    return (Problem("old_prefix", {"prefix": prefix, "instead": instead}),)


def is_premium(national: str, plan: NumberingPlan) -> bool:
    """Whether the plan or the library calls a national number premium-rate."""
    if plan.range_use(national) == "premium_rate":
        return True
    return phonenumbers.number_type(_library_number(national, plan)) == PhoneNumberType.PREMIUM_RATE


def _library_number(national: str, plan: NumberingPlan) -> phonenumbers.PhoneNumber:
    # Built, not parsed: the library's own parser accepts far too much.
    zeros = len(national) - len(national.lstrip("0"))
    return phonenumbers.PhoneNumber(
        country_code=int(plan.calling_code),
        national_number=int(national),
        italian_leading_zero=True if zeros else None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


def _home(library: phonenumbers.PhoneNumber, use: RangeUse | None, region: str) -> str:
    # Countries that share +1 are told apart by the area code; a toll-free number belongs to none.
    if use is not None or library.country_code != 1:
        return region
    return phonenumbers.region_code_for_number(library) or region


def _impossible(digits: str, international: bool, plan: NumberingPlan) -> InputError:
    code = plan.calling_code
    rest = digits
    if international:
        if digits.startswith(SATELLITE_CODES):
            return _refuse("satellite", plan)
        if digits.startswith(GLOBAL_PREMIUM_CODE):
            return _refuse("premium_rate", plan)
        if not digits.startswith(code):
            return _refuse("wrong_region", plan, calling_code=f"+{code}")
        rest = digits[len(code) :]
        if is_short(rest):
            return _refuse("calling_code_before_short_code", plan, instead=rest)
    elif (written := international_form(digits)) is not None:
        prefix, after = written
        if after.startswith(SATELLITE_CODES):
            return _refuse("satellite", plan)
        if read(after, True, plan) is not None:
            return _refuse("international_prefix", plan, prefix=prefix, instead=f"+{after}")
    lengths = " / ".join(str(length) for length in sorted(plan.lengths))
    if len(rest) < min(plan.lengths):
        return _refuse("number_too_short", plan, lengths=lengths)
    return _refuse("number_too_long", plan, lengths=lengths)
