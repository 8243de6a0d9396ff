"""The tasks around people: who there is, who may come in, what they may do, and how somebody gets back in.

Each task is one act in the caller's transaction (`writing`), with its entry in the trail. Whoever
calls has found out that `by` may do it; must not know passwords as text, browsers or mail.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, get_args

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person, Role
from hotline.domain.signs import cannot_be_trusted
from hotline.services import links
from hotline.storage import audit
from hotline.storage.tables.passkeys import Passkey
from hotline.storage.tables.people import Account, AccountRegion, AccountRole, SignIn
from hotline.storage.tables.people import Locale as Locale

INVITATION_LASTS = timedelta(days=3)
#: Everything that somebody can be, for forms and the command line.
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Profile:
    """A person and what the desk knows about them besides."""

    person: Person
    email: str
    locale: Locale
    active: bool
    accepted: bool  #: has chosen a password and a second factor


def profile(session: Session, person_id: str) -> Profile | None:
    """One person, also one who may no longer come in; None if there is none of this id."""
    account = session.get(Account, person_id)
    return None if account is None else _profile(session, account)


def by_email(session: Session, email: str) -> Account | None:
    """The account of an address as somebody typed it."""
    return session.scalars(select(Account).where(Account.email == tidy_email(email))).first()


def profiles(session: Session) -> tuple[Profile, ...]:
    """Everybody, by name."""
    accounts = session.scalars(select(Account).order_by(Account.name, Account.id))
    return tuple(_profile(session, account) for account in accounts)


def anybody(session: Session) -> bool:
    """Whether a person was ever added."""
    return session.scalar(select(func.count()).select_from(Account)) != 0


def _profile(session: Session, account: Account) -> Profile:
    roles = session.scalars(select(AccountRole.role).where(AccountRole.account == account.id))
    regions = session.scalars(select(AccountRegion.region).where(AccountRegion.account == account.id))
    person = Person(account.id, account.name, frozenset(roles), frozenset(regions))
    return Profile(person, account.email, account.locale, account.active, account.password is not None)


def invite(
    session: Session,
    name: str,
    email: str,
    roles: Iterable[str],
    regions: Iterable[str],
    by: str,
    now: datetime,
    locale: Locale = "es",
) -> str:
    """Add a person and return the secret of their invitation; InputError with all problems at once."""
    name, email = " ".join(name.split()), tidy_email(email)
    found = [
        *name_problems(name), *email_problems(session, email, ""), *_rights_problems(roles, regions),
    ]  # fmt: skip
    if found:
        raise InputError(found)
    account = Account(
        id=_free_id(session, name), name=name, email=email, locale=locale, active=True,
        password=None, totp_secret=None, totp_counter=None, created_at=now,
    )  # fmt: skip
    session.add(account)
    session.flush()
    _set_rights(session, account.id, roles, regions)
    _note(session, "invite", account.id, by, now, None, _rights(session, account))
    return _new_link(session, account.id, by, now)


def invite_again(session: Session, person_id: str, by: str, now: datetime) -> str:
    """A new link for somebody who has not accepted yet; the earlier ones stop working."""
    account = _existing(session, person_id)
    if account.password is not None:
        raise InputError([Problem("has_accepted")])
    _note(session, "invite_again", account.id, by, now)
    return _new_link(session, account.id, by, now)


def _new_link(session: Session, person_id: str, by: str, now: datetime) -> str:
    links.forget(session, person_id)
    return links.add(session, "invitation", person_id, by, now, now + INVITATION_LASTS)


def accept(
    session: Session, secret: str, password: str, totp_secret: str, counter: int, now: datetime
) -> Profile:
    """Use a link up: from now on the person signs in with this password (a hash) and second factor.

    `counter` is the time step of the code that showed that the second factor works.
    InputError if the link has ended meanwhile.
    """
    invitation = links.opened(session, secret, now)
    account = None if invitation is None else session.get(Account, invitation.account)
    if invitation is None or account is None or not account.active:
        raise InputError([Problem("link_ended")])
    invitation.used_at = now
    account.password, account.totp_secret, account.totp_counter = password, totp_secret, counter
    end_sessions(session, account.id)
    # A recovery begins anew: what was lost may be in somebody else's hands.
    session.execute(delete(Passkey).where(Passkey.account == account.id))
    action = "accept" if invitation.kind == "invitation" else "recover"
    _note(session, action, account.id, account.id, now)
    return _profile(session, account)


def change_rights(
    session: Session, person_id: str, roles: Iterable[str], regions: Iterable[str], by: str, now: datetime
) -> None:
    """Give a person these roles and regions. They have to sign in again; nobody changes their own."""
    account = _existing(session, person_id)
    found = list(_rights_problems(roles, regions))
    if person_id == by:
        found.append(Problem("own_rights"))
    if "administrator" not in set(roles) and _is_last_administrator(session, person_id):
        found.append(Problem("last_administrator"))
    if found:
        raise InputError(found)
    before = _rights(session, account)
    _set_rights(session, person_id, roles, regions)
    end_sessions(session, person_id)
    _note(session, "change_rights", person_id, by, now, before, _rights(session, account))


def shut_out(session: Session, person_id: str, by: str, now: datetime) -> None:
    """From now on the person cannot come in, and is signed out everywhere. Their name stays taken."""
    account = _existing(session, person_id)
    if person_id == by:
        raise InputError([Problem("own_rights")])
    if _is_last_administrator(session, person_id):
        raise InputError([Problem("last_administrator")])
    account.active = False
    links.forget(session, person_id)
    end_sessions(session, person_id)
    _note(session, "shut_out", person_id, by, now)


def let_in_again(session: Session, person_id: str, by: str, now: datetime) -> None:
    """Take `shut_out` back: the person signs in as before."""
    account = _existing(session, person_id)
    if person_id == by:
        raise InputError([Problem("own_rights")])
    account.active = True
    _note(session, "let_in_again", person_id, by, now)


def set_password(session: Session, person_id: str, password: str, now: datetime) -> None:
    """Replace the hash of a person's password; they are signed out everywhere."""
    _existing(session, person_id).password = password
    end_sessions(session, person_id)
    _note(session, "change_password", person_id, person_id, now)


