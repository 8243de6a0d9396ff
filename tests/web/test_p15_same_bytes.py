"""Everybody gets the same bytes, wherever they are and whatever their browser says of itself (P15)."""

import itertools
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from hotline.config import Settings
from hotline.web.app import create_app

#: 5 × 5 × 2 ways to introduce oneself.
AGENTS = ("", "Lynx/2.9.0", "Mozilla/5.0 (Linux; Android 4.4) Chrome/30", "Mozilla/5.0 (iPhone)", "curl/8")
LANGUAGES = ("", "es-GT,es;q=0.9", "fr", "en-US", "kek, *;q=0.1")
SAVING = ("", "on")
ADDRESSES = (
    "127.0.0.1", "10.0.0.1", "192.168.1.7", "190.104.1.1", "200.6.193.9", "186.32.0.5", "201.220.128.1",
    "190.57.0.1", "187.188.0.1", "8.8.8.8", "24.48.0.1", "148.0.0.1", "203.0.113.9", "198.51.100.77",
    "2001:db8::1", "2800:a0::5", "::1", "::ffff:8.8.8.8", "unknown", "",
)  # fmt: skip


@pytest.fixture(scope="module")
def proxied(installed: Path) -> FlaskClient:
    """The service behind a proxy of its own, so that X-Forwarded-For counts as the address."""
    return create_app(Settings(var=installed, proxies=1)).test_client()


def test_p15_header_sets_and_addresses_change_no_byte(proxied: FlaskClient) -> None:
    sets = list(itertools.product(AGENTS, LANGUAGES, SAVING))
    assert (len(sets), len(ADDRESSES)) == (50, 20)
    for path in ("/", "/es/", "/es/gt", "/en/where", "/fr/nowhere", "/es"):
        answers = set()
        for agent, language, saving in sets:
            headers = {"User-Agent": agent, "Accept-Language": language, "Save-Data": saving}
            answer = proxied.get(path, headers={name: value for name, value in headers.items() if value})
            answers.add((answer.status_code, tuple(answer.headers), answer.data))
        for address in ADDRESSES:
            answer = proxied.get(
                path, headers={"X-Forwarded-For": address}, environ_base={"REMOTE_ADDR": "127.0.0.1"}
            )
            answers.add((answer.status_code, tuple(answer.headers), answer.data))
        assert len(answers) == 1, path


def test_p15_an_answer_depends_on_the_question_alone(proxied: FlaskClient) -> None:
    for path, form in (("/es/search", {"q": "policía"}), ("/fr/check", {"number": "1555", "region": "gt"})):
        answers = {
            proxied.post(
                path, data=form, headers={"X-Forwarded-For": address, "Accept-Language": language}
            ).data
            for address, language in zip(ADDRESSES, LANGUAGES * 4, strict=True)
        }
        assert len(answers) == 1, path
