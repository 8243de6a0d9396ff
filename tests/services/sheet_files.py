"""Files of rows for the tests: workbooks and CSV as people's programs write them."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from desk import NOW, PLANS, Desk
from openpyxl import Workbook
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.person import Person
from hotline.domain.soundness import Plans
from hotline.services import batches
from hotline.services.sheets.comparing import Comparison, compare
from hotline.services.sheets.opening import File
from hotline.storage.tables.batches import Batch

Rows = Sequence[Mapping[str, Any]]


def workbook(**tables: Rows) -> File:
    """One sheet a table; a text that begins with = is a formula, as if somebody had typed it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        columns = columns_of(rows)
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    out = io.BytesIO()
    book.save(out)
    return File("lines.xlsx", out.getvalue())


def table(name: str, rows: Rows, separator: str = ",") -> File:
    """One table as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns_of(rows), delimiter=separator, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return File(f"{name}.csv", out.getvalue().encode("utf-8"))


def columns_of(rows: Rows) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def compared(
    factory: sessionmaker[Session],
    plans: Plans,
    now: Any,
    *files: File,
    regions: tuple[str, ...] = ("GT", "NI"),
) -> Comparison:
    with factory() as session:
        return compare(session, files, lambda region: region in regions, plans, now)


def keep(desk: Desk, by: Person, files: list[File]) -> Batch:
    """The preview of these files, as the desk keeps it."""
    with desk.factory() as session:
        found = batches.look(session, by, files, PLANS, NOW)
    batch: Batch = desk.do(batches.keep, by, files, found, NOW)
    return batch


def problems(found: Comparison) -> list[tuple[int, str, str]]:
    """Row, column and code of every fault."""
    return [(fault.place.row, fault.place.column, fault.problem.code) for fault in found.faults]


#: A first source in the row of a contact point.
SOURCE = {
    "evidence.address": "https://example.org/new",
    "evidence.title": "A new page",
    "evidence.read": "2026-11-24",
    "evidence.obtained": "live_page",
}
