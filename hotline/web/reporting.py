"""Takes what a visitor tells about a wrong number, and hands it on. Must not know where it is kept.

The public pages stand on editions alone. Whoever puts the service together passes `keep`; without
it, as without a database, the answer says plainly that nothing could be kept.
"""

from collections.abc import Callable

from flask import Flask, Response, abort, request

from hotline.domain import report as reports
from hotline.domain.errors import InputError, Problem
from hotline.domain.listing import LOCALES
from hotline.domain.report import Report
from hotline.editions.rendering import Home
from hotline.editions.report_page import State, render_report
from hotline.editions.serving import Follower
from hotline.web import limits
from hotline.web.public import typed

#: So many reports an hour are taken from one place, beside the limit on all that is typed.
AN_HOUR = 5
#: Keeps a report; False where it could not.
Keep = Callable[[Report], bool]


def kept_nowhere(_: Report) -> bool:
    """For public pages that run without a desk beside them."""
    return False


def register(app: Flask, follower: Follower, home: Home, keep: Keep) -> None:
    """The address that the form is sent to. The form itself is a finished page of the edition."""

    @app.post("/<locale>/report")
    def report(locale: str) -> Response:
        edition = follower.site().edition
        if locale not in LOCALES:
            abort(404)

        def answer(status: int, state: State, *problems: Problem) -> Response:
            html = render_report(edition, locale, home, state, request.form, problems)
            return typed(html, status)

        try:
            told = reports.read(request.form, edition.directories.keys(), locale)
        except InputError as error:
            return answer(400, "asked", *error.problems)
        if not limits.once_more("report", AN_HOUR):
            response = answer(429, "asked", Problem("reports_an_hour", {"limit": str(AN_HOUR)}))
            response.headers["Retry-After"] = "3600"
            return response
        if not keep(told):
            response = answer(503, "not_kept")
            response.headers["Retry-After"] = "60"
            return response
        return answer(200, "kept")
