"""Asking is bounded, and nobody is remembered for it (P16)."""

import gc
from pathlib import Path

import help as owed
import pytest
from flask import Flask
from flask.testing import FlaskClient

from hotline.config import Settings
from hotline.editions.serving import Site
from hotline.web import limits
from hotline.web.app import create_app


@pytest.fixture
def fresh(installed: Path) -> Flask:
    """An app that has counted nothing yet."""
    return create_app(Settings(var=installed))


def ask(client: FlaskClient, address: str, path: str = "/fr/check") -> int:
    return client.post(path, data={"number": "1555"}, environ_base={"REMOTE_ADDR": address}).status_code


def test_p16_the_code_of_an_address_lasts_an_hour_and_leads_nowhere() -> None:
    now = 0.0
    codes = limits.HourlyCode(lambda: now)
    first = codes.code("203.0.113.7")
    assert first == codes.code("203.0.113.7") != codes.code("203.0.113.8")
    assert first != limits.HourlyCode(lambda: now).code("203.0.113.7"), "the key is this process's own"
    now = 3599.0
    assert codes.code("203.0.113.7") == first
    now = 3600.0
    assert codes.code("203.0.113.7") != first


def test_p16_a_whole_network_of_ipv6_counts_as_one_place() -> None:
    codes = limits.HourlyCode()
    assert (
        codes.code("2001:db8:1:2::1") == codes.code("2001:db8:1:2:ffff::9") != codes.code("2001:db8:1:3::1")
    )
    assert codes.code("not an address") == codes.code("not an address")


def test_p16_the_sixty_first_question_in_a_minute_gets_a_page_that_helps(fresh: Flask, built: Site) -> None:
    client = fresh.test_client()
    assert [ask(client, "203.0.113.7") for _ in range(61)] == [200] * 60 + [429]
    refused = client.post("/fr/check", data={"number": "1"}, environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert refused.headers["Retry-After"] == "60"
    assert owed.missing(refused.data, built.edition) == []
    assert owed.language(refused.data) == "fr"
    assert ask(client, "203.0.113.8") == 200, "somebody else"
    for _ in range(100):
        assert client.get("/es/gt", environ_base={"REMOTE_ADDR": "203.0.113.7"}).status_code == 200, "a page"


def test_p16_no_address_stays_in_memory(fresh: Flask) -> None:
    # Built at run time and deleted, so that the test itself does not keep what it looks for.
    client = fresh.test_client(use_cookies=False)
    parts = ["198", "51", "100", "123"]
    assert ask(client, ".".join(parts)) == 200
    limiter = next(iter(fresh.extensions["limiter"]))
    kept = vars(limiter._storage)
    assert kept["storage"], "something was counted"
    assert ".".join(parts) not in repr(kept)
    del client
    gc.collect()
    holders = [
        thing for thing in gc.get_objects()
        if isinstance(thing, dict) and any(isinstance(value, str) and value == ".".join(parts) for value in list(thing.values()))
    ]  # fmt: skip
    assert holders == []
