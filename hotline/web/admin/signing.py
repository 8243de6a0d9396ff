"""Coming in and leaving: sign in, sign out, accept an invitation or a recovery, choose a language."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, request, session, url_for

from hotline.domain.errors import InputError, Problem
from hotline.domain.listing import LOCALES
from hotline.domain.password import problems as password_problems
from hotline.services import links, signing_in
from hotline.services import people as everybody
from hotline.services.people import Profile
from hotline.storage.session import writing
from hotline.web.admin import phones
from hotline.web.admin.access import anybody, needs, signed_in
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.proving import brought, identity
from hotline.web.admin.rendering import go, page, to

pages = Blueprint("signing", __name__)


@pages.get("/sign-in")
@anybody
def sign_in() -> Response:
    """One page for address, password and code: nobody learns which was wrong. Or a passkey, alone."""
    return _to_front() if signed_in() else page("sign_in.html", email="")


@pages.post("/sign-in")
@anybody
def sign_in_now() -> Response:
    """Come in, or the same page once more with the same sentence whatever was wrong."""
    # The page may have been left open while its reader signed in elsewhere: then theirs was asked for.
    proof = brought(signed_in() if request.form.get("proof_passkey") else None)
    if isinstance(proof, Problem):
        email = request.form.get("proof_email", "")
        return page("sign_in.html", 401, problems=[proof], email=email[:200])
    identity().come_in(proof.person_id, proof.passkey)
    return _to_front()


@pages.post("/sign-out")
@needs()
def sign_out() -> Response:
    """End this session, also for whoever holds a copy of its cookie."""
    user = signed_in()
    if user:
        identity().leave(user)
    session.pop("csrf_token", None)
    return go("signing.sign_in")


@pages.get("/invitation/<secret>")
@anybody
def invitation(secret: str) -> Response:
    """Choose a password and set up the second factor, on one page."""
    found = _invited(secret)
    if found is None:
        return page("link_ended.html", 404)
    return _invitation_page(found, phones.new_key(found.email, secret), [], 200)


@pages.post("/invitation/<secret>")
@anybody
def accept(secret: str) -> Response:
    """Take the invitation, and show the recovery codes this once."""
    found = _invited(secret)
    if found is None:
        return page("link_ended.html", 404)
    came_back = phones.came_back(secret)
    if came_back is None:
        return _invitation_page(found, phones.new_key(found.email, secret), [Problem("link_ended")], 400)
    key, counter = came_back
    password = request.form.get("password", "")
    problems = list(password_problems(password, found.person.name, found.email))
    if password != request.form.get("password_again", ""):
        problems.append(Problem("password_differs", where="password_again"))
    if counter is None:
        problems.append(Problem("code_wrong", where="code"))
    if problems or counter is None:
        return _invitation_page(found, phones.shown(found.email, secret, key), problems, 400)
    hashed = identity().hashed(password)
    try:
        with writing(factory()) as transaction:
            person = everybody.accept(transaction, secret, hashed, key, counter, now()).person
            codes = signing_in.new_recovery_codes(transaction, person.id)
    except InputError:
        return page("link_ended.html", 404)
    return page("recovery_codes.html", codes=codes, first_time=True)


@pages.post("/language")
@anybody
def choose_language() -> Response:
    """Speak another language from now on, and show the same page in it."""
    chosen = request.form.get("language", "")
    if chosen in LOCALES:
        session["language"] = chosen
        user = signed_in()
        if user:
            with writing(factory()) as transaction:
                everybody.set_locale(transaction, user.live.profile.person.id, chosen)  # type: ignore[arg-type]
    back = request.form.get("back", "")
    # Only a path of the desk: "//elsewhere" and "https:" would lead away.
    parts = urlsplit(back)
    safe = not parts.scheme and not parts.netloc and back.startswith("/admin/") and "\\" not in back
    return to(back if safe and back.isprintable() else url_for("front.front"))


def _invited(secret: str) -> Profile | None:
    with factory()() as transaction:
        found = links.opened(transaction, secret, now())
        profile = found and everybody.profile(transaction, found.account)
    return profile if profile and profile.active else None


def _invitation_page(found: Profile, phone: dict[str, Any], problems: list[Problem], status: int) -> Response:
    return page("invitation.html", status, problems=problems, found=found, **phone)


def _to_front() -> Response:
    return go("front.front")
