"""Passkeys at the desk: the question that a page puts to one, and one's own list of them."""

from flask import Blueprint, Response, request

from hotline.domain.errors import InputError
from hotline.services import challenges, passkeys
from hotline.storage.session import writing
from hotline.web.admin.access import anybody, ask_for_passkey, fresh, needs, own_session, signed_in
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.mine import account_page
from hotline.web.admin.proving import ask, keep, question, reviewers_need_passkey, site
from hotline.web.admin.rendering import go, page

pages = Blueprint("passkeys", __name__)


@pages.post("/passkeys/question")
@anybody
def put_question() -> Response:
    """What the script of a page puts to a passkey, as JSON. Whoever is signed in is asked for their own."""
    return Response(ask(signed_in()), mimetype="application/json")


@pages.post("/me/passkeys")
@needs()
@fresh
def add() -> Response:
    """First with a name alone: a page that asks the device for a passkey. Then with what it answered."""
    live = own_session().live
    owner, name = live.profile, request.form.get("passkey_name", "")
    with factory()() as session:
        own = passkeys.of(session, owner.person.id)
    if own and live.passkey is None:
        return ask_for_passkey()
    problems = passkeys.problems_before_adding(name, own, live.passkey)
    if problems:
        return account_page(problems, 400)
    if "answer" not in request.form:
        with writing(factory()) as session:
            secret, options = passkeys.ask_to_add(session, site(), owner, now())
        keep(secret)
        return page("passkey.html", name=name, options=options)
    with writing(factory()) as session:
        challenge = challenges.take(session, "add", question(), owner.person.id, now())
    try:
        with writing(factory()) as session:
            passkeys.add(session, site(), challenge, request.form["answer"], name, owner, live.passkey, now())
    except InputError as error:
        return account_page(error.problems, 400)
    return go("mine.me")


@pages.post("/me/passkeys/<int:passkey>/remove")
@needs()
@fresh
def remove(passkey: int) -> Response:
    """Take one away, for example that of a lost device."""
    live = own_session().live
    try:
        with writing(factory()) as session:
            passkeys.remove(session, passkey, live.profile, reviewers_need_passkey(), live.digest, now())
    except InputError as error:
        return account_page(error.problems, 400)
    return go("mine.me")
