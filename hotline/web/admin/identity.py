"""Who is at the browser: Flask-Security over the sessions of the desk, passwords and second factors.

The id that Flask-Security keeps in the signed cookie is the secret of one row in the database, not
the name of a person: signing out removes the row, and a copy of the cookie is worth nothing from
then on. Its views are not used, because none of them counts guesses or asks for both factors at once.
"""

import threading
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_security import (
    RoleMixin,
    Security,
    UserDatastore,
    UserMixin,
    hash_password,
    login_user,
    logout_user,
)
from flask_security.totp import Totp
from flask_security.utils import verify_password
from passlib.exc import TokenError, UsedTokenError
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.password import LONGEST, normalized
from hotline.services import people, signing_in
from hotline.services.signing_in import LiveSession
from hotline.storage.session import writing
from hotline.web.admin.clock import now

#: How far the clock of a phone may be off: the code before, this one, and the next.
_WINDOW = 30
ISSUER = "hotline"


class SignedIn(UserMixin):
    """A live session, in the shape in which Flask-Security knows a user."""

    active = True
    fs_uniquifier = ""
    roles: list[RoleMixin] = []  # noqa: RUF012  (its own mechanism of roles is not used)

    def __init__(self, secret: str, live: LiveSession) -> None:
        self.fs_uniquifier = secret
        self.live = live


class SecondFactor(Totp):
    """Codes of an app, each of which works once. The library leaves that to a subclass."""

    def __init__(self, key: str, factory: sessionmaker[Session]) -> None:
        super().__init__({"1": key}, ISSUER)
        self._factory = factory

    def get_last_counter(self, user: Any) -> int | None:
        """None: whether a code was used is asked and written in one step below."""
        return None

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Use the code up. `user` is the id of a person."""
        with writing(self._factory) as session:
            if not signing_in.use_counter(session, user, tmatch.counter):
                raise UsedTokenError()

    def first_counter(self, code: str, secret: str) -> int | None:
        """The time step of a code for a secret that belongs to nobody yet; None if it is wrong."""
        try:
            return int(self._totp.verify(code, secret, window=_WINDOW, time=now().timestamp()).counter)
        except (TokenError, ValueError):
            return None

    def shows(self, person_id: str, code: str, secret: str) -> bool:
        """Whether a code is right and was not used before; it is used from now on."""
        try:
            match = self._totp.verify(code, secret, window=_WINDOW, time=now().timestamp())
            self.set_last_counter(person_id, match)
        except (TokenError, ValueError):
            return False
        return True


class _Sessions(UserDatastore):
    """Finds a person by the secret of a live session, and by nothing else."""

    def __init__(self, factory: sessionmaker[Session]) -> None:
        super().__init__(SignedIn, RoleMixin)
        self._factory = factory

    def find_user(self, case_insensitive: bool = False, **query: Any) -> SignedIn | None:
        secret = str(query["fs_uniquifier"])
        with self._factory() as session:
            live = signing_in.current(session, secret, now())
        return None if live is None else SignedIn(secret, live)


class Identity:
    """Shows who somebody is, and remembers it; one for each application."""

    def __init__(self, app: Flask, factory: sessionmaker[Session], key: str) -> None:
        self._factory = factory
        app.config.update(
            SECURITY_PASSWORD_SALT=f"hotline {key}",
            SECURITY_PASSWORD_HASH="argon2",  # noqa: S106
            SECURITY_CLI_USERS_NAME=False,
            SECURITY_CLI_ROLES_NAME=False,
            SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
        )
        security = Security(app, _Sessions(factory), register_blueprint=False)
        # What OWASP recommends: 19 MiB for each try. The library's 64 MiB would let a crowd of
        # tries take the memory from the public pages, and so does having many at once.
        security.pwd_context.update(argon2__memory_cost=19 * 1024, argon2__rounds=2, argon2__parallelism=1)
        self._few_at_once = threading.BoundedSemaphore(4)
        self.second_factor = SecondFactor(key, factory)
        with app.app_context():
            # Compared with when nobody has the address, so that the answer takes as long.
            self._nobody_s_password = hash_password(key)
        self._nobody_s_secret = self.second_factor.generate_totp_secret()

    def prove(self, email: str, password: str, code: str) -> str | timedelta | None:
        """The id of the person whose password and second factor these are, None if they are not.

        A time to wait if the address was guessed at too often; then nothing was looked at.
        """
        with writing(self._factory) as session:
            wait = signing_in.wait_before(session, email, now())
            if wait:
                return wait
            account = people.by_email(session, email)
        known = account is not None and account.active and account.password is not None
        stored = account.password if known and account and account.password else self._nobody_s_password
        secret = account.totp_secret if known and account and account.totp_secret else self._nobody_s_secret
        with self._few_at_once:
            right = verify_password(normalized(password[: LONGEST + 1]), stored)
        if not (right and known and account):
            # A wrong password must not use up a right code, and has to take as long as a right one.
            self.second_factor.first_counter(_digits(code), self._nobody_s_secret)
            self._recovers("", code)
            return None
        if not (
            self.second_factor.shows(account.id, _digits(code), secret) or self._recovers(account.id, code)
        ):
            return None
        with writing(self._factory) as session:
            signing_in.forget_failures(session, email)
        return account.id

    def _recovers(self, person_id: str, code: str) -> bool:
        with writing(self._factory) as session:
            return signing_in.use_recovery_code(session, person_id, code)

    def come_in(self, person_id: str, passkey: int | None) -> SignedIn:
        """Start a session for somebody who has just proved who they are, with a new cookie.

        `passkey` is the one that proved it; None for a password with a code.
        """
        with writing(self._factory) as session:
            secret = signing_in.begin(session, person_id, now(), passkey)
            live = signing_in.current(session, secret, now())
        assert live is not None
        user = SignedIn(secret, live)
        login_user(user, remember=False)
        return user

    def leave(self, user: SignedIn) -> None:
        """End this session here and in the database."""
        with writing(self._factory) as session:
            signing_in.end(session, user.fs_uniquifier)
        logout_user()

    def hashed(self, password: str) -> str:
        """What the database keeps of a password."""
        return str(hash_password(normalized(password)))


def _digits(code: str) -> str:
    return "".join(code.split())
