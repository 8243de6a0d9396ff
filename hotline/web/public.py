"""The pages of visitors. Knows editions, and never the database.

Nearly everything is a finished file; only a search, a look-up and the choice of a frame are answered
on the spot, from the edition's own index. Nothing a visitor sends is stored, logged or put into an address.
"""

import gzip
import os
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wsgi import wrap_file

from hotline.domain.listing import LOCALES
from hotline.editions import embed_page, pages
from hotline.editions.rendering import Home
from hotline.editions.serving import FileAnswer, Follower
from hotline.web import security


def blueprint(follower: Follower, home: Home) -> Blueprint:
    """Every public address."""
    public = Blueprint("public", __name__)

    @public.get("/", defaults={"path": ""})
    @public.get("/<path:path>")
    def finished(path: str) -> Response:
        address = f"/{path}"
        site = follower.site()
        if security.is_rendition(address):
            rendition = site.rendition(address)
            return rendition_response(*rendition) if rendition else abort(404)
        answer = site.file(address, request.method, request.headers.get("Accept-Encoding", ""))
        if answer is not None and security.is_data(address):
            return data_response(answer, site.folder.name)
        if answer is not None and security.is_frame(address):
            return file_response(answer, security.frame_headers(site.frame_sources))
        if answer is not None:
            policy = security.content_security_policy(*site.policy_sources)
            if security.shows_a_frame(address):
                policy = security.preview_policy(policy)
            return file_response(answer, security.public_headers(policy))
        for tidy in (address.lower(), f"{address.lower()}/", address.lower().rstrip("/")):
            if tidy != address and tidy in site.addresses:
                return with_headers(cast(Response, redirect(tidy, 301, Response)))
        return abort(404)

    @public.post("/<locale>/search")
    def search(locale: str) -> Response:
        site = follower.site()
        region = known_region(request.form.get("region", ""))
        query = request.form.get("q", "")
        result = site.searcher.search(query, known_locale(locale), region)
        return typed(pages.render_search(site.edition, locale, home, query, region, result))

    @public.post("/<locale>/check")
    def check(locale: str) -> Response:
        site = follower.site()
        region = known_region(request.form.get("region", ""))
        raw = request.form.get("number", "")
        answer = site.lookup.answer(raw, region)
        return typed(pages.render_check(site.edition, known_locale(locale), home, raw, region, answer))

    @public.post("/<locale>/embed")
    def embed(locale: str) -> Response:
        edition = follower.site().edition
        choice = embed_page.read(request.form, edition, known_locale(locale))
        answer = typed(embed_page.render_embed(edition, locale, home, choice))
        answer.headers["Content-Security-Policy"] = security.preview_policy(security.page_policy())
        return answer

    def known_locale(locale: str) -> str:
        return locale if locale in LOCALES else abort(404)

    def known_region(code: str) -> str | None:
        code = code.upper()
        return code if code in follower.site().edition.directories else None

    return public


def data_response(answer: FileAnswer, tag: str) -> Response:
    """A finished file of open data; the one answer here that may be "you have it already"."""
    return said_already(file_response(answer, security.data_headers(tag)), tag)


def said_already(response: Response, tag: str) -> Response:
    """The answer, or "you have it already" for whoever names its edition."""
    if request.if_none_match.contains_weak(tag):
        response.status_code = 304
        response.set_data(b"")
        response.headers.pop("Content-Length", None)
    return response


def file_response(answer: FileAnswer, headers: Mapping[str, str]) -> Response:
    """A finished file as an answer, with the table of `headers` for its kind.

    It is read at once: a file that cannot be read then becomes an error page, and never half a page.
    """
    body = b""
    if answer.file is not None:
        with answer.file as file:
            body = file.read()
    response = Response(body, answer.status)
    # A HEAD has no body, and yet says how long it would have been.
    response.headers.update(answer.headers)
    # No page is answered conditionally: a tag could tell one visit from the next.
    for validator in ("ETag", "Last-Modified"):
        response.headers.pop(validator, None)
    response.headers.update(headers)
    return response


def rendition_response(path: Path, media_type: str) -> Response:
    """A file of a campaign material, or the part of it that a player asks for.

    It has no tag and no date, so a player can only ask for parts of what it is being given.
    """
    file = path.open("rb")
    size = os.fstat(file.fileno()).st_size
    response = Response(wrap_file(request.environ, file), mimetype=media_type, direct_passthrough=True)
    response.content_length = size
    response.headers.update(security.rendition_headers(media_type))
    response.call_on_close(file.close)
    response.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    return response


def typed(html: str, status: int = 200) -> Response:
    """The answer to something a visitor typed."""
    response = Response(html, status, mimetype="text/html")
    if security.takes_gzip(request.headers.get("Accept-Encoding", "")):
        response.set_data(gzip.compress(html.encode(), mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers.update(security.private_headers(security.page_policy()))
    return response


def with_headers(response: Response) -> Response:
    """Add the public headers to a response."""
    response.headers.update(security.public_headers(security.page_policy()))
    return response


def never_without_headers(response: Response) -> Response:
    """Add the table to an answer that nobody here made, such as a redirect by the framework."""
    # What other sites may show in a frame says so in its own policy.
    framed = "frame-ancestors *" in response.headers.get("Content-Security-Policy", "")
    for name, value in security.private_headers(security.page_policy()).items():
        if not (framed and name == "X-Frame-Options"):
            response.headers.setdefault(name, value)
    return response
