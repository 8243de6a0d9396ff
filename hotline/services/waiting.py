"""Which changes wait for whom, oldest first, and which were decided lately. Nothing here writes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.person import Person
from hotline.domain.record import Kind
from hotline.domain.review import OPEN, State
from hotline.storage.tables.directory import region as region_table
from hotline.storage.tables.people import Account
from hotline.storage.tables.review import Change

#: How long a decided change stands in the list.
LATELY = timedelta(days=30)
DECIDED: tuple[State, ...] = ("published", "discarded", "withdrawn")

#: What a person is asked for: to decide on somebody else's, or to go on with one's own.
Mine = Literal["to_decide", "to_revise"]


@dataclass(frozen=True)
class Listed:
    """One line of the list: everything but the texts, of which there may be thousands."""

    id: int
    kind: Kind
    record_id: str
    region: str
    state: State
    authors: tuple[str, ...]
    created_at: datetime
    decided_at: datetime | None
    publish_at: datetime | None
    mine: Mine | None


def may_read(person: Person, region: str) -> bool:
    """Whether the changes of a region are shown to the person: their own regions; to administrators, all."""
    return region in person.regions or "administrator" in person.roles


def is_author(person: Person, authors: Iterable[str]) -> bool:
    """Whether the person wrote a part, under whatever spelling an import gives a name."""
    return person.id in {author.strip().casefold() for author in authors}


def waiting(
    session: Session, person: Person, region: str | None = None, state: str | None = None
) -> tuple[Listed, ...]:
    """Open changes, oldest first: those that wait for this person, then the others."""
    found = _listed(
        session, person, _chosen(person, OPEN, region, state).order_by(Change.created_at, Change.id)
    )
    return tuple(sorted(found, key=lambda one: one.mine is None))


def decided(
    session: Session, person: Person, now: datetime, region: str | None = None, state: str | None = None
) -> tuple[Listed, ...]:
    """Changes that somebody decided on lately, newest first; a first load was nobody's decision."""
    query = _chosen(person, DECIDED, region, state).where(Change.decided_at > now - LATELY)
    return tuple(_listed(session, person, query.order_by(Change.decided_at.desc(), Change.id.desc())))


def of_batch(session: Session, person: Person, batch: int) -> tuple[Listed, ...]:
    """The changes that came of one batch, as far as the person may read them, in their own order."""
    query = _chosen(person, get_args(State), None, None).where(Change.batch == batch)
    return tuple(_listed(session, person, query.order_by(Change.id)))


def texts(session: Session, ids: Iterable[int]) -> dict[int, Change]:
    """The changes themselves, for the few that are shown at once."""
    return {change.id: change for change in session.scalars(select(Change).where(Change.id.in_(tuple(ids))))}


def names(session: Session, ids: Iterable[str]) -> Mapping[str, str]:
    """How people are called; whoever has no account is called what the trail says."""
    wanted = tuple(dict.fromkeys(ids))
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    found = {row.id: row.name for row in rows}
    return {one: found.get(one, one) for one in wanted}


def regions(session: Session, person: Person) -> tuple[str, ...]:
    """The regions whose changes the person may read, also those in preparation."""
    known = set(session.scalars(select(region_table.c.region))) | set(
        session.scalars(select(Change.region).distinct())
    )
    return tuple(sorted(code for code in known | person.regions if may_read(person, code)))


_COLUMNS = (
    Change.id, Change.kind, Change.record_id, Change.region, Change.state, Change.created_by, Change.revised_by,
    Change.created_at, Change.decided_at, Change.publish_at,
)  # fmt: skip


def _chosen(person: Person, states: tuple[State, ...], region: str | None, state: str | None) -> Any:
    query: Any = select(*_COLUMNS).where(Change.state.in_(states))
    if "administrator" not in person.roles:
        query = query.where(Change.region.in_(tuple(person.regions)))
    if region:
        query = query.where(Change.region == region)
    return query.where(Change.state == state) if state else query


def _listed(session: Session, person: Person, query: Any) -> list[Listed]:
    return [
        Listed(
            row.id, row.kind, row.record_id, row.region, row.state, (row.created_by, *row.revised_by),
            row.created_at, row.decided_at, row.publish_at,
            _mine(person, row.region, row.state, (row.created_by, *row.revised_by)),
        )
        for row in session.execute(query)
    ]  # fmt: skip


def _mine(person: Person, region: str, state: State, authors: tuple[str, ...]) -> Mine | None:
    wrote = is_author(person, authors)
    if state == "proposed" and not wrote and person.may("reviewer", region):
        return "to_decide"
    if state in {"returned", "superseded"} and wrote and person.may("editor", region):
        return "to_revise"
    return None
