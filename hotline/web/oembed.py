"""Answers oEmbed 1.0: which frame stands in the place of an address of this site. Knows editions only.

The rule for errors is that of the specification: 404 for an address that it does not know, 501 for
a format that it does not speak, never 401. Errors have the shape that those of the API have.
"""

from flask import Blueprint, Response, request
from flask_limiter import Limiter

from hotline.editions import oembed
from hotline.editions.api.openapi import QUESTIONS
from hotline.editions.api.shapes import FieldProblem
from hotline.editions.formats.directory_json import written
from hotline.editions.rendering import Home
from hotline.editions.serving import Follower
from hotline.web import security
from hotline.web.problems import problem
from hotline.web.public import said_already


def blueprint(follower: Follower, limiter: Limiter, home: Home, hosts: frozenset[str]) -> Blueprint:
    """The one address; `hosts` are the names under which pages of this site are known."""
    pages = Blueprint("oembed", __name__)

    @pages.get("/oembed")
    @limiter.limit(f"{QUESTIONS} per minute")
    def oembed_of() -> Response:
        site = follower.site()
        kind = request.args.get("format") or oembed.FORMATS[0]
        if kind not in oembed.FORMATS:
            return problem(501)
        try:
            width, height = (_most(name) for name in ("maxwidth", "maxheight"))
        except ValueError as error:
            return problem(400, [FieldProblem(field=str(error), detail="Give a whole number of pixels.")])
        choice = oembed.page_of(request.args.get("url", ""), site.edition, hosts)
        if choice is None:
            return problem(404)
        said = oembed.answer(choice, home, width, height)
        if kind == "xml":
            response = Response(oembed.written_as_xml(said), mimetype="text/xml")
        else:
            response = Response(written(said), mimetype="application/json")
        response.headers.update(security.data_headers(site.folder.name))
        return said_already(response, site.folder.name)

    return pages


def _most(name: str) -> int | None:
    text = request.args.get(name, "")
    if not text:
        return None
    # Digits of other scripts are digits to Python, too.
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) > 0):
        raise ValueError(name)
    return int(text)
