"""Passkeys: put a question to one, make a new one known, see whose it is, remove one.

A passkey is two factors at once: the device that holds it, and what unlocks the device, which is
why an answer without the person's PIN, finger or face is refused. It signs the name of the site it
was asked by, so that a page that only looks like the desk gets nothing that works here.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hotline.domain.errors import InputError, Problem
from hotline.services import challenges, people, signing_in
from hotline.services.people import Profile
from hotline.storage import audit
from hotline.storage.tables.passkeys import Passkey
from hotline.storage.tables.people import SignIn

#: More than anybody has devices for; it bounds what one account can fill.
MOST = 10
_LONGEST_NAME = 60
_LONGEST_CREDENTIAL = 1400
_VERIFIED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True)
class Site:
    """Where the desk was asked for: the host that passkeys answer to, and the origins of its pages."""

    name: str
    host: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """Whose passkey answered, and which."""

    person_id: str
    passkey: int


def of(session: Session, person_id: str) -> tuple[Passkey, ...]:
    """The passkeys of a person, the oldest first."""
    rows = select(Passkey).where(Passkey.account == person_id).order_by(Passkey.id)
    return tuple(session.scalars(rows))


def ask_to_show(session: Session, site: Site, person_id: str | None, now: datetime) -> tuple[str, str]:
    """A question to a known passkey: the secret to keep in the browser's cookie, the options as JSON.

    Without a person any passkey of the site may answer, and nobody learns who has one.
    """
    secret, challenge = challenges.ask(session, "show", person_id, now)
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=_milliseconds(),
        allow_credentials=[] if person_id is None else _descriptors(session, site, person_id),
        user_verification=_VERIFIED,
    )
    return secret, options_to_json(options)


def ask_to_add(session: Session, site: Site, owner: Profile, now: datetime) -> tuple[str, str]:
    """A question to a passkey that is made for it, in the same shape."""
    secret, challenge = challenges.ask(session, "add", owner.person.id, now)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=_handle(owner.person.id),
        user_name=owner.email,
        user_display_name=owner.person.name,
        challenge=challenge,
        timeout=_milliseconds(),
        # One that the device does not list by itself could only be asked for by its owner's address,
        # and the answer would tell strangers who has one.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=_descriptors(session, site, owner.person.id),
    )
    return secret, options_to_json(options)


def show(
    session: Session, site: Site, secret: str | None, answer: str, person_id: str | None, now: datetime
) -> Shown | timedelta | None:
    """Whose passkey gave this answer; None if it is not one, or not of `person_id` where that is named.

    A time to wait if wrong answers were given under its name too often. Commit in every case: a
    wrong answer uses the question up and counts.
    """
    challenge = challenges.take(session, "show", secret, person_id, now)
    credential = _parsed(answer)
    if credential is None:
        return None
    guessed = f"passkey {credential.id}"
    wait = signing_in.wait_before(session, guessed, now)
    if wait:
        return wait
    row = session.scalars(select(Passkey).where(Passkey.credential == credential.id)).first()
    owner = None if row is None else people.profile(session, row.account)
    if challenge is None or row is None or owner is None or not (owner.active and owner.accepted):
        return None
    if row.host != site.host or person_id not in {None, row.account}:
        return None
    # Where the person was not named, the passkey has to name its owner itself.
    named = credential.response.user_handle
    if named != _handle(row.account) and not (named is None and person_id is not None):
        return None
    count = _new_count(site, challenge, credential, row)
    if count is None or not _count_up(session, row, count, now):
        return None
    signing_in.forget_failures(session, guessed)
    return Shown(row.account, row.id)


def add(
    session: Session,
    site: Site,
    challenge: bytes | None,
    answer: str,
    name: str,
    owner: Profile,
    shown_with: int | None,
    now: datetime,
) -> Passkey:
    """Make a new passkey of a person known. `shown_with`: the passkey their session was proved with.

    Whoever has a passkey needs it to add another: a password and a code never become a passkey.
    InputError with what is wrong.
    """
    own = of(session, owner.person.id)
    found = problems_before_adding(name, own, shown_with)
    if found:
        raise InputError(found)
    try:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge or b"",
            expected_rp_id=site.host,
            expected_origin=list(site.origins),
            require_user_verification=True,
        )
    except Exception:
        # Errors of the libraries below come through too: what cannot be read is no passkey.
        verified = None
    credential = "" if verified is None else bytes_to_base64url(verified.credential_id)
    taken = session.scalars(select(Passkey.id).where(Passkey.credential == credential)).first()
    if challenge is None or verified is None or taken is not None or len(credential) > _LONGEST_CREDENTIAL:
        raise InputError([Problem("passkey_not_added")])
    row = Passkey(
        account=owner.person.id, name=_tidy(name), host=site.host, credential=credential,
        public_key=verified.credential_public_key, sign_count=verified.sign_count, created_at=now, used_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _note(session, "add_passkey", row, None, {"passkey": row.name, "host": row.host}, now)
    return row


def problems_before_adding(name: str, own: tuple[Passkey, ...], shown_with: int | None) -> list[Problem]:
    """What is known to be wrong before the device is asked."""
    found = []
    if not 1 <= len(_tidy(name)) <= _LONGEST_NAME or not _tidy(name).isprintable():
        found.append(Problem("passkey_name_expected", where="passkey_name"))
    if len(own) >= MOST:
        found.append(Problem("too_many_passkeys", {"most": str(MOST)}, where="passkey_name"))
    if own and shown_with is None:
        found.append(Problem("passkey_first"))
    return found


def remove(
    session: Session, passkey: int, owner: Profile, needs_one: bool, this_session: str, now: datetime
) -> None:
    """Take a passkey away. Every session ends but this one, and this one too if it was proved with it.

    `needs_one`: whether reviewers have to have one, so that their last one stays.
    """
    own = of(session, owner.person.id)
    row = next((row for row in own if row.id == passkey), None)
    if row is None:
        raise InputError([Problem("passkey_unknown")])
    if needs_one and "reviewer" in owner.person.roles and len(own) == 1:
        raise InputError([Problem("last_passkey")])
    session.execute(delete(SignIn).where(SignIn.passkey == row.id))
    people.end_sessions(session, owner.person.id, but=this_session)
    _note(session, "remove_passkey", row, {"passkey": row.name, "host": row.host}, None, now)
    session.execute(delete(Passkey).where(Passkey.id == row.id))


def _parsed(answer: str) -> AuthenticationCredential | None:
    try:
        credential = parse_authentication_credential_json(answer)
    except Exception:
        return None
    return credential if credential.id and len(credential.id) <= _LONGEST_CREDENTIAL else None


def _new_count(
    site: Site, challenge: bytes, credential: AuthenticationCredential, row: Passkey
) -> int | None:
    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=list(site.origins),
            credential_public_key=row.public_key,
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except Exception:
        return None
    return verified.new_sign_count


def _count_up(session: Session, row: Passkey, count: int, now: datetime) -> bool:
    # A copy of the key that was used meanwhile has counted on: only one of the two goes further.
    done = session.execute(
        update(Passkey)
        .where(Passkey.id == row.id, Passkey.sign_count == row.sign_count)
        .values(sign_count=count, used_at=now)
        .returning(Passkey.id)
    )
    return done.first() is not None


def _descriptors(session: Session, site: Site, person_id: str) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.credential))
        for row in of(session, person_id)
        if row.host == site.host
    ]


def _handle(person_id: str) -> bytes:
    """What a passkey calls its owner: the same for all of a person's, and no name in it."""
    return hashlib.sha256(f"passkeys of {person_id}".encode()).digest()


def _milliseconds() -> int:
    return int(challenges.LASTS.total_seconds() * 1000)


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _note(
    session: Session, action: str, row: Passkey, before: dict[str, str] | None, after: dict[str, str] | None,
    now: datetime,
) -> None:  # fmt: skip
    act = audit.Act(action, "person", row.account, before=before, after=after)
    audit.append(session, act, row.account, now)
