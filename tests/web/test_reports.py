"""A visitor tells of a wrong number: what is kept, what is not, and what happens when nothing can be."""

import random
import secrets
import sqlite3
from pathlib import Path
from typing import Any

import help as owed
import lxml.html
import pytest
import servers
from conftest import FULL
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from hotline.config import Settings
from hotline.domain.listing import LOCALES
from hotline.domain.report import Report
from hotline.editions.serving import Site
from hotline.storage.session import make_engine, sessions
from hotline.storage.tables.reports import VisitorReport
from hotline.web import security
from hotline.web.app import create_app
from hotline.web.report_box import box
from hotline.web.service import create_service

REPORT = {"region": "GT", "line": "1555", "wrong": "nobody_answers", "seen": "a bus", "words": "It rang."}
HOSTILE = 500 if FULL else 200


@pytest.fixture
def service(var: Path) -> Flask:
    """The whole service over an installation of the test's own."""
    return create_service(Settings(var=var))


def tell(app: Flask, form: dict[str, Any], locale: str = "en", source: str = "203.0.113.7") -> TestResponse:
    return app.test_client().post(f"/{locale}/report", data=form, environ_overrides={"REMOTE_ADDR": source})


def kept(var: Path) -> list[VisitorReport]:
    factory = sessions(make_engine(f"sqlite:///{var / 'hotline.sqlite'}"))
    with factory() as session:
        found = list(session.scalars(select(VisitorReport).order_by(VisitorReport.id)))
    factory.kw["bind"].dispose()
    return found


def field(html: str, name: str) -> str:
    """What stands in a field of the form."""
    found = lxml.html.fromstring(html).get_element_by_id(name)
    return str(found.get("value") or found.text or "")


def test_what_was_typed_and_the_day_are_kept_and_nothing_else(service: Flask, var: Path) -> None:
    answer = tell(service, {**REPORT, "words": "It  rang.\r\nNobody came."})
    assert answer.status_code == 200
    assert "Thank you" in answer.text
    (report,) = kept(var)
    columns = {column.key for column in VisitorReport.__table__.columns}
    assert columns == {
        "id", "day", "locale", "region", "wrong", "line", "seen", "words", "outcome", "closed_on"
    }  # fmt: skip
    assert (report.region, report.locale, report.wrong) == ("GT", "en", "nobody_answers")
    assert (report.line, report.seen, report.words) == ("1555", "a bus", "It rang. Nobody came.")
    assert (report.outcome, report.closed_on) == (None, None)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_answer_shows_whom_to_call_in_the_region(service: Flask, built: Site, locale: str) -> None:
    directory = built.edition.directories["GT"]
    answer = tell(service, REPORT, locale)
    page = lxml.html.fromstring(answer.text)
    assert page.get("lang") == locale
    first = directory.service(directory.first.services[0]).contact_points[0].number
    assert f"tel:{first}" in answer.text
    assert f"tel:{owed.emergency_number(directory)}" in answer.text
    # Whoever does not know the country gets the number of every one.
    anywhere = tell(service, {**REPORT, "region": ""}, locale)
    assert owed.missing(anywhere.data, built.edition) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_form_is_a_finished_page_that_asks_for_no_name(built: Site, locale: str) -> None:
    page = lxml.html.fromstring((built.folder / "site" / locale / "report.html").read_text())
    (form,) = page.iter("form")
    names = {element.get("name") for element in form.iter("input", "select", "textarea")}
    assert names == {"region", "line", "wrong", "seen", "words"}
    assert {element.get("autocomplete") for element in form.iter("input", "select", "textarea")} == {"off"}
    region = lxml.html.fromstring((built.folder / "site" / locale / "gt.html").read_text())
    assert "report" in {link.get("href") for link in region.iter("a")}


@pytest.mark.parametrize(
    ("change", "says", "why"),
    [
        ({"wrong": ""}, "Choose what is wrong.", "nothing chosen"),
        ({"wrong": "made up"}, "Choose what is wrong.", "not one of the choices"),
        ({"words": "é" * 501}, "500 signs", "one sign too many"),
        ({"line": "1" * 121}, "120 signs", "one sign too many"),
        ({"seen": "x" * 201}, "200 signs", "one sign too many"),
    ],
)
def test_a_form_with_a_fault_comes_back_as_it_was_typed(
    service: Flask, var: Path, change: dict[str, str], says: str, why: str
) -> None:
    form = {**REPORT, **change}
    answer = tell(service, form)
    assert answer.status_code == 400, why
    assert says in answer.text
    for name in ("line", "seen", "words"):
        assert field(answer.text, name) == form[name], why
    assert kept(var) == []
    assert tell(service, {**REPORT, "words": "é" * 500}).status_code == 200, "the neighbour"


def test_a_country_that_is_not_there_counts_as_not_known(service: Flask, var: Path) -> None:
    assert tell(service, {"wrong": "other", "region": "ZZ"}).status_code == 200
    assert tell(service, {"wrong": "other", "region": "gt"}).status_code == 200
    assert [report.region for report in kept(var)] == [None, "GT"]


def test_p16_the_sixth_report_in_an_hour_is_given_back(service: Flask, var: Path) -> None:
    for _ in range(7):
        assert tell(service, {}).status_code == 400, "a form with a fault is not counted"
    assert [tell(service, REPORT).status_code for _ in range(6)] == [200] * 5 + [429]
    refused = tell(service, REPORT)
    assert refused.headers["Retry-After"] == "3600"
    assert field(refused.text, "words") == "It rang."
    assert tell(service, REPORT, source="203.0.113.8").status_code == 200, "somebody else"
    assert len(kept(var)) == 6


