"""How somebody who lost password, phone and recovery codes gets back in: two people have to want it.

One administrator starts, a second administrator or a reviewer confirms and gets the link to hand
over. Neither of them is the person in question, so nobody takes over an account alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.services import links
from hotline.storage import audit
from hotline.storage.tables.people import Account, Invitation

#: A started recovery waits this long for its second person, and the link then lasts as long.
LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Waiting:
    """A recovery that waits for a second person."""

    id: int
    person_id: str
    name: str
    started_by: str
    until: datetime


def start(session: Session, person_id: str, by: Person, now: datetime) -> None:
    """Ask for a recovery; nothing changes for the person yet."""
    account = session.get(Account, person_id)
    found = []
    if account is None or not account.active or account.password is None:
        found.append(Problem("person_unknown", {"id": person_id}))
    if "administrator" not in by.roles:
        found.append(Problem("needs_administrator"))
    if person_id == by.id:
        found.append(Problem("own_recovery"))
    if found:
        raise InputError(found)
    links.forget(session, person_id)
    session.add(
        Invitation(
            kind="recovery", account=person_id, digest=None, created_by=by.id, created_at=now,
            confirmed_by=None, expires_at=now + LASTS, used_at=None,
        )
    )  # fmt: skip
    session.flush()
    audit.append(session, audit.Act("start_recovery", "person", person_id), by.id, now)


def confirm(session: Session, recovery: int, by: Person, now: datetime) -> str:
    """The second person: returns the secret of the link that the person in question gets."""
    found = session.get(Invitation, recovery)
    if found is None or found.kind != "recovery" or found.digest is not None or now >= found.expires_at:
        raise InputError([Problem("link_ended")])
    if not by.roles & {"administrator", "reviewer"}:
        raise InputError([Problem("needs_administrator")])
    if by.id in {found.created_by, found.account}:
        raise InputError([Problem("recovery_needs_two")])
    secret = links.new_secret()
    found.digest, found.confirmed_by, found.expires_at = links.digest(secret), by.id, now + LASTS
    session.flush()
    audit.append(session, audit.Act("confirm_recovery", "person", found.account), by.id, now)
    return secret


def waiting(session: Session, now: datetime) -> tuple[Waiting, ...]:
    """Every recovery that nobody has confirmed yet, the oldest first."""
    rows = session.execute(
        select(Invitation, Account.name)
        .join(Account, Account.id == Invitation.account)
        .where(Invitation.kind == "recovery", Invitation.digest.is_(None), Invitation.expires_at > now)
        .order_by(Invitation.id)
    )
    return tuple(Waiting(row.id, row.account, name, row.created_by, row.expires_at) for row, name in rows)
