"""Questions to passkeys: random, answered once, within minutes, by the browser that asked for them."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from hotline.services import links
from hotline.storage.tables.passkeys import PasskeyChallenge, Purpose

#: A question waits this long for its answer.
LASTS = timedelta(minutes=5)


def ask(session: Session, purpose: Purpose, person_id: str | None, now: datetime) -> tuple[str, bytes]:
    """A new question: the secret to keep in the browser's cookie, and what the passkey is to sign.

    `person_id` is who has to answer; None for anybody.
    """
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= now))
    secret, challenge = links.new_secret(), secrets.token_bytes(32)
    session.add(
        PasskeyChallenge(
            digest=links.digest(secret), purpose=purpose, account=person_id, challenge=challenge,
            expires_at=now + LASTS,
        )
    )  # fmt: skip
    session.flush()
    return secret, challenge


def take(
    session: Session, purpose: Purpose, secret: str | None, person_id: str | None, now: datetime
) -> bytes | None:
    """What this browser's passkey was to sign. The question is gone from now on, whatever the answer is.

    None if there was no such question to this person, or it has expired. Commit in every case.
    """
    row = PasskeyChallenge
    asked = session.execute(
        delete(row)
        .where(row.digest == links.digest(secret or ""))
        .returning(row.purpose, row.account, row.challenge, row.expires_at)
    ).first()
    if asked is None or (asked.purpose, asked.account) != (purpose, person_id) or now >= asked.expires_at:
        return None
    return bytes(asked.challenge)
