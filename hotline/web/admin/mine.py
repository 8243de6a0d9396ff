"""What people do about their own account: sessions, password, recovery codes."""

from flask import Blueprint, Response, request

from hotline.domain.errors import Problem
from hotline.domain.password import problems as password_problems
from hotline.services import people, signing_in
from hotline.storage.session import writing
from hotline.web.admin.access import current_person, fresh, identity, needs, signed_in
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.rendering import go, page

pages = Blueprint("mine", __name__)


@pages.get("/me")
@needs()
def me() -> Response:
    """Where I am signed in, and what I can change."""
    return _me([], 200)


@pages.post("/me/sessions")
@needs()
def end_others() -> Response:
    """Sign out everywhere but here."""
    user = signed_in()
    with writing(factory()) as session:
        people.end_sessions(session, current_person().id, but=user.live.digest if user else None)
    return go("mine.me")


@pages.post("/me/password")
@needs()
@fresh
def change_password() -> Response:
    """A new password; every session ends, this one too."""
    user, person = signed_in(), current_person()
    password = request.form.get("password", "")
    problems = list(password_problems(password, person.name, user.live.profile.email if user else ""))
    if password != request.form.get("password_again", ""):
        problems.append(Problem("password_differs", where="password_again"))
    if problems:
        return _me(problems, 400)
    hashed = identity().hashed(password)
    with writing(factory()) as session:
        people.set_password(session, person.id, hashed, now())
    return go("signing.sign_in")


@pages.post("/me/recovery-codes")
@needs()
@fresh
def new_recovery_codes() -> Response:
    """Ten new codes; the old ones stop working."""
    with writing(factory()) as session:
        codes = signing_in.new_recovery_codes(session, current_person().id)
    return page("recovery_codes.html", codes=codes, first_time=False)


def _me(problems: list[Problem], status: int) -> Response:
    person, user = current_person(), signed_in()
    with factory()() as session:
        sessions = signing_in.sessions_of(session, person.id, now())
        left = signing_in.recovery_codes_left(session, person.id)
    here = user.live.digest if user else ""
    return page("me.html", status, problems=problems, sessions=sessions, this_one=here, left=left)
