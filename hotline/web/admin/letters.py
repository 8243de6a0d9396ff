"""Letters that nobody has got yet: to be copied, read out by phone, or tried again by the program."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, current_app, request

from hotline.domain.errors import InputError, Problem
from hotline.services import letters
from hotline.storage.session import writing
from hotline.storage.tables.letters import Letter
from hotline.web.admin.access import current_person, needs
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.rendering import go, page

pages = Blueprint("letters", __name__)


@pages.get("/letters")
@needs()
def waiting() -> Response:
    """By region: whom somebody has to tell, and what the program still tries to send."""
    return _list([], 200)


@pages.post("/letters/<int:letter_id>")
@needs()
def pass_on(letter_id: int) -> Response:
    """Somebody has told the person in another way."""
    how = request.form.get("how", "")
    try:
        with writing(factory()) as session:
            letters.pass_on(session, current_person(), letter_id, how, now())
    except InputError as error:
        return _list(error.problems, 400, letter_id, how)
    return go("letters.waiting")


def _list(problems: Sequence[Problem], status: int, letter_id: int | None = None, how: str = "") -> Response:
    person = current_person()
    with factory()() as session:
        found = letters.waiting(session, person)
    without = not current_app.config["MAILS"]
    by_hand = [letter for letter in found if without or letters.for_somebody(letter, now())]
    return page(
        "letters.html", status, problems=problems, mails=current_app.config["MAILS"],
        by_hand=by_hand, on_their_way=[letter for letter in found if letter not in by_hand],
        mine=[letter.id for letter in by_hand if letters.may_pass_on(person, letter)],
        mailto={letter.id: _mailto(letter) for letter in by_hand if letter.email and not letter.secret},
        typed_for=letter_id, how=how,
    )  # fmt: skip


def _mailto(letter: Letter) -> str:
    """Opens the letter in the reader's own mail program (RFC 6068)."""
    said = {"subject": letter.subject, "body": letter.body.replace("\n", "\r\n")}
    return f"mailto:{quote(str(letter.email), safe='@')}?{urlencode(said, quote_via=quote)}"
