"""Pages for files of rows: bring them in, look at what differs, propose it, and take the directory along."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from functools import partial

from flask import Blueprint, Response, abort, request, send_file, url_for
from sqlalchemy.orm import Session

from hotline.domain.blind import Veil
from hotline.domain.errors import InputError, Problem
from hotline.domain.listing import RegionDirectory
from hotline.domain.review import numbers_to_type
from hotline.editions.rendering import translations
from hotline.services import batches, waiting
from hotline.services.sheets import data_files, limits
from hotline.services.sheets import writing as sheet_writing
from hotline.services.sheets.columns import Column, Table
from hotline.services.sheets.comparing import STATUSES
from hotline.services.sheets.opening import File
from hotline.storage.directory import read_all
from hotline.storage.session import writing
from hotline.storage.tables.batches import Batch
from hotline.web.admin import sheet_words
from hotline.web.admin.access import current_person, needs
from hotline.web.admin.bodies import takes_file
from hotline.web.admin.change_list import rows
from hotline.web.admin.change_page import Reader, is_blind, zone_of
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.field_names import state_names
from hotline.web.admin.plans import plans
from hotline.web.admin.rendering import language, page, sentence, to
from hotline.web.admin.sheet_preview import preview

pages = Blueprint("sheets", __name__)

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: More files than there are tables and regions nobody needs at once.
_MOST_FILES = 60


@pages.get("/import")
@needs("editor")
def bring() -> Response:
    """How it goes, templates to fill in, and the form for files."""
    return _bring([], 200)


@pages.post("/import")
@needs("editor")
@takes_file(limits.MOST_BYTES)
def bring_now() -> Response:
    """Read the files and keep what was found; nothing is proposed yet."""
    uploads = [upload for upload in request.files.getlist("files") if upload.filename][:_MOST_FILES]
    if not uploads:
        return _bring([Problem("sheet_missing", where="files")], 400)
    files = [File(upload.filename or "", upload.read()) for upload in uploads]
    person = current_person()
    with factory()() as session:
        found = batches.look(session, person, files, plans(), now())
    with writing(factory()) as session:
        batch = batches.keep(session, person, files, found, now())
    return to(url_for("sheets.one", batch=batch.id))


@pages.get("/import/<int:batch>")
@needs()
def one(batch: int) -> Response:
    """What was found in files, or the changes that came of them."""
    return _one(batch, [], "", 200)


@pages.post("/import/<int:batch>")
@needs("editor")
def propose(batch: int) -> Response:
    """Propose everything of a preview, or say all that is in the way."""
    reason = request.form.get("reason", "")
    try:
        with writing(factory()) as session:
            batches.propose(session, current_person(), batch, reason, now(), plans())
    except InputError as error:
        return _one(batch, error.problems, reason, 400)
    return to(url_for("sheets.one", batch=batch))


@pages.get("/import/templates/<name>")
@needs()
def template(name: str) -> Response:
    """Empty tables with a word on each column, in the language of whoever asks."""
    if name == "tables.zip":
        return _file(sheet_writing.csv_files({}, template=True), name, "application/zip")
    if name != "tables.xlsx":
        abort(404)
    return _file(sheet_writing.workbook_of({}, _hint(), template=True), name, _WORKBOOK)


@pages.get("/export")
@needs()
def take() -> Response:
    """Which regions to take along, and in which form."""
    return _take([], 200)


@pages.get("/export/file")
@needs()
def take_now() -> Response:
    """What is published of the chosen regions, as a file to keep."""
    chosen, form = request.args.getlist("region"), request.args.get("form", "xlsx")
    with factory()() as session:
        regions = [one for one in _readable(read_all(session)) if one.region in chosen]
    if {one.region for one in regions} < set(chosen):
        abort(404)
    if not regions:
        return _take([Problem("sheet_no_region", where="region")], 400)
    if form == "toml":
        return _data_files(regions)
    found = sheet_writing.tables_of(regions)
    if form == "csv":
        return _file(sheet_writing.csv_files(found), "tables.zip", "application/zip")
    return _file(sheet_writing.workbook_of(found, _hint()), "tables.xlsx", _WORKBOOK)


def _bring(problems: Iterable[Problem], status: int) -> Response:
    person = current_person()
    with factory()() as session:
        lately = batches.lately(session, person, now())
    return page(
        "sheet_bring.html", status, problems=problems, lately=lately, tables=sheet_words.TABLES,
        megabytes=limits.MOST_BYTES // limits.MEGABYTE, rows=limits.MOST_ROWS,
    )  # fmt: skip


def _one(batch_id: int, problems: Sequence[Problem], reason: str, status: int) -> Response:
    with factory()() as session:
        batch = batches.of_person(session, current_person(), batch_id)
        if batch is not None and batch.state == "proposed":
            return _proposed(session, batch)
        found = batches.found_in(batch, now()) if batch else None
        if batch is None and not problems:
            abort(404)
    if batch is None or found is None:
        gone = problems or [Problem("sheet_preview_gone")]
        return page("sheet_gone.html", status if problems else 410, problems=gone, reason=reason)
    chosen = request.args.get("show", "")
    chosen = chosen if chosen in STATUSES else ""
    first = max(0, request.args.get("from", 0, int))
    translate = translations(language()).gettext
    shown = preview(found, chosen, first, language(), translate)
    return page(
        "sheet_preview.html", status, problems=problems, batch=batch, shown=shown, reason=reason,
        sentence=partial(sentence, locale=language()),
    )  # fmt: skip


def _proposed(session: Session, batch: Batch) -> Response:
    """The changes of a batch. Whoever is to type their numbers blind does not read them here either."""
    person = current_person()
    reader = Reader(person, language(), translations(language()).gettext, now())
    listed = waiting.of_batch(session, person, batch.id)
    first = max(0, request.args.get("from", 0, int))
    changes = waiting.texts(session, (one.id for one in listed))
    hidden = [
        number
        for one in changes.values()
        if is_blind(person, one.region, one.state, one.authors)
        for number in numbers_to_type(one.before, one.after).values()
    ]
    veil = Veil(hidden)
    called = waiting.names(session, [batch.person])[batch.person]
    zone = zone_of(session, listed[0].region) if listed else "UTC"
    return page(
        "sheet_batch.html", batch=batch, name=veil.text(batch.name), by=called, zone=zone,
        reason=veil.text(batch.reason or ""), count=len(listed), first=first,
        changes=rows(session, listed[first : first + 50], reader),
        states=state_names(translations(language()).gettext),
        before=max(0, first - 50) if first else None, after=first + 50 if first + 50 < len(listed) else None,
    )  # fmt: skip


def _take(problems: Iterable[Problem], status: int) -> Response:
    with factory()() as session:
        codes = [one.region for one in _readable(read_all(session))]
    return page("sheet_take.html", status, problems=problems, regions=codes)


def _readable(regions: Iterable[RegionDirectory]) -> list[RegionDirectory]:
    person = current_person()
    return [one for one in regions if waiting.may_read(person, one.region)]


def _data_files(regions: Sequence[RegionDirectory]) -> Response:
    if len(regions) == 1:
        text = data_files.written(regions[0]).encode()
        return _file(text, f"{regions[0].region}.toml", "application/toml")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for one in regions:
            packed.writestr(f"{one.region}.toml", data_files.written(one))
    return _file(out.getvalue(), "data.zip", "application/zip")


def _hint() -> sheet_writing.Hint:
    translate = translations(language()).gettext

    def said(table: Table, column: Column) -> str:
        return sheet_words.hint(table, column, translate)

    return said


def _file(data: bytes, name: str, media_type: str) -> Response:
    return send_file(
        io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name, etag=False
    )
