"""The API answers what its document promises, to every site, and keeps nothing of what is asked."""

import json
from typing import Any

import jsonschema
import openapi_spec_validator
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from hotline.config import Settings
from hotline.editions.serving import Site
from hotline.web import security
from hotline.web.app import create_app
from hotline.web.security import is_data

API = "/api/v1"


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{API}/openapi.json").get_json()
    return found


def ask(client: FlaskClient, path: str, body: object = None) -> TestResponse:
    if body is None:
        return client.get(f"{API}{path}")
    return client.post(f"{API}{path}", data=json.dumps(body), content_type="application/json")


def test_two_judges_find_the_document_sound(document: dict[str, Any]) -> None:
    openapi_spec_validator.validate(document)
    for name, schema in document["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert "description" in schema, name
    assert document["openapi"] == "3.1.0"


def test_every_operation_has_an_example_or_a_shape_with_one(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            said = json.dumps(operation)
            reference = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            shape = reference.get("schema", {}).get("$ref", "").rpartition("/")[2]
            if shape:
                said += json.dumps(document["components"]["schemas"][shape])
            assert '"example' in said or '"enum"' in said or '"default"' in said, path


@pytest.mark.parametrize(
    ("filters", "wanted", "why"),
    [
        ("region=GT&need=children", {"GT"}, "two filters at once"),
        ("region=HN", {"HN"}, "one region"),
        ("channel=whatsapp", None, "a channel"),
        ("language=kek", None, "a language"),
        ("reach_from=US&need=trafficking", None, "what can be dialled from elsewhere"),
        ("region=ZZ", set(), "a region that is not there has no listings"),
    ],
)
def test_filters_leave_only_what_fits(
    client: FlaskClient, built: Site, filters: str, wanted: set[str] | None, why: str
) -> None:
    answer = ask(client, f"/listings?{filters}").get_json()
    every = ask(client, "/listings").get_json()
    assert answer["count"] == len(answer["listings"]) < every["count"], why
    for region in wanted or ():
        assert all(region in {one["region"], *one["shown_in"]} for one in answer["listings"]), why
    assert bool(answer["listings"]) is (wanted != set()), why
    for one in answer["listings"]:
        assert one in every["listings"]


def test_reach_from_gives_what_a_phone_there_can_dial(client: FlaskClient) -> None:
    for one in ask(client, "/listings?reach_from=HN").get_json()["listings"]:
        answers = [point["dial"].get("HN") for point in one["contact_points"]]
        assert any(answer and answer["status"] == "yes" for answer in answers), one["id"]


def test_one_locale_can_be_asked_for(client: FlaskClient) -> None:
    listing = ask(client, "/listings?region=GT&locale=fr").get_json()["listings"][0]
    assert set(listing["description"]) == {"fr"}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/listings?need=money", "need"),
        ("/listings?region=gt", "region"),
        ("/listings?colour=red", "colour"),
        ("/listings?region=GT&region=HN", "region"),
        ("/changes?since=-1", "since"),
        ("/changes?since=١", "since"),
    ],
)
def test_a_wrong_filter_is_named(client: FlaskClient, path: str, field: str) -> None:
    answer = ask(client, path)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert [error["field"] for error in answer.get_json()["errors"]] == [field]


def test_a_number_is_looked_up_as_on_the_page(client: FlaskClient) -> None:
    answer = ask(client, "/numbers", {"number": "1555", "region": "GT"}).get_json()
    assert answer["status"] == "genuine"
    assert answer["matches"][0]["listing"] == "gt-pdh-1555"
    assert ask(client, "/numbers", {"number": "1552", "region": "GT"}).get_json()["status"] == "retired"
    assert ask(client, "/numbers", {"number": "*21*123#"}).get_json()["status"] == "refused"


def test_a_search_finds_in_anybody_s_words(client: FlaskClient) -> None:
    answer = ask(client, "/search", {"query": "trata honduras"}).get_json()
    assert answer["regions"] == ["HN"]
    assert answer["listings"]


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        (b"{", 400, "no JSON"),
        (b'{"number": "\xff"}', 400, "no UTF-8"),
        (b'{"number": "\\ud800"}', 400, "half a character"),
        (b"[]", 422, "no object"),
        (b"{}", 422, "no number"),
        (b'{"number": 1555}', 422, "a number that is no text"),
        (b'{"number": "1555", "name": "Ana"}', 422, "more than is asked for"),
        (b'{"number": "' + b"5" * 201 + b'"}', 422, "too long for a number"),
        (b'{"number": "' + b"5" * 17_000 + b'"}', 413, "too long for any question"),
    ],
)
def test_a_question_that_cannot_be_read_says_what_to_do(
    client: FlaskClient, body: bytes, status: int, why: str
) -> None:
    answer = client.post(f"{API}/numbers", data=body, content_type="application/json")
    assert answer.status_code == status, why
    problem = answer.get_json()
    assert answer.mimetype == "application/problem+json"
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert problem["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/regions/ZZ", 404),
        ("GET", "/search", 405),
        ("POST", "/regions", 405),
        ("DELETE", "/listings", 405),
    ],
)
def test_errors_are_problems_for_machines(client: FlaskClient, method: str, path: str, status: int) -> None:
    answer = client.open(f"{API}{path}", method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    if status == 405:
        assert answer.headers["Allow"]


def test_a_form_instead_of_json_is_told_so(client: FlaskClient) -> None:
    assert client.post(f"{API}/numbers", data={"number": "1555"}).status_code == 415


def test_another_site_may_ask_and_a_browser_hears_so_first(client: FlaskClient) -> None:
    answer = client.open(f"{API}/numbers", method="OPTIONS", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 204
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


def test_nobody_keeps_an_answer_to_what_was_typed(client: FlaskClient) -> None:
    answer = ask(client, "/numbers", {"number": "1555"})
    for name, value in security.answer_headers().items():
        assert answer.headers[name] == value
    assert "ETag" not in answer.headers


def test_an_answer_with_filters_need_not_be_sent_twice(client: FlaskClient, built: Site) -> None:
    tag = f'"{built.folder.name}"'
    answer = client.get(f"{API}/listings?region=GT", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")
    assert client.get(f"{API}/listings?region=GT").headers["ETag"] == tag


def test_too_many_questions_are_told_when_to_ask_again(installed: Any) -> None:
    client = create_app(Settings(var=installed)).test_client()
    # A question whose answer is short: all of them have to come within one minute.
    short = f"{API}/listings?region=ZZ"
    statuses = [client.get(short).status_code for _ in range(301)]
    assert statuses.count(200) == 300
    answer = client.get(short)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert answer.mimetype == "application/problem+json"


def test_every_finished_answer_fits_the_shape_that_the_document_gives_it(
    client: FlaskClient, document: dict[str, Any], built: Site
) -> None:
    for address in (
        one for one in built.addresses if one.startswith(f"{API}/") and is_data(one) and "openapi" not in one
    ):
        path = address.removeprefix(API)
        template = next(
            known for known in document["paths"] if known.split("{")[0] == path[: len(known.split("{")[0])]
            and path.count("/") == known.count("/") and ("{" in known) is (path not in document["paths"])
        )  # fmt: skip
        reference = document["paths"][template]["get"]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        judge = jsonschema.Draft202012Validator({**reference, "components": document["components"]})
        assert [error.message for error in judge.iter_errors(client.get(address).get_json())] == [], address
