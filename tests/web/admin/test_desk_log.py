"""The desk tells whoever runs it what was done, as lines of JSON, and nothing that anybody typed."""

import json

import pytest
from desk_browser import Browser, Member
from flask import Flask


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    lines = capsys.readouterr().err.splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_an_act_is_a_line_and_a_look_is_none(
    desk: Flask, members: dict[str, Member], capsys: pytest.CaptureFixture[str]
) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    capsys.readouterr()
    browser.get("/admin/")
    assert told(capsys) == []
    browser.post("/admin/sign-out")
    (line,) = told(capsys)
    assert (line["event"], line["page"], line["method"], line["status"]) == (
        "desk", "signing.sign_out", "POST", 303,
    )  # fmt: skip
    assert str(line["timestamp"]).endswith("Z")
    assert isinstance(line["milliseconds"], int)


def test_who_acts_is_named_and_nothing_that_was_typed(
    desk: Flask, members: dict[str, Member], capsys: pytest.CaptureFixture[str]
) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    capsys.readouterr()
    browser.post("/admin/me/name", {"name": "canary-7f3a"})
    browser.post("/admin/records/service/GT/canary-7f3a/edit", {"act": "propose", "why": "canary-7f3a"})
    Browser(desk).post("/admin/sign-in", {"email": "canary-7f3a@example.org", "password": "canary-7f3a"})
    said = told(capsys)
    assert [line["person"] for line in said] == ["zoe-editor", "zoe-editor", None]
    assert "canary" not in json.dumps(said)
