"""The one table of headers stands on every answer: pages, errors, redirects, answers, health."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hotline.config import Settings
from hotline.web import security
from hotline.web.app import create_app

TABLE = security.public_headers(security.page_policy())
#: Of these, an answer may have another value: what must not be kept by an edge says so.
EDGE = "CDN-Cache-Control"


def lacks(headers: Mapping[str, str]) -> list[str]:
    return [name for name, value in TABLE.items() if name != EDGE and headers.get(name) != value]


def test_p17_every_address_has_the_whole_table_and_sends_no_referrer(
    client: FlaskClient, addresses: list[str]
) -> None:
    assert len(addresses) > 50
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        # One page shows a frame of this site to those who choose one; test_embed_page.py tells which.
        policy = answer.headers["Content-Security-Policy"].removesuffix("; frame-src 'self'")
        headers = {**dict(answer.headers), "Content-Security-Policy": policy}
        assert lacks(headers) == [], address
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers
        answer.close()


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/es/nowhere", {}, 404),
        ("GET", "/", {"headers": {"Host": "evil.example"}}, 400),
        ("POST", "/es/gt", {}, 405),
        ("OPTIONS", "/es/gt", {}, 405),
        ("TRACE", "/es/gt", {}, 405),
        ("POST", "/es/check", {"data": {"number": "5" * 17_000}}, 413),
        ("GET", "/es", {}, 301),
        ("GET", "/FR/HN", {}, 301),
        ("HEAD", "/en/mx", {}, 200),
        ("POST", "/es/search", {"data": {"q": "policía"}}, 200),
        ("POST", "/fr/check", {"data": {"number": "1555", "region": "gt"}}, 200),
        ("POST", "/fr/materials/make", {"data": {"country": "gt"}}, 400),
        ("POST", "/fr/materials/make", {"data": {"country": "GT", "ask": "lines"}}, 200),
        ("GET", "/print/gt/es/nothing.pdf", {}, 404),
        ("POST", "/print/gt/es/poster-a4.pdf", {}, 405),
        ("GET", "/healthz", {}, 200),
        ("GET", "/readyz", {}, 200),
    ],
)
def test_p17_errors_redirects_and_answers_have_the_table_too(
    client: FlaskClient, method: str, path: str, options: dict[str, object], status: int
) -> None:
    answer = client.open(path, method=method, **options)
    assert answer.status_code == status
    assert lacks(answer.headers) == []
    assert "Set-Cookie" not in answer.headers
    kept = method in {"GET", "HEAD"} and status < 400 and not path.endswith("z")
    assert (answer.headers[EDGE] == "no-store") is not kept


def test_p17_too_many_questions_have_the_table_too(installed: Path) -> None:
    client = create_app(Settings(var=installed)).test_client()
    answers = [client.post("/es/check", data={"number": "1"}) for _ in range(61)]
    assert [answers[59].status_code, answers[60].status_code] == [200, 429]
    assert lacks(answers[60].headers) == []


def test_p43_the_policy_allows_nothing_unsafe() -> None:
    policy = TABLE["Content-Security-Policy"]
    assert "unsafe" not in policy
    directives = dict(part.partition(" ")[::2] for part in policy.split("; "))
    assert directives["default-src"] == directives["base-uri"] == directives["frame-ancestors"] == "'none'"
    assert directives["require-trusted-types-for"] == "'script'"
    for directive in ("style-src", "script-src"):
        assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", directives[directive])


def test_p09_every_feature_of_a_browser_is_denied() -> None:
    denied = TABLE["Permissions-Policy"].split(", ")
    assert len(denied) > 30
    assert all(feature.endswith("=()") for feature in denied)


def observatory_score(headers: Mapping[str, str]) -> int:
    """The score of the MDN HTTP Observatory for a site behind TLS that sets no cookie.

    The rules are those of its own code: github.com/mdn/mdn-http-observatory, `SCORE_TABLE` in
    src/grader/charts.js and src/analyzer/tests/csp.js. Every site starts with 100. Redirection
    (0 when right) and being in a browser's preload list (+5) cannot be seen here.
    """
    policy = headers.get("Content-Security-Policy", "")
    directives = {part.split()[0]: set(part.split()[1:]) for part in policy.split(";") if part.strip()}
    sources = directives.get("script-src", set()) | directives.get("style-src", set())
    score = 100
    if not directives:
        score -= 25
    elif sources & {"'unsafe-inline'", "data:", "https:", "http:", "*"}:
        score -= 20
    elif "'unsafe-eval'" in sources:
        score -= 10
    else:
        score += 10 if directives.get("default-src") == {"'none'"} else 5
    if headers.get("Referrer-Policy") in {
        "no-referrer",
        "same-origin",
        "strict-origin",
        "strict-origin-when-cross-origin",
    }:
        score += 5
    if "frame-ancestors" in directives:
        score += 5
    elif headers.get("X-Frame-Options") not in {"DENY", "SAMEORIGIN"}:
        score -= 20
    if headers.get("Cross-Origin-Resource-Policy") in {"same-origin", "same-site"}:
        score += 10
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    score -= 20 if age is None else 10 if int(age[1]) < 15_768_000 else 0
    score -= 5 if headers.get("X-Content-Type-Options") != "nosniff" else 0
    score -= 50 if headers.get("Access-Control-Allow-Origin") else 0
    return score


@pytest.mark.parametrize("path", ["/", "/es/gt", "/es/nowhere"])
def test_p44_the_observatory_would_give_130_points(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert "Set-Cookie" not in answer.headers
    assert observatory_score(answer.headers) >= 130
    assert b"<script src" not in answer.data


def test_p44_the_score_falls_with_each_header_that_is_missing() -> None:
    for name in ("Content-Security-Policy", "Referrer-Policy", "Cross-Origin-Resource-Policy",
                 "Strict-Transport-Security", "X-Content-Type-Options"):  # fmt: skip
        assert observatory_score({key: value for key, value in TABLE.items() if key != name}) < 130, name
