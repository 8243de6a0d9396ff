"""No header, no parameter and no body changes what a public address answers (P40)."""

import servers
from conftest import FULL

HEADERS = (
    ("Accept", "application/json"), ("Accept", "*/*;q=0"), ("Accept-Charset", "latin-1"), ("Accept-Language", "fr-CA"),
    ("Authorization", "Basic YTpi"), ("Cache-Control", "only-if-cached"), ("Pragma", "no-cache"), ("Cookie", "locale=fr"),
    ("DNT", "1"), ("Sec-GPC", "1"), ("Device-Memory", "0.25"), ("ECT", "slow-2g"), ("Save-Data", "on"),
    ("Downlink", "0.1"), ("RTT", "3000"), ("Viewport-Width", "320"), ("Width", "1"), ("DPR", "3"),
    ("Sec-CH-UA", '"x";v="1"'), ("Sec-CH-UA-Mobile", "?1"), ("Sec-CH-Prefers-Color-Scheme", "dark"),
    ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Dest", "iframe"), ("Sec-Purpose", "prefetch"),
    ("Purpose", "prefetch"), ("Forwarded", "for=1.2.3.4;host=evil.example;proto=https"), ("From", "a@example.org"),
    ("If-Match", '"x"'), ("If-None-Match", "*"), ("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"),
    ("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"), ("If-Range", '"x"'), ("Range", "bytes=0-9"),
    ("Max-Forwards", "0"), ("Origin", "https://evil.example"), ("Referer", "https://evil.example/"), ("TE", "trailers"),
    ("Upgrade", "h2c"), ("Upgrade-Insecure-Requests", "1"), ("User-Agent", "Googlebot/2.1"), ("Via", "1.1 cache"),
    ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Port", "444"),
    ("X-Forwarded-Prefix", "/evil"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Protocol", "ssl"),
    ("X-Forwarded-Ssl", "on"), ("X-Forwarded-Scheme", "https"), ("X-Forwarded-Server", "evil"), ("X-Host", "evil.example"),
    ("X-HTTP-Method-Override", "POST"), ("X-Method-Override", "DELETE"), ("X-Original-URL", "/admin"),
    ("X-Rewrite-URL", "/admin"), ("X-Real-IP", "1.2.3.4"), ("X-Requested-With", "XMLHttpRequest"),
    ("SCRIPT_NAME", "/evil"), ("PATH_INFO", "/es/hn"), ("X-Accel-Redirect", "/edition.json"), ("X-Sendfile", "/etc/passwd"),
)  # fmt: skip
#: One of every kind; the full run takes every address.
KINDS = ("/", "/es/", "/es/gt", "/fr/safety", "/en/search", "/errors/es/404", "/es/nowhere", "/es", "/ES/GT")


def seen(answer: servers.Answer) -> tuple[int, dict[str, list[str]], bytes]:
    """Everything but the clock."""
    return (
        answer.status,
        {name: value for name, value in answer.headers.items() if name != "date"},
        answer.body,
    )


def test_p40_no_header_changes_a_byte(served: servers.Server, addresses: list[str]) -> None:
    assert len(HEADERS) >= 60
    for path in {*KINDS, *addresses} if FULL else KINDS:
        plain = seen(served.ask(path))
        for name, value in HEADERS:
            assert seen(served.ask(path, headers={name: value})) == plain, (path, name)


def test_p40_no_header_changes_an_answer(served: servers.Server) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = b"q=refugio&region=hn"
    plain = seen(served.ask("/es/search", "POST", form, body))
    for name, value in HEADERS[:: 1 if FULL else 7]:
        answer = served.ask("/es/search", "POST", {**form, name: value}, body)
        # A question a second is plenty for a visitor, and too few for this test.
        assert answer.status == 429 or seen(answer) == plain, name


def test_p40_parameters_open_or_cloaked_change_nothing(served: servers.Server) -> None:
    for path in KINDS:
        plain = seen(served.ask(path))
        for query in (
            "?locale=fr", "?q=x", "?region=hn&region=gt", "?utm_source=x;locale=fr", "?_method=POST", "?%00", "?a[]=1",
            "?callback=x", "?" + "a=1&" * 200, "?next=https://evil.example/", "?x;y",
        ):  # fmt: skip
            assert seen(served.ask(path + query)) == plain, (path, query)


def test_p40_a_get_with_a_body_is_answered_as_without(served: servers.Server) -> None:
    for path in KINDS:
        plain = seen(served.ask(path))
        for headers, body in (
            ({"Content-Type": "application/x-www-form-urlencoded"}, b"q=x&locale=fr&_method=POST"),
            ({"Content-Type": "application/json"}, b'{"locale": "fr"}'),
            ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x\r\n\r\n--x--"),
            ({}, b"x" * 20_000),
        ):
            assert seen(served.ask(path, headers=headers, body=body)) == plain, path
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        chunked = served.send(head.encode() + b"4\r\nq=xx\r\n0\r\n\r\n")
        assert chunked.partition(b"\r\n\r\n")[2] == plain[2], path


def test_p40_an_answer_varies_by_encoding_alone(served: servers.Server, addresses: list[str]) -> None:
    for path in {*KINDS, *addresses}:
        assert served.ask(path).header("Vary") in {None, "Accept-Encoding"}, path
