"""Error answers of the desk: what happened, and what to do. They need no database."""

from flask import Flask, Response, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from hotline.web.admin.database import NoDatabaseError
from hotline.web.admin.rendering import plain_page
from hotline.web.errors import report

#: What has a sentence of its own in templates/admin/error.html; all others are told like 400 or 500.
TOLD = (400, 401, 403, 404, 405, 413, 429, 500, 503)


def register(app: Flask) -> None:
    """Answer every error and every failure of the desk."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        status = error.code or 500
        response = answer(status)
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response

    @app.errorhandler(SecurityError)
    def other_name(_: SecurityError) -> Response:
        # A page holds addresses, and there are none under a name that is not ours.
        return Response("400\n", 400, mimetype="text/plain")

    @app.errorhandler(CSRFError)
    def forged(_: CSRFError) -> Response:
        return answer(400)

    @app.errorhandler(NoDatabaseError)
    @app.errorhandler(DBAPIError)
    def no_database(error: Exception) -> Response:
        report(error)
        response = answer(503)
        response.headers["Retry-After"] = "60"
        return response

    @app.errorhandler(Exception)
    def failure(error: Exception) -> Response:
        report(error)
        return answer(500)

    def answer(status: int) -> Response:
        told = status if status in TOLD else (400 if status < 500 else 500)
        return plain_page("error.html", status, told=told, home=url_for("front.front"))
