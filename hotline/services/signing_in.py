"""Who is signed in, for how long, and how often somebody may guess. All of it is in the database.

Counting happens before a password is looked at, so that many tries at once are not cheaper than
one after the other. Must not know cookies; the secret of a session is passed in and never stored.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hotline.services import links, people
from hotline.storage.tables.people import Account, Guess, RecoveryCode, SignIn

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
#: A proof older than this is asked for again before a dangerous act (P32).
FRESH = timedelta(minutes=5)
#: A session's last use is written down at most this often. It is taken off the idle time: never too long.
_SEEN_EVERY = timedelta(minutes=1)

FREE_TRIES = 5
_LONGEST_WAIT = timedelta(minutes=15)
_FORGOTTEN_AFTER = timedelta(days=1)
RECOVERY_CODES = 10
#: Letters and digits that nobody confuses when copying by hand.
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class LiveSession:
    """A live session: whose it is, and when both factors were last shown, and by which passkey if by one."""

    digest: str
    profile: people.Profile
    started_at: datetime
    seen_at: datetime
    proved_at: datetime
    passkey: int | None

    def fresh(self, now: datetime) -> bool:
        """Whether a dangerous act may be done without asking again."""
        return now - self.proved_at < FRESH


def begin(session: Session, person_id: str, now: datetime, passkey: int | None = None) -> str:
    """Start a session for somebody who has just shown both factors; returns its secret.

    `passkey` is the one that showed them; None for a password with a code.
    """
    secret = links.new_secret()
    session.execute(delete(SignIn).where(SignIn.account == person_id, SignIn.started_at < now - ABSOLUTE))
    session.add(
        SignIn(
            digest=links.digest(secret), account=person_id, started_at=now, seen_at=now, proved_at=now,
            passkey=passkey,
        )
    )  # fmt: skip
    session.flush()
    return secret


def current(session: Session, secret: str, now: datetime) -> LiveSession | None:
    """The live session of a secret, and None for one that has ended by itself or was ended."""
    row = session.get(SignIn, links.digest(secret))
    if row is None or now - row.seen_at >= IDLE or now - row.started_at >= ABSOLUTE:
        return None
    found = people.profile(session, row.account)
    if found is None or not found.active or not found.accepted:
        return None
    return LiveSession(row.digest, found, row.started_at, row.seen_at, row.proved_at, row.passkey)


def must_be_noted(found: LiveSession, now: datetime) -> bool:
    """Whether it is time to write down that a session is in use."""
    return now - found.seen_at >= _SEEN_EVERY


def note_use(session: Session, digest: str, now: datetime) -> None:
    """Write down that a session is in use; one that has ended stays ended."""
    session.execute(update(SignIn).where(SignIn.digest == digest).values(seen_at=now))


def end(session: Session, secret: str) -> None:
    """Sign out of one browser."""
    session.execute(delete(SignIn).where(SignIn.digest == links.digest(secret)))


def sessions_of(session: Session, person_id: str, now: datetime) -> tuple[SignIn, ...]:
    """The live sessions of a person, the newest first."""
    rows = session.scalars(
        select(SignIn).where(SignIn.account == person_id).order_by(SignIn.started_at.desc())
    )
    return tuple(row for row in rows if now - row.seen_at < IDLE and now - row.started_at < ABSOLUTE)


def wait_before(session: Session, name: str, now: datetime) -> timedelta:
    """Count a try under a name: an e-mail address, or the id of a passkey.

    If the result is more than nothing, nothing may be tried yet.

    After five failures the time to wait doubles with each further one, up to 15 minutes. It is the
    same for a name that nobody has.
    """
    session.execute(delete(Guess).where(Guess.last_at < now - _FORGOTTEN_AFTER))
    key = _guess_digest(name)
    row = session.get(Guess, key)
    if row is None:
        row = Guess(digest=key, failures=0, last_at=now, until=now)
        session.add(row)
    if now < row.until:
        return row.until - now
    row.failures += 1
    row.last_at = now
    beyond = row.failures - FREE_TRIES
    if beyond >= 0:
        row.until = now + min(_LONGEST_WAIT, timedelta(seconds=2 ** min(beyond, 20)))
    session.flush()
    return timedelta()


def forget_failures(session: Session, name: str) -> None:
    """Both factors were right: the next mistake counts as the first one."""
    session.execute(delete(Guess).where(Guess.digest == _guess_digest(name)))


def _guess_digest(name: str) -> str:
    return links.digest(f"guess {people.tidy_email(name)}")


def use_counter(session: Session, person_id: str, counter: int) -> bool:
    """Use a code's time step up; False if it, or a later one, was used before."""
    used = session.execute(
        update(Account)
        .where(Account.id == person_id, (Account.totp_counter.is_(None)) | (Account.totp_counter < counter))
        .values(totp_counter=counter)
        .returning(Account.id)
    )
    return used.first() is not None


def new_recovery_codes(session: Session, person_id: str) -> tuple[str, ...]:
    """Ten new codes, which replace the earlier ones; only their hashes are kept."""
    codes = tuple(
        "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(4)) for _ in range(4))
        for _ in range(RECOVERY_CODES)
    )
    session.execute(delete(RecoveryCode).where(RecoveryCode.account == person_id))
    session.add_all(RecoveryCode(digest=_code_digest(person_id, code), account=person_id) for code in codes)
    session.flush()
    return codes


def use_recovery_code(session: Session, person_id: str, code: str) -> bool:
    """Use a recovery code up; False if the person has no such code (any more)."""
    used = session.execute(
        delete(RecoveryCode)
        .where(RecoveryCode.account == person_id, RecoveryCode.digest == _code_digest(person_id, code))
        .returning(RecoveryCode.digest)
    )
    return used.first() is not None


def recovery_codes_left(session: Session, person_id: str) -> int:
    """How many recovery codes a person still has."""
    return len(session.scalars(select(RecoveryCode.digest).where(RecoveryCode.account == person_id)).all())


def _code_digest(person_id: str, code: str) -> str:
    # A code has 79 random bits, so one hash is enough.
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return links.digest(f"recovery {person_id} {plain}")
