"""Pages of the reports that visitors sent: which ones wait, one of them, and what came out of it.

Nothing here changes a number. What a visitor typed is shown as text that stands for itself: escaped,
isolated, and never as a link.
"""

from typing import get_args

from flask import Blueprint, Response, abort, request
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.report import Outcome
from hotline.services import report_queue, reporting, waiting
from hotline.services.report_queue import Meant
from hotline.storage.session import writing
from hotline.storage.tables.reports import VisitorReport
from hotline.web.admin.access import ask_for_passkey, current_person, needs, own_session
from hotline.web.admin.addresses import of_record, to_edit, to_hide
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.proving import reads_only
from hotline.web.admin.rendering import go, page

pages = Blueprint("reports", __name__)

#: So many heaps on a page, and so many reports of one heap closed with one form.
_ON_A_PAGE, _AT_ONCE = 50, 100


@pages.get("/reports")
@needs()
def queue() -> Response:
    """Open reports of one's regions, in heaps that may mean the same line."""
    person, region = own_session().live.profile.person, request.args.get("region", "")
    with factory()() as session:
        heaps = report_queue.queue(session, person, region)
        regions = waiting.regions(session, person)
        full = reporting.is_full(session)
    start = max(0, request.args.get("from", 0, int))
    after = start + _ON_A_PAGE
    return page(
        "reports.html", heaps=heaps[start:after], count=len(heaps), regions=regions, chosen=region, full=full,
        first=start, before=max(0, start - _ON_A_PAGE) if start else None, after=after if after < len(heaps) else None,
        most=reporting.MOST_OPEN, today=now().date(),
    )  # fmt: skip


@pages.get("/reports/<int:report_id>")
@needs()
def one(report_id: int) -> Response:
    """One report, the records that it may mean, and the form that closes it."""
    with factory()() as session:
        return _one_page(session, report_id, 200)


@pages.post("/reports/<int:report_id>")
@needs()
def close(report_id: int) -> Response:
    """Close it, and those beside it that the form names."""
    with factory()() as session:
        report = _readable(session, report_id)
        if not reporting.may_close(current_person(), report.region) and reads_only(own_session()):
            return ask_for_passkey()
    also = [int(one) for one in request.form.getlist("also")[:_AT_ONCE] if one.isdecimal()]
    change = request.form.get("change", "")
    try:
        with writing(factory()) as session:
            for number in dict.fromkeys((report_id, *also)):
                reporting.close(
                    session, current_person(), number, request.form.get("outcome", ""), request.form.get("note", ""),
                    int(change) if change.isdecimal() and len(change) < 10 else None, now(),
                )  # fmt: skip
    except InputError as error:
        with factory()() as session:
            return _one_page(session, report_id, 400, error.problems)
    return go("reports.queue")


def _one_page(session: Session, report_id: int, status: int, problems: tuple[Problem, ...] = ()) -> Response:
    person = own_session().live.profile.person
    report = _readable(session, report_id)
    beside = [
        other
        for heap in report_queue.queue(session, person)
        if report_id in {one.id for one in heap.reports}
        for other in heap.reports
        if other.id != report_id
    ]
    return page(
        "report.html", status, problems=problems, report=report, beside=beside[: _AT_ONCE - 1], today=now().date(),
        meant=[_with_addresses(meant) for meant in report_queue.meant_by(session, report)],
        may_close=reporting.may_close(person, report.region), closing=report_queue.closing(session, report),
        changes=report_queue.changes_to_name(session, person, report), outcomes=get_args(Outcome),
        kept_days=reporting.KEPT_CLOSED.days, typed=request.form,
    )  # fmt: skip


def _with_addresses(meant: Meant) -> tuple[Meant, dict[str, str | None]]:
    person = own_session().live.profile.person
    if not waiting.may_read(person, meant.name.region):
        return meant, {"read": None, "edit": None, "hide": None}
    return meant, {
        "read": of_record(meant.name),
        "edit": to_edit(person, meant.name),
        "hide": to_hide(person, meant.name),
    }


def _readable(session: Session, report_id: int) -> VisitorReport:
    report = session.get(VisitorReport, report_id)
    if report is None:
        abort(404)
    if not reporting.may_read(own_session().live.profile.person, report.region):
        abort(403)
    return report
