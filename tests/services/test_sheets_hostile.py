"""Hostile files: each is refused with a sentence, and none of them takes much memory or time to refuse."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from desk import ANA, PLANS, Desk
from sheet_files import SOURCE, compared, keep, workbook

from hotline.services.sheets import limits
from hotline.services.sheets.opening import File, open_files

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROW = {"region": "GT", "service": "gt-trata", "id": "voice", "number": "1556", **SOURCE}
SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0"?>'
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def good() -> bytes:
    return workbook(contact_point=[ROW]).data


def changed(**parts: bytes | None) -> bytes:
    """The good workbook with other parts; None leaves one out."""
    names = {
        "sheet": SHEET,
        "book": "xl/workbook.xml",
        "relations": "xl/_rels/workbook.xml.rels",
        "styles": "xl/styles.xml",
    }
    other = {names.get(name, name): part for name, part in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in other:
                new.writestr(name, old.read(name))
        for name, part in other.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def sheet(inside: str, before: str = "") -> bytes:
    return f"{HEAD}{before}<worksheet {SPACE}><sheetData>{inside}</sheetData></worksheet>".encode()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def lying_about_its_size() -> bytes:
    """The central directory says one byte where 50 MB are."""
    data = bytearray(changed(sheet=b" " * 50_000_000))
    place = data.rindex(SHEET.encode()) - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    data[place + 24 : place + 28] = (1).to_bytes(4, "little")
    return bytes(data)


def flipped() -> bytes:
    data = bytearray(good())
    data[data.index(SHEET.encode()) + len(SHEET) + 40] ^= 1
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(good())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place != -1:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


LAUGHS = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(10)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"

HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nothing at all": ("a.xlsx", lambda: b"", "sheet_type"),
    "a ZIP that is cut off": ("a.xlsx", lambda: good()[:400], "sheet_damaged"),
    "a ZIP with one bit flipped": ("a.xlsx", flipped, "sheet_damaged"),
    "only the mark of a ZIP": ("a.xlsx", lambda: b"PK\x03\x04" + b"\0" * 500, "sheet_damaged"),
    "a ZIP of something else": ("a.xlsx", lambda: changed(book=None), "sheet_damaged"),
    "no relations": ("a.xlsx", lambda: changed(relations=None), "sheet_damaged"),
    "a sheet that is not there": ("a.xlsx", lambda: changed(sheet=None), "sheet_damaged"),
    "a part with a password": ("a.xlsx", encrypted, "sheet_damaged"),
    "an older workbook": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "sheet_old_workbook"),
    "a billion laughs in the sheet": ("a.xlsx", lambda: changed(sheet=sheet("<row><c><v>&a9;</v></c></row>", LAUGHS)), "sheet_damaged"),
    "a billion laughs in the styles": ("a.xlsx", lambda: changed(styles=f"{HEAD}{LAUGHS}<styleSheet {SPACE}>&a9;</styleSheet>".encode()), "sheet_damaged"),
    "a file of the server as an entity": ("a.xlsx", lambda: changed(sheet=sheet("<row><c><v>&e;</v></c></row>", OUTSIDE)), "sheet_damaged"),
    "a file of the server in the list of sheets": ("a.xlsx", lambda: changed(book=f"{HEAD}{OUTSIDE}<workbook/>".encode()), "sheet_damaged"),
    "XML that does not end": ("a.xlsx", lambda: changed(sheet=b"<worksheet><sheetData>"), "sheet_damaged"),
    "XML that nests deep": ("a.xlsx", lambda: changed(sheet=b"<a>" * 100_000), "sheet_damaged"),
    "110 MB of zeros": ("a.xlsx", lambda: changed(sheet=b"\0" * 110_000_000), "sheet_unpacks_too_large"),
    "a part that lies about its size": ("a.xlsx", lying_about_its_size, "sheet_damaged"),
    "many parts that are too much together": ("a.xlsx", lambda: changed(**{f"xl/worksheets/s{n}.xml": b" " * 12_000_000 for n in range(9)}), "sheet_unpacks_too_large"),
    "3,000 parts": ("a.xlsx", lambda: changed(**{f"x{n}": b"" for n in range(3000)}), "sheet_damaged"),
    "two cells at the ends of the sheet": ("a.xlsx", lambda: changed(sheet=sheet(f'<row r="1">{cell("A1", "region")}</row><row r="1048576">{cell("XFD1048576", "x")}</row>')), "sheet_too_many_rows"),
    "a cell in the last column": ("a.xlsx", lambda: changed(sheet=sheet(f'<row r="1">{cell("XFD1", "region")}</row>')), "sheet_too_many_columns"),
    "a cell in no place": ("a.xlsx", lambda: changed(sheet=sheet(f'<row r="1">{cell("A0", "x")}</row>')), "sheet_damaged"),
    "a cell far down and right": ("a.xlsx", lambda: changed(sheet=sheet(f'<row r="1">{cell("A1", "region")}</row><row r="50000">{cell("KN50000", "x")}</row>')), "sheet_too_many_columns"),
    "60,000 rows": ("a.xlsx", lambda: changed(sheet=sheet("".join("<row><c><v>1</v></c></row>" for n in range(60_000)))), "sheet_too_many_rows"),
    "200,000 columns": ("a.csv", lambda: b"region," * 200_000, "sheet_too_many_columns"),
    "60,000 rows of text": ("a.csv", lambda: b"region,id\n" + b"GT,x\n" * 60_000, "sheet_too_many_rows"),
    "a picture named csv": ("a.csv", lambda: PNG, "sheet_type"),
    "zeros named csv": ("a.csv", lambda: b"\0" * 5000, "sheet_not_recognised"),
    "Latin-1": ("a.csv", lambda: "region,id\nGT,año\n".encode("latin-1"), "sheet_encoding"),
    "UTF-16": ("a.csv", lambda: "region,id\nGT,x\n".encode("utf-16"), "sheet_encoding"),
    "half a sign": ("a.csv", lambda: b"region,id\nGT,\xed\xa0\x80\n", "sheet_encoding"),
    "quotation marks without an end": ("a.csv", lambda: b'region,id\nGT,"x\n', "sheet_quotes"),
    "one cell of 5 MB": ("a.csv", lambda: b"region,id\nGT," + b"x" * 5_000_000, "sheet_quotes"),
    "more than may come": ("a.csv", lambda: b"x" * (limits.MOST_BYTES + 1), "sheet_too_large"),
    "a page of the web": ("a.xlsx", lambda: b"<html><table><tr><td>region</td></tr></table></html>", "sheet_not_recognised"),
    "a data file that nests deep": ("a.toml", lambda: b"a = " + b"[" * 100_000, "sheet_not_toml"),
    "a data file without an end": ("a.toml", lambda: b"a = 1\n" * 300_000, "sheet_not_toml"),
}  # fmt: skip


def test_a_cell_is_as_large_as_it_may_be_whatever_a_library_allows() -> None:
    before = csv.field_size_limit(10**9)
    try:
        _, problems = open_files([File("a.csv", b"region,id\nGT," + b"x" * 40_000)])
    finally:
        csv.field_size_limit(before)
    assert [problem.code for problem in problems] == ["sheet_quotes"]


def test_there_are_at_least_thirty() -> None:
    assert len(HOSTILE) >= 30


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_and_bounded_memory(name: str, desk: Desk) -> None:
    called, make, code = HOSTILE[name]
    file = File(called, make())
    tracemalloc.start()
    found = compared(desk.factory, PLANS, NOW, file)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {fault.problem.code for fault in found.faults} == {code}
    assert all(fault.problem.sentence for fault in found.faults)
    assert found.differences == ()
    # All that may come, twice, and what one part may unpack to.
    assert most < 2 * limits.MOST_BYTES + limits.MOST_UNPACKED


def test_a_formula_that_fetches_another_workbook_is_refused_and_its_link_never_read(desk: Desk) -> None:
    row = {**ROW, "number": "='[1]other'!A1"}
    data = workbook(contact_point=[row]).data
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(
            "xl/externalLinks/externalLink1.xml", f"{HEAD}{OUTSIDE}<externalLink>&e;</externalLink>"
        )
    found = compared(desk.factory, PLANS, NOW, File("a.xlsx", out.getvalue()))
    assert [(fault.place.column, fault.problem.code) for fault in found.faults] == [
        ("number", "sheet_formula")
    ]


@pytest.mark.parametrize(
    "formula", ["=1+1", '=HYPERLINK("https://a.example")', "=cmd|' /C calc'!A0", "=A1", "=NOW()"]
)
def test_a_formula_in_any_cell_is_refused(desk: Desk, formula: str) -> None:
    for column in ("number", "evidence.title", "evidence.read", "hours"):
        found = compared(desk.factory, PLANS, NOW, workbook(contact_point=[{**ROW, column: formula}]))
        assert ("sheet_formula", column) in {
            (fault.problem.code, fault.place.column) for fault in found.faults
        }


def test_merged_cells_and_hidden_sheets_do_no_harm(desk: Desk) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(good()))
    book["contact_point"].merge_cells("A5:C9")
    hidden = book.create_sheet("lead")
    hidden.append(["region", "id", "nonsense"])
    hidden.append(["GT", "mail", "=1+1"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    found = compared(desk.factory, PLANS, NOW, File("a.xlsx", out.getvalue()))
    assert [(one.sheet, one.row) for one in found.rows] == [("a.xlsx: contact_point", 2)]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\x\\a.csv", "a\u202e.csv", "a\0.csv", "x" * 500 + ".csv", ""]
)
def test_the_name_of_a_file_is_for_eyes_only(desk: Desk, name: str) -> None:
    file = File(name, b"region,id\nGT,mail\n")
    batch = keep(desk, ANA, [file])
    assert batch.name
    assert len(batch.name) <= 200
    assert not set(batch.name) & set("/\\\0\u202e")
    assert batch.found is not None


def test_one_broken_file_among_several_is_named_and_nothing_is_taken(desk: Desk) -> None:
    found, problems = open_files([File("good.xlsx", good()), File("bad.xlsx", b"PK\x03\x04")])
    assert [(problem.where, problem.code) for problem in problems] == [("bad.xlsx", "sheet_damaged")]
    assert (
        compared(desk.factory, PLANS, NOW, File("good.xlsx", good()), File("bad.xlsx", b"PK")).differences
        == ()
    )
    assert len(found) == 1


def test_many_sheets_and_many_files_are_laid_out_no_larger_than_one() -> None:
    far = sheet(f'<row r="1">{cell("A1", "region")}</row><row r="5000">{cell("KN5000", "x")}</row>')
    several = changed(sheet=far, **{"xl/worksheets/sheet2.xml": far, "xl/worksheets/sheet3.xml": far})
    found, problems = open_files([File("a.xlsx", several)])
    assert (found, [problem.code for problem in problems]) == ([], ["sheet_too_many_columns"])
    files = [File(f"{number}.xlsx", changed(sheet=far)) for number in range(20)]
    found, problems = open_files(files)
    assert (found, [problem.code for problem in problems]) == ([], ["sheet_too_many_rows"])
