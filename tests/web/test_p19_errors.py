"""An error page still helps: a way out, every region's emergency number, the language kept (P19)."""

import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import help as owed
import pytest
import servers
from flask.testing import FlaskClient
from werkzeug.test import Client

from hotline.config import Settings
from hotline.editions.pages import ERROR_STATUSES
from hotline.editions.serving import Follower, Site
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.web import errors, last_resort
from hotline.web.app import create_app

LOCALES = ("es", "en", "fr")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("status", ERROR_STATUSES)
def test_p19_the_built_page_of_each_status_helps(
    client: FlaskClient, built: Site, locale: str, status: int
) -> None:
    page = client.get(f"/errors/{locale}/{status}").data
    assert owed.missing(page, built.edition) == []
    assert owed.language(page) == locale


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("GET", "/{}/nowhere", {}, 404),
        ("GET", "/{}/gt/further/down", {}, 404),
        ("POST", "/{}/gt", {}, 405),
        ("DELETE", "/{}/", {}, 405),
        ("POST", "/{}/check", {"data": {"number": "5" * 17_000}}, 413),
        ("GET", "/{}/gt", {"headers": {"Host": "evil.example"}}, 400),
    ],
)
def test_p19_every_refusal_helps_in_the_language_of_the_address(
    client: FlaskClient,
    built: Site,
    locale: str,
    method: str,
    path: str,
    options: dict[str, object],
    status: int,
) -> None:
    answer = client.open(path.format(locale), method=method, **options)
    assert answer.status_code == status
    assert owed.missing(answer.data, built.edition) == []
    assert owed.language(answer.data) == locale


def test_p19_an_address_without_a_language_gets_the_first_one(client: FlaskClient) -> None:
    for path in ("/nowhere", "/xx/gt", "//", "/es%00", "/.."):
        assert owed.language(client.get(path).data) == "es", path


def test_p19_a_lost_page_and_a_lost_folder_still_help(
    var: Path, built: Site, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(Settings(var=var)).test_client()
    folder = var / "editions" / "current" / "site"
    for lost in folder.glob("en/hn.html*"):
        lost.unlink()
    answer = client.get("/en/hn?canary")
    assert answer.status_code == 500
    assert owed.missing(answer.data, built.edition) == []
    assert owed.language(answer.data) == "en"
    shutil.rmtree(var / "editions")
    for path, status in (("/fr/gt", 500), ("/fr/nowhere", 404)):
        answer = client.get(path)
        assert answer.status_code == status
        assert owed.missing(answer.data, built.edition) == []
        assert owed.language(answer.data) == "fr"
    assert "FileNotFoundError at" in caplog.text
    assert "canary" not in caplog.text


def test_p19_without_an_edition_the_last_page_helps_in_three_languages(tmp_path: Path, built: Site) -> None:
    client = create_app(Settings(var=tmp_path)).test_client()
    answer = client.get("/fr/gt")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert owed.missing(answer.data, built.edition) == []
    assert all(f'lang="{locale}"'.encode() in answer.data for locale in LOCALES)


@pytest.mark.parametrize("damage", ["document", "document gone"])
def test_p19_a_service_that_starts_on_a_damaged_edition_helps(var: Path, built: Site, damage: str) -> None:
    edition = (var / "editions" / "current").resolve()
    if damage == "document":
        (edition / "edition.json").write_bytes((edition / "edition.json").read_bytes()[:1000])
    else:
        (edition / "edition.json").unlink()
    answer = create_app(Settings(var=var)).test_client().get("/es/gt")
    assert answer.status_code in {500, 503}
    assert owed.missing(answer.data, built.edition) == []


def test_p19_without_its_search_index_pages_stay_and_a_search_helps(var: Path, built: Site) -> None:
    shutil.rmtree(var / "editions" / "current" / "search")
    client = create_app(Settings(var=var)).test_client()
    assert client.get("/es/gt").status_code == 200
    answer = client.post("/en/search", data={"q": "police"})
    assert owed.missing(answer.data, built.edition) == []
    assert owed.language(answer.data) == "en"


def test_p19_a_new_edition_that_is_damaged_leaves_the_old_one_in_place(var: Path) -> None:
    client = create_app(Settings(var=var)).test_client()
    before = client.get("/es/gt").data
    editions = var / "editions"
    (editions / "2-damaged").mkdir()
    (editions / "current").unlink()
    (editions / "current").symlink_to("2-damaged")
    assert client.get("/es/gt").data == before


def test_p19_when_the_framework_itself_fails_the_page_helps(
    installed: Path, built: Site, caplog: pytest.LogCaptureFixture
) -> None:
    follower = Follower(installed / "editions", load_vocabulary(resource_dir("data") / "search"))
    pages = errors.ErrorPages(follower, last_resort.page(resource_dir("data"), owed.EXIT))

    def fails_at_once(environ: object, start_response: object) -> object:
        raise RuntimeError("canary")

    def fails_on_the_way(environ: object, start_response: "errors.StartResponse") -> object:
        start_response("200 OK", [("Content-Type", "text/html")])

        def body() -> "Iterator[bytes]":
            yield b"<p>"
            raise RuntimeError("canary")

        return body()

    answer = Client(errors.guarded(fails_at_once, pages)).get("/en/gt")  # type: ignore[arg-type]
    assert answer.status_code == 500
    assert owed.missing(answer.data, built.edition) == []
    assert owed.language(answer.data) == "en"
    with pytest.raises(BrokenPipeError):
        _ = Client(errors.guarded(fails_on_the_way, pages)).get("/en/gt").data  # type: ignore[arg-type]
    assert caplog.text.count("RuntimeError at test_p19_errors.py") == 2
    assert "canary" not in caplog.text


def test_p19_flask_logs_the_place_of_a_failure_and_not_the_address(
    installed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Settings(var=installed))

    @app.teardown_request
    def fails(_: BaseException | None) -> None:
        raise RuntimeError("canary")

    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().get("/es/canary")
    assert answer.status_code == 500
    assert "RuntimeError at" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /es/gt HTTP/9.9\r\nHost: localhost\r\n\r\n", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /es/gt HTTP/1.1\r\nHost: localhost\r\nbad header: x\r\n\r\n", b"400"),
        (b"GET /es/" + b"x" * 4000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"414"),
        (b"GET /es/gt HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 9000 + b"\r\n\r\n", b"431"),
        (b"GET /es/gt HTTP/1.1\r\nHost: localhost\r\nExpect: much\r\n\r\n", b"417"),
    ],
)
def test_p19_gunicorn_answers_an_unreadable_request_with_a_page_that_helps(
    served: servers.Server, built: Site, request_: bytes, status: bytes
) -> None:
    head, _, body = served.send(request_).partition(b"\r\n\r\n")
    assert head.split()[1] == status
    assert owed.missing(body, built.edition) == []
    assert re.search(rb"(?im)^referrer-policy: no-referrer", head)


def test_p19_the_last_page_stays_when_the_data_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "regions").mkdir()
    (tmp_path / "regions" / "XX.toml").write_text("region = ", encoding="utf-8")
    page = last_resort.page(tmp_path, owed.EXIT)
    assert owed.EXIT in page
    assert 'lang="fr"' in page
