"""Pages about people: who there is, invite, change what somebody may do, help somebody back in."""

from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

from flask import Blueprint, Response, abort, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.services import own_account, people, recovering
from hotline.services.people import ROLES, Profile
from hotline.storage.session import writing
from hotline.storage.tables.directory import region
from hotline.web.admin import link_letters
from hotline.web.admin.access import current_person, fresh, needs
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.rendering import go, language, page

pages = Blueprint("people", __name__)


@pages.get("/people")
@needs("administrator", "reviewer")
def everybody() -> Response:
    """All people, and the recoveries that wait for a second person."""
    return _list([], 200)


@pages.get("/people/invite")
@needs("administrator")
def invite() -> Response:
    """The form."""
    return _invite_page([], 200)


@pages.post("/people/invite")
@needs("administrator")
@fresh
def invite_now() -> Response:
    """Add a person, and show the link to hand over."""
    form = request.form
    try:
        with writing(factory()) as session:
            secret = people.invite(
                session, form.get("name", ""), form.get("email", ""), form.getlist("roles"),
                form.getlist("regions"), current_person().id, now(), language(),  # type: ignore[arg-type]
            )  # fmt: skip
            account = people.by_email(session, form.get("email", ""))
            mailed = link_letters.mail(session, "invitation", account.id if account else "", secret, now())
    except InputError as error:
        return _invite_page(error.problems, 400)
    return _link_page(secret, form.get("name", ""), mailed)


@pages.get("/people/<person_id>")
@needs("administrator")
def one(person_id: str) -> Response:
    """One person, and what can be done about them."""
    return _person_page(person_id, [], 200)


@pages.post("/people/<person_id>/rights")
@needs("administrator")
@fresh
def change_rights(person_id: str) -> Response:
    """Other roles or regions; the person signs in anew."""
    roles, regions = request.form.getlist("roles"), request.form.getlist("regions")
    return _act(
        person_id,
        lambda session: people.change_rights(session, person_id, roles, regions, current_person().id, now()),
    )


@pages.post("/people/<person_id>/email")
@needs("administrator")
@fresh
def change_email(person_id: str) -> Response:
    """Another address to sign in with."""
    email = request.form.get("email", "")
    return _act(
        person_id,
        lambda session: own_account.change_email(session, person_id, email, current_person().id, now()),
    )


@pages.post("/people/<person_id>/shut-out")
@needs("administrator")
@fresh
def shut_out(person_id: str) -> Response:
    """Nobody comes in under this name any more."""
    return _act(person_id, lambda session: people.shut_out(session, person_id, current_person().id, now()))


@pages.post("/people/<person_id>/let-in")
@needs("administrator")
@fresh
def let_in(person_id: str) -> Response:
    """Take that back."""
    return _act(
        person_id, lambda session: people.let_in_again(session, person_id, current_person().id, now())
    )


@pages.post("/people/<person_id>/link")
@needs("administrator")
@fresh
def link(person_id: str) -> Response:
    """A new link for somebody who has not accepted yet."""
    try:
        with writing(factory()) as session:
            secret = people.invite_again(session, person_id, current_person().id, now())
            name = _known(people.profile(session, person_id)).person.name
            mailed = link_letters.mail(session, "invitation", person_id, secret, now())
    except InputError as error:
        return _person_page(person_id, error.problems, 400)
    return _link_page(secret, name, mailed)


@pages.post("/people/<person_id>/recovery")
@needs("administrator")
@fresh
def start_recovery(person_id: str) -> Response:
    """The first of two people."""
    return _act(person_id, lambda session: recovering.start(session, person_id, current_person(), now()))


@pages.post("/recoveries/<int:recovery>")
@needs("administrator", "reviewer")
@fresh
def confirm_recovery(recovery: int) -> Response:
    """The second one, who gets the link."""
    try:
        with writing(factory()) as session:
            found = next((w for w in recovering.waiting(session, now()) if w.id == recovery), None)
            secret = recovering.confirm(session, recovery, current_person(), now())
            mailed = link_letters.mail(session, "recovery", found.person_id if found else "", secret, now())
    except InputError as error:
        return _list(error.problems, 400)
    return _link_page(secret, found.name if found else "", mailed, recovering.LASTS)


def _act(person_id: str, act: Callable[[Session], None]) -> Response:
    try:
        with writing(factory()) as session:
            act(session)
    except InputError as error:
        return _person_page(person_id, error.problems, 400)
    return go("people.everybody")


def _list(problems: "tuple[Problem, ...] | list[Problem]", status: int) -> Response:
    with factory()() as session:
        shown, waiting = people.profiles(session), recovering.waiting(session, now())
    return page("people.html", status, problems=problems, people=shown, waiting=waiting)


def _invite_page(problems: "tuple[Problem, ...] | list[Problem]", status: int) -> Response:
    form = request.form
    return page(
        "invite.html", status, problems=problems, name=form.get("name", ""), email=form.get("email", ""),
        chosen_roles=form.getlist("roles"), chosen_regions=form.getlist("regions"), roles=ROLES, regions=_regions(),
    )  # fmt: skip


def _person_page(person_id: str, problems: "tuple[Problem, ...] | list[Problem]", status: int) -> Response:
    with factory()() as session:
        found = _known(people.profile(session, person_id))
    return page(
        "person.html", status, problems=problems, found=found, roles=ROLES, regions=_regions(),
        email=request.form.get("email", found.email),
    )  # fmt: skip


def _link_page(
    secret: str, name: str, mailed: str | None, lasts: timedelta = people.INVITATION_LASTS
) -> Response:
    """With mail the link is in a letter and shown to nobody else; without, whoever made it hands it over."""
    address = None if mailed else link_letters.address(secret)
    return page(
        "link.html", address=address, mailed=mailed, name=name, hours=int(lasts.total_seconds() // 3600)
    )


def _regions() -> list[str]:
    with factory()() as session:
        return list(session.scalars(select(region.c.region).order_by(region.c.region)))


def _known(found: Profile | None) -> Profile:
    return found or _nobody()


def _nobody() -> NoReturn:
    abort(404)
