"""Who may open which address of the desk. A view that does not say it is refused to everybody.

How a page says it, under its route:

    @needs("editor", "reviewer")          # one of these roles
    @fresh                                # and both factors shown within five minutes
    def propose() -> Response:
        person = current_person()

Where a POST comes too late (the session has ended, or the proof is old), the page asks for the
proof and carries the typed fields along, so that nothing that was typed is lost.

Unless the operator says otherwise, a reviewer who is not signed in with a passkey reads as a
reviewer and acts as if they were none: `current_person()` lacks the role in every form, and a form
that takes it asks for the passkey.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flask import Flask, Response, abort, current_app, request
from flask_login import current_user

from hotline.domain.errors import Problem
from hotline.domain.person import Person, Role
from hotline.services import passkeys, people, signing_in
from hotline.storage.session import writing
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.identity import SignedIn
from hotline.web.admin.proving import PROOF, brought, is_brought, reads_only
from hotline.web.admin.proving import identity as identity
from hotline.web.admin.rendering import go, page, plain_page

View = TypeVar("View", bound=Callable[..., object])

#: The roles of a page that is everybody's.
_EVERYBODY = frozenset(people.ROLES)


def anybody(view: View) -> View:
    """The page is open to people who are not signed in."""
    view.needed_roles = None  # type: ignore[attr-defined]
    return view


def needs(*roles: Role) -> Callable[[View], View]:
    """The page is for people with one of these roles; for everybody at the desk if none is named."""

    def mark(view: View) -> View:
        view.needed_roles = frozenset(roles) or _EVERYBODY  # type: ignore[attr-defined]
        return view

    return mark


def fresh(view: View) -> View:
    """Both factors must have been shown within five minutes: for POST, a GET changes nothing."""
    view.needs_fresh = True  # type: ignore[attr-defined]
    return view


def signed_in() -> SignedIn | None:
    """The live session of this request, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def own_session() -> SignedIn:
    """The live session of this request. 401 on a page for anybody where nobody is signed in."""
    return signed_in() or abort(401)


def current_person() -> Person:
    """The person of this request, as `own_session` finds them.

    In a form, with the roles in which they may act now: see above about reviewers.
    """
    user = own_session()
    person = user.live.profile.person
    return replace(person, roles=person.roles - {"reviewer"}) if _acts() and reads_only(user) else person


def _acts() -> bool:
    return request.method not in {"GET", "HEAD"}


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
        return _stop(view.needed_roles, hasattr(view, "needs_fresh") and _acts())


def _stop(roles: frozenset[Role], must_be_fresh: bool) -> Response | None:
    """What is shown instead of the page; None to go on."""
    user = signed_in()
    problem = None
    if is_brought():
        user, problem = _prove_again(user)
    if user is None:
        if request.method != "POST":
            return (
                _onward() if request.headers.get("Sec-Fetch-Site") == "cross-site" else go("signing.sign_in")
            )
        return _again(401, problem)
    own = user.live.profile.person.roles
    if not roles & own:
        abort(403)
    as_reviewer = roles != _EVERYBODY and not roles & (own - {"reviewer"})
    if as_reviewer and _acts() and reads_only(user):
        return ask_for_passkey(problem)
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
    proof = brought(user)
    if isinstance(proof, Problem):
        return user, proof
    if user:
        identity().leave(user)
    return identity().come_in(proof.person_id, proof.passkey), None


def ask_for_passkey(problem: Problem | None = None) -> Response:
    """In place of an answer to a form: what was typed, and the question for a passkey and nothing less."""
    person = current_person()
    with factory()() as session:
        has_one = bool(passkeys.of(session, person.id))
    return _again(403, problem, only_passkey=True, has_one=has_one)


def _again(
    status: int, problem: Problem | None, only_passkey: bool = False, has_one: bool = False
) -> Response:
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in {"csrf_token", *PROOF} and "password" not in name
    ]
    problems = [problem] if problem else []
    return page(
        "again.html", status, kept=kept, problems=problems, only_passkey=only_passkey, has_one=has_one
    )
