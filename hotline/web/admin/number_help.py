"""What a form says beside a number and beside hours while they are being typed: how they were understood.

The domain decides everything; here it is asked, for each number of a form, and put together for the
page. Must not know the database: the directory is passed in.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from hotline.domain import schedule
from hotline.domain.advice import Advice, advice
from hotline.domain.errors import InputError
from hotline.domain.listing import NUMBER_CHANNELS, Reach
from hotline.domain.near import Listed, Near, key, near
from hotline.domain.phone import PhoneNumber, parse
from hotline.domain.reach import REASONS, Dial, dial
from hotline.domain.record import Name
from hotline.domain.schedule import Week
from hotline.domain.soundness import Plans
from hotline.editions.service_view import grouped, link


@dataclass(frozen=True)
class Dialled:
    """What a phone sends from some regions that share one answer."""

    regions: tuple[str, ...]
    answer: Dial
    shown: str

    @property
    def reason(self) -> str:
        """The message id of why; empty where it simply works."""
        return REASONS[self.answer.reason] if self.answer.reason else ""


@dataclass(frozen=True)
class NumberHelp:
    """How one number was understood. Without `number` it was not: its problem stands beside the field."""

    number: PhoneNumber | None
    link: str | None = None
    dialled: tuple[Dialled, ...] = ()
    advice: Advice | None = None
    near: tuple[Near, ...] = ()


@dataclass(frozen=True)
class HoursHelp:
    """The hours as readers will see them; `week` is None where they change with the season."""

    week: Week | None
    open_now: bool


def help_for(
    name: Name, document: Mapping[str, Any], listed: Iterable[Listed], plans: Plans
) -> dict[str, NumberHelp]:
    """Field -> what is said beside it, for every number of the form."""
    others = [one for one in listed if one.record != name]
    points = document.get("contact_point")
    if points is None:
        return _of_seen(document, name, others, plans)
    siblings = list(_siblings(name, points, plans))
    found = {}
    for place, point in enumerate(points):
        if point.get("number"):
            rest = [one for at, one in siblings if at != place]
            found[f"contact_point.{place}.number"] = _of_point(point, name, others, rest, plans)
    return found


def hours_for(document: Mapping[str, Any], now: datetime, zone: str) -> dict[str, HoursHelp]:
    """Field -> what its hours say, for all that can be read."""
    found = {}
    for place, point in enumerate(document.get("contact_point", ())):
        hours = point.get("hours")
        if hours:
            try:
                told = HoursHelp(schedule.describe(hours), schedule.is_open(hours, now, zone))
            except InputError:
                continue
            found[f"contact_point.{place}.hours"] = told
    return found


def _of_seen(
    document: Mapping[str, Any], name: Name, others: list[Listed], plans: Plans
) -> dict[str, NumberHelp]:
    """Of a retired number or a lead: nobody is told to dial it, so only what is near it counts."""
    number = document.get("number")
    asked = key(number, document.get("number_region", name.region), plans) if number else None
    return {"number": NumberHelp(None, near=near(asked, others))} if asked else {}


def _siblings(name: Name, points: Iterable[Mapping[str, Any]], plans: Plans) -> Iterator[tuple[int, Listed]]:
    for place, point in enumerate(points):
        number = point.get("number")
        found = key(number, point.get("number_region", name.region), plans) if number else None
        if number and found:
            yield place, Listed(name, "", str(point.get("id", place + 1)), number, found)


def _of_point(
    point: Mapping[str, Any], name: Name, others: list[Listed], siblings: list[Listed], plans: Plans
) -> NumberHelp:
    text, home = point["number"], point.get("number_region", name.region)
    asked = key(text, home, plans)
    found: tuple[Near, ...] = ()
    if asked:
        # One number for calls and messages is ordinary; a number that nearly is one is a slip.
        slips = (one for one in near(asked, siblings) if one.how == "one_slip")
        found = (*near(asked, others), *slips)
    plan = plans.get(home)
    if plan is None:
        return NumberHelp(None, near=found)
    try:
        number = parse(text, home, plan)
    except InputError:
        return NumberHelp(None, near=found)
    channel = point.get("channel", "voice")
    dialled: tuple[Dialled, ...] = ()
    if channel in NUMBER_CHANNELS - {"whatsapp"}:
        dialled = tuple(_dialled(number, _reach(point), plans))
    return NumberHelp(number, link(channel, number), dialled, advice(number), found)


def _reach(point: Mapping[str, Any]) -> Reach:
    try:
        return Reach.model_validate(point.get("reach", {}))
    except ValidationError:
        return Reach()


def _dialled(number: PhoneNumber, reach: Reach, plans: Plans) -> Iterator[Dialled]:
    """Its own region first; then the others, those with the same answer together."""
    groups: dict[tuple[Dial, bool], list[str]] = {}
    for region in sorted(plans, key=lambda code: (code != number.region, code)):
        groups.setdefault((dial(number, region, plans, reach), region == number.region), []).append(region)
    for (answer, _), regions in groups.items():
        yield Dialled(tuple(regions), answer, grouped(number, answer) if answer.dial else "")


def filled_in(value: Any) -> Any:
    """A published record as its form says it: what is empty is left out."""
    if isinstance(value, Mapping):
        return {key: filled_in(one) for key, one in value.items() if one is not None}
    return [filled_in(one) for one in value] if isinstance(value, list) else value
