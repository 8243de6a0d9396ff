"""A real nginx with the shipped configuration answers like gunicorn: same bytes, same headers."""

import re

import pytest
import servers

from hotline.web import security

Pair = tuple[servers.Server, servers.Server]
EXPECTED = {name.lower() for name in security.public_headers("")}
TYPED = {"Content-Type": "application/x-www-form-urlencoded"}


def table(answer: servers.Answer) -> dict[str, list[str]]:
    return {name: values for name, values in answer.headers.items() if name in EXPECTED}


def should_be(edge: str) -> dict[str, list[str]]:
    headers = {**security.public_headers(security.page_policy()), "CDN-Cache-Control": edge}
    return {name.lower(): [value] for name, value in headers.items()}


FRESH = security.public_headers("")["CDN-Cache-Control"]


@pytest.mark.parametrize(
    ("path", "method", "status", "edge", "why"),
    [
        ("/es/gt", "GET", 200, FRESH, "a page"),
        ("/es/", "GET", 200, FRESH, "a page at a slash"),
        ("/", "HEAD", 200, FRESH, "a page without its body"),
        ("/fr/nowhere", "GET", 404, "no-store", "an error"),
        ("/es/gt", "DELETE", 405, "no-store", "a method that pages do not have"),
        ("/es", "GET", 301, FRESH, "a redirect"),
        ("/Es/Gt", "GET", 301, FRESH, "a redirect that gunicorn knows"),
        ("/es/check", "POST", 200, "no-store", "an answer from gunicorn"),
    ],
)
def test_every_answer_carries_the_one_table_of_headers_once(
    fronted: Pair, path: str, method: str, status: int, edge: str, why: str
) -> None:
    answer = fronted[0].ask(path, method, TYPED, b"number=1555&region=gt" if method == "POST" else None)
    assert answer.status == status, why
    assert table(answer) == should_be(edge), why
    assert "set-cookie" not in answer.headers


def test_every_address_has_the_bytes_that_gunicorn_sends(fronted: Pair, addresses: list[str]) -> None:
    front, service = fronted
    for address in addresses:
        for accepted in ({}, {"Accept-Encoding": "gzip"}):
            ours, theirs = front.ask(address, headers=accepted), service.ask(address, headers=accepted)
            assert (ours.status, ours.body) == (200, theirs.body), address
            assert ours.header("Content-Encoding") == theirs.header("Content-Encoding")
            assert ours.header("Vary") == theirs.header("Vary") == "Accept-Encoding"
            assert table(ours) == table(theirs), address


def test_open_data_has_the_bytes_and_the_headers_of_gunicorn(
    fronted: Pair, data_addresses: list[str]
) -> None:
    front, service = fronted
    names = {name.lower() for name in security.data_headers("")}
    for address in data_addresses:
        for asked in ({}, {"Accept-Encoding": "gzip"}):
            ours, theirs = front.ask(address, headers=asked), service.ask(address, headers=asked)
            assert (ours.status, ours.body) == (200, theirs.body), address
            # The quotes around a charset mean nothing.
            assert ours.header("Content-Type") == (theirs.header("Content-Type") or "").replace('"', "")
            for name in sorted(names):
                assert ours.headers.get(name) == theirs.headers.get(name), (address, name)
        again = front.ask(address, headers={"If-None-Match": ours.header("ETag") or ""})
        assert (again.status, again.body) == (304, b""), address
        assert front.ask(f"{address}.gz").status == 404


def test_frames_have_the_bytes_and_the_headers_of_gunicorn(fronted: Pair, frame_addresses: list[str]) -> None:
    front, service = fronted
    names = {"content-type", "x-frame-options", *(name.lower() for name in security.public_headers(""))}
    for address in frame_addresses:
        for accepted in ({}, {"Accept-Encoding": "gzip"}):
            ours, theirs = front.ask(address, headers=accepted), service.ask(address, headers=accepted)
            assert (ours.status, ours.body) == (200, theirs.body), address
            for name in sorted(names - {"content-type"}):
                assert ours.headers.get(name) == theirs.headers.get(name), (address, name)
        assert ours.header("X-Frame-Options") is None


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/v1/listings?region=GT", None, 200),
        ("GET", "/api/v1/listings?region=gt", None, 422),
        ("GET", "/api/v1/changes?since=0", None, 200),
        ("GET", "/api/v1/nowhere", None, 404),
        ("GET", "/api/v1/regions.json", None, 404),
        ("GET", "/api/v1/search", None, 405),
        ("POST", "/api/v1/regions", b"{}", 405),
        ("POST", "/api/v1/numbers", b'{"number": "1555"}', 200),
        ("POST", "/api/v1/search", b'{"query": "trata"}', 200),
        ("OPTIONS", "/api/v1/search", None, 204),
    ],
)
def test_what_the_api_answers_on_the_spot_comes_from_gunicorn(
    fronted: Pair, method: str, path: str, body: bytes | None, status: int
) -> None:
    kind = {"Content-Type": "application/json"} if body else {}
    ours, theirs = fronted[0].ask(path, method, kind, body), fronted[1].ask(path, method, kind, body)
    assert (ours.status, ours.body) == (status, theirs.body)
    for name in ("content-type", *(name.lower() for name in security.answer_headers())):
        assert ours.headers.get(name) == theirs.headers.get(name), name


