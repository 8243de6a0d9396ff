"""Files for campaign materials at the desk: bring several in, look at what was found in each, play it.

A file is never opened as a page: it comes in a sandbox under a neutral name, in parts if a player asks.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, abort, current_app, request, send_file, url_for
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.rendition import ENDINGS, nature
from hotline.services import brought_files
from hotline.services.attachments import cleaned_name, may_read
from hotline.services.incoming import IncomingFile
from hotline.services.looking.found import LARGEST, MEGABYTE
from hotline.services.waiting import names
from hotline.storage import shelf
from hotline.storage.session import writing
from hotline.storage.tables.brought_file import BroughtFile
from hotline.web.admin import rendition_page, uploads
from hotline.web.admin.access import current_person, needs, own_session
from hotline.web.admin.change_page import zone_of
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.moments import in_words
from hotline.web.admin.rendering import language, page, sentence, to
from hotline.web.admin.uploads import takes_large_files

pages = Blueprint("files", __name__)

LARGEST_UPLOAD = max(LARGEST.values())


class Refused(NamedTuple):
    """A file that was not taken, by the name it had, and why, in sentences."""

    name: str
    sentences: tuple[str, ...]


@pages.get("/files")
@needs()
def every() -> Response:
    """The regions to choose from. Whoever has just one is led on to it."""
    person = own_session().live.profile.person
    if len(person.regions) == 1:
        return to(url_for("files.of_region", region=next(iter(person.regions))))
    return page("file_regions.html", regions=sorted(person.regions))


@pages.get("/files/<region>")
@needs()
def of_region(region: str) -> Response:
    """What was brought in for a region, and the form for more."""
    _may_read(region)
    return _listed(region, [], [], [], 200)


@pages.post("/files/<region>")
@needs("editor")
@takes_large_files(LARGEST_UPLOAD)
def bring(region: str) -> Response:
    """Take the files that can be taken, and say of each other one what is wrong with it."""
    if not current_person().may("editor", region):
        abort(403)
    kept: list[BroughtFile] = []
    problems: list[Problem] = []
    refused: list[Refused] = []
    for name, file in uploads.came():
        try:
            kept.append(_take(region, name, file))
        except InputError as error:
            # Each is told by its name below; the list at the top leads there.
            problems += (replace(one, where="refused") for one in error.problems)
            shown = cleaned_name(name)
            refused.append(Refused(shown, tuple(sentence(one, language()) for one in error.problems)))
    if not kept and not refused:
        problems.append(Problem("file_missing", where="file"))
    if problems:
        return _listed(region, list({one.code: one for one in problems}.values()), refused, kept, 400)
    if len(kept) == 1:
        return to(url_for("files.look", region=region, digest=kept[0].digest))
    return to(f"{url_for('files.of_region', region=region)}#brought")


@pages.get("/files/<region>/<digest>")
@needs()
def one(region: str, digest: str) -> Response:
    """The file itself, whole or the part that a player asks for; with `?keep`, as a download."""
    found = _found(region, digest)
    name = f"file-{digest[:12]}.{ENDINGS[found.media_type]}"
    return _sent(found.digest, found.media_type, name, "keep" in request.args)


@pages.get("/files/<region>/<digest>/preview")
@needs()
def preview(region: str, digest: str) -> Response:
    """The small picture of a file."""
    found = _found(region, digest)
    return _sent(found.preview or abort(404), "image/webp", f"file-{digest[:12]}.webp", False)


@pages.get("/files/<region>/<digest>/page")
@needs()
def look(region: str, digest: str) -> Response:
    """What was found in a file, and the file itself to be seen or heard."""
    found = _found(region, digest)
    with factory()() as session:
        return page(
            "file.html", found=found, added_at=_told(session, found),
            called=names(session, [found.added_by]), file=rendition_page.shown(session, found),
            may_edit=current_person().may("editor", region), named=brought_files.named(session, digest),
        )  # fmt: skip


@pages.after_app_request
def fence_in(response: Response) -> Response:
    """A file gets a sandbox, in which nothing runs; only pages that play one may fetch it."""
    policy = response.headers.get("Content-Security-Policy", "")
    if request.endpoint in {"files.one", "files.preview"}:
        response.headers["Content-Security-Policy"] = f"sandbox; {policy}"
    elif request.endpoint in _PLAYS:
        response.headers["Content-Security-Policy"] = f"{policy}; media-src 'self' data:"
    return response


#: Pages with a player. Captions that nobody has published yet come along in the page, as data.
_PLAYS = {"files.look", "changes.one", "records.one"}


def _take(region: str, name: str, file: IncomingFile) -> BroughtFile:
    path = file.whole()
    if path is None:
        raise InputError([Problem(file.problem or "file_missing", _limits(file.problem), where="file")])
    seen = brought_files.look(path)
    try:
        with writing(factory()) as session:
            return brought_files.keep(session, current_person(), region, seen, name, _folder(), now())
    finally:
        seen.drop()


def _limits(problem: str) -> dict[str, str]:
    return {"most": str(uploads.MOST_FILES)} if problem == "file_too_many" else {}


def _listed(
    region: str, problems: list[Problem], refused: list[Refused], kept: list[BroughtFile], status: int
) -> Response:
    with factory()() as session:
        shown = [(one, _told(session, one)) for one in brought_files.of_region(session, region)]
    return page(
        "files.html", status, problems=problems, region=region, files=shown, refused=refused, kept=kept,
        nature=nature, may_edit=current_person().may("editor", region), most=uploads.MOST_FILES,
        megabytes={kind: size // MEGABYTE for kind, size in LARGEST.items()},
    )  # fmt: skip


def _told(session: Session, one: BroughtFile) -> str:
    return in_words(one.added_at, zone_of(session, one.region), language())


def _sent(digest: str, media_type: str, name: str, keep: bool) -> Response:
    path = shelf.place(_folder(), digest)
    if not path.is_file():
        abort(404)
    return send_file(
        path, mimetype=media_type, as_attachment=keep, download_name=name, conditional=True, etag=False
    )


def _may_read(region: str) -> None:
    if re.fullmatch("[A-Z]{2}", region) is None:
        abort(404)
    if not may_read(own_session().live.profile.person, region):
        abort(403)


def _found(region: str, digest: str) -> BroughtFile:
    _may_read(region)
    if re.fullmatch("[0-9a-f]{64}", digest) is None:
        abort(404)
    with factory()() as session:
        return brought_files.find(session, region, digest) or abort(404)


def _folder() -> Path:
    folder: Path = current_app.config["FILES"]
    return folder
