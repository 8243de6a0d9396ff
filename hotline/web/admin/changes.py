"""Pages of review: what waits for whom, one change with its two versions, and what is decided on it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, request, url_for
from sqlalchemy.orm import Session

from hotline.domain.blind import Veil
from hotline.domain.errors import InputError, Problem
from hotline.domain.local_time import moment
from hotline.domain.person import Person
from hotline.domain.review import OPEN
from hotline.editions.rendering import translations
from hotline.services import adopting, deciding, proposing, waiting
from hotline.storage.session import writing
from hotline.storage.tables.review import Change
from hotline.web.admin.access import current_person, fresh, needs, own_session
from hotline.web.admin.carried import Carried, carried
from hotline.web.admin.change_list import rows
from hotline.web.admin.change_page import Reader, Shown, anchored, blanks_of, shown, zone_of
from hotline.web.admin.clock import now
from hotline.web.admin.comparison import Words, source_address
from hotline.web.admin.database import factory
from hotline.web.admin.field_names import state_names
from hotline.web.admin.plans import plans
from hotline.web.admin.rendering import language, page, sentence, to

pages = Blueprint("changes", __name__)

_ON_A_PAGE = 50


@pages.get("/changes", endpoint="waiting")
@needs()
def waiting_list() -> Response:
    """Open changes of one's regions, those that wait for the reader first; then what was decided lately."""
    person = _reader().person
    region, state = request.args.get("region", ""), request.args.get("state", "")
    with factory()() as session:
        found = waiting.waiting(session, person, region, state) if state not in waiting.DECIDED else ()
        done = waiting.decided(session, person, now(), region, state) if state not in OPEN else ()
        start = max(0, request.args.get("from", 0, int))
        shown_ones = rows(session, found[start : start + _ON_A_PAGE], _reader())
        decided = rows(session, done[:_ON_A_PAGE], _reader())
        regions = waiting.regions(session, person)
    after = start + _ON_A_PAGE
    return page(
        "changes.html", waiting=shown_ones, count=len(found), decided=decided, decided_count=len(done),
        first=start, before=max(0, start - _ON_A_PAGE) if start else None, after=after if after < len(found) else None,
        regions=regions, states=state_names(translations(language()).gettext), chosen_region=region, chosen_state=state,
    )  # fmt: skip


@pages.get("/changes/<int:change_id>")
@needs()
def one(change_id: int) -> Response:
    """One change: what differs, its evidence, and what the reader may decide."""
    return _page(change_id, (), 200)


@pages.get("/changes/<int:change_id>/sources/<place>")
@needs()
def source(change_id: int, place: str) -> Response:
    """Lead on to a source whose address holds the number that the reader has to type."""
    with factory()() as session:
        change = _readable(session, change_id)
    address = source_address(change.before, change.after, place)
    if address is None or urlsplit(address).scheme not in {"http", "https"}:
        abort(404)
    return to(address)


@pages.post("/changes/<int:change_id>/approve")
@needs("reviewer")
@fresh
def approve(change_id: int) -> Response:
    """Publish now or at a set time, after typing each number blind."""
    form = request.form
    with factory()() as session:
        change = _readable(session, change_id)
        blanks = blanks_of(change, Words(language(), str, Veil()))
        zone = zone_of(session, change.region)
    typed = {blank.key: form.get(blank.name, "") for blank in blanks}
    try:
        at = moment(form.get("day", ""), form.get("time", ""), zone) if form.get("when") == "later" else None
        deciding.approve_and_count(
            factory(), current_person(), change_id, _version(), typed, now(), plans(), at
        )
    except InputError as error:
        kept = _kept(error.problems, typed, {blank.key: blank.name for blank in blanks})
        return _page(change_id, error.problems, 400, kept)
    return _back(change_id)


@pages.post("/changes/<int:change_id>/return")
@needs("reviewer")
def return_it(change_id: int) -> Response:
    """Send it back to its author with a note."""
    return _decide(
        change_id,
        lambda session, person, at: deciding.return_with_note(
            session, person, change_id, _version(), request.form.get("note", ""), at
        ),
        "note-return",
    )


