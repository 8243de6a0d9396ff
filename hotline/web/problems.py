"""Errors of the API as RFC 9457 has them. They stand beside the pages of `errors`, for machines."""

from collections.abc import Iterable
from http import HTTPStatus

from flask import Response

from hotline.editions.api.shapes import FieldProblem, Problem
from hotline.web import security

#: What to do instead, by status.
_DETAILS = {
    400: "The request cannot be read. Send it as the OpenAPI document at /api/v1/openapi.json describes.",
    404: "There is no such thing in this edition. /api/v1/regions lists the regions, /api/v1/listings all listings.",
    405: "This address has another method: the Allow header names it.",
    413: "The question is too long: a query or a number has at most 200 characters.",
    415: "Send the question as JSON, with Content-Type: application/json.",
    422: "A part of the question is wrong: `errors` names each.",
    429: "Too many questions from one place. Wait as long as Retry-After says; the files under /data/ have everything.",
    501: "This answer exists as format=json and format=xml.",
    503: "There is no edition to answer from. Try again in a minute.",
}


def is_api(address: str) -> bool:
    """Whether errors at this address are for a machine."""
    return address.startswith("/api/") or address == "/oembed"


def problem(status: int, errors: Iterable[FieldProblem] = ()) -> Response:
    """The answer for a status; `errors` name the parts of a question that are wrong."""
    said = Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=_DETAILS.get(status, "The service failed. Try again in a minute."),
        errors=tuple(errors),
    )
    response = Response(said.model_dump_json(), status, mimetype="application/problem+json")
    response.headers.update(security.answer_headers())
    if status in {429, 503}:
        response.headers["Retry-After"] = "60"
    return response
