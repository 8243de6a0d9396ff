"""The log of the desk: one line of JSON for each act, for whoever runs the machine.

It says which page was asked to do something, by whom, with which answer and how long that took. What
anybody typed stands in the audit trail or nowhere; secrets of links stand in neither.
"""

import sys
import time

import structlog
from flask import Flask, Response, g, request

from hotline.web.admin.identity import SignedIn

#: Reading leaves no line, unless it fails: who looks at what is nobody's business.
_ACTS = frozenset({"POST", "PUT", "PATCH", "DELETE"})

_PROCESSORS = (
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.JSONRenderer(ensure_ascii=False),
)


def register(app: Flask) -> None:
    """Log every act of this desk."""

    @app.before_request
    def began() -> None:
        g.began = time.monotonic()

    @app.after_request
    def ended(response: Response) -> Response:
        if request.method in _ACTS or response.status_code >= 500:
            _told(response)
        return response


def _told(response: Response) -> None:
    log = structlog.wrap_logger(structlog.WriteLogger(sys.stderr), processors=_PROCESSORS)
    tell = log.error if response.status_code >= 500 else log.info
    # Numbers name changes, reports and letters; a text in an address may be the secret of a link.
    named = {name: value for name, value in (request.view_args or {}).items() if isinstance(value, int)}
    # Whoever was found for this request: asking now could fail where the request has failed.
    user = g.get("_login_user")
    tell(
        "desk",
        page=request.endpoint,
        method=request.method,
        status=response.status_code,
        person=user.live.profile.person.id if isinstance(user, SignedIn) else None,
        milliseconds=round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
        **named,
    )
