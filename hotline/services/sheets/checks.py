"""Whether many records may be proposed together. The directory is read once for all of them."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.edition import canonical_json
from hotline.domain.errors import InputError, Problem
from hotline.domain.record import DirectoryRecord, Name
from hotline.domain.review import OPEN, evidence_problems
from hotline.domain.soundness import Plans
from hotline.services.checking import live, problems_among, problems_of_parts, problems_to_remove, shaped
from hotline.storage.tables.directory import service as service_table
from hotline.storage.tables.review import Change

Document = dict[str, Any]


@dataclass(frozen=True)
class Around:
    """What stands around records that are proposed together: what is live, what waits, what comes along."""

    names: Mapping[str, set[Name]]  #: by region
    service_ids: Mapping[str, set[str]]  #: id of a service -> its regions
    waiting: frozenset[bytes]

    def known(self, region: str) -> set[Name]:
        """What a record of this region may name."""
        return self.names[region]

    def elsewhere(self, name: Name) -> frozenset[str]:
        """The id of a service, if another region has one of the same id."""
        taken = self.service_ids.get(name.id, set()) - {name.region}
        return frozenset({name.id} if taken else ())


def look_around(session: Session, coming: Iterable[Name]) -> Around:
    """Read what is needed to judge records of these names; they may name each other."""
    coming = list(coming)
    names: dict[str, set[Name]] = defaultdict(set)
    ids: dict[str, set[str]] = defaultdict(set)
    for name in coming:
        names[name.region].add(name)
        if name.kind == "service":
            ids[name.id].add(name.region)
    for region in list(names):
        names[region] |= live(session, region).keys()
    for record_id, region in session.execute(select(service_table.c.id, service_table.c.region)):
        ids[record_id].add(region)
    waiting = set()
    for change in session.scalars(select(Change).where(Change.state.in_(OPEN), Change.region.in_(names))):
        waiting.add(mark(change.name, change.before, change.after))
        if change.after is not None:
            names[change.region].add(change.name)
    return Around(names, ids, frozenset(waiting))


def mark(name: Name, before: Document | None, after: Document | None) -> bytes:
    """Equal for equal proposals, whatever order of keys the database gives back."""
    return canonical_json([name, before, after])


def judged(
    session: Session,
    name: Name,
    before: DirectoryRecord | None,
    document: Mapping[str, Any],
    around: Around,
    plans: Plans,
    now: datetime,
) -> tuple[DirectoryRecord | None, list[Problem]]:
    """The record of a document, None if it has none, and everything that keeps it from being proposed.

    What is published as it stands here has no problems: there is nothing to propose.
    """
    try:
        record = shaped(name.kind, name.region, document)
    except InputError as error:
        return None, [*error.problems, *_of_parts(name, before, document, plans)]
    if before is not None and before.value == record.value:
        return record, []
    found = problems_among(session, record, around.known(name.region), around.elsewhere(name), plans, now)
    renewed = evidence_problems(before.document if before else None, record.document)
    return record, [*found, *renewed]


def problems_of_removals(
    session: Session, names: Iterable[Name], moving: Container[str]
) -> Iterator[tuple[Name, Problem]]:
    """Why these cannot go. `moving`: the ids of what changes or goes together with them."""
    for name in sorted(names):
        for problem in problems_to_remove(session, name):
            if not (problem.code == "still_named" and problem.parameters["id"] in moving):
                yield name, problem


def _of_parts(
    name: Name, before: DirectoryRecord | None, document: Mapping[str, Any], plans: Plans
) -> Iterator[Problem]:
    points = document.get("contact_point", [])
    if not isinstance(points, list) or not all(
        isinstance(one, dict) and isinstance(one.get("id"), str) for one in points
    ):
        return
    yield from problems_of_parts(name.kind, name.region, document, plans)
