"""Finds numbers that are easily taken for one another: the same one elsewhere, or one slip away.

A slip is one digit changed, added or left out, or two neighbours that changed places: what fingers
and eyes do. It only warns, because two lines may really have numbers like that. Must not know forms
or where regions come from.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from . import gate
from .listing import RegionDirectory
from .numbering import NumberingPlan, international_form, is_short, read
from .record import Kind, Name

Plans = Mapping[str, NumberingPlan]


@dataclass(frozen=True)
class Key:
    """A number as it is compared. `home` is the region of a short number, which means nothing elsewhere."""

    digits: str
    home: str | None = None


@dataclass(frozen=True)
class Listed:
    """One number that the directory holds, live, retired or only seen, and the record that holds it."""

    record: Name
    title: str
    contact_point: str | None
    number: str
    key: Key


@dataclass(frozen=True)
class Near:
    """A number that is the same as the one asked about, or one slip away from it."""

    listed: Listed
    how: Literal["same", "one_slip"]


def key(number: str, region: str, plans: Plans) -> Key | None:
    """The number as it is compared; None if it has no digits to compare.

    Nothing is refused here: a retired number or a lead may be one that no plan knows.
    """
    digits = gate.digits_of(number)
    international = gate.is_international(number)
    if not digits or (not international and is_short(digits)):
        return Key(digits, region) if digits else None
    if not international and (written := international_form(digits)):
        digits, international = written[1], True
    plan = plans.get(region)
    reading = read(digits, international, plan) if plan else None
    if plan and reading:
        return Key(plan.calling_code + reading.national)
    return Key(digits if international or plan is None else plan.calling_code + digits)


def listed(regions: Iterable[RegionDirectory], plans: Plans) -> Iterator[Listed]:
    """Every number of these regions."""
    for directory in regions:
        code = directory.region
        for service in directory.services:
            for point in service.contact_points:
                home = point.number_region or code
                yield from _one(
                    "service", code, service.id, service.name, point.id, point.number, home, plans
                )
        for retired in directory.retired_numbers:
            yield from _one(
                "retired_number", code, retired.id, retired.number, None, retired.number, code, plans
            )
        for lead in directory.leads:
            home = lead.number_region or code
            yield from _one("lead", code, lead.id, lead.name, None, lead.number, home, plans)


def _one(
    kind: Kind,
    region: str,
    record_id: str,
    title: str,
    point: str | None,
    number: str | None,
    home: str,
    plans: Plans,
) -> Iterator[Listed]:
    found = key(number, home, plans) if number else None
    if number and found:
        yield Listed(Name(kind, region, record_id), title, point, number, found)


def near(asked: Key, numbers: Iterable[Listed]) -> tuple[Near, ...]:
    """Those that are the same or one slip away, the same first; short ones only within their region."""
    found = [
        Near(one, "same" if one.key == asked else "one_slip")
        for one in numbers
        if one.key == asked or (one.key.home == asked.home and one_slip(one.key.digits, asked.digits))
    ]
    return tuple(sorted(found, key=lambda one: one.how != "same"))


def one_slip(one: str, other: str) -> bool:
    """Whether exactly one digit differs, is added or is missing, or two neighbours changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    if len(one) != len(other):
        longer, shorter = sorted((rest, other_rest), key=len, reverse=True)
        return longer[1:] == shorter
    swapped = len(rest) > 1 and rest[0] == other_rest[1] and rest[1] == other_rest[0]
    return rest[1:] == other_rest[1:] or (swapped and rest[2:] == other_rest[2:])
