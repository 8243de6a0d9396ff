"""P39: whatever is typed, a search and a look-up answer, and the memory stays as it was.

How long an answer takes is measured in tests/bench/search.py: a loaded machine must not fail a test.
"""

import gc
import os
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from conftest import FULL
from flask import Flask
from strange_texts import Question, questions

from hotline.config import Settings
from hotline.web.app import create_app

QUESTIONS = 10_000 if FULL else 600
#: Answered before the memory is looked at for the first time: caches and the allocator fill up.
WARM_UP = 300
#: So much more the process may hold in the end: less than a kilobyte a question in the long form.
MOST_GROWTH = 8 * 1024 * 1024


@pytest.fixture
def unlimited(installed: Path) -> Flask:
    """The service without its limit on how often one place may ask."""
    app = create_app(Settings(var=installed))
    for limiter in app.extensions["limiter"]:
        limiter.enabled = False
    return app


def held() -> int:
    """Bytes of memory that this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells what a process holds")
def test_p39_no_query_is_an_error_of_the_server_and_none_stays_in_memory(
    unlimited: Flask, figure: Callable[[str], None]
) -> None:
    client = unlimited.test_client()
    statuses: Counter[int] = Counter()

    def ask(asked: Question) -> None:
        answer = client.post(asked.path, data=asked.body, content_type=asked.kind)
        statuses[answer.status_code] += 1
        assert answer.status_code < 500, asked
        assert "Content-Security-Policy" in answer.headers
        answer.close()

    for asked in islice(questions(seed=7), WARM_UP):
        ask(asked)
    before = held()
    statuses.clear()
    for asked in islice(questions(seed=39), QUESTIONS):
        ask(asked)
    growth = held() - before
    # Most of them are questions that can be answered: a fuzz that is all refused tries nothing.
    assert statuses[200] > QUESTIONS / 2
    assert set(statuses) <= {200, 400, 413, 415, 422}
    assert growth < MOST_GROWTH
    figure(
        f"P39: {QUESTIONS} fuzzed questions, by status {dict(sorted(statuses.items()))}, 0 errors of the server; "
        f"memory grew by {growth / 1024 / 1024:.1f} MB"
    )
