"""Asking an operator whether a number is still right, and the page on which the operator answers."""

from flask import Blueprint, Response, abort, current_app, request, session, url_for

from hotline.domain import schedule
from hotline.domain.errors import InputError, Problem
from hotline.editions.rendering import translations
from hotline.services import attesting, contacts, letters
from hotline.services.attesting import Asked, Question
from hotline.services.waiting import may_read
from hotline.storage.session import writing
from hotline.web.admin.access import anybody, current_person, fresh, needs
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.plans import plans
from hotline.web.admin.rendering import page

pages = Blueprint("attesting", __name__)


@pages.get("/services/<region>/<service>/attestation")
@needs("editor")
def ask(region: str, service: str) -> Response:
    """Which number to ask about, and whom the question goes to."""
    return _form(region, service, [], 200)


@pages.post("/services/<region>/<service>/attestation")
@needs("editor")
@fresh
def ask_now(region: str, service: str) -> Response:
    """Make the link: mailed to the operator, or shown to be copied."""
    person = current_person()
    if not person.may("editor", region):
        abort(403)
    try:
        with writing(factory()) as transaction:
            asked = attesting.ask(
                transaction, person, region, service, request.form.get("contact_point", ""), now()
            )
            address = url_for("attesting.answer", secret=asked.secret, _external=True)
            language = asked.contact.language if asked.contact else "es"
            subject, body = _letter(asked, address, language)
            email = asked.contact.email if asked.contact and current_app.config["MAILS"] else None
            if email:
                letters.write_secret(
                    transaction, "attestation", language, subject, body, now(), email=email,
                    expires_at=asked.until, name=asked.contact.name if asked.contact else None,
                    region=region, record_id=service,
                )  # fmt: skip
    except InputError as error:
        return _form(region, service, error.problems, 400)
    return page(
        "attest_asked.html", asked=asked, region=region, email=email, subject=subject, body=body,
        language=language, days=attesting.LASTS.days,
    )  # fmt: skip


@pages.get("/attest/<secret>")
@anybody
def answer(secret: str) -> Response:
    """The published number, and the question whether it is right."""
    with factory()() as transaction:
        question = attesting.opened(transaction, secret, now())
    if question is None:
        return _ended()
    # The operator's own language first; the page offers the others.
    session.setdefault("language", question.attestation.language)
    return _question(question, [], 200)


@pages.post("/attest/<secret>")
@anybody
def answer_now(secret: str) -> Response:
    """Take the answer once."""
    try:
        with writing(factory()) as transaction:
            question = attesting.opened(transaction, secret, now())
            problems = attesting.answer(transaction, secret, request.form, now(), plans())
    except InputError as error:
        if any(problem.code != "link_ended" for problem in error.problems) and question is not None:
            return _question(question, error.problems, 400)
        return _ended()
    if problems and question is not None and question.attestation.answer is None:
        return _question(question, problems, 400)
    return page("attest_thanks.html") if not problems else _ended()


def _ended() -> Response:
    return page("attest_ended.html", 404)


def _question(question: Question, problems: "tuple[Problem, ...] | list[Problem]", status: int) -> Response:
    point = question.point
    return page(
        "attest.html", status, problems=problems, question=question, point=point,
        week=schedule.describe(point.hours) if point.hours else None, typed=request.form, limits=attesting.LONGEST,
    )  # fmt: skip


def _form(
    region: str, service: str, problems: "tuple[Problem, ...] | list[Problem]", status: int
) -> Response:
    if not may_read(current_person(), region):
        abort(404)
    with factory()() as transaction:
        found = attesting.points(transaction, region, service)
        contact = contacts.of_service(transaction, region, service)
    if found is None:
        abort(404)
    return page(
        "attest_ask.html", status, problems=problems, region=region, service=found[0], points=found[1],
        contact=contact, mails=current_app.config["MAILS"], chosen=request.form.get("contact_point", ""),
        days=attesting.LASTS.days,
    )  # fmt: skip


def _letter(asked: Asked, address: str, language: str) -> tuple[str, str]:
    """Subject and text in the operator's language; the subject says nothing about the line."""
    _ = translations(language).gettext
    lines = [
        _("Good day,"),
        "",
        _("You are in our directory of phone lines. Please look whether this is still right:"),
        "",
        asked.service.name,
        "",
        _("On this page you see the number, and type it once more:"),
        address,
        "",
        _("The link works once, for %(days)s days. It asks for no password and no account.")
        % {"days": attesting.LASTS.days},
        _(
            "If you have doubts about this letter, do not open the link: answer the letter, or ask us by phone."
        ),
    ]
    return _("A question about a directory entry"), "\n".join(lines)
