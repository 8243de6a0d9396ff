"""What changes about a person who stays the same: name, address, phone.

A person changes their own name and phone; the address by which they sign in is changed
by an administrator, so that whoever sits down at an open browser cannot lead letters to themselves.
Whoever calls has asked for a fresh proof.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.services import people
from hotline.storage import audit
from hotline.storage.tables.people import Account


def change_name(session: Session, person_id: str, name: str, now: datetime) -> None:
    """Call oneself otherwise; the id, which the trail knows, stays."""
    name = " ".join(name.split())
    account = _existing(session, person_id)
    found = tuple(people.name_problems(name))
    if found:
        raise InputError(found)
    before, account.name = account.name, name
    _note(session, "change_name", person_id, person_id, now, before={"name": before}, after={"name": name})


def change_email(session: Session, person_id: str, email: str, by: str, now: datetime) -> None:
    """From now on the person signs in with another address.

    The trail says that it was changed and by whom, and not from what to what: it is never cleared,
    and addresses are nobody's business.
    """
    email = people.tidy_email(email)
    account = _existing(session, person_id)
    found = list(people.email_problems(session, email, person_id))
    if person_id == by:
        found.append(Problem("own_email"))
    if found:
        raise InputError(found)
    account.email = email
    _note(session, "change_email", person_id, by, now)


def change_phone(
    session: Session, person_id: str, totp_secret: str, counter: int, this_session: str, now: datetime
) -> None:
    """Codes come from another phone: those of the old one stop, and every session ends but this one.

    `counter` is the time step of the code that showed that the new phone works.
    """
    account = _existing(session, person_id)
    account.totp_secret, account.totp_counter = totp_secret, counter
    people.end_sessions(session, person_id, but=this_session)
    _note(session, "change_phone", person_id, person_id, now)


def _existing(session: Session, person_id: str) -> Account:
    account = session.get(Account, person_id)
    if account is None:
        raise InputError([Problem("person_unknown", {"id": person_id})])
    return account


def _note(
    session: Session, action: str, person_id: str, by: str, now: datetime,
    before: dict[str, str] | None = None, after: dict[str, str] | None = None,
) -> None:  # fmt: skip
    audit.append(session, audit.Act(action, "person", person_id, before=before, after=after), by, now)
