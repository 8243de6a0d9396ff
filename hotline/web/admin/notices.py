"""Pages of what one person may do at once: hide a service, say that it is out of order, take that back.

They are made for a phone in a hurry: everything but the reason is chosen beforehand.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, request, url_for
from sqlalchemy.orm import Session

from hotline.domain import local_time
from hotline.domain.errors import InputError, Problem
from hotline.domain.listing import LOCALES, Notice, RegionDirectory
from hotline.domain.notice import ALONE_AN_HOUR, LONGEST_OUTAGE, hidden_services, in_force, public_region
from hotline.editions.rendering import translations
from hotline.services import notices
from hotline.storage.directory import read_region
from hotline.storage.session import writing
from hotline.storage.tables.review import Change
from hotline.web.admin.access import current_person, fresh, needs, own_session
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.notice_reasons import REASONS, reason_of
from hotline.web.admin.plans import plans
from hotline.web.admin.rendering import language, page, to

pages = Blueprint("notices", __name__)

Act = Callable[[Session, RegionDirectory], Change]
NO_PROBLEM: tuple[Problem, ...] = ()


@pages.get("/services/<region>/<service>/hide")
@needs("editor", "reviewer")
def hide(region: str, service: str) -> Response:
    """What hiding does, and the button."""
    return _of_service("notice_hide.html", region, service)


@pages.post("/services/<region>/<service>/hide")
@needs("editor", "reviewer")
@fresh
def hide_now(region: str, service: str) -> Response:
    """Take the service off every page."""
    return _act(
        lambda session, _: notices.hide(
            session, current_person(), region, service, _reason("hide"), now(), plans()
        ),
        lambda problems: _of_service("notice_hide.html", region, service, problems),
        region,
    )


@pages.get("/services/<region>/<service>/outage")
@needs("editor", "reviewer")
def outage(region: str, service: str) -> Response:
    """Which part is out of order, until when, and whom to call instead."""
    return _of_service("notice_outage.html", region, service)


@pages.post("/services/<region>/<service>/outage")
@needs("editor", "reviewer")
@fresh
def outage_now(region: str, service: str) -> Response:
    """Say it beside the service, until it is over."""
    return _act(
        lambda session, directory: _say_outage(session, directory, service),
        lambda problems: _of_service("notice_outage.html", region, service, problems),
        region,
    )


def _say_outage(session: Session, directory: RegionDirectory, service: str) -> Change:
    form = request.form
    unclear = NO_PROBLEM
    try:
        until = _until(form, directory.timezone)
    except InputError as error:
        # Whatever else is wrong is said at the same time, so it is looked at with some end or other.
        unclear, until = error.problems, now() + timedelta(hours=1)
    note = {locale: text for locale in LOCALES if (text := form.get(f"note.{locale}", "").strip())}
    try:
        change = notices.outage(
            session, current_person(), directory.region, service, _reason("outage"), until, now(), plans(),
            form.get("contact_point") or None, form.get("instead") or None, note or None,
        )  # fmt: skip
    except InputError as error:
        raise InputError((*unclear, *error.problems)) from None
    if unclear:
        raise InputError(unclear)
    return change


@pages.get("/services/<region>/<service>/unhide")
@needs("editor", "reviewer")
def unhide(region: str, service: str) -> Response:
    """Ask for a hidden service to come back."""
    return _of_service("notice_unhide.html", region, service)


@pages.post("/services/<region>/<service>/unhide")
@needs("editor", "reviewer")
@fresh
def unhide_now(region: str, service: str) -> Response:
    """Propose it: somebody else approves."""
    return _act(
        lambda session, _: notices.unhide(
            session, current_person(), region, service, _reason("unhide"), now()
        ),
        lambda problems: _of_service("notice_unhide.html", region, service, problems),
        region,
    )


@pages.get("/notices/<region>/<notice>/end")
@needs("editor", "reviewer")
def end(region: str, notice: str) -> Response:
    """End an outage before its time."""
    return _of_notice(region, notice)


@pages.post("/notices/<region>/<notice>/end")
@needs("editor", "reviewer")
@fresh
def end_now(region: str, notice: str) -> Response:
    """The service stands alone again."""
    return _act(
        lambda session, _: notices.end_outage(
            session, current_person(), region, notice, _reason("end"), now(), plans()
        ),
        lambda problems: _of_notice(region, notice, problems),
        region,
    )


def _act(act: Act, again: Callable[[tuple[Problem, ...]], Response], region: str) -> Response:
    """Do it and lead on to the change, which says when it is public; or show the form again as it was."""
    _may_keep(region)
    try:
        with writing(factory()) as session:
            change_id = act(session, read_region(session, region) or abort(404)).id
    except InputError as error:
        return again(error.problems)
    return to(url_for("changes.one", change_id=change_id))


def _of_service(
    template: str, region: str, service_id: str, problems: tuple[Problem, ...] = NO_PROBLEM
) -> Response:
    _may_keep(region)
    with factory()() as session:
        directory = read_region(session, region) or abort(404)
        service = next((one for one in directory.services if one.id == service_id), None) or abort(404)
        hidden = hidden_services(in_force(directory.notices, now()))
        without = public_region(_hidden(directory, service_id), now())
        return page(
            template, 400 if problems else 200, problems=problems, region=region, service=service,
            zone=directory.timezone, typed=request.form, hidden=service_id in hidden,
            running=[one for one in in_force(directory.notices, now()) if one.kind == "outage" and one.service == service_id],
            left_empty=without is None, takes_first_place=_takes_first_place(directory, without),
            others=[one for one in directory.services if one.id not in hidden | {service_id}],
            left=notices.left_alone(session, own_session().live.profile.person, region, now()), most=ALONE_AN_HOUR,
            ends=ends(now(), directory.timezone), longest=LONGEST_OUTAGE.days, reasons=REASONS, locale_names=_NAMES,
        )  # fmt: skip


def _of_notice(region: str, notice_id: str, problems: tuple[Problem, ...] = NO_PROBLEM) -> Response:
    _may_keep(region)
    with factory()() as session:
        directory = read_region(session, region) or abort(404)
        notice = next((one for one in in_force(directory.notices, now()) if one.id == notice_id), None)
        if notice is None or notice.kind != "outage":
            abort(404)
        return page(
            "notice_end.html", 400 if problems else 200, problems=problems, region=region, notice=notice,
            service=directory.service(notice.service), zone=directory.timezone, typed=request.form, reasons=REASONS,
        )  # fmt: skip


_NAMES = {"es": "Español", "en": "English", "fr": "Français"}


def ends(at: datetime, zone: str) -> dict[str, datetime]:
    """The ends that one tap chooses: in an hour, today at 18:00 while that is ahead, tomorrow at 8:00."""
    local = at.astimezone(ZoneInfo(zone))
    evening = local.replace(hour=18, minute=0, second=0, microsecond=0)
    morning = (local + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    found = {"hour": at + timedelta(hours=1), "evening": evening, "morning": morning}
    return {name: moment for name, moment in found.items() if moment > at + timedelta(minutes=5)}


def _until(form: Mapping[str, str], zone: str) -> datetime:
    """The end that was chosen; for a day and time typed, in the time of the region."""
    chosen = form.get("until", "")
    if chosen in ("hour", "evening", "morning"):
        # The page may have been open for a while: 18:00 may have passed since.
        found = ends(now(), zone).get(chosen)
        if found is None:
            raise InputError([Problem("outage_is_over", where="until")])
        return found
    return local_time.moment(form.get("day", ""), form.get("time", ""), zone)


def _reason(act: str) -> str:
    catalog = translations(language())
    return reason_of(act, request.form.get("why", ""), request.form.get("reason", ""), catalog.ugettext)


def _hidden(directory: RegionDirectory, service_id: str) -> RegionDirectory:
    notice = Notice(id="asked", kind="hidden", service=service_id, since=now())
    return directory.model_copy(update={"notices": (*directory.notices, notice)})


def _takes_first_place(directory: RegionDirectory, without: RegionDirectory | None) -> Any:
    """The service that becomes the first card; None where that stays as it is."""
    at_present = public_region(directory, now())
    if without is None or at_present is None or without.first.services[0] == at_present.first.services[0]:
        return None
    return directory.service(without.first.services[0])


def _may_keep(region: str) -> None:
    person = own_session().live.profile.person
    if not (person.may("editor", region) or person.may("reviewer", region)):
        abort(403)
