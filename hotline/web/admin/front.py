"""The desk's first page: what needs doing now, region by region, each with one tap to act."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, Response, current_app, url_for

from hotline.domain.freshness import State
from hotline.domain.person import Person
from hotline.domain.record import Name
from hotline.editions import keeper_state
from hotline.services import to_do
from hotline.services.to_do import Task
from hotline.web.admin.access import needs, own_session
from hotline.web.admin.addresses import of_record, to_edit
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.rendering import page

pages = Blueprint("front", __name__)

#: Tasks that are about lines by their age, about changes, and about reports: each has a list of its own.
_BY_AGE = frozenset({"stale", "due", "undated", "soon"})
_CHANGES = {"to_decide": "proposed", "to_adopt": "proposed", "returned": "", "scheduled": "scheduled"}
_REPORTS = frozenset({"danger", "reports"})


@dataclass(frozen=True)
class Row:
    """One task and where it is done."""

    task: Task
    address: str | None


@pages.get("/")
@needs()
def front() -> Response:
    """Every region of the person; an administrator sees all of them."""
    person, moment = own_session().live.profile.person, now()
    with factory()() as session:
        found = to_do.for_person(session, person, moment.date(), moment)
    sections = [
        (region, [Row(task, _address(person, task)) for task in found.of(region)])
        for region in found.in_order
    ]
    return page(
        "front.html",
        found=found,
        sections=sections,
        today=moment.date(),
        states=_states(found),
        moment=moment,
        keeper=keeper_state.read(current_app.config["EDITIONS"].parent),
    )


def _states(found: to_do.ToDo) -> list[tuple[str, Counter[State]]]:
    return [(region, found.moment.of([region])) for region in found.regions]


def _address(person: Person, task: Task) -> str | None:
    """The one thing itself where there is just one, the list of them otherwise."""
    region = task.region
    if task.kind in _REPORTS:
        if task.only is not None:
            return url_for("reports.one", report_id=task.only)
        return url_for("reports.queue", region=region)
    if task.kind in _CHANGES:
        if task.only is not None:
            return url_for("changes.one", change_id=task.only)
        return url_for("changes.waiting", region=region, state=_CHANGES[task.kind] or None)
    if task.kind == "letters":
        return url_for("letters.waiting")
    if region is None:
        return None
    if task.only is not None:
        kind = {"leads": "lead", "materials": "material"}.get(task.kind, "service")
        name = Name(kind, region, str(task.only))  # type: ignore[arg-type]
        return (to_edit(person, name) if task.kind in _BY_AGE else None) or of_record(name)
    if task.kind in _BY_AGE:
        return url_for("freshness.picture", region=region, _anchor="falls-due")
    anchor = "material" if task.kind == "materials" else None
    return url_for("records.region", region=region, _anchor=anchor)
