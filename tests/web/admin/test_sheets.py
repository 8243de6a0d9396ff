"""The pages for files of rows: bring in, look, propose, and take along."""

import io
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from desk_browser import Browser, Clock, Member, join
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from hotline.storage.tables.batches import Batch
from hotline.storage.tables.review import Change

sys.path.append(str(Path(__file__).parents[2] / "services"))

from sheet_files import SOURCE, table, workbook

ROW = {"region": "GT", "service": "gt-trata", "id": "voice", "number": "1561", **SOURCE}


@pytest.fixture
def editor(browser: Browser, members: dict[str, Member]) -> Browser:
    members["editor"].sign_in(browser)
    return browser


def bring(browser: Browser, *files: tuple[str, bytes]) -> TestResponse:
    uploads: list[Any] = [(io.BytesIO(data), name) for name, data in files]
    return browser.post("/admin/import", {"files": uploads})


def good(**more: Any) -> tuple[str, bytes]:
    return "lines.xlsx", workbook(contact_point=[{**ROW, **more}]).data


def brought(browser: Browser, *files: tuple[str, bytes]) -> str:
    """The address of the preview."""
    answer = bring(browser, *(files or (good(),)))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def proposed(factory: sessionmaker[Session]) -> list[Change]:
    with factory() as session:
        return list(session.scalars(select(Change).where(Change.state == "proposed").order_by(Change.id)))


def test_a_preview_shows_every_difference_and_writes_nothing(
    editor: Browser, factory: sessionmaker[Session]
) -> None:
    page = editor.get(brought(editor)).text
    assert "lines.xlsx" in page
    assert "Digit 2: 5 became" in page or "became" in page
    assert "https://example.org/new" in page
    assert "Propose this change" in page
    assert proposed(factory) == []


def test_faults_come_first_with_row_column_and_sentence_and_nothing_can_be_proposed(
    editor: Browser, factory: sessionmaker[Session]
) -> None:
    address = brought(
        editor,
        good(number=89),
        ("lead.csv", table("lead", [{"region": "GT", "id": "mail", "name": "Neu"}]).data),
    )
    page = editor.get(address).text
    assert "089 becomes 89" in page
    assert "row 2" in page
    assert page.index("089 becomes 89") < page.index("Neu")
    assert 'name="reason"' not in page
    assert editor.post(address, {"reason": "Why."}).status_code == 400
    assert proposed(factory) == []


def test_each_status_can_be_looked_at_by_itself(editor: Browser) -> None:
    rows = [
        {"region": "GT", "id": "mail", "name": "Other"},
        {"region": "GT", "id": "office", "name": "Oficina"},
    ]
    address = brought(editor, ("lead.csv", table("lead", rows).data))
    assert "Other" in editor.get(f"{address}?show=changed").text
    same = editor.get(f"{address}?show=same").text
    assert "lead.csv, 3" in same
    assert "Other" not in same
    assert editor.get(f"{address}?show=nonsense&from=x").status_code == 200


def test_what_was_typed_is_kept_and_proposing_leads_to_the_changes(
    editor: Browser, factory: sessionmaker[Session]
) -> None:
    address = brought(editor)
    refused = editor.post(address, {"reason": "\u202eWhy"})
    assert refused.status_code == 400
    assert "Why</textarea>" in refused.text
    assert editor.post(address, {"reason": "Their page shows it."}).status_code == 303
    (change,) = proposed(factory)
    page = editor.get(address).text
    assert f"/admin/changes/{change.id}" in page
    assert "Their page shows it." in page
    assert editor.get(f"/admin/changes/{change.id}").status_code == 200