@pages.post("/changes/<int:change_id>/discard")
@needs("reviewer")
def discard(change_id: int) -> Response:
    """Refuse it for good, with a note."""
    return _decide(
        change_id,
        lambda session, person, at: deciding.discard(
            session, person, change_id, _version(), request.form.get("note", ""), at
        ),
        "note-discard",
    )


@pages.post("/changes/<int:change_id>/withdraw")
@needs("editor")
def withdraw(change_id: int) -> Response:
    """Take back one's own."""
    return _decide(
        change_id,
        lambda session, person, at: deciding.withdraw(session, person, change_id, _version(), at),
    )


@pages.post("/changes/<int:change_id>/adopt")
@needs("editor")
@fresh
def adopt(change_id: int) -> Response:
    """Stand for what came from a file."""
    return _decide(
        change_id,
        lambda session, person, at: adopting.adopt(session, person, change_id, _version(), at),
    )


@pages.post("/changes/<int:change_id>/undo")
@needs("editor")
def undo(change_id: int) -> Response:
    """Propose what was published before it."""
    return _decide(
        change_id,
        lambda session, person, at: proposing.undo(
            session, person, change_id, request.form.get("reason", ""), at, plans()
        ),
        "reason",
    )


def _decide(
    change_id: int, act: Callable[[Session, Person, datetime], Change], text_field: str = ""
) -> Response:
    """One act in one transaction; then the page of the change that it leads to."""
    with factory()() as session:
        _readable(session, change_id)
    try:
        with writing(factory()) as session:
            done = act(session, current_person(), now()).id
    except InputError as error:
        text = request.form.get("note", request.form.get("reason", ""))
        return _page(change_id, error.problems, 400, {text_field: text}, text_field)
    return _back(done)


def _page(
    change_id: int,
    problems: Sequence[Problem],
    status: int,
    kept: dict[str, str] | None = None,
    text_field: str = "",
) -> Response:
    with factory()() as session:
        change = _readable(session, change_id)
        found = shown(session, change, _reader(), plans())
    told = [
        Problem(
            problem.code,
            problem.parameters,
            problem.severity,
            text_field if problem.where in {"note", "reason"} else anchored(change, problem, found.blanks),
        )
        for problem in problems
    ]
    live = _live(found)
    answer = page(
        "change.html", status, problems=told, shown=found, change=change, kept=kept or {}, states=state_names(translations(language()).gettext),
        live=live, hindrances=[sentence(problem, language()) for problem in found.hindrances],
        public=f"/{language()}/{change.region.lower()}" + (f"#{change.record_id}" if change.kind == "service" else ""),
    )  # fmt: skip
    if live and live.state == "being_built" and request.method == "GET":
        # Without script, this is how a page looks again by itself.
        answer.headers["Refresh"] = "1"
    return answer


def _live(found: Shown) -> Carried | None:
    change = found.change
    if change.state != "published" or change.edition is None or change.published_at is None:
        return None
    root: Path = current_app.config["EDITIONS"]
    return carried(root, change.edition, change.published_at, now())


def _kept(problems: Sequence[Problem], typed: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """What stays in the form: all but the numbers that were typed wrongly.

    Where the change was edited meanwhile, each number is typed again from its source.
    """
    form = request.form
    wrong = {problem.where for problem in problems if problem.code == "typed_number_differs"}
    read_anew = any(problem.code == "change_was_edited" for problem in problems)
    numbers = {} if read_anew else {names[key]: text for key, text in typed.items() if key not in wrong}
    return {"when": form.get("when", ""), "day": form.get("day", ""), "time": form.get("time", ""), **numbers}


def _reader() -> Reader:
    """Whoever looks, with all their roles: a reviewer without a passkey must not read the digits either."""
    person = own_session().live.profile.person
    locale = language()
    return Reader(person, locale, translations(locale).gettext, now())


def _readable(session: Session, change_id: int) -> Change:
    change = session.get(Change, change_id)
    if change is None or not waiting.may_read(_reader().person, change.region):
        abort(404)
    return change


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _back(change_id: int) -> Response:
    return to(url_for("changes.one", change_id=change_id))
