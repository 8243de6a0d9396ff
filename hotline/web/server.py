"""What gunicorn says and answers by itself: nothing of a request, and a page that helps.

Left alone, gunicorn writes the address of a failing request and the sender of an unreadable one
into its log, and answers both with a page without a way out.
"""

import sys
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http import errors as unreadable
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from hotline.web import errors, security

_STATUSES = {
    unreadable.LimitRequestLine: "414 URI Too Long",
    unreadable.LimitRequestHeaders: "431 Request Header Fields Too Large",
    unreadable.ExpectationFailed: "417 Expectation Failed",
}


class QuietLogger(Logger):  # type: ignore[misc]
    """gunicorn's log, in which an exception is its type and its place in the code."""

    def exception(self, msg: str, *args: object, **kwargs: object) -> None:
        error = sys.exc_info()[1]
        if error is not None:
            errors.report(error)


class QuietWorker(ThreadWorker):  # type: ignore[misc]
    """A worker that answers an unreadable request with the last page there is."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        # What a visitor's browser sends wrongly is no news for the log, and none of its business.
        status = next((status for kind, status in _STATUSES.items() if isinstance(exc, kind)), None)
        ours = isinstance(exc, (unreadable.InvalidResponseHeader, unreadable.InvalidResponseHeaderName))
        if status is None and isinstance(exc, unreadable.ParseException) and not ours:
            status = "400 Bad Request"
        if status is None:
            errors.report(exc)
            status = "500 Internal Server Error"
        config = getattr(self.wsgi, "config", {})
        body = config.get("LAST_RESORT", "").encode()
        headers = {
            **security.private_headers(security.page_policy()),
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        try:
            write_nonblock(client, f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)
        except OSError:
            self.log.debug("The client was gone before the answer.")
