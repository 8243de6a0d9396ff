"""The whole service: public pages, and the desk under /admin, which is an application of its own.

The desk is set up with its first request, and a desk that fails takes nothing else down: the
public pages neither share its cookie nor its database, and never import it.
"""

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask

from hotline.config import Settings
from hotline.domain.report import Report
from hotline.web import security
from hotline.web.app import create_app
from hotline.web.errors import report
from hotline.web.reporting import Keep

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DESK = "/admin"


def create_service(settings: Settings) -> Flask:
    """The WSGI application that a server runs."""
    app = create_app(settings, _report_box(settings))
    app.wsgi_app = beside(app.wsgi_app, lambda: _desk(settings))  # type: ignore[method-assign, assignment]
    return app


def _report_box(settings: Settings) -> Keep:
    made: list[Keep] = []

    def keep(told: Report) -> bool:
        # Like the desk: the public pages start without a database and its libraries.
        if not made:
            from hotline.web.report_box import box

            made.append(box(settings.database))
        return made[0](told)

    return keep


def _desk(settings: Settings) -> "WSGIApplication":
    # Not before it is needed: public pages then start without its libraries.
    from hotline.web.admin.app import create_desk

    return create_desk(settings)


def beside(public: "WSGIApplication", make_desk: "Callable[[], WSGIApplication]") -> "WSGIApplication":
    """`public`, and the desk for every address under /admin."""
    made: list[WSGIApplication] = []
    lock = threading.Lock()

    def desk() -> "WSGIApplication":
        with lock:
            if not made:
                made.append(make_desk())
        return made[0]

    def service(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO") or "/"
        if path != DESK and not path.startswith(f"{DESK}/"):
            return public(environ, start_response)
        try:
            return desk()(environ, start_response)
        except Exception as error:
            report(error)
            body = b"The desk does not work now. The public pages do. The log of the service says where it failed.\n"
            headers = {**security.desk_headers(), "Content-Type": "text/plain; charset=utf-8"}
            headers |= {"Content-Length": str(len(body)), "Retry-After": "60"}
            start_response("503 SERVICE UNAVAILABLE", list(headers.items()))
            return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    return service
