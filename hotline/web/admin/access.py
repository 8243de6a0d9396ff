"""Who may open which address of the desk. A view that does not say it is refused to everybody.

How a page says it, under its route:

    @needs("editor", "reviewer")          # one of these roles
    @fresh                                # and both factors shown within five minutes
    def propose() -> Response:
        person = current_person()

Where a POST comes too late (the session has ended, or the proof is old), the page asks for the
proof and carries the typed fields along, so that nothing that was typed is lost.
"""

from collections.abc import Callable
from datetime import timedelta
from math import ceil
from typing import TypeVar

from flask import Flask, Response, abort, current_app, request
from flask_login import current_user

from hotline.domain.errors import Problem
from hotline.domain.person import Person, Role
from hotline.services import people, signing_in
from hotline.storage.session import writing
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.identity import Identity, SignedIn
from hotline.web.admin.rendering import go, page, plain_page

View = TypeVar("View", bound=Callable[..., object])

#: Fields of the question for a proof; they are never carried along.
PROOF = ("proof_email", "proof_password", "proof_code")


def anybody(view: View) -> View:
    """The page is open to people who are not signed in."""
    view.needed_roles = None  # type: ignore[attr-defined]
    return view


def needs(*roles: Role) -> Callable[[View], View]:
    """The page is for people with one of these roles; for everybody at the desk if none is named."""

    def mark(view: View) -> View:
        view.needed_roles = frozenset(roles or people.ROLES)  # type: ignore[attr-defined]
        return view

    return mark


def fresh(view: View) -> View:
    """Both factors must have been shown within five minutes: for POST, a GET changes nothing."""
    view.needs_fresh = True  # type: ignore[attr-defined]
    return view


def identity() -> Identity:
    """What shows who somebody is."""
    found: Identity = current_app.extensions["identity"]
    return found


def signed_in() -> SignedIn | None:
    """The live session of this request, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def current_person() -> Person:
    """The person of this request. 401 on a page for anybody where nobody is signed in."""
    user = signed_in()
    return user.live.profile.person if user else abort(401)


def register(app: Flask) -> None:
    """Ask at every request, before its view, and after the check of where a form came from."""

    @app.before_request
    def ask() -> Response | None:
        if request.endpoint is None:
            return None
        view = current_app.view_functions[request.endpoint]
        if not hasattr(view, "needed_roles"):
            abort(403)
        if view.needed_roles is None:
            return None
        return _stop(view.needed_roles, hasattr(view, "needs_fresh") and request.method != "GET")


def _stop(roles: frozenset[Role], must_be_fresh: bool) -> Response | None:
    """What is shown instead of the page; None to go on."""
    user = signed_in()
    problem = None
    if "proof_code" in request.form and request.method == "POST":
        user, problem = _prove_again(user)
    if user is None:
        if request.method != "POST":
            return (
                _onward() if request.headers.get("Sec-Fetch-Site") == "cross-site" else go("signing.sign_in")
            )
        return _again(401, problem)
    if not roles & user.live.profile.person.roles:
        abort(403)
    if problem or (must_be_fresh and not user.live.fresh(now())):
        return _again(403, problem)
    if signing_in.must_be_noted(user.live, now()):
        with writing(factory()) as transaction:
            signing_in.note_use(transaction, user.live.digest, now())
    return None


def _onward() -> Response:
    """A page that asks for itself again.

    A browser leaves our cookie out when a link of another site, such as a mail, leads here. Asked
    from a page of ours it sends it, and whoever is signed in stays so.
    """
    return plain_page("onward.html", 200, address=request.full_path.rstrip("?"))


def _prove_again(user: SignedIn | None) -> tuple[SignedIn | None, Problem | None]:
    email = user.live.profile.email if user else request.form.get("proof_email", "")
    proved = identity().prove(email, request.form.get("proof_password", ""), request.form["proof_code"])
    if not isinstance(proved, str):
        return user, refusal(proved)
    if user:
        identity().leave(user)
    return identity().come_in(proved), None


def refusal(answer: timedelta | None) -> Problem:
    """The sentence for a sign-in that was not taken."""
    if answer is None:
        return Problem("sign_in_failed")
    return Problem("too_many_tries", {"minutes": str(ceil(answer.total_seconds() / 60))})


def _again(status: int, problem: Problem | None) -> Response:
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", *PROOF} and "password" not in name
    ]
    return page("again.html", status, kept=kept, problems=[problem] if problem else [])
