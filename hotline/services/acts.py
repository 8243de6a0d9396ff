"""What was done to one change, as the trail tells it: what it rests on, and who typed a number wrongly."""

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.blind import locked_until
from hotline.domain.errors import Problem
from hotline.storage import audit
from hotline.storage.tables.people import Account
from hotline.storage.tables.review import AuditEntry, Change

TYPED_WRONG = "typed wrong"
#: With these a signed-in person stands for the text. An import does not count, whoever it names.
STANDS_FOR = frozenset({"propose", "undo", "revise", "adopt"})


def acts_on(session: Session, change: Change) -> Iterator[AuditEntry]:
    """The entries about one change, oldest first."""
    entries = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.kind == change.kind,
            AuditEntry.region == change.region,
            AuditEntry.record_id == change.record_id,
        )
        .order_by(AuditEntry.number)
    )
    return (entry for entry in entries if json.loads(entry.document).get("change") == change.id)


def needs_adoption(session: Session, change: Change) -> bool:
    """Whether nobody with an account at the desk stands for a change: it came in from a file.

    `hotline import --by ana` does not make Ana an author who looked at it: whoever sits at the
    command line can write any name there.
    """
    stand_for = {entry.by for entry in acts_on(session, change) if entry.action in STANDS_FOR}
    wrote = [author for author in change.authors if author in stand_for]
    return session.scalars(select(Account.id).where(Account.id.in_(wrote)).limit(1)).first() is None


def locked(session: Session, change: Change, person_id: str, now: datetime) -> datetime | None:
    """Until when somebody who typed a number wrongly too often cannot approve this change."""
    tries = [
        entry.at
        for entry in acts_on(session, change)
        if entry.action == TYPED_WRONG and entry.by == person_id
    ]
    return locked_until(tries, now)


def problems_to_decide(session: Session, change: Change, person_id: str, now: datetime) -> Iterator[Problem]:
    """What keeps this person, or everybody, from approving a change, before anything was typed."""
    if needs_adoption(session, change):
        yield Problem("needs_adoption")
    if locked(session, change, person_id, now):
        yield Problem("typed_wrong_too_often")


def note_wrong_typing(session: Session, change: Change, person_id: str, now: datetime) -> None:
    """Write down that a number was typed wrongly, and nothing of what was typed."""
    act = audit.Act(TYPED_WRONG, change.kind, change.record_id, change.region, change=change.id)
    audit.append(session, act, person_id, now)
