"""A browser at the desk: keeps its cookie and sends forms with their token; and people with phones."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from passlib.totp import TOTP
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from hotline.services import people
from hotline.storage.session import writing

HTTPS = "https://localhost"
PASSWORD = "four words put together"
COOKIE = "__Host-desk"
#: The same for every desk, so that people can be copied from one database into another.
SECRET = "a secret of the tests, and of nothing else"


@dataclass
class Clock:
    """Stands still until it is moved."""

    moment: datetime = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


class Browser:
    """One browser. `source` is the address that it comes from."""

    def __init__(self, app: Flask, source: str = "192.0.2.1") -> None:
        self._client = app.test_client()
        self.source = source

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        return self._client.open(
            path, method=method, base_url=HTTPS, environ_overrides={"REMOTE_ADDR": self.source}, **options
        )

    def get(self, path: str) -> TestResponse:
        return self.open("GET", path)

    def post(self, path: str, form: dict[str, Any] | None = None) -> TestResponse:
        """Send a form with the token of this browser's session."""
        return self.open("POST", path, data={"csrf_token": self.token(), **(form or {})})

    def token(self) -> str:
        page = self.get("/admin/me")
        if page.status_code != 200:
            page = self.get("/admin/sign-in")
        return hidden(page.text, "csrf_token")

    @property
    def cookie(self) -> str | None:
        found = self._client.get_cookie(COOKIE, "localhost")
        return found.value if found else None

    def with_cookie(self, value: str | None) -> None:
        self._client.set_cookie(COOKIE, value or "", domain="localhost", secure=True)

    def is_in(self) -> bool:
        return self.get("/admin/").status_code == 200


@dataclass
class Member:
    """Somebody who has accepted an invitation, with their phone and their paper of recovery codes."""

    id: str
    email: str
    clock: Clock
    key: str = field(repr=False)
    recovery_codes: list[str] = field(repr=False)
    password: str = PASSWORD

    def code(self) -> str:
        """What the phone shows now; the clock moves on, because a code works only once."""
        self.clock.move(seconds=30)
        return self.shown()

    def shown(self) -> str:
        return str(TOTP(self.key).generate(time=self.clock().timestamp()).token)

    def proof(self) -> dict[str, str]:
        return {"proof_email": self.email, "proof_password": self.password, "proof_code": self.code()}

    def sign_in(self, browser: Browser) -> TestResponse:
        return browser.post("/admin/sign-in", self.proof())


def join(
    app: Flask, factory: sessionmaker[Session], clock: Clock, name: str, *roles: str, region: str = "GT"
) -> Member:
    """Invite somebody and accept for them, in a browser of their own."""
    email = f"{name}@example.org"
    with writing(factory) as session:
        secret = people.invite(session, f"Zoe {name}", email, roles, [region], "tests", clock(), "en")
    accepted, key = accept(Browser(app), secret, clock)
    assert accepted.status_code == 200, accepted.text
    return Member(f"zoe-{name}", email, clock, key, recovery_codes(accepted.text))


def accept(
    browser: Browser,
    secret: str,
    clock: Clock,
    password: str = PASSWORD,
    again: str | None = None,
    code: str | None = None,
) -> tuple[TestResponse, str]:
    """Fill in the page of an invitation; returns the answer and the key that the phone has read."""
    path = f"/admin/invitation/{secret}"
    page = browser.get(path)
    key = re.sub(r"\W", "", re.search(r'class="key">([^<]+)<', page.text)[1])  # type: ignore[index]
    shown = str(TOTP(key).generate(time=clock().timestamp()).token)
    form = {
        "csrf_token": hidden(page.text, "csrf_token"),
        "secret": hidden(page.text, "secret"),
        "password": password,
        "password_again": password if again is None else again,
        "code": shown if code is None else code,
    }
    return browser.open("POST", path, data=form), key


def new_phone(browser: Browser, member: Member, code: str | None = None) -> TestResponse:
    """Set up another phone; if it was taken, its key is the member's from then on."""
    page = browser.post("/admin/me/phone")
    key = re.sub(r"\W", "", re.search(r'class="key">([^<]+)<', page.text)[1])  # type: ignore[index]
    shown = str(TOTP(key).generate(time=member.clock().timestamp()).token)
    form = {"secret": hidden(page.text, "secret"), "code": shown if code is None else code}
    answer = browser.post("/admin/me/phone", form)
    if answer.status_code == 303:
        member.key = key
    return answer


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no field {name}"
    return found[1]


def recovery_codes(html: str) -> list[str]:
    return re.findall(r"<li><code>([a-z0-9-]+)</code>", html)


def scripts_in(html: str) -> list[str]:
    """What stands in the script elements of a page."""
    return re.findall(r"<script[^>]*>(.*?)</script>", html, re.DOTALL)


def link_in(html: str) -> str:
    """The secret in a link to hand over."""
    found = re.search(r"https://localhost/admin/invitation/([\w-]+)", html)
    assert found, html
    return found[1]


def without_tokens(html: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html)
