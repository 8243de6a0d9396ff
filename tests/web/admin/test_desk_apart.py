"""The desk stands apart: public pages work without it, and it says what is wrong when it cannot work (P45)."""

import subprocess
import sys
from pathlib import Path

import pytest
import servers
from desk_browser import Browser, Clock, Member, scripts_in
from flask import Flask, Response
from sqlalchemy import Engine, text
from werkzeug.test import Client

from hotline.config import Settings
from hotline.domain.listing import LOCALES
from hotline.editions.rendering import csp_source
from hotline.web import security
from hotline.web.admin.app import create_desk
from hotline.web.service import beside, create_service


def test_p45_without_its_database_the_desk_says_so_and_makes_no_new_one(tmp_path: Path, clock: Clock) -> None:
    browser = Browser(create_desk(Settings(var=tmp_path), clock))
    for method in ("GET", "POST"):
        answer = browser.open(method, "/admin/sign-in")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        assert "base de datos" in answer.text
    assert not list(tmp_path.glob("*.sqlite*"))


def test_p45_when_the_tables_are_gone_the_desk_says_so(
    desk: Flask, engine: Engine, members: dict[str, Member]
) -> None:
    browser = Browser(desk)
    members["editor"].sign_in(browser)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE sign_in RENAME TO somewhere_else"))
    assert browser.get("/admin/").status_code == 503


def test_p45_the_desk_and_the_public_pages_stand_side_by_side(var: Path, tmp_path: Path) -> None:
    with servers.gunicorn(var, tmp_path) as server:
        assert server.ask("/admin/sign-in").status == 200
        for file in var.glob("hotline.sqlite*"):
            file.rename(tmp_path / file.name)
        assert server.ask("/admin/sign-in").status == 503
        assert server.ask("/es/gt").status == 200
        assert server.ask("/administrators").status == 404


def test_p45_a_desk_that_cannot_be_made_takes_nothing_down() -> None:
    public = Response("public")

    def broken() -> Flask:
        raise RuntimeError

    client = Client(beside(public, broken), Response)
    assert client.get("/es/gt").status_code == 200
    for _ in range(2):
        answer = client.get("/admin/")
        assert answer.status_code == 503
        assert dict(security.desk_headers()).items() <= dict(answer.headers).items()


def test_public_pages_start_without_the_libraries_of_the_desk(installed: Path) -> None:
    program = (
        "import sys; from hotline.config import Settings; from hotline.web.service import create_service;"
        f"app = create_service(Settings(var={str(installed)!r}));"
        "assert app.test_client().get('/es/gt').status_code == 200;"
        "assert not {'flask_security', 'flask_login', 'hotline.web.admin'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[3], check=True)


def test_a_public_page_is_the_same_with_the_cookie_of_the_desk(installed: Path) -> None:
    client = create_service(Settings(var=installed)).test_client()
    plain = client.get("/es/gt")
    answer = client.get("/es/gt", headers={"Cookie": "__Host-desk=anything"})
    assert answer.data == plain.data
    assert dict(answer.headers) == dict(plain.headers)
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_desk_speaks_the_language_that_was_chosen_and_keeps_it(
    desk: Flask, members: dict[str, Member], locale: str
) -> None:
    browser, elsewhere, member = Browser(desk), Browser(desk), members["editor"]
    chosen = browser.post("/admin/language", {"language": locale, "back": "/admin/sign-in"})
    assert chosen.headers["Location"] == "/admin/sign-in"
    assert f'<html lang="{locale}"' in browser.get("/admin/sign-in").text
    member.sign_in(browser)
    browser.post("/admin/language", {"language": locale, "back": "/admin/me"})
    member.sign_in(elsewhere)
    assert f'<html lang="{locale}"' in elsewhere.get("/admin/").text


@pytest.mark.parametrize(
    "back",
    ["https://elsewhere.example/", "//elsewhere.example/admin/", "/\\elsewhere.example", "/admin/\\..", "/es/gt",
     "/admin/\r\nSet-Cookie: a=b", "javascript:alert(1)", "", "/admin/..//elsewhere.example"],
)  # fmt: skip
def test_choosing_a_language_leads_nowhere_else(browser: Browser, back: str) -> None:
    answer = browser.post("/admin/language", {"language": "fr", "back": back})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/admin/")
    assert "Set-Cookie" not in answer.headers["Location"]


def test_a_link_of_another_site_takes_no_cookie_away(browser: Browser) -> None:
    answer = browser.open("GET", "/admin/people?a=%22%3E", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, [])
    assert 'http-equiv="refresh"' in answer.text
    assert 'a="' not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", ""])
def test_p41_the_desk_answers_to_its_own_names_only(desk: Flask, host: str) -> None:
    for path in ("/admin", "/admin/", "/admin/sign-in", "/admin/nowhere"):
        answer = desk.test_client().get(path, headers={"Host": host})
        assert answer.status_code == 400, path
        assert "evil" not in answer.text + str(answer.headers)


def test_nginx_hands_the_desk_through_with_its_cookie_and_one_table_of_headers(
    fronted: tuple[servers.Server, servers.Server],
) -> None:
    answer = fronted[0].ask("/admin/sign-in")
    assert answer.status == 200
    assert len(answer.headers["set-cookie"]) == 1
    wanted = security.desk_headers(*map(csp_source, scripts_in(answer.body.decode())))
    table = {name: answer.headers.get(name.lower()) for name in wanted}
    assert table == {name: [value] for name, value in wanted.items()}


def test_what_failed_is_logged_without_a_name_or_an_address(
    desk: Flask, members: dict[str, Member], engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(desk)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE guess RENAME TO somewhere_else"))
    token_page = browser.post("/admin/sign-in", members["editor"].proof())
    assert token_page.status_code == 503
    logged = " ".join(record.getMessage() for record in caplog.records)
    assert "Error at" in logged
    assert "editor@example.org" not in logged
    assert browser.source not in logged
