"""The OpenAPI 3.1 document of the API, made from its shapes, with examples out of the edition itself."""

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from hotline.domain.edition import Edition
from hotline.domain.edition_change import EditionChange
from hotline.domain.listing import LOCALES, Channel, Need
from hotline.editions.api import shapes
from hotline.editions.api.answers import Api
from hotline.editions.formats.directory_json import LICENCE
from hotline.editions.formats.listing import Listing
from hotline.editions.once import once

Json = dict[str, Any]

PREFIX = "/api/v1"
#: Of one place, a minute.
QUESTIONS, POSTS = 300, 60
_PROBLEM = "application/problem+json"
_JSON = "application/json"

#: The filters of /listings -> what each does.
FILTERS: Mapping[str, str] = {
    "region": "Listings on the page of this region, ISO 3166-1 alpha-2.",
    "need": "Listings for this need.",
    "channel": "Listings that can be reached this way.",
    "language": "Listings where a source says that this language is spoken: a tag such as es or kek.",
    "reach_from": "Listings that can be dialled from this region.",
    "locale": "Only the texts of this locale.",
}
_REGION = {"type": "string", "pattern": "^[A-Z]{2}$"}
FILTER_SHAPES: Mapping[str, Json] = {
    "region": _REGION,
    "need": {"type": "string", "enum": list(get_args(Need))},
    "channel": {"type": "string", "enum": list(get_args(Channel))},
    "language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z]{2})?$"},
    "reach_from": _REGION,
    "locale": {"type": "string", "enum": list(LOCALES)},
}
_ANSWERS: tuple[type[BaseModel], ...] = (
    shapes.EditionAnswer,
    shapes.RegionsAnswer,
    shapes.RegionAnswer,
    shapes.ListingsAnswer,
    Listing,
    shapes.MaterialsAnswer,
    shapes.ChangesAnswer,
    shapes.SearchAnswer,
    shapes.NumberAnswer,
    shapes.Problem,
)
_QUESTIONS: tuple[type[BaseModel], ...] = (shapes.SearchQuestion, shapes.NumberQuestion)
_ERRORS = {
    400: "The request cannot be read.",
    404: "There is no such thing in this edition.",
    405: "This address has another method.",
    413: "The question is too long.",
    415: "Send JSON.",
    422: "A part of the question is wrong; `errors` names each.",
    429: "Too many questions: wait as long as Retry-After says.",
    503: "There is no edition to answer from yet.",
}


@once
def document(edition: Edition, address: str) -> Json:
    """The document; `address` is where the site stands, without a slash at its end."""
    api = Api(edition)
    first = edition.regions[0]
    listing = api.all[0]
    regions = [directory.region for directory in edition.regions]
    paths = {
        "/edition": _get("getEdition", "Which edition is public", shapes.EditionAnswer, api.current()),
        "/regions": _get("listRegions", "Every region", shapes.RegionsAnswer, api.regions()),
        "/regions/{region}": _get(
            "getRegion", "One region with everything in it", shapes.RegionAnswer, None,
            [_in_path("region", "ISO 3166-1 alpha-2.", {"type": "string", "enum": regions}, first.region)], (404,),
        ),
        "/listings": _get(
            "findListings", "The listings that fit every filter", shapes.ListingsAnswer, None,
            [_in_query(name, says, FILTER_SHAPES[name]) for name, says in FILTERS.items()], (422, 429),
        ),
        "/listings/{listing}": _get(
            "getListing", "One listing", Listing, listing,
            [_in_path("listing", "The id of a listing.", {"type": "string", "enum": [one.id for one in api.all]}, listing.id)],
            (404,),
        ),
        "/search": _post(
            "search", "Find listings in anybody's words", shapes.SearchQuestion, shapes.SearchAnswer,
        ),
        "/numbers": _post(
            "lookUpNumber", "Is a number genuine?", shapes.NumberQuestion, shapes.NumberAnswer,
        ),
        "/materials": _get("listMaterials", "Campaign materials", shapes.MaterialsAnswer, api.materials()),
        "/changes": _get(
            "listChanges", "What became of numbers since an edition", shapes.ChangesAnswer, None,
            [_in_query("since", "The number of the edition that you have.", {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0})],
            (422, 429),
        ),
    }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "hotline",
            "version": "1",
            "summary": "Help lines against human trafficking: numbers, what to dial from where, and their sources",
            "description": (
                "Every answer names its edition. Show `number` exactly as it is written and dial exactly "
                "what `dial` gives for the caller's region; null means that no source says it. "
                f"At most {QUESTIONS} questions and {POSTS} POSTs a minute from one place; answers with "
                "an ETag may be asked for again with If-None-Match. No key is needed, and nothing of what "
                "is asked is kept."
            ),
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": f"{address}{PREFIX}"}],
        "tags": [{"name": "directory", "description": "Everything of one edition."}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


@cache
def _schemas() -> Json:
    wanted = [(shape, "serialization") for shape in (*_ANSWERS, EditionChange)]
    wanted += [(shape, "validation") for shape in _QUESTIONS]
    _, made = models_json_schema(wanted, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    return dict(sorted(made["$defs"].items()))


def _get(
    name: str,
    summary: str,
    answer: type[BaseModel],
    example: BaseModel | None,
    parameters: list[Json] | None = None,
    errors: tuple[int, ...] = (),
) -> Json:
    content: Json = {"schema": _reference(answer)}
    if example is not None:
        content["example"] = example.model_dump(mode="json")
    operation: Json = {
        "operationId": name,
        "summary": summary,
        "tags": ["directory"],
        "responses": {
            "200": {
                "description": summary,
                "headers": {"ETag": {"description": "Names the edition.", "schema": {"type": "string"}}},
                "content": {_JSON: content},
            },
            "304": {"description": "You have this edition already."},
            **_problems(errors),
        },
    }
    if parameters:
        operation["parameters"] = parameters
    return {"get": operation}


def _post(name: str, summary: str, question: type[BaseModel], answer: type[BaseModel]) -> Json:
    return {
        "post": {
            "operationId": name,
            "summary": summary,
            "tags": ["directory"],
            "requestBody": {"required": True, "content": {_JSON: {"schema": _reference(question)}}},
            "responses": {
                "200": {"description": summary, "content": {_JSON: {"schema": _reference(answer)}}},
                **_problems((400, 413, 415, 422, 429)),
            },
        }
    }


def _problems(statuses: tuple[int, ...]) -> Json:
    content = {_PROBLEM: {"schema": _reference(shapes.Problem)}}
    told: Json = {}
    for status in (*statuses, 503):
        told[str(status)] = {"description": _ERRORS[status], "content": content}
        if status in {429, 503}:
            wait = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
            told[str(status)]["headers"] = {"Retry-After": wait}
    return told


def _in_path(name: str, says: str, schema: Json, example: str) -> Json:
    return {"name": name, "in": "path", "required": True, "description": says, "schema": schema, "example": example}  # fmt: skip


def _in_query(name: str, says: str, schema: Json) -> Json:
    return {"name": name, "in": "query", "required": False, "description": says, "schema": schema}


def _reference(shape: type[BaseModel]) -> Json:
    return {"$ref": f"#/components/schemas/{shape.__name__}"}
