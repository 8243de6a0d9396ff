"""Error answers that still help: the language is kept, the exit is there, and so are the numbers (P19).

They are finished files of the edition, held in memory, so that they are there when the folder is
damaged or when Flask itself fails. When the service fails on a public page, the place in the code
is written to the error log, and nothing of the request (P14).
"""

import gzip
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from hotline import failure
from hotline.domain.listing import LOCALES
from hotline.editions.pages import ERROR_STATUSES
from hotline.editions.serving import Follower, NoEditionError
from hotline.web import security
from hotline.web.problems import is_api, problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("hotline.web")


class ErrorPages:
    """The error pages of the newest edition that could be read whole, in memory."""

    def __init__(self, follower: Follower, last_resort: str) -> None:
        self._follower = follower
        self._last_resort = _both_forms(last_resort.encode())
        self._folder: Path | None = None
        self._policy = security.page_policy()
        self._pages: Mapping[tuple[str, int], tuple[bytes, bytes]] = {}
        self.refresh()

    def answer(self, path: str, status: int, accept_encoding: str) -> tuple[bytes, Headers]:
        """Body and headers for `status`, in the language of the address `path`."""
        self.refresh()
        locale = path.split("/")[1] if "/" in path else ""
        shown = status if status in ERROR_STATUSES else (404 if 400 <= status < 500 else 500)
        plain, gzipped = self._pages.get(
            (locale if locale in LOCALES else LOCALES[0], shown), self._last_resort
        )
        headers = Headers({**security.public_headers(self._policy), "Vary": "Accept-Encoding"})
        headers["Content-Type"] = "text/html; charset=utf-8"
        # An edge must not keep an error in the place of a page.
        headers["CDN-Cache-Control"] = "no-store"
        if status in {429, 503}:
            headers["Retry-After"] = "60"
        body = plain
        if security.takes_gzip(accept_encoding):
            body = gzipped
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        return body, headers

    def refresh(self) -> None:
        """Take over the pages of the current edition; on any failure the ones at hand stay."""
        try:
            site = self._follower.site()
            if site.folder == self._folder:
                return
            pages = {}
            for locale in LOCALES:
                for status in ERROR_STATUSES:
                    found = site.file(f"/errors/{locale}/{status}", "GET", "")
                    if found is None or found.file is None:
                        return
                    with found.file as file:
                        pages[locale, status] = _both_forms(file.read())
            self._policy = security.content_security_policy(*site.policy_sources)
            self._pages, self._folder = pages, site.folder
        except NoEditionError:
            return
        except Exception as error:
            report(error)


def register(app: Flask, pages: ErrorPages) -> None:
    """Answer every HTTP error and every failure of `app` with a page that helps."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        response = answer(error.code or 500)
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response

    @app.errorhandler(NoEditionError)
    def no_edition(_: NoEditionError) -> Response:
        return answer(503)

    @app.errorhandler(Exception)
    def failure(error: Exception) -> Response:
        report(error)
        return answer(500)

    def answer(status: int) -> Response:
        if is_api(request.path):
            return problem(status)
        body, headers = pages.answer(request.path, status, request.headers.get("Accept-Encoding", ""))
        return Response(body, status, headers)


def guarded(app: "WSGIApplication", pages: ErrorPages) -> "WSGIApplication":
    """`app`, and behind it an answer that helps should the framework itself fail.

    A server would otherwise answer with a page of its own, and write the address into its log.
    """

    def guard(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        # Held back until the application has returned: what fails late can still become an error page.
        held: list[tuple[str, list[tuple[str, str]]]] = []

        def hold(
            status: str, headers: list[tuple[str, str]], _: object = None, /
        ) -> Callable[[bytes], object]:
            held[:] = [(status, headers)]
            # The old way of writing a body, which nothing here uses.
            return lambda content: None

        # "GET http://host HTTP/1.1" has no path: Werkzeug would redirect it, without our headers.
        environ["PATH_INFO"] = environ.get("PATH_INFO") or "/"
        try:
            body: Iterable[bytes] = _Watched(app(environ, hold))
            start_response(*held[0])
        except Exception as error:
            report(error)
            accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
            content, headers = pages.answer(environ["PATH_INFO"], 500, accepted)
            start_response("500 INTERNAL SERVER ERROR", headers.to_wsgi_list())
            body = [] if environ.get("REQUEST_METHOD") == "HEAD" else [content]
        return body

    return guard


class _Watched:
    """A body that reports its own failure, and then ends like a connection that broke."""

    def __init__(self, body: Iterable[bytes]) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._body
        except Exception as error:
            report(error)
            # The status is out already. A server drops a broken connection without a word.
            raise BrokenPipeError("the answer broke off") from None

    def close(self) -> None:
        close = getattr(self._body, "close", None)
        if close is not None:
            close()


def report(error: BaseException) -> None:
    """Log what went wrong and where in the code: a message could carry what the visitor typed."""
    log.error("%s", failure.place(error))


def _both_forms(page: bytes) -> tuple[bytes, bytes]:
    return page, gzip.compress(page, mtime=0)
