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
    Reading,
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
        raise InputError(_with_example(problem, plan) for problem in problems)
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
        raise InputError(problems)
    return replace(number, vanity=vanity)


def _with_example(problem: Problem, plan: NumberingPlan) -> Problem:
    return replace(
        problem, parameters={"region": plan.region, "example": plan.examples.ordinary, **problem.parameters}
    )


def _refuse(code: str, plan: NumberingPlan, **parameters: str) -> InputError:
    return InputError([_with_example(Problem(code, parameters), plan)])


def _star_code(raw: str, digits: str, region: str, plan: NumberingPlan) -> PhoneNumber:
    code = f"*{digits}"
    known = plan.short_code(code)
    return PhoneNumber(
        published=raw,
        region=region,
        kind="star_code",
        digits=digits,
        national_number=None,
        short_code=code,
        e164=None,
        type="short_code",
        toll_free=None if known is None or known.free is None else known.free == "yes",
        tel=None,
        warnings=() if known else (_unknown_code(code, plan),),
    )


def _unknown_code(code: str, plan: NumberingPlan) -> Problem:
    return Problem("short_code_unknown", {"code": code, "region": plan.region}, "warning")


def _short_code(raw: str, digits: str, region: str, plan: NumberingPlan) -> PhoneNumber:
    known = plan.short_code(digits)
    if known is None and _library_calls_premium(digits, region):
        raise _refuse("premium_rate", plan)
    return PhoneNumber(
        published=raw,
        region=region,
        kind="short_code",
        digits=digits,
        national_number=None,
        short_code=digits,
        e164=None,
        type="short_code",
        toll_free=None if known is None or known.free is None else known.free == "yes",
        tel=digits,
        warnings=() if known else (_unknown_code(digits, plan),),
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
        raise _impossible(raw, digits, international, plan)
    problems: list[Problem] = []
    national = reading.national
    if reading.old_prefix is not None:
        instead = gate.without_digits(
            raw, reading.skipped - len(reading.old_prefix.prefix), len(reading.old_prefix.prefix)
        )
        problems.append(Problem("old_prefix", {"prefix": reading.old_prefix.prefix, "instead": instead}))
    library = library_number(national, plan)
    library_type = phonenumbers.number_type(library)
    use = plan.range_use(national)
    if use == "premium_rate" or library_type == PhoneNumberType.PREMIUM_RATE:
        problems.append(Problem("premium_rate"))
    home = _home(library, use, region)
    if home != region:
        problems.append(Problem("number_of_another_region", {"other": home}))
    if problems:
        raise InputError(_with_example(problem, plan) for problem in problems)
    type_: NumberType = (
        use if use in {"toll_free", "shared_cost"} else _LIBRARY_TYPES.get(library_type, "unknown")
    )  # type: ignore[assignment]
    warnings = (
        () if use or type_ != "unknown" else (Problem("number_range_unknown", {"region": region}, "warning"),)
    )
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
        tel=_tel(digits, international, reading),
        warnings=warnings,
    )


def _tel(digits: str, international: bool, reading: Reading) -> str:
    # The link must carry exactly the digits that are shown. Where the calling code (in North
    # America the same digit as the trunk 1) stands among them, a + makes them dial everywhere.
    return f"+{digits}" if international or reading.skipped else digits


def library_number(national: str, plan: NumberingPlan) -> phonenumbers.PhoneNumber:
    """The number as libphonenumber holds it; its own parser is too lenient to be asked."""
    zeros = len(national) - len(national.lstrip("0"))
    return phonenumbers.PhoneNumber(
        country_code=int(plan.calling_code),
        national_number=int(national),
        italian_leading_zero=True if zeros else None,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )


def _home(library: phonenumbers.PhoneNumber, use: str | None, region: str) -> str:
    # Countries that share +1 are told apart by the area code; a toll-free number belongs to none.
    if (
        use is not None
        or library.country_code != 1
        or phonenumbers.number_type(library) == PhoneNumberType.TOLL_FREE
    ):
        return region
    return phonenumbers.region_code_for_number(library) or region


def _impossible(raw: str, digits: str, international: bool, plan: NumberingPlan) -> InputError:
    code = plan.calling_code
    if international:
        if digits.startswith(SATELLITE_CODES):
            return _refuse("satellite", plan)
        if digits.startswith(GLOBAL_PREMIUM_CODE):
            return _refuse("premium_rate", plan)
        if not digits.startswith(code):
            return _refuse("wrong_region", plan, calling_code=f"+{code}")
        if is_short(digits[len(code) :]):
            return _refuse("calling_code_before_short_code", plan, instead=digits[len(code) :])
    for prefix in ("00", "011"):
        rest = digits[len(prefix) :]
        if not international and digits.startswith(prefix):
            if rest.startswith(code) and plan.possible(rest[len(code) :]):
                return _refuse("international_prefix", plan, instead=f"+{rest}", prefix=prefix)
            if rest.startswith(SATELLITE_CODES):
                return _refuse("satellite", plan)
    lengths = {*plan.lengths, *(n for one in (*plan.toll_free, *plan.shared_cost) for n in one.lengths)}
    national = digits[len(code) :] if international else digits
    shortest = min(plan.lengths)
    return _refuse(
        "number_too_short"
        if len(national) < shortest
        else "number_too_long"
        if len(national) > max(lengths)
        else "number_length",
        plan,
        lengths=" / ".join(str(n) for n in sorted(plan.lengths)),
    )