@pytest.mark.parametrize(
    "path",
    ["/es/gt.html", "/es/gt.html.gz", "/es/index.html", "/edition.json", "/../edition.json", "/healthz", "/readyz",
     "/es/gt/index", "/errors", "/%2e%2e/edition.json", "/es%00/gt"],
)  # fmt: skip
def test_nothing_but_the_addresses_of_the_edition_is_handed_out(fronted: Pair, path: str) -> None:
    answer = fronted[0].ask(path)
    assert answer.status in {400, 404}
    assert b"wikipedia" in answer.body


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/es/gt/", "/es/gt"),
        ("/fr", "/fr/"),
        ("/EN/HN/", "/en/hn"),
        ("/Fr", "/fr/"),
        ("/ES/Materials/IT-could-happen-bz", "/es/materials/it-could-happen-bz"),
    ],
)
def test_an_address_with_or_without_its_slash_or_in_capitals_leads_to_the_page(
    fronted: Pair, path: str, target: str
) -> None:
    answer = fronted[0].ask(path)
    assert (answer.status, answer.header("Location")) == (301, target)


@pytest.mark.parametrize("locale", ["es", "en", "fr"])
def test_an_error_keeps_the_language_of_the_address(fronted: Pair, locale: str) -> None:
    for path, method, body, status in (
        (f"/{locale}/nowhere", "GET", None, 404),
        (f"/{locale}/check", "POST", b"x" * 20_000, 413),
        (f"/{locale}/gt", "PUT", b"", 405),
    ):
        answer = fronted[0].ask(path, method, TYPED, body)
        assert answer.status == status
        assert re.search(rb'<html[^>]* lang="?(\w\w)', answer.body)[1].decode() == locale  # type: ignore[index]


def test_a_search_is_answered_and_the_desk_is_passed_on(fronted: Pair) -> None:
    found = fronted[0].ask("/es/search", "POST", TYPED, b"q=policia&region=gt")
    assert found.status == 200
    assert b"tel:" in found.body
    assert fronted[0].ask("/admin/").header("Location") == "/admin/sign-in"
    assert fronted[0].ask("/es/gt", "POST", TYPED, b"q=1").status == 405


@pytest.mark.parametrize(
    ("name", "value"),
    [("If-None-Match", "*"), ("If-Match", '"x"'), ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"),
     ("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"), ("Range", "bytes=0-9"), ("Via", "1.1 proxy"),
     ("Cookie", "a=b"), ("X-Forwarded-Host", "evil.example"), ("X-Original-URL", "/admin"),
     ("Accept-Language", "fr"), ("X-HTTP-Method-Override", "POST")],
)  # fmt: skip
def test_p40_a_header_changes_nothing_behind_nginx(fronted: Pair, name: str, value: str) -> None:
    front = fronted[0]
    for path in ("/", "/es/gt", "/es/", "/fr/check", "/errors/es/404", "/es/nowhere"):
        plain = front.ask(path, headers={"Accept-Encoding": "gzip"})
        asked = front.ask(path, headers={"Accept-Encoding": "gzip", name: value})
        assert (asked.status, asked.body) == (plain.status, plain.body), path


def test_p19_when_gunicorn_is_gone_pages_stay_and_a_search_gets_help(
    var: "servers.Path", tmp_path: "servers.Path"
) -> None:
    if servers.NGINX is None:
        pytest.skip("nginx is not installed")
    with servers.nginx(var, tmp_path, servers.free_port()) as front:
        assert front.ask("/es/gt").status == 200
        answer = front.ask("/fr/search", "POST", TYPED, b"q=police")
        assert (answer.status, answer.header("Retry-After")) == (503, "60")
        assert b'lang="fr"' in answer.body
        assert b"tel:" in answer.body


def test_p14_nginx_writes_nothing_of_a_request(fronted: Pair) -> None:
    front = fronted[0]
    for path in ("/es/canary-7f3a", "/es/%00canary-7f3a", "/" + "canary-7f3a" * 900):
        front.ask(path, headers={"User-Agent": "canary-7f3a", "Referer": "https://canary-7f3a.example/"})
    front.send(b"GET canary-7f3a HTTP/1.1\r\nHost: canary-7f3a\r\nConnection: close\r\n\r\n")
    front.ask("/es/check", "POST", TYPED, b"number=canary-7f3a" * 500)
    for path in front.log.parent.rglob("*"):
        if path.is_file():
            assert b"canary-7f3a" not in path.read_bytes(), path
