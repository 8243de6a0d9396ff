"""What goes out as tables or data files comes back as it was: not one difference, not one byte."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from example import NOTICES, directory, document
from openpyxl import load_workbook
from sheet_files import compared
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.edition import canonical_json
from hotline.domain.formula import guarded, unguarded
from hotline.domain.listing import RegionDirectory
from hotline.domain.record import DirectoryRecord, records
from hotline.resources import resource_dir
from hotline.services import files
from hotline.services.sheets import data_files, writing
from hotline.services.sheets.columns import Column, Table, tables
from hotline.services.sheets.comparing import Comparison
from hotline.services.sheets.opening import File
from hotline.storage.directory import read_all, write_region

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOADED = files.load(resource_dir("data"))
PLANS = {plan.region: plan for plan in LOADED.plans}


def no_hint(table: Table, column: Column) -> str:
    return ""


def as_workbook(regions: tuple[RegionDirectory, ...]) -> list[File]:
    return [File("a.xlsx", writing.workbook_of(writing.tables_of(regions), no_hint))]


def as_csv(regions: tuple[RegionDirectory, ...]) -> list[File]:
    with zipfile.ZipFile(io.BytesIO(writing.csv_files(writing.tables_of(regions)))) as packed:
        return [File(name, packed.read(name)) for name in packed.namelist()]


def as_data_files(regions: tuple[RegionDirectory, ...]) -> list[File]:
    return [File(f"{one.region}.toml", data_files.written(one).encode()) for one in regions]


FORMS = pytest.mark.parametrize("form", [as_workbook, as_csv, as_data_files])
Form = Callable[[tuple[RegionDirectory, ...]], list[File]]


#: What is made at the desk alone, and what has a file of its own.
WITHOUT_TABLE = {"notice", "operator_contact", "material"}


def everything(found: RegionDirectory) -> Iterator[DirectoryRecord]:
    return (record for record in records(found) if record.kind not in WITHOUT_TABLE)


def stored(factory: sessionmaker[Session], *regions: RegionDirectory) -> None:
    with factory.begin() as session:
        for region in regions:
            write_region(session, region)


def assert_the_same(found: Comparison) -> None:
    assert found.faults == ()
    assert found.differences == ()
    assert {row.status for row in found.rows} == {"same"}


@FORMS
def test_every_region_of_the_directory_comes_back_unchanged(
    factory: sessionmaker[Session], form: Form
) -> None:
    stored(factory, *LOADED.regions)
    assert len(LOADED.regions) == 11
    with factory() as session:
        written = form(read_all(session))
    codes = tuple(region.region for region in LOADED.regions)
    assert_the_same(compared(factory, PLANS, NOW, *written, regions=codes))


@FORMS
def test_an_empty_directory_that_gets_only_the_files_has_the_same_bytes(
    factory: sessionmaker[Session], form: Form
) -> None:
    """Each region with nothing but its settings: what the files propose is what was written."""
    bare = {
        "organization": document()["organization"][:1],
        "service": [{**document()["service"][1], "organization": "pnc"}],
        "first": {**document()["first"], "services": ["gt-policia"]},
    }
    raw = document()
    # A check that is new needs a source of its day.
    del raw["service"][0]["contact_point"][0]["assured_date"]
    wanted = RegionDirectory.model_validate(raw)
    stored(factory, RegionDirectory.model_validate({"region": "GT", "timezone": wanted.timezone, **bare}))
    found = compared(factory, PLANS, NOW, *form((wanted,)))
    assert found.faults == ()
    after = {one.name: canonical_json(one.after) for one in found.differences}
    for record in everything(wanted):
        assert after.get(record.name, canonical_json(record.document)) == canonical_json(record.document)
    assert {record.name for record in everything(wanted)} - after.keys() <= {
        record.name for record in everything(RegionDirectory.model_validate({**document(), **bare, "retired_number": [], "lead": []}))
    }  # fmt: skip


@FORMS
def test_what_the_desk_alone_keeps_stands_in_no_file(form: Form) -> None:
    region = RegionDirectory.model_validate({**document(), "notice": NOTICES})
    for file in form((region,)):
        parts = [file.data]
        if file.data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
                parts = [packed.read(name) for name in packed.namelist()]
        assert not any(b"outage" in part or b"hidden-1" in part for part in parts)


#: Beginnings that a spreadsheet would run, and what somebody could write after them.
DANGEROUS = ("=", "+", "-", "@", "'=", "''+", "＝", "＋", "－", "＠")
COMMANDS = (
    "1+1", 'HYPERLINK("https://example.org","x")', "cmd|' /C calc'!A0", "SUM(A1:A9)", "503 2222 3333",
    'IMPORTXML("https://example.org")', "x", "'", '"', "WEBSERVICE(A1)", "A1;B1", "1,2", "é ñ", "DDE()",
    "R[1]C[1]", "_x0041_", "(502)", "{1}", "0", "\u200aü",
)  # fmt: skip


@pytest.mark.parametrize("form", [as_workbook, as_csv])
def test_p42_200_texts_that_look_like_formulas_are_texts_and_survive(
    factory: sessionmaker[Session], form: Form
) -> None:
    texts = [f"{begin}{command}" for begin in DANGEROUS for command in COMMANDS]
    assert len(texts) == 200
    raw = document()
    raw["service"][0] |= {"other_names": texts, "conflicts": texts[::-1], "name": texts[0]}
    raw["lead"] = [
        {**raw["lead"][1], "id": f"lead-{number}", "name": text, "note": text}
        for number, text in enumerate(texts)
    ]
    region = RegionDirectory.model_validate(raw)
    stored(factory, region)
    written = form((region,))
    assert_the_same(compared(factory, PLANS, NOW, *written))
    for file in written:
        if form is as_workbook:
            book = load_workbook(io.BytesIO(file.data))
            kinds = {cell.data_type for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row}
            assert kinds <= {"s", "n"}
            assert not any(
                cell.data_type == "n" and cell.value is not None
                for sheet in book
                for row in sheet.iter_rows(min_row=2)
                for cell in row
            )
        else:
            rows = csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline=""))
            assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@＝＋－＠\t"))]


def test_the_apostrophe_is_taken_off_exactly_where_it_was_put() -> None:
    choose = random.Random(42)
    for _ in range(50_000):
        text = "".join(choose.choices("'=+-@a1\t\r\n; \"", k=choose.randrange(0, 8)))
        assert unguarded(guarded(text)) == text
        assert guarded(text)[:1] not in {"=", "+", "-", "@", "\t"}


def test_numbers_are_written_as_text() -> None:
    book = load_workbook(io.BytesIO(as_workbook((directory("GT"),))[0].data))
    sheet = book["contact_point"]
    place = [cell.value for cell in sheet[1]].index("number") + 1
    cells = [sheet.cell(row, place) for row in range(2, sheet.max_row + 1)]
    assert [(cell.value, cell.number_format, cell.data_type) for cell in cells[:2]] == [
        ("1555", "@", "s"),
        ("1-888-373-7888", "@", "s"),
    ]


def test_the_template_has_every_column_and_offers_every_choice() -> None:
    data = writing.workbook_of({}, lambda table, column: f"about {column.path}", template=True)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == list(tables())
    for name, table in tables().items():
        header = book[name][1]
        assert [cell.value for cell in header] == list(table.columns)
        assert all(cell.comment and cell.comment.text == f"about {cell.value}" for cell in header)
        offered = sum(
            len(str(offer.formula1).split(",")) for offer in book[name].data_validations.dataValidation
        )
        wanted = (column for column in table.columns.values() if column.holds != "list")
        assert offered == sum(2 if column.holds == "flag" else len(column.options) for column in wanted)
