"""What to dial from another region, or why it cannot be dialled, or that nobody has confirmed it.

Nothing is computed without a source: an answer is the evidence's own (`listing.Reach`), or the
plan's (which names its source), or "unconfirmed". This module must not know pages or editions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hotline.domain.errors import N_, InputError
from hotline.domain.listing import NUMBER_CHANNELS, ContactPoint, Reach, Service
from hotline.domain.numbering import NumberingPlan
from hotline.domain.phone import PhoneNumber, parse

Status = Literal["yes", "no", "unconfirmed"]

#: code -> the English message id of the reason.
REASONS: dict[str, str] = {
    "only_in_its_country": N_("A short number works only in its own country."),
    "star_code_only_in_its_country": N_("A number with a star works only in its own country."),
    "source_says_not_from_here": N_("The people who run this line say that it cannot be called from there."),
    "source_says_not_abroad": N_(
        "The people who run this line say that it cannot be called from another country."
    ),
    "range_not_abroad": N_("Free numbers of this kind cannot be called from another country."),
    "free_number_unconfirmed": N_(
        "Nobody has confirmed that this free number works from another country. You can try; it may cost money."
    ),
    "special_number_unconfirmed": N_(
        "Nobody has confirmed that this kind of number works from another country. You can try."
    ),
    "ordinary_number_unconfirmed": N_("Nobody has confirmed what to dial from there. You can try."),
}


@dataclass(frozen=True, slots=True)
class Dial:
    """The answer for one number and one region.

    `dial` is exactly what a phone sends ("+50224241717", "110", "*765"). With "unconfirmed" it is
    offered to try; with "no" it is None. `reason` names a row of `REASONS`, None with "yes".
    """

    status: Status
    dial: str | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Twin:
    """Another contact point of the same service; `dial` is None for an address."""

    point: ContactPoint
    dial: str | None


def dial(number: PhoneNumber, from_region: str, plans: Mapping[str, NumberingPlan], reach: Reach) -> Dial:
    """What to dial from `from_region` to reach `number`."""
    if from_region in reach.not_from:
        return Dial("no", None, "source_says_not_from_here")
    if from_region == number.region:
        return Dial("yes", number.keyed)
    abroad = number.e164 or number.keyed
    if from_region in reach.works_from or reach.abroad == "yes":
        return Dial("yes", abroad)
    if number.kind == "star_code":
        return Dial("no", None, "star_code_only_in_its_country")
    if number.kind == "short_code":
        return Dial("no", None, "only_in_its_country")
    if reach.abroad == "no":
        return Dial("no", None, "source_says_not_abroad")
    return _by_plan(number, abroad, plans.get(number.region))


def _by_plan(number: PhoneNumber, abroad: str, plan: NumberingPlan | None) -> Dial:
    if number.type == "toll_free":
        answer = plan.abroad.toll_free.answer if plan else None
        if answer == "no":
            return Dial("no", None, "range_not_abroad")
        return (
            Dial("yes", abroad) if answer == "yes" else Dial("unconfirmed", abroad, "free_number_unconfirmed")
        )
    if number.type in {"shared_cost", "unknown"}:
        return Dial("unconfirmed", abroad, "special_number_unconfirmed")
    answer = plan.abroad.ordinary.answer if plan else None
    if answer == "yes":
        return Dial("yes", abroad)
    return Dial("unconfirmed", abroad, "ordinary_number_unconfirmed")


def twin(
    service: Service, point: ContactPoint, from_region: str, region: str, plans: Mapping[str, NumberingPlan]
) -> Twin | None:
    """Another way into the same service that works from `from_region`, or None.

    `region` is the region of the file that holds the service. The same channel comes first,
    then the service's own order.
    """
    others = [other for other in service.contact_points if other.id != point.id]
    for other in sorted(others, key=lambda other: other.channel != point.channel):
        found = _works(other, from_region, region, plans)
        if found is not None:
            return found
    return None


def _works(
    other: ContactPoint, from_region: str, region: str, plans: Mapping[str, NumberingPlan]
) -> Twin | None:
    if other.channel not in NUMBER_CHANNELS:
        reach = other.reach
        blocked = from_region in reach.not_from or reach.abroad == "no"
        return None if blocked else Twin(other, None)
    home = other.number_region or region
    plan = plans.get(home)
    if plan is None or other.number is None:
        return None
    try:
        number = parse(other.number, home, plan)
    except InputError:
        return None
    answer = dial(number, from_region, plans, other.reach)
    return Twin(other, answer.dial) if answer.status == "yes" else None