def set_locale(session: Session, person_id: str, locale: Locale) -> None:
    """The language in which the desk speaks to a person."""
    _existing(session, person_id).locale = locale


def end_sessions(session: Session, person_id: str, but: str | None = None) -> None:
    """Sign a person out of every browser; `but` is the digest of one that stays."""
    session.execute(delete(SignIn).where(SignIn.account == person_id, SignIn.digest != (but or "")))


def tidy_email(email: str) -> str:
    """An address in its one form."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def _existing(session: Session, person_id: str) -> Account:
    account = session.get(Account, person_id)
    if account is None:
        raise InputError([Problem("person_unknown", {"id": person_id})])
    return account


def name_problems(name: str) -> Iterable[Problem]:
    """What is wrong with the name of a person, in its one form."""
    trusted = name.isprintable() and not cannot_be_trusted(name)
    if not 2 <= len(name) <= 100 or not _slug(name) or not trusted:
        yield Problem("name_expected", where="name")


def email_problems(session: Session, email: str, person_id: str) -> Iterable[Problem]:
    """What is wrong with an address, in its one form, for this person (empty for somebody new)."""
    # Whether mail arrives there is not looked up: that would tell others whom we invite.
    if not re.fullmatch(r"[a-z0-9._%+'-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", email) or len(email) > 200:
        yield Problem("email_expected", where="email")
    owner = by_email(session, email)
    if owner is not None and owner.id != person_id:
        yield Problem("email_taken", {"email": email}, where="email")


def _rights_problems(roles: Iterable[str], regions: Iterable[str]) -> Iterable[Problem]:
    roles, regions = set(roles), set(regions)
    if not roles or not roles <= set(ROLES):
        yield Problem("role_missing", where="roles")
    if not regions and roles - {"administrator"}:
        yield Problem("region_missing", where="regions")
    if not all(re.fullmatch("[A-Z]{2}", region) for region in regions):
        yield Problem("region_expected", where="regions")


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50]


def _free_id(session: Session, name: str) -> str:
    # The trail tells people apart by their id, so one that was ever acted under is not given again.
    slug, number = _slug(name), 1
    while session.get(Account, slug if number == 1 else f"{slug}-{number}") is not None:
        number += 1
    return slug if number == 1 else f"{slug}-{number}"


def _set_rights(session: Session, person_id: str, roles: Iterable[str], regions: Iterable[str]) -> None:
    session.execute(delete(AccountRole).where(AccountRole.account == person_id))
    session.execute(delete(AccountRegion).where(AccountRegion.account == person_id))
    session.add_all(AccountRole(account=person_id, role=role) for role in ROLES if role in set(roles))
    session.add_all(AccountRegion(account=person_id, region=region) for region in sorted(set(regions)))
    session.flush()


def _rights(session: Session, account: Account) -> dict[str, Any]:
    person = _profile(session, account).person
    return {"name": person.name, "roles": sorted(person.roles), "regions": sorted(person.regions)}


def _is_last_administrator(session: Session, person_id: str) -> bool:
    able = select(Account.id).join(AccountRole, AccountRole.account == Account.id)
    able = able.where(AccountRole.role == "administrator", Account.active, Account.password.is_not(None))
    return set(session.scalars(able)) == {person_id}


def _note(
    session: Session, action: str, person_id: str, by: str, now: datetime,
    before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    audit.append(session, audit.Act(action, "person", person_id, before=before, after=after), by, now)
