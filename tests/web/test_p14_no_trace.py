"""Nothing of a visitor's request stays on the server: no file, no log line, no row (P14)."""

import random
import secrets
from collections.abc import Callable
from pathlib import Path

import servers
from conftest import FULL

REQUESTS = 1000 if FULL else 400
FORM = "application/x-www-form-urlencoded"


def canary() -> str:
    return f"c{secrets.token_hex(8)}"


def test_p14_requests_leave_no_canary_anywhere(
    var: Path, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    planted: list[str] = []

    def plant() -> str:
        planted.append(canary())
        return planted[-1]

    often = plant()  # the address of one who asks too often
    paths = ["/es/gt", "/", "/en/where", "/fr/mx"]
    with servers.gunicorn(var, tmp_path, HOTLINE_COUNT="true", HOTLINE_PROXIES="1") as server:
        # A page that is lost under the running service: each request for it fails inside the service.
        for lost in (var / "editions" / "current" / "site" / "es").glob("hn.html*"):
            lost.unlink()
        statuses: dict[int, int] = {}
        for number in range(REQUESTS):
            headers = {
                "User-Agent": plant(), "Referer": f"https://{plant()}.example/", "Cookie": f"{plant()}={plant()}",
                "Accept-Language": plant(), "X-Forwarded-For": plant(), "Origin": f"https://{plant()}.example",
            }  # fmt: skip
            path, method, body, host = f"{random.choice(paths)}?{plant()}={plant()}", "GET", None, "localhost"
            kind = number % 20
            if kind == 1:
                path = f"/es/{plant()}"
            elif kind == 2:
                path = f"/es/hn?{plant()}"
            elif kind == 3:
                host = f"{plant()}.example"
            elif kind == 4:
                method, body = "PUT", plant().encode()
            elif kind == 5:
                method, path, body = "POST", "/es/check", f"number={plant()}".encode() * 1000
            elif kind in {6, 7, 8, 11}:
                field = "number" if kind == 6 else "q"
                path = "/fr/check" if kind == 6 else "/fr/search"
                method, body = "POST", f"{field}={plant()}&region={plant()}&{plant()}=1".encode()
            elif kind == 9:
                method, path, body = "POST", f"/{plant()}/search", f"q={plant()}".encode()
            elif kind == 10:
                method, path, body = "POST", "/es/search", f"--x\r\n{plant()}".encode()
            elif kind == 12:
                said = f"country={plant()}&kind={plant()}&line={plant()}&logo={plant()}"
                method, path, body = "POST", f"/en/materials/make?{plant()}", said.encode()
            if method == "POST":
                headers["Content-Type"] = "multipart/form-data; boundary=x" if kind == 10 else FORM
            answer = server.ask(path, method, headers, body, host)
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
        for _ in range(61):
            headers = {"X-Forwarded-For": often, "Content-Type": FORM, "User-Agent": plant()}
            answer = server.ask("/es/check", "POST", headers, f"number={plant()}".encode())
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
        unreadable = [
            f"GET /{plant()} HTTP/9.9\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            f"{plant()} /{plant()}\r\n\r\n",
            f"GET /{plant()} HTTP/1.1\r\nHost: localhost\r\n{plant()} x: {plant()}\r\n\r\n",
            f"GET /{plant() * 200} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            f"GET / HTTP/1.1\r\nHost: {plant()}\r\nHost: {plant()}\r\nConnection: close\r\n\r\n",
            f"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {plant()}\r\n\r\n",
            f"POST /es/check HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{plant()}\r\n",
            f"GET / HTTP/1.1\r\nHost: localhost\r\nExpect: {plant()}\r\n\r\n",
            f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {plant() * 400}\r\n\r\n",
        ]
        for request in unreadable * 3:
            server.send(request.encode())
    # The service was asked to end, so whatever it still had to write is written by now.
    assert statuses[500] >= 20
    assert statuses[404] >= 20
    assert {200, 400, 405, 413, 429} <= statuses.keys(), statuses
    assert b"FileNotFoundError at" in server.log.read_bytes(), "a failure must be seen by the operator"
    assert list((var / "counts").glob("*.json")), "counting was on"

    found = [
        (path, word)
        for path in [*var.rglob("*"), server.log]
        if path.is_file()
        for content in [path.read_bytes()]
        for word in planted
        if word.encode() in content
    ]
    figure(
        f"P14: {len(found)} of {len(planted)} canaries found after {sum(statuses.values())} requests: {statuses}"
    )
    assert found == []
