"""Attachments at the desk: add a file that shows what a source said, look at it, take it along.

A file is never opened as a page: it comes as a download of a neutral name, in a sandbox, and only
pictures and recordings are shown inside a page of ours.
"""

from pathlib import Path
from typing import IO

from flask import Blueprint, Response, abort, current_app, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from hotline.domain.errors import InputError, Problem
from hotline.services import attachments
from hotline.services.attachments import Consent
from hotline.services.harmless import LARGEST, nature
from hotline.services.waiting import names
from hotline.storage import shelf
from hotline.storage.session import writing
from hotline.storage.tables.attachment import Attachment
from hotline.web.admin.access import current_person, needs
from hotline.web.admin.bodies import takes_file
from hotline.web.admin.change_page import zone_of
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.moments import in_words
from hotline.web.admin.rendering import language, page, to

pages = Blueprint("attachments", __name__)


@pages.get("/attachments")
@needs("editor", "reviewer")
def mine() -> Response:
    """What I have added, and the form for more."""
    return _mine([], 200)


@pages.post("/attachments")
@needs("editor", "reviewer")
@takes_file(max(LARGEST.values()))
def add() -> Response:
    """Take a file, or say everything that is wrong with it."""
    person, form = current_person(), request.form
    region = form.get("region", "")
    consent = Consent(form.get("consent_by", ""), form.get("consent_on", ""))
    upload = request.files.get("file")
    folder = _folder()
    try:
        file = attachments.take(person, region, _bytes_of(upload), consent, folder, now())
        try:
            with writing(factory()) as session:
                name = (upload and upload.filename) or ""
                added = attachments.keep(session, person, region, file, name, consent, folder, now())
        finally:
            file.path.unlink(missing_ok=True)
    except InputError as error:
        return _mine(error.problems, 400)
    return to(url_for("attachments.look", digest=added.digest))


@pages.get("/attachments/<digest>")
@needs()
def one(digest: str) -> Response:
    """The file itself, to keep."""
    found = _found(digest)
    path = shelf.place(_folder(), found.digest)
    if not path.is_file():
        abort(404)
    return send_file(
        path,
        mimetype=found.media_type,
        as_attachment=True,
        download_name=attachments.neutral_name(found),
        etag=False,
    )


@pages.get("/attachments/<digest>/page")
@needs()
def look(digest: str) -> Response:
    """What it is, and the picture or the recording itself."""
    found = _found(digest)
    with factory()() as session:
        added_at = _told(session, found)
        called = names(session, [found.added_by])
    return page(
        "attachment.html", found=found, nature=nature(found.media_type), added_at=added_at, called=called
    )


@pages.after_app_request
def fence_in(response: Response) -> Response:
    """A file gets a sandbox, in which nothing runs; only the page that plays a recording may fetch one."""
    policy = response.headers.get("Content-Security-Policy", "")
    if request.endpoint == "attachments.one":
        response.headers["Content-Security-Policy"] = f"sandbox; {policy}"
    elif request.endpoint == "attachments.look":
        response.headers["Content-Security-Policy"] = f"{policy}; media-src 'self'"
    return response


def _mine(problems: "tuple[Problem, ...] | list[Problem]", status: int) -> Response:
    person, form = current_person(), request.form
    with factory()() as session:
        shown = [(one, _told(session, one)) for one in attachments.of_person(session, person.id)]
    return page(
        "attachments.html", status, problems=problems, attachments=shown, regions=sorted(person.regions),
        chosen=form.get("region", ""), consent_by=form.get("consent_by", ""), consent_on=form.get("consent_on", ""),
        nature=nature,
    )  # fmt: skip


def _told(session: Session, one: Attachment) -> str:
    """When it was added, by the clocks of its region."""
    return in_words(one.added_at, zone_of(session, one.region), language())


def _bytes_of(upload: FileStorage | None) -> IO[bytes] | None:
    return upload.stream if upload is not None and upload.filename else None


def _found(digest: str) -> Attachment:
    with factory()() as session:
        return attachments.readable(session, current_person(), digest) or abort(404)


def _folder() -> Path:
    folder: Path = current_app.config["ATTACHMENTS"]
    return folder
