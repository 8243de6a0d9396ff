"""P42: exports are data. No table that we write makes a spreadsheet run anything or change a number.

The tables are read as programs read them that cut them at commas, at semicolons or at tabs: a
spreadsheet in Spanish cuts at semicolons, and then a quoted cell is not one any more.
"""

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from example import document, plan_document, source
from openpyxl import load_workbook
from pydantic import ValidationError
from python_calamine import CalamineWorkbook
from sheet_files import compared
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.edition import Edition
from hotline.domain.listing import RegionDirectory
from hotline.domain.numbering import NumberingPlan
from hotline.editions.formats import directory_csv
from hotline.services.sheets import writing
from hotline.services.sheets.opening import File
from hotline.storage.directory import write_region

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFICE = shutil.which("soffice")
SIGNS = "=+-@\t\r＝＋－＠"
#: What a spreadsheet may be told to do, after one of the signs.
COMMANDS = (
    "1+1", 'HYPERLINK("https://example.org","x")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "+1|cmd", "SUM",
    'IMPORTXML("https://example.org";"x")', "WEBSERVICE(A1)", "A1;B1", "1,2", "DDE()", "R[1]C[1]", "{1}", "0",
    '"', "'", "1+1;", "1+1;=2+2", "1\n=2+2", "1 ñ",
)  # fmt: skip
#: What may stand before the sign: nothing, an apostrophe that somebody typed, the end of a cell or line.
BEFORE = ("", "'", "''", "x;", "x; ", "x\n", "x\n'", 'x;"', "x\n ;", '"')
TEXTS = [f"{before}{sign}{command}" for before in BEFORE for sign in SIGNS for command in COMMANDS]
#: Every way to begin, sign and command stand among each seventh of them.
TRIED = TEXTS if os.environ.get("HOTLINE_TEST_FULL") == "1" else TEXTS[::7]
NUMBERS = (
    "089", "+502 2424-1717", "+502 2424 1717", "*765", "01 800 5533 000", "01-800-5533-000", "0800 111 222",
    "1-888-373-7888", "(502) 2424-1717", "00 502 2424 1717", "1555", "0000", "+1 (888) 373-7888", "1,555",
)  # fmt: skip


def is_taken(text: str) -> bool:
    try:
        RegionDirectory.model_validate(
            {**document(), "organization": [{**one, "name": text} for one in document()["organization"]]}
        )
    except ValidationError:
        return False
    return True


@pytest.fixture(scope="module")
def taken() -> list[str]:
    """The texts that the domain lets into a record at all: no tab, no CR, no blank at an end."""
    return [text for text in TRIED if is_taken(text)]


def region(texts: list[str]) -> RegionDirectory:
    """Each text in every field of a line that takes any text, and in its organization, lead and old number.

    An entry of a list is one line.
    """
    raw = document()
    number = raw["service"][1]
    for place, text in enumerate(texts):
        locales = dict.fromkeys(("es", "en", "fr"), text)
        entry = text.replace("\n", " ")
        piece = source("x", says=text) | {"address": text, "title": text}
        point = number["contact_point"][0] | {"evidence": [piece], "hours_note": locales}
        point |= {
            "after_dialling": locales,
            "confirmed_by": text,
            "words_to_send": [entry],
            "reach": {"note": locales},
        }
        raw["organization"].append(
            {"id": f"o-{place}", "name": text, "name_language": "es", "acronym": text, "website": text}
            | {"other_names": [entry, "x", entry]}
        )
        raw["service"].append(
            number
            | {"id": f"s-{place}", "organization": f"o-{place}", "name": text, "description": locales}
            | {"who_answers": locales, "what_happens": locales, "caution": locales, "places": ["x", entry]}
            | {"other_names": [entry, entry], "conflicts": [entry], "contact_point": [point]}
        )
        raw["lead"].append(
            raw["lead"][0]
            | {"id": f"l-{place}", "name": text, "operator": text, "note": text, "evidence": [piece]}
        )
        raw["retired_number"].append(raw["retired_number"][1] | {"id": f"r-{place}", "note": locales})
    raw["lead"] += [
        raw["lead"][0] | {"id": f"n-{place}", "number": one}
        for place, one in enumerate(NUMBERS)
        if "," not in one
    ]
    raw["retired_number"] += [
        raw["retired_number"][1] | {"id": f"n-{place}", "number": one} for place, one in enumerate(NUMBERS)
    ]
    return RegionDirectory.model_validate(raw)


def plans() -> dict[str, NumberingPlan]:
    found = {code: NumberingPlan.model_validate(plan_document(code)) for code in ("GT", "US")}
    return found | {"US": found["US"].model_copy(update={"calling_code": "1", "lengths": (10,)})}


def tables(directory: RegionDirectory) -> Iterator[tuple[str, bytes]]:
    """Every table of text that is written: the public one and those of the desk."""
    edition = Edition(number=1, published_at=NOW, regions=(directory,), numbering=tuple(plans().values()))
    yield "directory.csv", directory_csv.table(edition)
    with zipfile.ZipFile(io.BytesIO(writing.csv_files(writing.tables_of((directory,))))) as packed:
        yield from ((name, packed.read(name)) for name in packed.namelist())


