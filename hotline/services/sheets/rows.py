"""Which table a sheet is, and what its rows say. Must not know what is published."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, NamedTuple

from hotline.domain.errors import InputError, Problem
from hotline.services.sheets.cells import value_of
from hotline.services.sheets.columns import Column, Table, TableName, tables
from hotline.services.sheets.opening import Sheet


class Place(NamedTuple):
    """Where something stands: row 1 is the header, row 0 a whole file."""

    sheet: str
    row: int = 0
    column: str = ""


class Fault(NamedTuple):
    """A problem and its place; `cell` is what stands there, for eyes only."""

    place: Place
    problem: Problem
    cell: str = ""


@dataclass
class Row:
    """One row. `values` holds what its cells say, None for an empty one; a cell that cannot be used is left out."""

    table: TableName
    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def at(self, path: str) -> Place:
        """The place of one of its cells."""
        return self.place._replace(column=path)


def rows_of(sheet: Sheet) -> tuple[list[Row], list[Fault]]:
    """The rows of a sheet, and what is wrong with its header; then there are no rows."""
    header = [_text(cell).strip() for cell in sheet.rows[0]] if sheet.rows else []
    while header and not header[-1]:
        header.pop()
    table = _table(sheet.title.strip().lower(), header)
    if table is None:
        names = ", ".join(tables())
        return [], [Fault(Place(sheet.name, 1), Problem("sheet_not_recognised", {"tables": names}))]
    faults = list(_problems_of(table, header, sheet.name))
    if faults:
        return [], faults
    columns = [table.columns[name] if name else None for name in header]
    return list(_rows(sheet, table, columns)), []


def _rows(sheet: Sheet, table: Table, columns: list[Column | None]) -> Iterator[Row]:
    for number, cells in enumerate(sheet.rows[1:], 2):
        if all(_is_blank(cell) for cell in cells):
            continue
        row = Row(table.name, Place(sheet.name, number))
        if any(not _is_blank(cell) for cell in cells[len(columns) :]):
            row.faults.append(Fault(row.place, Problem("sheet_row_too_long")))
        for place, (column, cell) in enumerate(zip(columns, cells, strict=False), 1):
            if column is None:
                if not _is_blank(cell):
                    row.faults.append(Fault(row.place, Problem("sheet_row_too_long")))
                continue
            try:
                if (number, place) in sheet.formulas:
                    raise InputError([Problem("sheet_formula")])
                row.values[column.path] = value_of(column, cell)
            except InputError as error:
                shown = _text(cell)[:80]
                row.faults += (
                    Fault(row.at(column.path), replace(one, where=""), shown) for one in error.problems
                )
        # A row of a CSV file may end where its last filled cell does.
        for column in columns[len(cells) :]:
            if column is not None:
                row.values[column.path] = None
        yield row


def _table(title: str, header: list[str]) -> Table | None:
    named = {name for name in header if name}
    for name, table in tables().items():
        if title == name and named & table.columns.keys():
            return table
    fitting = {
        name: len(named & table.columns.keys())
        for name, table in tables().items()
        if (named >= set(table.keys) if name != "evidence" else _is_evidence(named))
    }
    best = max(fitting.values(), default=0)
    fits = [name for name, count in fitting.items() if count == best]
    return tables()[fits[0]] if len(fits) == 1 else None


def _is_evidence(named: set[str]) -> bool:
    owners = ({"service", "contact_point"}, {"retired_number"}, {"lead"})
    return "region" in named and any(owner <= named for owner in owners)


def _problems_of(table: Table, header: list[str], sheet: str) -> Iterator[Fault]:
    for name in dict.fromkeys(header):
        if name and name not in table.columns:
            (nearest,) = get_close_matches(name.lower(), table.columns, 1, 0.0)
            yield Fault(
                Place(sheet, 1, name[:80]),
                Problem("sheet_column_unknown", {"column": name[:80], "nearest": nearest}),
            )
        elif name and header.count(name) > 1:
            yield Fault(Place(sheet, 1, name), Problem("sheet_column_twice", {"column": name}))
    missing = [key for key in table.keys if key not in header] if table.name != "evidence" else []
    if table.name == "evidence" and not _is_evidence(set(header)):
        missing = ["region"] if "region" not in header else ["service", "contact_point"]
    yield from (
        Fault(Place(sheet, 1, key), Problem("sheet_column_needed", {"column": key})) for key in missing
    )


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: Any) -> str:
    """A cell as eyes would see it; 89 and not 89.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
