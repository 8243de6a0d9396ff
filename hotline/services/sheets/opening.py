"""Opens what somebody brings in: workbooks, CSV and data files, by what they hold and not by their name.

What comes out is rows of cells with their places. Must not know what a cell means.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from hotline.domain.errors import InputError, Problem
from hotline.domain.formula import unguarded
from hotline.domain.signs import without_hidden
from hotline.services.sheets import limits, workbook
from hotline.services.sheets.columns import tables


@dataclass(frozen=True)
class File:
    """What somebody brought: the name on their machine, for eyes only, and the bytes."""

    name: str
    data: bytes

    @property
    def shown(self) -> str:
        """The name without its folders and without signs that nobody can see."""
        return without_hidden(re.split(r"[/\\]", self.name)[-1])[:80] or "?"


@dataclass(frozen=True)
class Sheet:
    """One table as it came. `rows` begins with the header; its first row is row 1."""

    name: str
    title: str  #: what may say which table it is: the title of the sheet, the name of the file
    rows: list[list[Any]]
    formulas: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True)
class DataFile:
    """A data file as it came, not parsed yet."""

    name: str
    text: str


def open_files(files: Iterable[File]) -> tuple[list[Sheet | DataFile], list[Problem]]:
    """All tables of all files, and what is wrong with a file as a whole; `where` names the file."""
    found: list[Sheet | DataFile] = []
    problems: list[Problem] = []
    files = list(files)
    if sum(len(file.data) for file in files) > limits.MOST_BYTES:
        megabytes = str(limits.MOST_BYTES // limits.MEGABYTE)
        return [], [Problem("sheet_too_large", {"megabytes": megabytes})]
    if not files:
        problems.append(Problem("sheet_missing"))
    for file in files:
        try:
            found += _tables_of(file)
        except InputError as error:
            problems += (replace(problem, where=file.shown) for problem in error.problems)
        # Many small files can be laid out as large as one large file.
        area = sum(
            len(sheet.rows) * len(sheet.rows[0]) for sheet in found if isinstance(sheet, Sheet) and sheet.rows
        )
        if area > limits.LARGEST_AREA:
            return [], [Problem("sheet_too_many_rows", {"limit": str(limits.MOST_ROWS)}, where=file.shown)]
    rows = sum(len(sheet.rows) for sheet in found if isinstance(sheet, Sheet))
    if rows > limits.MOST_ROWS + len(found):
        problems.append(Problem("sheet_too_many_rows", {"limit": str(limits.MOST_ROWS)}))
    return found, problems


def _tables_of(file: File) -> Iterator[Sheet | DataFile]:
    if not file.data:
        raise InputError([Problem("sheet_type")])
    if file.data.startswith(b"PK"):
        for grid in workbook.grids(file.data):
            if any(cell not in ("", None) for row in grid.rows for cell in row):
                title = without_hidden(grid.title)[:40]
                yield Sheet(f"{file.shown}: {title}", grid.title, grid.rows, grid.formulas)
        return
    if file.data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError([Problem("sheet_old_workbook")])
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        is_text = file.shown.lower().endswith((".csv", ".txt", ".tsv", ".toml")) and not _is_binary(file.data)
        raise InputError([Problem("sheet_encoding" if is_text else "sheet_type")]) from None
    if file.shown.lower().endswith(".toml"):
        yield DataFile(file.shown, text)
    else:
        yield Sheet(file.shown, PurePath(file.shown).stem, _rows_of(text))


def _is_binary(data: bytes) -> bool:
    # UTF-16 is full of zeros, too, but says at its start what it is.
    return b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _rows_of(text: str) -> list[list[Any]]:
    first = re.match(r"sep=([,;\t])\r?\n", text)
    separator = first[1] if first else _separator(text)
    reader = csv.reader(
        io.StringIO(text[first.end() :] if first else text, newline=""), delimiter=separator, strict=True
    )
    rows: list[list[Any]] = []
    try:
        for row in reader:
            if len(row) > limits.MOST_COLUMNS:
                raise InputError([Problem("sheet_too_many_columns", {"limit": str(limits.MOST_COLUMNS)})])
            if len(rows) > limits.MOST_ROWS:
                raise InputError([Problem("sheet_too_many_rows", {"limit": str(limits.MOST_ROWS)})])
            if any(len(cell) > limits.MOST_SIGNS for cell in row):
                raise csv.Error
            rows.append([unguarded(cell) for cell in row])
    except csv.Error:
        raise InputError([Problem("sheet_quotes", {"row": str(len(rows) + 1)})]) from None
    return rows


def _separator(text: str) -> str:
    """The sign between cells under which the header names the most columns that there are."""
    header = text[:20_000].split("\n", 1)[0].rstrip("\r")
    known = {path for table in tables().values() for path in table.columns}

    def named(separator: str) -> int:
        return sum(cell.strip().strip('"') in known for cell in header.split(separator))

    return max((",", ";", "\t"), key=named)
