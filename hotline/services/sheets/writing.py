"""Writes what is published as tables that can come back unchanged, and empty ones to fill in.

Notices and what the desk knows of operators stand in none of them.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from hotline.domain.formula import guarded
from hotline.domain.listing import RegionDirectory
from hotline.domain.record import Kind, Name, records
from hotline.services.sheets.cells import cell_of
from hotline.services.sheets.columns import INLINE, NO, YES, Column, Table, TableName, tables

Rows = list[dict[str, Any]]
_TABLES: dict[Kind, TableName] = {
    "organization": "organization",
    "service": "service",
    "first_lines": "first_lines",
    "retired_number": "retired_number",
    "lead": "lead",
}
#: Column -> what to know before filling it in, in the language of whoever does.
Hint = Callable[[Table, Column], str]

#: A made-up moment for all workbooks, so that the same directory gives the same bytes.
_WRITTEN = datetime(2026, 1, 1)  # noqa: DTZ001
#: Excel wants a list of choices to be no longer than this.
_LONGEST_CHOICE = 250
_TEXT = "@"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEAD = PatternFill("solid", fgColor="FFE8EFEA")
_NEEDED = PatternFill("solid", fgColor="FFCFE3DA")


def tables_of(regions: Iterable[RegionDirectory]) -> dict[TableName, Rows]:
    """The rows of every table, each a document's values by path."""
    found: dict[TableName, Rows] = {name: [] for name in tables()}
    for directory in regions:
        for record in records(directory):
            # What the desk alone keeps has no table.
            if record.kind in _TABLES:
                _add(found, record.name, record.document)
    return found


def _add(found: dict[TableName, Rows], name: Name, document: Mapping[str, Any]) -> None:
    region = {"region": name.region}
    if name.kind == "service":
        for point in document["contact_point"]:
            found["contact_point"].append({**region, "service": name.id, **_flat(point)})
            _add_evidence(found, {**region, "service": name.id, "contact_point": point["id"]}, point)
    elif name.kind in {"retired_number", "lead"}:
        _add_evidence(found, {**region, name.kind: name.id}, document)
    found[_TABLES[name.kind]].append({**region, **_flat(document)})


def _add_evidence(
    found: dict[TableName, Rows], owner: Mapping[str, str], document: Mapping[str, Any]
) -> None:
    found["evidence"] += ({**owner, **_flat(source)} for source in document["evidence"])


def _flat(document: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in document.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{key}.")
        elif key not in {"contact_point", "evidence"}:
            found[prefix + key] = value
    return found


def columns_of(table: Table, template: bool) -> list[Column]:
    """The columns that are written: those of a first source only where there is no row yet."""
    return [column for column in table.columns.values() if template or not column.path.startswith(INLINE)]


def csv_files(found: Mapping[TableName, Rows], template: bool = False) -> bytes:
    """A ZIP with one CSV file a table: UTF-8 with its mark, so that Excel reads ñ as ñ."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, table in tables().items():
            if found.get(name) or template:
                entry = zipfile.ZipInfo(f"{name}.csv", _WRITTEN.timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(entry, csv_text(table, found.get(name, []), template))
    return out.getvalue()


def csv_text(table: Table, rows: Rows, template: bool = False) -> bytes:
    """One table as CSV: commas, \\r\\n between rows, \\n between the entries of one cell."""
    columns = columns_of(table, template)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.path for column in columns])
    writer.writerows([guarded(cell_of(column, row.get(column.path))) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def workbook_of(found: Mapping[TableName, Rows], hint: Hint, template: bool = False) -> bytes:
    """A workbook with one sheet a table. Every cell is text, so that no program changes a number."""
    book = Workbook(write_only=True)
    book.properties.creator = "hotline"
    book.properties.created = book.properties.modified = _WRITTEN
    for name, table in tables().items():
        columns = columns_of(table, template)
        rows = found.get(name, [])
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "C2" if len(columns) > 2 else "A2"
        for place, column in enumerate(columns, 1):
            width = sheet.column_dimensions[get_column_letter(place)]
            width.width = _width(column)
            width.number_format = _TEXT
            _offer(sheet, column, place)
        sheet.append(_header(sheet, table, columns, hint))
        for row in rows:
            sheet.append(list(_cells(sheet, columns, row)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _header(sheet: Any, table: Table, columns: list[Column], hint: Hint) -> list[Any]:
    cells = []
    for column in columns:
        cell = WriteOnlyCell(sheet, column.path)
        cell.font = Font(bold=True)
        cell.fill = _NEEDED if column.required or column.path in table.keys else _HEAD
        said = hint(table, column)
        if said:
            cell.comment = Comment(said, "hotline", width=320, height=140)
        cells.append(cell)
    return cells


def _cells(sheet: Any, columns: list[Column], row: Mapping[str, Any]) -> Iterator[Any]:
    for column in columns:
        # A workbook takes _x0041_ for an A; written so, it is read as it was.
        text = _ESCAPE.sub(r"_x005F_", cell_of(column, row.get(column.path)))
        cell = WriteOnlyCell(sheet, text or None)
        if cell.value is not None:
            # A text that begins with = would be taken for a formula, also when nobody typed one.
            cell.data_type = "s"
            cell.number_format = _TEXT
            if column.holds == "list":
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        yield cell


def _offer(sheet: Any, column: Column, place: int) -> None:
    """A list to choose from in the cells of a column that takes one choice."""
    choices = (YES, NO) if column.holds == "flag" else column.options if column.holds != "list" else ()
    listed = ",".join(choices)
    if choices and len(listed) <= _LONGEST_CHOICE:
        offer = DataValidation("list", formula1=f'"{listed}"', allow_blank=True)
        letter = get_column_letter(place)
        offer.add(f"{letter}2:{letter}2000")
        sheet.data_validations.append(offer)


def _width(column: Column) -> int:
    if column.path.rpartition(".")[2] in {"es", "en", "fr", "says", "note", "address", "title"}:
        return 44
    return max(14, len(column.path) + 2)
