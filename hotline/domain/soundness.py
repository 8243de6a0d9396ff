"""What is wrong with a record although its shape is right: numbers, hours, letters, time zones.

The data files, the desk and the imports all ask here, so that none of them is a way round the
others. Must not know files, databases or what else is in the directory.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date as Day
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from . import gate, phone, rendition, schedule
from .errors import InputError, Problem
from .listing import ContactPoint, Evidence, Lead, Record, RetiredNumber, Service
from .material import Material
from .numbering import NumberingPlan
from .record import RegionSettings

Plans = Mapping[str, NumberingPlan]


def problems(value: Record, region: str, plans: Plans, today: Day | None = None) -> Iterator[Problem]:
    """Everything that is wrong with one record of `region`. Without `today`, no date is too late."""
    if isinstance(value, RegionSettings):
        if not is_time_zone(value.timezone):
            yield Problem("time_zone_unknown", where="timezone")
        if region not in plans:
            yield Problem("numbering_plan_missing", {"region": region}, where="region")
    elif isinstance(value, Service):
        for point in value.contact_points:
            yield from _under(f"contact_point.{point.id}", of_contact_point(point, region, plans))
            yield from _under(f"contact_point.{point.id}", _of_evidence(point.evidence, today))
    elif isinstance(value, Lead | RetiredNumber):
        yield from _of_seen_number(value)
        yield from _of_evidence(value.evidence, today)
    elif isinstance(value, Material):
        yield from _of_material(value)
        yield from _of_evidence(value.evidence, today)


def is_time_zone(name: str) -> bool:
    """Whether the IANA list knows this zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def of_contact_point(point: ContactPoint, region: str, plans: Plans) -> Iterator[Problem]:
    """What is wrong with one contact point; a warning only counts while nobody has confirmed it."""
    if point.hours is not None:
        try:
            schedule.parse(point.hours)
        except InputError as error:
            yield from _at("hours", error.problems)
    if point.number is None:
        if point.vanity is not None:
            yield Problem("vanity_alone", where="vanity")
        return
    home = point.number_region or region
    plan = plans.get(home)
    if plan is None:
        yield Problem("numbering_plan_missing", {"region": home}, where="number_region")
        return
    try:
        number = phone.parse(point.number, home, plan)
    except InputError as error:
        yield from _at("number", error.problems)
        return
    if point.confirmed_by is None:
        yield from _at("number", number.warnings)
    if point.vanity is not None:
        try:
            phone.with_vanity(number, point.vanity)
        except InputError as error:
            yield from _at("vanity", error.problems)


def _of_seen_number(value: Lead | RetiredNumber) -> Iterator[Problem]:
    """Nobody is told to dial these, so the plan may not know them; still each is plainly one number."""
    if value.number is None:
        return
    example = {"example": value.number}
    for problem in gate.inspect(value.number):
        letters_are_the_point = isinstance(value, Lead) and value.reason == "letters_only"
        if not (problem.code == "letters" and letters_are_the_point):
            yield replace(problem, parameters=example | problem.parameters, where="number")


def _of_material(value: Material) -> Iterator[Problem]:
    """It says what was right once, or never was: nothing has to be dialled here either."""
    for claim in value.claims:
        found = [replace(problem, where="number") for problem in gate.inspect(claim.number)]
        if claim.hours is not None:
            try:
                schedule.parse(claim.hours)
            except InputError as error:
                found += _at("hours", error.problems)
        yield from _under(f"claim.{claim.id}", found)
    for one in value.renditions:
        yield from _under(f"rendition.{one.id}", rendition.problems(one))
    if value.renditions:
        # Whoever holds the rights is asked before a file is published, never after.
        yield from (
            Problem("rights_missing", where=name)
            for name in ("rights_holder", "licence")
            if getattr(value, name) is None
        )
    sound = any(one.nature == "sound" for one in value.renditions)
    if "read_aloud" in value.kinds and not (value.regions and value.claims and sound):
        yield Problem("read_aloud_incomplete", where="kinds")


def _of_evidence(evidence: Iterable[Evidence], today: Day | None) -> Iterator[Problem]:
    if today is not None and any(source.read > today for source in evidence):
        yield Problem("read_in_the_future", where="evidence")


def _at(where: str, found: Iterable[Problem]) -> Iterator[Problem]:
    return (replace(problem, where=where) for problem in found)


def _under(path: str, found: Iterable[Problem]) -> Iterator[Problem]:
    return (replace(problem, where=f"{path}.{problem.where}") for problem in found)
