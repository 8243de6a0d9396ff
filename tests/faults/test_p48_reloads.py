"""P48: reloads and killed workers under load fail no public request."""

import http.client
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import servers
from conftest import FULL

READERS = 4
#: In the full form at least 60,000 requests, and 20 reloads and kills.
REQUESTS, STROKES = (60_000, 20) if FULL else (2_000, 2)
PAGES = ("/es/gt", "/en/mx", "/fr/", "/es/hn", "/", "/es/where", "/data/directory.csv", "/api/v1/regions")
TYPED = {"Content-Type": "application/x-www-form-urlencoded"}


def workers(server: servers.Server) -> list[int]:
    """The processes of the server that answer requests."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = stat.read_text().rpartition(") ")[2].split()
            line = (stat.parent / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(rest[1]) == server.process.pid and rest[0] != "Z" and b"keep" not in line:
            found.append(int(stat.parent.name))
    return found


def test_p48_reloads_and_killed_workers_fail_no_public_request(
    installed: Path, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    import shutil

    if servers.NGINX is None:
        pytest.skip("nginx is not installed")
    var = tmp_path / "var"
    shutil.copytree(installed, var, symlinks=True)
    asked, wrong, stop = Counter[str](), [], threading.Event()

    def read(front: servers.Server, seed: int) -> None:
        chosen = random.Random(seed)
        while not stop.is_set():
            # One in twenty types something, which the workers answer; the rest are files.
            typed = chosen.random() < 0.05
            path = "/es/search" if typed else chosen.choice(PAGES)
            try:
                answer = (
                    front.ask(path, "POST", TYPED, b"q=policia&region=gt", source=f"127.0.1.{seed}")
                    if typed
                    else front.ask(path)
                )
                failed = None if answer.status in ({200, 429} if typed else {200}) else str(answer.status)
            except (OSError, http.client.HTTPException) as error:
                failed = type(error).__name__
            asked["answers" if typed else "pages"] += 1
            if failed is not None:
                wrong.append((path, failed))

    with (
        servers.service(var, tmp_path, HOTLINE_PROXIES="1") as service,
        servers.nginx(var, tmp_path, service.port) as front,
    ):
        readers = [threading.Thread(target=read, args=(front, number + 1)) for number in range(READERS)]
        for one in readers:
            one.start()
        struck = 0
        while sum(asked.values()) < REQUESTS or struck < 2 * STROKES:
            time.sleep(0.5)
            if struck >= 2 * STROKES:
                continue
            if struck % 2:
                [victim, *_] = workers(service) or [0]
                if victim:
                    os.kill(victim, signal.SIGKILL)
            else:
                service.process.send_signal(signal.SIGHUP)
            struck += 1
            # The next stroke meets workers that answer.
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline:
                try:
                    if service.ask("/healthz").status == 200:
                        break
                except OSError:
                    time.sleep(0.1)
        stop.set()
        for one in readers:
            one.join()
    pages = [one for one in wrong if one[0] != "/es/search"]
    answers = [one for one in wrong if one[0] == "/es/search"]
    figure(
        f"P48: {STROKES} reloads and {STROKES} killed workers: {len(pages)} of {asked['pages']} pages failed, "
        f"{len(answers)} of {asked['answers']} searches got the page that says to try again: {Counter(answers)}"
    )
    assert pages == []
    # A search that a worker was answering when it was killed ends with the page that helps, and never with nothing.
    assert {failed for _, failed in answers} <= {"503"}
    assert len(answers) <= 2 * STROKES * READERS
