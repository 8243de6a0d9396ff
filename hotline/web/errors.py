"""Error answers that still help: the language is kept, the exit is there, and so are the numbers.

They are finished files of the edition too. When the service itself fails on a public page, the
place in the code is written to the error log, and nothing of the request (P14).
"""

import logging
import traceback

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from hotline.domain.listing import LOCALES
from hotline.editions.pages import ERROR_STATUSES
from hotline.editions.serving import Follower, NoEditionError
from hotline.web.public import file_response, with_headers

log = logging.getLogger("hotline.web")

#: What remains when there is no edition: words in three languages, and a way out.
_LAST_RESORT = """<!doctype html><html lang="es"><meta charset="utf-8"><title>503</title>
<p><a href="https://www.wikipedia.org/" rel="nofollow noreferrer">Salir / Leave / Quitter</a>
<p>Esta página no funciona ahora. Si está en peligro, llame al número de emergencia de su país.
<p lang="en">This page does not work now. If you are in danger, call the emergency number of your country.
<p lang="fr">Cette page ne marche pas en ce moment. En cas de danger, appelez le numéro d’urgence de votre pays.
"""


def register(app: Flask, follower: Follower) -> None:
    """Answer every HTTP error and every failure with a page that helps."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        return _page(follower, error.code or 500)

    @app.errorhandler(NoEditionError)
    def no_edition(_: NoEditionError) -> Response:
        return _page(follower, 503)

    @app.errorhandler(Exception)
    def failure(error: Exception) -> Response:
        log.error("%s at %s", type(error).__name__, _place(error))
        return _page(follower, 500)


def _page(follower: Follower, status: int) -> Response:
    shown = status if status in ERROR_STATUSES else (404 if 400 <= status < 500 else 500)
    locale = request.path.split("/")[1]
    address = f"/errors/{locale if locale in LOCALES else LOCALES[0]}/{shown}"
    try:
        answer = follower.site().file(address, "GET", request.headers.get("Accept-Encoding", ""))
    except Exception as error:
        log.error("%s at %s", type(error).__name__, _place(error))
        answer = None
    if answer is None:
        response = with_headers(Response(_LAST_RESORT, status, mimetype="text/html"))
    else:
        response = file_response(answer, status)
    # An edge must not keep an error in the place of a page.
    response.headers["CDN-Cache-Control"] = "no-store"
    if status in {429, 503}:
        response.headers["Retry-After"] = "60"
    for header in ("ETag", "Last-Modified"):
        response.headers.pop(header, None)
    return response


def _place(error: BaseException) -> str:
    """Files and lines only: a message could carry what the visitor typed."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-6:]))
