"""The proof of who somebody is, as a form brings it: a password with a code, or a passkey.

A page that asks for it holds the one script of the desk, which talks to the passkey. Without
script, or without a passkey, password and code do the same.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from urllib.parse import urlsplit

from flask import current_app, request, session

from hotline.domain.errors import Problem
from hotline.services import passkeys
from hotline.services.passkeys import Site
from hotline.storage.session import writing
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.identity import ISSUER, Identity, SignedIn

#: Fields of the question for a proof; they are never carried along.
PROOF = ("proof_email", "proof_password", "proof_code", "proof_passkey")
#: Where the cookie keeps the secret of the question that this browser's passkey is to answer.
_QUESTION = "passkey"


@dataclass(frozen=True)
class Proof:
    """Who somebody is, and the passkey that showed it; None for a password with a code."""

    person_id: str
    passkey: int | None


def identity() -> Identity:
    """What shows who somebody is."""
    found: Identity = current_app.extensions["identity"]
    return found


def is_brought() -> bool:
    """Whether this form brings a proof."""
    form = request.form
    return request.method == "POST" and ("proof_code" in form or form.get("proof_passkey", "") != "")


def brought(user: SignedIn | None) -> Proof | Problem:
    """Who this form shows somebody to be. Whoever is signed in can only show that it is they again."""
    answer = request.form.get("proof_passkey", "")
    if answer:
        return _by_passkey(answer, user)
    email = user.live.profile.email if user else request.form.get("proof_email", "")
    proved = identity().prove(
        email, request.form.get("proof_password", ""), request.form.get("proof_code", "")
    )
    if isinstance(proved, str):
        return Proof(proved, None)
    return _wait(proved) if proved else Problem("sign_in_failed")


def _by_passkey(answer: str, user: SignedIn | None) -> Proof | Problem:
    with writing(factory()) as transaction:
        shown = passkeys.show(transaction, site(), question(), answer, _id_of(user), now())
    if isinstance(shown, passkeys.Shown):
        return Proof(shown.person_id, shown.passkey)
    return _wait(shown) if shown else Problem("passkey_failed")


def reviewers_need_passkey() -> bool:
    """Whether the operator left it so that a reviewer acts only when signed in with a passkey."""
    needed: bool = current_app.config["REVIEWERS_NEED_PASSKEY"]
    return needed


def reads_only(user: SignedIn) -> bool:
    """Whether this is a reviewer who has to show a passkey before acting as one."""
    return (
        reviewers_need_passkey()
        and "reviewer" in user.live.profile.person.roles
        and user.live.passkey is None
    )


def ask(user: SignedIn | None) -> str:
    """A question to a passkey of whoever is signed in, or of anybody: the options as JSON."""
    with writing(factory()) as transaction:
        secret, options = passkeys.ask_to_show(transaction, site(), _id_of(user), now())
    keep(secret)
    return options


def keep(secret: str) -> None:
    """Keep the secret of a question in the cookie, in place of an earlier one."""
    session[_QUESTION] = secret


def question() -> str | None:
    """The secret of the last question, once."""
    secret: str | None = session.pop(_QUESTION, None)
    return secret


def site() -> Site:
    """The desk as this request names it; a wrong name was refused before."""
    host = urlsplit(f"//{request.host}").hostname or ""
    # Behind a proxy the request itself may look like plain HTTP. A browser lets passkeys work there
    # on its own machine only.
    plain = (f"http://{request.host}",) if host == "localhost" else ()
    return Site(ISSUER, host, (f"https://{request.host}", *plain))


def _id_of(user: SignedIn | None) -> str | None:
    return user.live.profile.person.id if user else None


def _wait(wait: timedelta) -> Problem:
    return Problem("too_many_tries", {"minutes": str(ceil(wait.total_seconds() / 60))})
