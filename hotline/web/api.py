"""The part of the API that is answered on the spot, from the edition in memory. Knows editions only.

Everything that can be a finished file is one (`editions.api.answers.files`); here are filters, search
and look-up. What is asked for comes as a body, so that it stands in no address and in no log.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from flask import Blueprint, Response, request
from flask_limiter import Limiter
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import MethodNotAllowed

from hotline.editions.api.openapi import FILTER_SHAPES, PREFIX, QUESTIONS
from hotline.editions.api.shapes import FieldProblem, NumberQuestion, SearchQuestion
from hotline.editions.formats.directory_json import written
from hotline.editions.formats.listing import Shape
from hotline.editions.serving import Follower, Site
from hotline.web import security
from hotline.web.problems import problem
from hotline.web.public import data_response, said_already

Question = TypeVar("Question", bound=BaseModel)
_METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def blueprint(follower: Follower, limiter: Limiter) -> Blueprint:
    """The addresses under /api/v1 that are no files."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    limited = limiter.limit(f"{QUESTIONS} per minute")

    @api.get("/listings")
    @limited
    def listings() -> Response:
        site = follower.site()
        if not request.args:
            return _file(site, f"{PREFIX}/listings")
        wrong = list(_wrong_filters(request.args.lists(), FILTER_SHAPES))
        if wrong:
            return problem(422, wrong)
        filters = dict(request.args.items())
        locale = filters.pop("locale", None)
        return _answer(site, site.api.matching(filters), locale)

    @api.get("/changes")
    @limited
    def changes() -> Response:
        site = follower.site()
        if not request.args:
            return _file(site, f"{PREFIX}/changes")
        shape = {"since": {"pattern": r"^(0|[1-9][0-9]{0,8}|1000000000)$"}}
        wrong = list(_wrong_filters(request.args.lists(), shape))
        if wrong:
            return problem(422, wrong)
        return _answer(site, site.api.changes(site.told, int(request.args["since"])))

    @api.post("/search")
    def search() -> Response:
        question = _question(SearchQuestion)
        if isinstance(question, Response):
            return question
        site = follower.site()
        region = question.region if question.region in site.edition.directories else None
        return _said(site.api.found(question.query, site.searcher.search(question.query, "en", region)))

    @api.post("/numbers")
    def numbers() -> Response:
        question = _question(NumberQuestion)
        if isinstance(question, Response):
            return question
        site = follower.site()
        region = question.region if question.region in site.edition.directories else None
        return _said(site.api.looked_up(site.lookup.answer(question.number, region)))

    @api.get("/search")
    @api.get("/numbers")
    def posted() -> Response:
        # A question in an address would stand in logs and in histories.
        raise MethodNotAllowed(valid_methods=["POST"])

    @api.route("/<path:_>", methods=["OPTIONS"])
    def options(_: str) -> Response:
        # Asked by a browser before another site's page may send JSON or If-None-Match.
        response = Response(status=204)
        response.headers.update(security.answer_headers())
        response.headers["Access-Control-Allow-Methods"] = ", ".join(_METHODS)
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "86400"
        response.headers["Allow"] = ", ".join(_METHODS)
        return response

    return api


def _wrong_filters(
    given: Iterable[tuple[str, list[str]]], shapes: Mapping[str, Mapping[str, object]]
) -> Iterator[FieldProblem]:
    for name, values in given:
        shape = shapes.get(name)
        if shape is None:
            yield FieldProblem(field=name, detail=f"There is no such filter. Use {', '.join(shapes)}.")
        elif len(values) > 1:
            yield FieldProblem(field=name, detail="Give this filter once.")
        elif "enum" in shape:
            known = [str(one) for one in shape["enum"]]  # type: ignore[attr-defined]
            if values[0] not in known:
                yield FieldProblem(field=name, detail=f"Use one of {', '.join(known)}.")
        elif not re.fullmatch(str(shape["pattern"]).strip("^$"), values[0]):
            yield FieldProblem(field=name, detail=f"This does not fit the pattern {shape['pattern']}.")


def _question(shape: type[Question]) -> Question | Response:
    if request.mimetype != "application/json":
        return problem(415)
    try:
        return shape.model_validate_json(request.get_data())
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        if any(detail["type"] == "json_invalid" for detail in details):
            return problem(400)
        return problem(
            422,
            (
                FieldProblem(field=".".join(map(str, detail["loc"])) or "body", detail=detail["msg"])
                for detail in details
            ),
        )


def _file(site: Site, address: str) -> Response:
    answer = site.file(address, request.method, request.headers.get("Accept-Encoding", ""))
    assert answer is not None
    return data_response(answer, site.folder.name)


def _answer(site: Site, shape: Shape, locale: str | None = None) -> Response:
    """An answer that anybody may keep until the next edition."""
    value = shape.model_dump(mode="json")
    response = Response(written(_only(locale, value) if locale else value), mimetype="application/json")
    response.headers.update(security.data_headers(site.folder.name))
    return said_already(response, site.folder.name)


def _said(shape: Shape) -> Response:
    """The answer to what somebody typed: nobody keeps it."""
    response = Response(written(shape.model_dump(mode="json")), mimetype="application/json")
    response.headers.update(security.answer_headers())
    return response


def _only(locale: str, value: object) -> object:
    """The same with each text in one locale only."""
    if isinstance(value, dict):
        if locale in value and set(value) <= {"es", "en", "fr"}:
            return {locale: value[locale]}
        return {key: _only(locale, part) for key, part in value.items()}
    return [_only(locale, part) for part in value] if isinstance(value, list) else value
