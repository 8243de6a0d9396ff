"""The outbox: letters that the desk owes somebody, written with the act that causes them.

They are sent by `services.mailing`, or copied and passed on by a person. Must not know how mail travels.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.domain.signs import cannot_be_trusted
from hotline.storage import audit
from hotline.storage.session import step
from hotline.storage.tables.letters import Letter, LetterAbout, LetterOutcome

#: What the trail calls a letter.
KIND = "letter"
LONGEST_HOW = 200
#: A letter that nothing has sent so long after its time waits for a person, whatever the reason.
OVERDUE = timedelta(hours=1)


def write(
    session: Session,
    about: LetterAbout,
    language: str,
    subject: str,
    body: str,
    now: datetime,
    *,
    email: str | None,
    name: str | None = None,
    phone: str | None = None,
    region: str | None = None,
    record_id: str | None = None,
    change: int | None = None,
) -> Letter:
    """Put a letter into the outbox, in the caller's transaction: it is sent only if that commits."""
    letter = Letter(
        about=about, region=region, record_id=record_id, change=change, name=name, email=email, phone=phone,
        language=language, subject=subject, body=body, mark=secrets.token_hex(16), created_at=now,
        next_try=now if email else None, secret=False, expires_at=None,
    )  # fmt: skip
    session.add(letter)
    session.flush()
    return letter


def write_secret(
    session: Session,
    about: LetterAbout,
    language: str,
    subject: str,
    body: str,
    now: datetime,
    *,
    email: str,
    expires_at: datetime,
    name: str | None = None,
    region: str | None = None,
    record_id: str | None = None,
) -> Letter:
    """The same for a letter with a link that opens something.

    Its text is blanked as soon as it was sent or its link has ended. An earlier one to a person is
    not sent any more, because its link was replaced; an operator may be asked about two numbers.
    """
    earlier = (Letter.about == about, Letter.record_id == record_id, Letter.email == email)
    replaced = session.scalars(select(Letter).where(*earlier, Letter.secret, Letter.outcome.is_(None)))
    if about != "attestation":
        for letter in replaced.all():
            end(letter, "expired", now)
    letter = write(
        session, about, language, subject, body, now,
        email=email, name=name, region=region, record_id=record_id,
    )  # fmt: skip
    letter.secret, letter.expires_at = True, expires_at
    session.flush()
    return letter


def end(letter: Letter, outcome: LetterOutcome, now: datetime) -> None:
    """The letter has arrived or is not needed any more: nothing sends it again."""
    letter.outcome, letter.done_at, letter.next_try = outcome, now, None
    if letter.secret:
        letter.body = ""


def end_expired(session: Session, now: datetime) -> None:
    """Blank letters whose link has ended before they could be sent."""
    session.execute(
        update(Letter)
        .where(Letter.outcome.is_(None), Letter.expires_at <= now)
        .values(outcome="expired", done_at=now, next_try=None, body="")
    )


def waiting(session: Session, person: Person) -> tuple[Letter, ...]:
    """The letters of this person's regions that nobody has got yet, oldest first.

    Administrators read all, and they alone those about people.
    """
    query = select(Letter).where(Letter.outcome.is_(None)).order_by(Letter.created_at, Letter.id)
    if "administrator" not in person.roles:
        query = query.where(Letter.region.in_(person.regions))
    return tuple(session.scalars(query))


def for_somebody(letter: Letter, now: datetime) -> bool:
    """Whether the program cannot send the letter, at least not now: no address, no server, or refused."""
    return letter.next_try is None or letter.tries > 1 or letter.next_try < now - OVERDUE


def may_pass_on(person: Person, letter: Letter) -> bool:
    """Whether the person may say that somebody was told in another way: administrators about people."""
    if letter.region is None:
        return "administrator" in person.roles
    return person.may("editor", letter.region) or person.may("reviewer", letter.region)


def pass_on(session: Session, person: Person, letter_id: int, how: str, now: datetime) -> Letter:
    """Somebody has told the person by phone or sent the text themselves; the trail keeps who, and how."""
    with step(session):
        letter = session.get(Letter, letter_id, populate_existing=True)
        if letter is None or not may_pass_on(person, letter):
            raise InputError([Problem("letter_unknown")])
        if letter.outcome is not None:
            raise InputError([Problem("letter_is_done")])
        problems = list(_problems_of_how(how, letter_id))
        if problems:
            raise InputError(problems)
        end(letter, "passed_on", now)
        after = {"about": letter.about, "record_id": letter.record_id, "letter_of_change": letter.change}
        act = audit.Act(
            "pass on letter", KIND, str(letter.id), letter.region, after=after, reason=how.strip()
        )
        audit.append(session, act, person.id, now)
        return letter


def _problems_of_how(how: str, letter_id: int) -> Iterator[Problem]:
    where = f"how-{letter_id}"
    if not how.strip():
        yield Problem("letter_how_missing", where=where)
    elif len(how) > LONGEST_HOW:
        yield Problem("text_too_long", {"limit": str(LONGEST_HOW)}, where=where)
    elif cannot_be_trusted(how):
        yield Problem("hidden_characters", where=where)


def due(session: Session, now: datetime, limit: int) -> tuple[int, ...]:
    """The numbers of letters that can be sent now, the ones that waited longest first."""
    still = or_(Letter.expires_at.is_(None), Letter.expires_at > now)
    query = select(Letter.id).where(Letter.outcome.is_(None), Letter.next_try <= now, still)
    return tuple(session.scalars(query.order_by(Letter.next_try, Letter.id).limit(limit)))
