"""A sound file of 200 MB, or 2 GB with HOTLINE_TEST_FULL=1, comes in while public pages answer."""

import http.client
import os
import re
import struct
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import servers
from desk_browser import COOKIE, Browser, Clock, join
from sqlalchemy import select

from hotline.config import Settings
from hotline.services import site
from hotline.storage.tables.brought_file import BroughtFile
from hotline.web.admin.app import create_desk

FULL = os.environ.get("HOTLINE_TEST_FULL") == "1"
MEGABYTES = 2000 if FULL else 200
#: Sound of three hours at most, whatever its size.
A_SECOND = 192_000
BOUNDARY = "a-boundary-that-stands-in-no-sound"


def signed_in(var: Path) -> tuple[str, str]:
    """The cookie and the token of an editor of Guatemala, on the desk that the server serves."""
    settings, clock = Settings(var=var), Clock(datetime.now(UTC))
    factory = site.open_database(settings)
    desk = create_desk(settings, clock)
    member = join(desk, factory, clock, "editor", "editor")
    browser = Browser(desk)
    assert member.sign_in(browser).status_code == 303
    return str(browser.cookie), browser.token()


def sound(size: int) -> Iterator[bytes]:
    """A WAV file of so many bytes of silence, in pieces."""
    head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 2, 48_000, A_SECOND, 4, 16) + b"data"
    yield b"RIFF" + struct.pack("<I", len(head) + 4 + size) + head + struct.pack("<I", size)
    piece = bytes(1024 * 1024)
    for _ in range(size // len(piece)):
        yield piece


def upload(port: int, cookie: str, token: str, size: int, answers: list[tuple[int, str]]) -> None:
    before = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n'
        "Content-Type: audio/wav\r\n\r\n"
    ).encode()
    after = f"\r\n--{BOUNDARY}--\r\n".encode()
    length = len(before) + 44 + size + len(after)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=400)
    connection.putrequest("POST", "/admin/files/GT", skip_host=True)
    for name, value in (
        ("Host", "localhost"),
        ("Cookie", f"{COOKIE}={cookie}"),
        ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),
        ("Content-Length", str(length)),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(before)
    for piece in sound(size):
        connection.send(piece)
    connection.send(after)
    response = connection.getresponse()
    answers.append((response.status, response.getheader("Location") or response.read().decode()))
    connection.close()


def memory_of(process: int) -> int:
    """Kilobytes that a process and what it started hold together."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    own = int(found[1]) if found else 0
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return own + sum(memory_of(int(child)) for child in children)


@pytest.mark.parametrize("front", ["gunicorn", "nginx"])
def test_p38_a_large_file_comes_in_while_public_pages_answer(var: Path, tmp_path: Path, front: str) -> None:
    if front == "nginx" and servers.NGINX is None:
        pytest.skip("nginx is not installed")
    cookie, token = signed_in(var)
    size = (MEGABYTES if front == "gunicorn" or FULL else 30) * 1024 * 1024
    with servers.gunicorn(var, tmp_path, HOTLINE_PROXIES="1" if front == "nginx" else "0") as service:
        if front == "nginx":
            with servers.nginx(var, tmp_path, service.port) as server:
                told = come_in(service, server.port, cookie, token, size)
        else:
            told = come_in(service, service.port, cookie, token, size)
    print(f"{front}: {told}")
    assert [path.name for path in (var / "files").iterdir() if path.is_file()] == [], "nothing half-written"
    factory = site.open_database(Settings(var=var))
    with factory() as session:
        kept = session.scalars(select(BroughtFile)).one()
    assert (kept.size, kept.seconds) == (size + 44, round(size / A_SECOND))
    assert (var / "files" / kept.digest[:2] / kept.digest).stat().st_size == kept.size


def come_in(service: servers.Server, port: int, cookie: str, token: str, size: int) -> str:
    """Bring the file in through `port`, and read public pages of the one web worker meanwhile."""
    answers: list[tuple[int, str]] = []
    server = servers.Server(port, service.log, service.process)
    assert server.ask("/es/gt").status == 200
    before = most = memory_of(service.process.pid)
    sending = threading.Thread(target=upload, args=(port, cookie, token, size, answers))
    began = time.monotonic()
    sending.start()
    slowest, asked = 0.0, 0
    while sending.is_alive():
        asked += 1
        start = time.monotonic()
        # A search is answered by the same worker, also where nginx serves the pages.
        answer = server.ask("/es/gt") if asked % 2 else service.ask("/es/gt")
        slowest = max(slowest, time.monotonic() - start)
        assert answer.status == 200
        most = max(most, memory_of(service.process.pid))
        time.sleep(0.05)
    sending.join()
    assert answers, "the server gave up"
    assert answers[0][0] == 303, answers
    assert (most - before) < 150 * 1024, "less than the file has, however large it is"
    return (
        f"{size // 2**20} MB in {time.monotonic() - began:.1f} s, {asked} pages meanwhile, the slowest after "
        f"{slowest * 1000:.0f} ms, {(most - before) // 1024} MB more memory at most, the worker that looks included"
    )
