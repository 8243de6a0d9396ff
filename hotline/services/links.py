"""Links that let a person in once: a long random secret in the address, its hash in the database.

Whoever reads the database cannot open a door with it. Must not know where the address leads.
"""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hotline.storage.tables.people import Invitation, InvitationKind


def new_secret() -> str:
    """256 random bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the database keeps of a secret. It is too long to be guessed, so one hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def add(
    session: Session, kind: InvitationKind, person_id: str, by: str, now: datetime, until: datetime
) -> str:
    """A new link for a person; returns its secret, which is nowhere else."""
    secret = new_secret()
    session.add(
        Invitation(
            kind=kind, account=person_id, digest=digest(secret), created_by=by, created_at=now,
            confirmed_by=None, expires_at=until, used_at=None,
        )
    )  # fmt: skip
    session.flush()
    return secret


def opened(session: Session, secret: str, now: datetime) -> Invitation | None:
    """The invitation behind a secret; None if it was used, has expired or never was."""
    found = session.scalars(select(Invitation).where(Invitation.digest == digest(secret))).first()
    return found if found and found.used_at is None and now < found.expires_at else None


def forget(session: Session, person_id: str) -> None:
    """End every link and every started recovery of a person that was not used yet."""
    session.execute(delete(Invitation).where(Invitation.account == person_id, Invitation.used_at.is_(None)))