def test_p45_public_pages_alone_say_that_nothing_was_kept(installed: Path) -> None:
    answer = tell(create_app(Settings(var=installed)), REPORT)
    assert answer.status_code == 503
    assert "could not be kept" in answer.text
    assert field(answer.text, "words") == "It rang."


def test_p45_without_its_database_a_report_is_given_back_and_pages_go_on(var: Path, tmp_path: Path) -> None:
    with servers.gunicorn(var, tmp_path) as server:
        for file in var.glob("hotline.sqlite*"):
            file.rename(tmp_path / file.name)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = server.ask("/es/report", "POST", form, b"region=GT&wrong=danger&words=canario")
        assert (answer.status, answer.header("Retry-After")) == (503, "60")
        assert "No se pudo guardar" in answer.body.decode()
        assert b"canario" in answer.body
        assert server.ask("/es/report").status == 200
        assert server.ask("/es/gt").status == 200
    assert not list(var.glob("*.sqlite*")), "nobody made a new one"


def test_a_database_that_somebody_else_holds_costs_a_sentence_and_no_page(service: Flask, var: Path) -> None:
    holder = sqlite3.connect(var / "hotline.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert tell(service, REPORT).status_code == 503
    assert service.test_client().get("/es/gt").status_code == 200
    holder.execute("ROLLBACK")
    holder.close()
    assert tell(service, REPORT).status_code == 200


def test_a_database_without_its_tables_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()
    keep = box(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    told = Report("es", "other")
    assert not keep(told)


def test_p14_a_report_keeps_nothing_of_the_request_around_it(var: Path, tmp_path: Path) -> None:
    words, around = f"c{secrets.token_hex(8)}", [f"c{secrets.token_hex(8)}" for _ in range(6)]
    with servers.gunicorn(var, tmp_path, HOTLINE_COUNT="true", HOTLINE_PROXIES="1") as server:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": around[0], "Referer": f"https://{around[1]}.example/", "Cookie": f"a={around[2]}",
            "Accept-Language": around[3], "X-Forwarded-For": "198.51.100.99",
        }  # fmt: skip
        body = f"region=GT&wrong=other&words={words}&{around[4]}={around[5]}".encode()
        assert server.ask("/es/report", "POST", headers, body).status == 200
        # One that fails in the database: its message would hold what was typed.
        connection = sqlite3.connect(var / "hotline.sqlite")
        connection.execute("ALTER TABLE report RENAME TO gone")
        lost = f"c{secrets.token_hex(8)}"
        assert (
            server.ask("/es/report", "POST", headers, body.replace(words.encode(), lost.encode())).status
            == 503
        )
        connection.close()
    assert b"OperationalError at" in server.log.read_bytes()
    files = [path for path in [*var.rglob("*"), server.log] if path.is_file()]
    holding = {path.name for path in files if words.encode() in path.read_bytes()}
    assert {name.partition("-")[0] for name in holding} == {"hotline.sqlite"}
    for path in files:
        content = path.read_bytes()
        assert not [one for one in (*around, lost, "198.51.100.99") if one.encode() in content], path


def hostile(number: int) -> str:
    seeds = random.Random(number)
    parts = (
        "\u202e\u2066evil\u2069", "\x00\x01\x1b[31m", "'; DROP TABLE report; --", "<script>alert(1)</script>",
        "\ud800", "e" + "\u0301" * 40, "\u200b\u200f\ufeff", "{{ 7*7 }}", "%(limit)s %s", "=HYPERLINK(1)",
        "</textarea><h1>x</h1>", "\U0001f600" * 9, "\r\nSet-Cookie: a=b", "٠١٢٣", "\\x3cimg src=x onerror=a()>",
    )  # fmt: skip
    return "".join(seeds.choices(parts, k=seeds.randint(1, 9)))


def test_hostile_reports_break_nothing(service: Flask, var: Path) -> None:
    wanted = security.private_headers(security.page_policy())
    statuses = set()
    for number in range(HOSTILE):
        text = hostile(number).encode("utf-8", "surrogatepass")
        form: dict[str, Any] = {"region": text, "line": text, "seen": text, "words": text, "wrong": "other"}
        if number % 10 == 3:
            form["wrong"] = text
        if number % 50 == 7:
            form["words"] = b"x" * 10_000_000
        answer = tell(service, form, source=f"10.0.{number // 250}.{number % 250}")
        statuses.add(answer.status_code)
        assert answer.status_code in {200, 400, 413}, number
        if answer.status_code != 413:
            assert {name: answer.headers.get(name) for name in wanted} == wanted
            assert "Set-Cookie" not in answer.headers
            assert "<script>alert" not in answer.text
            assert "<h1>x</h1>" not in answer.text
    assert statuses == {200, 400, 413}
    stored = "".join(
        text for report in kept(var) for text in (report.line, report.seen, report.words) if text
    )
    assert "DROP TABLE report" in stored
    assert not set(stored) & set("\u202e\u2066\u2069\x00\x1b\u200b\u200f\ufeff\r\n\ud800")
    assert "\u0301\u0301\u0301" not in stored
