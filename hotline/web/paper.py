"""Forms for paper: those of the edition, and those that somebody puts together. Knows editions only.

What is chosen and the logo live in memory for as long as the answer takes. They are typeset by a
process of their own, which ends with the answer.
"""

import threading
from io import BytesIO
from typing import IO, Any

from flask import Blueprint, Request, Response, abort, request

from hotline.domain.errors import InputError, Problem
from hotline.domain.listing import LOCALES
from hotline.editions import make_page, print_page
from hotline.editions.make_page import LARGEST_LOGO
from hotline.editions.print import own, worker
from hotline.editions.print.own import Choice
from hotline.editions.print.worker import NotMadeError, RefusedError
from hotline.editions.rendering import Home
from hotline.editions.serving import Follower, Site
from hotline.web import limits, security
from hotline.web.public import rendition_response, typed

#: So many sheets an hour are made for one place, beside the limit on all that is typed.
AN_HOUR = 30
#: So many are being made at once by this process, and each takes at most so many seconds.
AT_ONCE, SECONDS = 2, 10.0
#: A logo that is a little too large is told so; the rest of the form is small.
_LARGEST_BODY = LARGEST_LOGO + 1_000_000
_MOST_FIELDS, _READ_AT_ONCE = 60, 200_000
_TYPES = {".pdf": "application/pdf", ".png": "image/png"}


class InMemory(Request):
    """A request whose files never touch the disk: a body is bounded, and a file of a visitor leaves traces."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def blueprint(follower: Follower, home: Home) -> Blueprint:
    """The addresses of forms, and the one that makes them."""
    paper = Blueprint("paper", __name__)
    free = threading.BoundedSemaphore(AT_ONCE)

    @paper.get("/print/<path:path>")
    def form(path: str) -> Response:
        site = follower.site()
        place = site.form(f"/print/{path}")
        if place is None:
            abort(404)
        try:
            return rendition_response(place, _TYPES[place.suffix])
        except FileNotFoundError:
            return _being_made(site, home)

    @paper.post("/<locale>/materials/make")
    def make(locale: str) -> Response:
        site = follower.site()
        if locale not in LOCALES or site.yielded is None:
            abort(404)
        request.max_content_length = _LARGEST_BODY
        request.max_form_parts = _MOST_FIELDS
        # The reader of forms holds so much at a time, also of a file.
        request.max_form_memory_size = _READ_AT_ONCE
        said = make_page.typed(request.form, site.edition, locale)
        sent = request.files.get("logo")
        logo = sent.read() if sent else b""

        def again(status: int, *problems: Problem, seconds: int = 0, state: str = "asked") -> Response:
            html = make_page.render_make(site.edition, locale, home, said, problems, state)
            answer = typed(html, status)
            if seconds:
                answer.headers["Retry-After"] = str(seconds)
            return answer

        if request.form.get("ask") == "lines":
            return again(200, state="lines")
        try:
            choice = make_page.choice(said, logo, site.edition)
        except InputError as error:
            return again(400, *error.problems)
        if request.form.get("ask") == "check":
            # The script of the page asks for the file itself after this.
            answer = Response(status=204)
            answer.headers.update(security.private_headers(security.page_policy()))
            return answer
        if not free.acquire(blocking=False):
            return again(503, Problem("paper_not_made"), seconds=60)
        try:
            if not limits.once_more("paper", AN_HOUR):
                return again(429, Problem("paper_an_hour", {"limit": str(AN_HOUR)}), seconds=3600)
            return _download(choice, _made(choice, site, home))
        except RefusedError as error:
            if error.about == "logo":
                return again(400, Problem("paper_logo_unreadable", where="logo"))
            return again(400, Problem("paper_too_full", where="kind"))
        except NotMadeError:
            return again(503, Problem("paper_not_made"), seconds=60)
        finally:
            free.release()

    return paper


def _made(choice: Choice, site: Site, home: Home) -> bytes:
    marks = site.yielded.marks if site.yielded else {}
    form: dict[str, Any] = own.form(site.edition, choice, home, marks)
    return worker.once(choice.kind.name, form, SECONDS)


def _download(choice: Choice, content: bytes) -> Response:
    """The file under a name that says nothing of who asked, nor of what it is for."""
    name = choice.kind.file
    answer = Response(content, mimetype=_TYPES[name[name.rindex(".") :]])
    answer.headers.update(security.private_headers(security.FILE_POLICY))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _being_made(site: Site, home: Home) -> Response:
    parts = request.path.split("/")
    locale = next((part for part in parts if part in LOCALES), LOCALES[0])
    html = print_page.render_being_made(site.edition, locale, home)
    answer = typed(html, 503)
    answer.headers["Retry-After"] = "60"
    return answer
