"""What people do about their own account: name, sessions, password, phone, recovery codes."""

from collections.abc import Iterable

from flask import Blueprint, Response, request

from hotline.domain.errors import InputError, Problem
from hotline.domain.password import problems as password_problems
from hotline.services import own_account, passkeys, people, signing_in
from hotline.storage.session import writing
from hotline.web.admin import phones
from hotline.web.admin.access import current_person, fresh, identity, needs, own_session
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.proving import reviewers_need_passkey
from hotline.web.admin.rendering import go, page

pages = Blueprint("mine", __name__)


@pages.get("/me")
@needs()
def me() -> Response:
    """Where I am signed in, and what I can change."""
    return account_page([], 200)


@pages.post("/me/sessions")
@needs()
def end_others() -> Response:
    """Sign out everywhere but here."""
    with writing(factory()) as session:
        people.end_sessions(session, current_person().id, but=own_session().live.digest)
    return go("mine.me")


@pages.post("/me/name")
@needs()
@fresh
def change_name() -> Response:
    """Another name; the id by which the trail knows the person stays."""
    try:
        with writing(factory()) as session:
            own_account.change_name(session, current_person().id, request.form.get("name", ""), now())
    except InputError as error:
        return account_page(error.problems, 400)
    return go("mine.me")


@pages.post("/me/password")
@needs()
@fresh
def change_password() -> Response:
    """A new password; every session ends, this one too."""
    user, person = own_session(), current_person()
    password = request.form.get("password", "")
    problems = list(password_problems(password, person.name, user.live.profile.email))
    if password != request.form.get("password_again", ""):
        problems.append(Problem("password_differs", where="password_again"))
    if problems:
        return account_page(problems, 400)
    hashed = identity().hashed(password)
    with writing(factory()) as session:
        people.set_password(session, person.id, hashed, now())
    return go("signing.sign_in")


@pages.post("/me/phone")
@needs()
@fresh
def change_phone() -> Response:
    """First without a key: a page with one for the new phone. Then with the code that the phone shows."""
    live = own_session().live
    email, purpose = live.profile.email, f"the new phone of {live.digest}"
    came_back = phones.came_back(purpose) if "secret" in request.form else None
    if came_back is None:
        return page("phone.html", **phones.new_key(email, purpose))
    key, counter = came_back
    if counter is None:
        problems = [Problem("code_wrong", where="code")]
        return page("phone.html", 400, problems=problems, **phones.shown(email, purpose, key))
    with writing(factory()) as session:
        own_account.change_phone(session, live.profile.person.id, key, counter, live.digest, now())
    return go("mine.me")


@pages.post("/me/recovery-codes")
@needs()
@fresh
def new_recovery_codes() -> Response:
    """Ten new codes; the old ones stop working."""
    with writing(factory()) as session:
        codes = signing_in.new_recovery_codes(session, current_person().id)
    return page("recovery_codes.html", codes=codes, first_time=False)


def account_page(problems: Iterable[Problem], status: int) -> Response:
    """The page of one's own account, with what was wrong in one of its forms."""
    live = own_session().live
    person_id = live.profile.person.id
    with factory()() as session:
        sessions = signing_in.sessions_of(session, person_id, now())
        left = signing_in.recovery_codes_left(session, person_id)
        own_passkeys = passkeys.of(session, person_id)
    return page(
        "me.html", status, problems=problems, sessions=sessions, this_one=live.digest, left=left,
        passkeys=own_passkeys, needs_passkey=reviewers_need_passkey(), name=request.form.get("name"),
        passkey_name=request.form.get("passkey_name", ""),
    )  # fmt: skip