def test_a_reason_that_comes_too_late_is_given_back(
    editor: Browser, clock: Clock, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    address = brought(editor)
    clock.move(hours=25)
    members["editor"].sign_in(editor)
    answer = editor.post(address, {"reason": "Two hours of thought."})
    assert answer.status_code == 400
    assert "Two hours of thought.</textarea>" in answer.text
    assert "lasts a day" in answer.text
    assert editor.get(address).status_code == 410
    assert proposed(factory) == []


def test_p21_the_reviewer_reads_no_digit_of_what_they_are_to_type(
    editor: Browser, desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    rows = [
        {
            "region": "GT",
            "id": "new-line",
            "number": "1561",
            "kind": "misprint",
            **{f"note.{one}": "x" for one in ("es", "en", "fr")},
        }
    ]
    evidence = [
        {
            "region": "GT",
            "retired_number": "new-line",
            "address": "https://example.org/",
            "title": "x",
            "read": "2026-11-24",
            "obtained": "call",
        }
    ]
    files = (
        ("1561.csv", table("retired_number", rows).data),
        ("evidence.csv", table("evidence", evidence).data),
    )
    address = brought(editor, *files)
    editor.post(address, {"reason": "It is 1561 now."})
    assert len(proposed(factory)) == 1
    reviewer = Browser(desk, "192.0.2.9")
    members["reviewer"].sign_in(reviewer)
    page = reviewer.get(address)
    assert page.status_code == 200
    assert "1561" not in page.text
    assert "1561" in editor.get(address).text


def test_p31_a_preview_is_for_whoever_brought_it(
    editor: Browser, desk: Flask, members: dict[str, Member]
) -> None:
    address = brought(editor)
    for name in ("reviewer", "administrator"):
        other = Browser(desk, "192.0.2.7")
        members[name].sign_in(other)
        assert other.get(address).status_code == 404


def test_p31_rows_and_files_of_another_region_are_refused(
    desk: Flask, factory: sessionmaker[Session], clock: Clock
) -> None:
    stranger = Browser(desk)
    join(desk, factory, clock, "stranger", "editor", region="SV").sign_in(stranger)
    page = stranger.get(brought(stranger)).text
    assert "Only an editor of this region" in page
    assert stranger.get("/admin/export/file?region=GT&form=csv").status_code == 404
    assert stranger.get("/admin/export").status_code == 200


def test_a_file_that_is_no_table_is_told_and_none_is_asked_for(editor: Browser) -> None:
    page = editor.get(brought(editor, ("a.csv", b"\x89PNG\r\n\x1a\n\0\0"))).text
    assert "no table that can be read here" in page
    assert bring(editor).status_code == 400


def test_too_large_an_upload_is_refused_before_it_is_read(
    editor: Browser, factory: sessionmaker[Session]
) -> None:
    answer = bring(editor, ("a.csv", b"x" * (21 * 1024 * 1024)))
    assert answer.status_code == 413
    with factory() as session:
        assert session.scalars(select(Batch)).all() == []


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        ("form=xlsx", "tables.xlsx", b"PK"),
        ("form=csv", "tables.zip", b"PK"),
        ("form=toml", "GT.toml", b"region"),
    ],
)
def test_what_is_taken_along_comes_back_unchanged(
    editor: Browser, query: str, name: str, kind: bytes
) -> None:
    answer = editor.get(f"/admin/export/file?region=GT&{query}")
    assert answer.status_code == 200
    assert answer.data.startswith(kind)
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert "no-store" in answer.headers["Cache-Control"]
    files = [(name, answer.data)]
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
            files = [(one, packed.read(one)) for one in packed.namelist()]
    page = editor.get(brought(editor, *files)).text
    assert "There is nothing to propose" in page
    assert 'class="urgent"' not in page


def test_the_templates_speak_the_language_of_whoever_asks(editor: Browser) -> None:
    answer = editor.get("/admin/import/templates/tables.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    notes = {cell.value: cell.comment.text for cell in book["contact_point"][1]}
    assert all(notes.values())
    assert "Format the cells as text" in notes["number"]
    editor.post("/admin/language", {"language": "fr", "back": "/admin/import"})
    french = load_workbook(io.BytesIO(editor.get("/admin/import/templates/tables.xlsx").data))
    assert "format texte" in {c.value: c.comment.text for c in french["contact_point"][1]}["number"]
    with zipfile.ZipFile(io.BytesIO(editor.get("/admin/import/templates/tables.zip").data)) as packed:
        assert len(packed.namelist()) == 7


def test_what_a_file_says_is_text_on_the_page(editor: Browser) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    rows = [{"region": "GT", "id": "mail", "name": evil}, {"region": evil, "id": "x", "name": evil}]
    page = editor.get(
        brought(editor, ("lead.csv", table("lead", rows).data), ("<b>.csv", b"<b>,<i>\nx,y\n"))
    ).text
    assert not re.search(r"<script|<img|<i>|<b>\.csv", page)
    assert "&lt;script&gt;" in page
