"""Whether what a material claims still holds, worked out of the claims and the directory alone.

There is no mark to set and none to forget: whatever changes the directory changes the answer in the
same edition, and undoing it brings the old answer back (P29). Nothing is concluded from what no
source says: a cost that is not known makes no "free" wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from . import schedule
from .errors import InputError
from .listing import ContactPoint, RegionDirectory, RetiredNumber, Service
from .material import Claim, Material
from .review import keyed

#: "gone": what the claim is bound to is not public any more, or hidden for now.
Status = Literal["holds", "changed", "retired", "gone", "unbound"]
Said = Literal["free", "hours", "operator"]
Directories = Mapping[str, RegionDirectory]


class Reason(NamedTuple):
    """Why a material is out of date: which of its claims, and what is wrong with it."""

    claim: str
    kind: Literal["changed", "retired", "gone", "free", "hours", "operator"]


@dataclass(frozen=True)
class Standing:
    """One claim against the directory of today.

    `instead` are the lines to call now, best first; of a claim that holds, its own line. `wrong` is
    what it says beside the number and the directory contradicts, `unknown` what no source says.
    """

    claim: Claim
    status: Status
    point: ContactPoint | None = None
    retired: RetiredNumber | None = None
    instead: tuple[Service, ...] = ()
    wrong: tuple[Said, ...] = ()
    unknown: tuple[Said, ...] = ()


def out_of_date(material: Material, directories: Directories) -> tuple[Reason, ...]:
    """Why it is out of date; nothing where it is not. `directories` is what the public may see."""
    return tuple(reason for claim in material.claims for reason in _reasons(standing(claim, directories)))


def standing(claim: Claim, directories: Directories) -> Standing:
    """How one claim stands today."""
    if claim.retired_number is not None:
        return _of_retired(claim, directories)
    if claim.service is None:
        return Standing(claim, "unbound")
    found = _service(claim.service, directories.values())
    points = {point.id: point for point in found[1].contact_points} if found else {}
    point = points.get(claim.contact_point or "")
    if found is None or point is None:
        others = (found[1],) if found else _first_lines(claim.region, directories)
        return Standing(claim, "gone", instead=others)
    directory, service = found
    home = directory.region
    if keyed(point.number or "") != keyed(claim.number) or (point.number_region or home) != (
        claim.number_region or claim.region
    ):
        return Standing(claim, "changed", point, instead=(service,))
    said = dict(_said(claim, directory, service, point))
    return Standing(
        claim,
        "holds",
        point,
        instead=(service,),
        wrong=tuple(what for what, answer in said.items() if answer is False),
        unknown=tuple(what for what, answer in said.items() if answer is None),
    )


def is_bound(claim: Claim, directories: Directories) -> bool:
    """Whether there is what the claim is bound to; also where it is bound to nothing."""
    return standing(claim, directories).status != "gone"


def _reasons(found: Standing) -> Iterator[Reason]:
    if found.status in {"changed", "retired", "gone"}:
        yield Reason(found.claim.id, found.status)
    yield from (Reason(found.claim.id, what) for what in found.wrong)


def _of_retired(claim: Claim, directories: Directories) -> Standing:
    directory = directories.get(claim.region)
    known = {one.id: one for one in directory.retired_numbers} if directory else {}
    retired = known.get(claim.retired_number or "")
    if directory is None or retired is None:
        return Standing(claim, "gone", instead=_first_lines(claim.region, directories))
    public = {service.id: service for service in directory.services}
    instead = tuple(public[one] for one in retired.instead if one in public)
    return Standing(
        claim, "retired", retired=retired, instead=instead or _first_lines(claim.region, directories)
    )


def _service(wanted: str, directories: Iterable[RegionDirectory]) -> tuple[RegionDirectory, Service] | None:
    found = ((one, service) for one in directories for service in one.services if service.id == wanted)
    return next(found, None)


def _first_lines(region: str, directories: Directories) -> tuple[Service, ...]:
    directory = directories.get(region)
    return tuple(directory.service(one) for one in directory.first.services) if directory else ()


def _said(
    claim: Claim, directory: RegionDirectory, service: Service, point: ContactPoint
) -> Iterator[tuple[Said, bool | None]]:
    """What the claim says beside the number: whether the directory agrees, None where it does not know."""
    if claim.free:
        yield "free", None if point.cost is None else point.cost == "free"
    if claim.hours is not None:
        yield "hours", None if point.hours is None else _same_hours(claim.hours, point.hours)
    if claim.operator is not None:
        organization = directory.organization(service.organization)
        names = {organization.name, organization.acronym or "", *organization.other_names}
        unknown = service.operator == "unknown"
        yield "operator", None if unknown else claim.operator.casefold() in {one.casefold() for one in names}


def _same_hours(one: str, other: str) -> bool:
    try:
        week = schedule.describe(one)
        # Hours that change with the season are no week: of them only the same text is the same.
        return one == other or (week is not None and week == schedule.describe(other))
    except InputError:
        return one == other
