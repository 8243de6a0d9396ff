"""Puts the desk together: an application of its own, with its cookie, its headers and its errors."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from flask import Flask, Response, abort, g, request
from flask_wtf import CSRFProtect

from hotline.config import Settings, ensure_secret_key
from hotline.web import limits, security
from hotline.web.admin import (
    access,
    assets,
    attachments,
    attesting,
    bodies,
    changes,
    database,
    errors,
    files,
    freshness,
    front,
    history,
    letters,
    log,
    mine,
    notices,
    passkeys,
    people,
    records,
    regions,
    reports,
    sheets,
    signing,
    uploads,
)
from hotline.web.admin.clock import system_clock
from hotline.web.admin.identity import Identity
from hotline.web.app import Quiet

#: The prefix tells a browser to take it only over TLS, for this host alone and for every path.
COOKIE = "__Host-desk"
_LARGEST_BODY = 64 * 1024


def create_desk(settings: Settings, clock: Callable[[], datetime] = system_clock) -> Flask:
    """The desk of one installation. It starts without its database, and then says that it is gone."""
    app = Quiet("hotline.desk", static_folder=None, template_folder=None)
    secret = ensure_secret_key(settings)
    app.config.update(
        SECRET_KEY=_key(secret, "cookie"),
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        # The sessions in the database have their ends; a form is good for as long as its session.
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages send no referrer, so it cannot be asked for; Sec-Fetch-Site below says the same.
        WTF_CSRF_SSL_STRICT=False,
        TRUSTED_HOSTS=list(settings.hosts),
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=_LARGEST_BODY,
        MAX_FORM_PARTS=200,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        CLOCK=clock,
        EDITIONS=settings.editions,
        ATTACHMENTS=(settings.var / "attachments").resolve(),
        FILES=settings.files.resolve(),
        MAILS=settings.mail is not None,
        REVIEWERS_NEED_PASSKEY=settings.reviewers_need_passkey,
    )
    app.url_map.merge_slashes = False
    log.register(app)
    errors.register(app)
    limits.register(app, settings.proxies)
    factory = database.register(app, settings.database)
    app.before_request(_refuse_other_sites)
    bodies.register(app)
    uploads.register(app, app.config["FILES"])
    CSRFProtect(app)
    app.extensions["identity"] = Identity(app, factory, _key(secret, "second factor"))
    access.register(app)
    for pages in (
        assets.pages,
        changes.pages,
        front.pages,
        files.pages,
        freshness.pages,
        reports.pages,
        signing.pages,
        people.pages,
        records.pages,
        regions.pages,
        mine.pages,
        notices.pages,
        passkeys.pages,
        attachments.pages,
        attesting.pages,
        letters.pages,
        history.pages,
        sheets.pages,
    ):
        app.register_blueprint(pages, url_prefix="/admin")
    app.after_request(_with_headers)
    return app


def _key(secret: str, purpose: str) -> str:
    """A key for one purpose: whoever learns it has not learnt the others."""
    return hashlib.blake2b(secret.encode(), person=purpose.encode()[:16], digest_size=32).hexdigest()


def _refuse_other_sites() -> None:
    """A browser says where a form came from, and a page cannot lie about that."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(400)


def _with_headers(response: Response) -> Response:
    response.headers.update(security.desk_headers(g.get("script")))
    return response
