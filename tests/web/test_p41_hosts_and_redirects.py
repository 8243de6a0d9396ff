"""A forged name is refused, and no redirect leads off the site (P41)."""

from collections.abc import Callable

import pytest
import servers

REFUSED = (
    "evil.example", "evil.example:80", "localhost.evil.example", "evil.example.localhost", "localhost@evil.example",
    "evil.example@localhost", "localhost:80@evil.example", "localhost,evil.example", "localhost evil.example",
    "evil.example,localhost", "localhost/evil.example", "localhost\\evil.example", "localhost#evil.example",
    "localhost?evil.example", "localhost%00evil.example", "localhost%2eevil.example", "127.0.0.1.evil.example",
    "127.1", "2130706433", "0x7f.1", "0.0.0.0", "[::]", "[::1", "::1", "[::1].evil.example", "10.0.0.1", "169.254.169.254",
    "localhost..", ".localhost", "-localhost", "*.localhost", "*", "xn--lcalhost-n5a", "l\u00f6calhost", "LOCALHOST.EVIL",
    "localhost;evil.example", "localhost'", 'localhost"', "<localhost>", "localhost|x", "http://localhost", "//localhost",
    "evil.example:80:80", "localhost:evil", "localhost:-1", "evil.example:99999", "metadata.google.internal",
    "kubernetes.default.svc", "internal", "a" * 300,
)  # fmt: skip
ACCEPTED = ("localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:8000")

OUT = ("evil.example", "/evil.example", "//evil.example", "\\evil.example", "/\\evil.example", "%2f%2fevil.example",
       "%5cevil.example", "%09/evil.example", "https://evil.example", "https:evil.example", "https:/evil.example",
       "%0d%0aLocation:%20https://evil.example", "@evil.example", "evil.example/..", "evil.example%2f..", ".evil.example",
       "%00evil.example", "?next=https://evil.example", "?url=//evil.example", ";@evil.example")  # fmt: skip
TARGETS = [prefix + out for prefix in ("/", "/es/", "/ES/GT/", "/es/gt/", "//es/") for out in OUT]
TARGETS += ["//", "///", "//es", "//es/", "/es//", "/ES//gt", "/./es", "/es/./gt/", "/es/../en"]


def raw_request(path: str, host: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("utf-8", "replace")


def test_p41_only_the_names_in_the_settings_are_answered(served: servers.Server) -> None:
    assert len(REFUSED) >= 50
    for host in REFUSED:
        for path in ("/es/gt", "/es"):
            head = served.send(raw_request(path, host)).partition(b"\r\n\r\n")[0]
            assert head.split()[1] == b"400", host
            assert b"\nlocation:" not in head.lower()
    for host in ACCEPTED:
        assert served.send(raw_request("/es/gt", host)).split()[1] == b"200", host


def test_p41_two_names_or_none_are_not_believed(served: servers.Server) -> None:
    two = b"GET /es HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    none = b"GET /es HTTP/1.1\r\nConnection: close\r\n\r\n"
    absolute = b"GET http://evil.example/es HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    bare = b"GET http://localhost HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert served.send(bare).split()[1] == b"200"
    for request in (two, none, absolute):
        head = served.send(request).partition(b"\r\n\r\n")[0]
        assert b"evil.example" not in head


@pytest.mark.parametrize("front", ["gunicorn", "nginx"])
def test_p41_no_redirect_leads_off_the_site(
    front: str, request: pytest.FixtureRequest, addresses: list[str], figure: Callable[[str], None]
) -> None:
    assert len(TARGETS) >= 100
    server = (
        request.getfixturevalue("served") if front == "gunicorn" else request.getfixturevalue("fronted")[0]
    )
    followed = 0
    for target in TARGETS:
        head = server.send(raw_request(target, "localhost")).partition(b"\r\n\r\n")[0].decode("latin-1")
        lines = {
            name.lower(): value
            for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:])
        }
        if "location" in lines:
            followed += 1
            assert lines["location"] in addresses, target
        assert "location: https://evil" not in head.lower()
    figure(f"P41: {followed} of {len(TARGETS)} were redirected by {front}, all to an address of the edition")
