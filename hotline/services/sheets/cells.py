"""What one cell says, as the data files would say it. Must not know rows or what is published."""

from datetime import date as Day
from datetime import datetime
from typing import Any

from hotline.domain.errors import InputError, Problem
from hotline.services.sheets.columns import NO, YES, Column

_FLAGS = {YES: True, "true": True, NO: False, "false": False}


def value_of(column: Column, cell: Any) -> Any:
    """The cell's value as in a document, None where it is empty; InputError if it cannot be trusted."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        if column.holds != "flag":
            raise InputError([Problem("text_expected")])
        return cell
    if isinstance(cell, str):
        return _of_text(column, cell)
    if isinstance(cell, datetime) and not cell.time():
        cell = cell.date()
    if column.holds in {"day", "partial_date"} and isinstance(cell, Day) and not isinstance(cell, datetime):
        return cell.isoformat()
    if column.holds == "partial_date" and isinstance(cell, int | float) and cell in range(1000, 10_000):
        return str(int(cell))
    # Whatever else a spreadsheet made of what was typed, it may have changed it.
    raise InputError([Problem("sheet_cell_is_number")])


def _of_text(column: Column, text: str) -> Any:
    # Some programs end the lines of a cell with two signs.
    text = text.replace("\r\n", "\n")
    if column.holds == "exact":
        return text
    if column.holds == "list":
        return [line.strip() for line in text.split("\n") if line.strip()] or None
    text = text.strip()
    if column.holds == "flag" and text:
        if text.lower() not in _FLAGS:
            raise InputError([Problem("choice_unknown", {"choices": f"{YES}, {NO}"})])
        return _FLAGS[text.lower()]
    return text or None


def cell_of(column: Column, value: Any) -> str:
    """The text of a cell that says this value; `value_of` gives the value back."""
    if value is None or value == [] or (column.holds == "flag" and value is False):
        return ""
    if isinstance(value, list):
        return "\n".join(value)
    return YES if value is True else str(value)
