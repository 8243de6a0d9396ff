"""Pages of records: everything of a region, one record to read, and the one form that changes any of them."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NoReturn

from flask import Blueprint, Response, abort, request, url_for
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.record import DirectoryRecord, Name
from hotline.domain.review import OPEN
from hotline.editions import wording
from hotline.services import proposing
from hotline.services.checking import live
from hotline.storage.session import writing
from hotline.storage.tables.review import Change
from hotline.web.admin import change_page, editing, record_form, record_page
from hotline.web.admin.access import current_person, needs, signed_in
from hotline.web.admin.bodies import takes
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.editing import Draft
from hotline.web.admin.plans import plans
from hotline.web.admin.region_overview import overview
from hotline.web.admin.rendering import page, to

pages = Blueprint("records", __name__)

#: A service with many contact points and sources, three languages each, and room to spare.
LARGEST_FORM = 1024 * 1024


@pages.get("/regions/<region>")
@needs()
def region(region: str) -> Response:
    """Everything of a region, with a button to add to each part of it."""
    _may_read(region)
    with factory()() as session:
        found = overview(session, region, now()) or _nothing()
        return page(
            "region.html", overview=found, may_edit=_may_edit(region),
            **record_page.shared(),
        )  # fmt: skip


@pages.get("/records/<kind>/<region>/<record_id>")
@needs()
def one(kind: str, region: str, record_id: str) -> Response:
    """One published record to read, and what can be done about it."""
    _may_read(region)
    with factory()() as session:
        record = _published(session, _name(kind, region, record_id))
        return record_page.reading(session, record, _may_edit(region))


@pages.get("/records/<kind>/<region>/<record_id>/edit")
@needs("editor")
def edit(kind: str, region: str, record_id: str) -> Response:
    """The form of a published record. `?still=voice` opens a fresh source for that contact point."""
    _may_write(region)
    with factory()() as session:
        draft = editing.begun(_published(session, _name(kind, region, record_id)))
        return record_page.form(session, _still_right(draft, request.args.get("still")))


@pages.post("/records/<kind>/<region>/<record_id>/edit")
@needs("editor")
@takes(LARGEST_FORM)
def edit_now(kind: str, region: str, record_id: str) -> Response:
    """A button of the form: one more entry, a check, or the proposal."""
    _may_write(region)
    return _answer(_typed_in(Draft(_name(kind, region, record_id), {}, "")))


@pages.get("/records/<kind>/<region>/new")
@needs("editor")
def new(kind: str, region: str) -> Response:
    """The form of a record that is not there yet."""
    _may_write(region)
    name = _name(kind, region, region)
    with factory()() as session:
        known = live(session, region) or _nothing()
        if kind == "first_lines" and name in known:
            return to(url_for("records.edit", kind=kind, region=region, record_id=region))
        draft = editing.begun_anew(name.kind, region, wording.own_language(region), _today())
        if "id" in draft.typed:
            draft.typed["id"] = [request.args.get("id", "")]
        return record_page.form(session, draft)


@pages.post("/records/<kind>/<region>/new")
@needs("editor")
@takes(LARGEST_FORM)
def new_now(kind: str, region: str) -> Response:
    """A button of that form."""
    _may_write(region)
    name = _name(kind, region, region if kind == "first_lines" else "")
    return _answer(_typed_in(Draft(name, {}, "", is_new=True)))


@pages.get("/changes/<int:change_id>/revise")
@needs("editor")
def revise(change_id: int) -> Response:
    """The text of a change that waits, to be put right."""
    with factory()() as session:
        change = _waiting(session, change_id)
        hidden = _hidden(change)
        if hidden is not None:
            return hidden
        published = live(session, change.region).get(change.name)
        if change.after is None:
            return _removal_page(session, change.name, [], 200, change, change.reason)
        draft = editing.begun_again(change, published)
        begun_on = editing.fingerprint_of(change.name, change.before)
        moved = editing.moved(session, replace(draft, seen=begun_on))
        return record_page.form(session, draft, moved=moved)


@pages.post("/changes/<int:change_id>/revise")
@needs("editor")
@takes(LARGEST_FORM)
def revise_now(change_id: int) -> Response:
    """A button of that form."""
    with factory()() as session:
        change = _waiting(session, change_id)
        hidden = _hidden(change)
    if hidden is not None:
        return hidden
    version = request.form.get("version", "")
    seen = int(version) if version.isdecimal() else 0
    if change.after is None:
        return _remove(
            change.name,
            lambda session: proposing.revise(
                session, current_person(), change_id, seen, None, _reason(), now(), plans()
            ),
            change,
        )
    return _answer(_typed_in(Draft(change.name, {}, "", change=change_id, version=seen)))


@pages.get("/records/<kind>/<region>/<record_id>/remove")
@needs("editor")
def removal(kind: str, region: str, record_id: str) -> Response:
    """Asks why a record should go."""
    _may_write(region)
    with factory()() as session:
        return _removal_page(session, _name(kind, region, record_id), [], 200)


@pages.post("/records/<kind>/<region>/<record_id>/remove")
@needs("editor")
def removal_now(kind: str, region: str, record_id: str) -> Response:
    """Propose that a record goes."""
    _may_write(region)
    name = _name(kind, region, record_id)
    return _remove(
        name,
        lambda session: proposing.propose_removal(session, current_person(), name, _reason(), now()),
    )


def _answer(draft: Draft) -> Response:
    act = request.form.get("act", "check")
    verb, _, place = act.partition(":")
    if verb in {"add", "remove", "up", "down", "transcript"}:
        draft, problems = editing.acted_on(draft, act, _today())
        with factory()() as session:
            return record_page.form(session, draft, 200, problems, helped=True)
    if verb not in {"propose", "on-top"}:
        with factory()() as session:
            draft = editing.with_names(session, draft)
            found = editing.problems_of(session, draft)
            moved = editing.moved(session, draft)
            return record_page.form(session, draft, 200, found, helped=True, moved=moved)
    if verb == "on-top":
        seen, _, version = place.partition(":")
        draft = replace(draft, seen=seen, version=int(version) if version.isdecimal() else draft.version)
    try:
        with writing(factory()) as session:
            draft = editing.with_names(session, draft)
            moved = editing.moved(session, draft)
            if moved is not None:
                return record_page.form(session, draft, 409, helped=True, moved=moved)
            change = editing.propose(session, current_person(), draft)
    except InputError as error:
        with factory()() as session:
            return record_page.form(session, draft, 400, error.problems, helped=True)
    return _done(change)


def _remove(name: Name, act: Callable[[Session], Change], revised: Change | None = None) -> Response:
    try:
        with writing(factory()) as session:
            change = act(session)
    except InputError as error:
        with factory()() as session:
            return _removal_page(session, name, error.problems, 400, revised, _reason())
    return _done(change)


def _removal_page(
    session: Session,
    name: Name,
    problems: Iterable[Problem],
    status: int,
    change: Change | None = None,
    reason: str = "",
) -> Response:
    record = _published(session, name)
    return page(
        "record_remove.html", status, problems=_of_reason(problems), record=record, reason=reason, change=change,
        title=record_page.title_of(record.value), **record_page.shared(),
    )  # fmt: skip


def _of_reason(problems: Iterable[Problem]) -> list[Problem]:
    return [replace(one, where="why" if one.code == "reason_missing" else "") for one in problems]


def _done(change: Change) -> Response:
    return to(url_for("changes.one", change_id=change.id))


def _typed_in(draft: Draft) -> Draft:
    typed = record_form.of_form(request.form.items(multi=True))
    for name in ("act", "why", "seen", "version"):
        typed.pop(name, None)
    return replace(draft, typed=typed, seen=request.form.get("seen", ""), reason=_reason())


def _still_right(draft: Draft, point_id: str | None) -> Draft:
    """The draft with a fresh source at this contact point: saying "still right" takes one."""
    for place in range(record_form.entries(draft.typed, "contact_point")):
        if point_id is not None and draft.typed[f"contact_point.{place}.id"] == [point_id]:
            path = f"contact_point.{place}.evidence"
            return replace(draft, typed=record_form.with_entry(draft.name.kind, draft.typed, path, _today()))
    return draft


def _reason() -> str:
    return request.form.get("why", "").replace("\r\n", "\n").replace("\0", "")


def _today() -> str:
    return now().date().isoformat()


def _waiting(session: Session, change_id: int) -> Change:
    # A larger number than a database can hold is nobody's.
    change = session.get(Change, change_id) if change_id < 2**31 else None
    if change is None or change.kind not in editing.KINDS or change.state not in OPEN:
        abort(404)
    _may_write(change.region)
    return change


def _hidden(change: Change) -> Response | None:
    """What somebody gets instead of a text whose numbers they may have to type blind; None to go on."""
    user = signed_in()
    person = user.live.profile.person if user else current_person()
    if not change_page.is_blind(person, change.region, change.state, change.authors):
        return None
    return page("record_blind.html", 403, change=change, **record_page.shared())


def _name(kind: str, region: str, record_id: str) -> Name:
    if kind not in editing.KINDS:
        abort(404)
    return Name(kind, region, record_id)


def _published(session: Session, name: Name) -> DirectoryRecord:
    return live(session, name.region).get(name) or _nothing()


def _may_read(region: str) -> None:
    person = current_person()
    if re.fullmatch("[A-Z]{2}", region) is None:
        abort(404)
    if region not in person.regions and "administrator" not in person.roles:
        abort(403)


def _may_edit(region: str) -> bool:
    return current_person().may("editor", region)


def _may_write(region: str) -> None:
    if not _may_edit(region):
        abort(403)


def _nothing() -> NoReturn:
    abort(404)