def workbook(directory: RegionDirectory) -> bytes:
    return writing.workbook_of(writing.tables_of((directory,)), lambda table, column: "")


def dangerous(data: bytes, separator: str) -> list[str]:
    """The cells that a spreadsheet would run which cuts at this sign."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator)
    return [cell for row in rows for cell in row if cell.lstrip(' "\t\r\n').startswith(tuple("=+-@＝＋－＠"))]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_p42_no_cell_of_a_table_is_a_formula_wherever_it_is_cut(
    taken: list[str], separator: str, figure: Callable[[str], None]
) -> None:
    written = dict(tables(region(taken)))
    assert {name: found[:3] for name, data in written.items() if (found := dangerous(data, separator))} == {}
    cells = sum(
        len(row)
        for data in written.values()
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    )
    assert len(taken) >= 200
    figure(
        f"P42: {len(taken)} texts like formulas in every field of text, {len(TRIED) - len(taken)} more refused; "
        f"{len(written)} tables of {cells} cells, cut at {separator!r}: 0 formulas"
    )


def test_p42_no_cell_of_the_workbook_is_a_formula_to_either_reader(taken: list[str]) -> None:
    data = workbook(region(taken))
    kinds = [
        cell.data_type
        for sheet in load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert set(kinds) == {"s"}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {
            name: packed.read(name) for name in packed.namelist() if name.startswith("xl/worksheets/sheet")
        }
    assert [name for name, part in parts.items() if re.search(rb"<f[ >]", part)] == []
    assert b"<f>" not in b"".join(parts.values())
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    read = {
        value
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for value in row
    }
    assert {type(value) for value in read} == {str}
    assert set(taken) <= read


@pytest.mark.parametrize("form", ["csv", "workbook"])
def test_p42_texts_and_numbers_come_back_as_they_were(
    factory: sessionmaker[Session], taken: list[str], form: str
) -> None:
    directory = region(taken)
    with factory.begin() as session:
        write_region(session, directory)
    brought = (
        [File("a.xlsx", workbook(directory))]
        if form == "workbook"
        else [File(name, data) for name, data in tables(directory) if name != "directory.csv"]
    )
    assert_unchanged(factory, *brought)


def assert_unchanged(factory: sessionmaker[Session], *brought: File) -> None:
    found = compared(factory, plans(), NOW, *brought)
    assert found.differences == ()
    assert {row.status for row in found.rows} == {"same"}


def opened(folder: Path, files: list[tuple[str, bytes]], separator: str = "") -> dict[str, str]:
    """The files as a spreadsheet program holds them once it has opened them, as flat XML."""
    folder.mkdir()
    paths = [folder / name for name, _ in files]
    for path, (_, data) in zip(paths, files, strict=True):
        path.write_bytes(data)
    how = [f"--infilter=Text - txt - csv (StarCalc):{ord(separator)},34,76,1"] if separator else []
    convert(folder, paths, "fods", *how)
    return {path.name: path.with_suffix(".fods").read_text("utf-8") for path in paths}


def convert(folder: Path, files: Iterable[Path], kind: str, *how: str) -> None:
    command = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{folder}/profile", *how]
    subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=170, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip


needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@needs_office
def test_p42_a_spreadsheet_program_evaluates_nothing_and_keeps_what_is_dialled(
    tmp_path: Path, taken: list[str], figure: Callable[[str], None]
) -> None:
    directory = region(taken[:250])
    control = ("control.csv", b"name\r\n=1+1\r\nx;=2+2;x\r\n")
    written = {separator: [control, *tables(directory)] for separator in ",;"}
    found = {
        separator: opened(tmp_path / str(ord(separator)), written[separator], separator)
        for separator in written
    }
    assert [found[separator].pop("control.csv").count("table:formula=") for separator in ",;"] == [1, 2]
    assert "tel:110<" in found[","]["directory.csv"]
    found["workbook"] = opened(tmp_path / "workbook", [("a.xlsx", workbook(directory))])
    evaluated = {
        f"{name} {kind}": text.count("table:formula=")
        for kind, texts in found.items()
        for name, text in texts.items()
    }
    assert {name: count for name, count in evaluated.items() if count} == {}
    figure(
        f"P42: {len(evaluated)} files opened in LibreOffice, {len(directory.services)} lines: 0 cells evaluated"
    )


@needs_office
def test_p42_a_workbook_saved_by_a_spreadsheet_program_comes_back_as_it_was(
    factory: sessionmaker[Session], tmp_path: Path, taken: list[str]
) -> None:
    directory = region(taken[:250])
    with factory.begin() as session:
        write_region(session, directory)
    (tmp_path / "sent.xlsx").write_bytes(workbook(directory))
    (tmp_path / "saved").mkdir()
    convert(tmp_path / "saved", [tmp_path / "sent.xlsx"], "xlsx:Calc MS Excel 2007 XML")
    saved = (tmp_path / "saved" / "sent.xlsx").read_bytes()
    assert b"LibreOffice" in zipfile.ZipFile(io.BytesIO(saved)).read("docProps/app.xml")
    assert_unchanged(factory, File("sent.xlsx", saved))
