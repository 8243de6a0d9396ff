"""Takes a workbook (.xlsx) apart before anything reads it, and keeps only what can do no harm.

A workbook is a ZIP of XML. What is read later is packed anew from the parts that were read here
within their limits, so that a part that lies about its size, entities and links never arrive.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from hotline.domain.errors import InputError, Problem
from hotline.services.sheets import limits

_READ = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|xl/_rels/workbook\.xml\.rels"
    r"|xl/(workbook|styles|sharedStrings)\.xml|xl/worksheets/[^/]+\.xml)",
    re.IGNORECASE,
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SPACES = " http://schemas.openxmlformats.org/officeDocument/2006/relationships http://purl.oclc.org/ooxml/officeDocument/relationships "


@dataclass
class Layout:
    """Where the cells of one sheet stand, counted from 1, before their values are read."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True)
class Grid:
    """One visible sheet: its rows from the first one on, and the cells that hold a formula or an error."""

    title: str
    rows: list[list[Any]]
    formulas: set[tuple[int, int]]


def grids(data: bytes) -> Iterator[Grid]:
    """The visible sheets of a workbook; InputError if it is damaged, too large, or hides something."""
    parts = _parts(data)
    titles = _titles(parts)
    layouts = {name: _layout(text) for name, text in parts.items() if _SHEET.fullmatch(name)}
    if sum(layout.rows * layout.columns for layout in layouts.values()) > limits.LARGEST_AREA:
        raise InputError([Problem("sheet_too_many_columns", {"limit": str(limits.MOST_COLUMNS)})])
    for name in parts.keys() - layouts.keys():
        _parse(expat.ParserCreate(), parts[name])
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
        for sheet in workbook.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible:
                layout = layouts.get(titles.get(sheet.name, ""))
                if layout is None:
                    raise _damaged()
                rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                yield Grid(sheet.name, rows, layout.formulas)
    except InputError:
        raise
    except (CalamineError, ValueError, OSError, KeyError, IndexError) as error:
        raise _damaged() from error
    except BaseException as error:
        # The reader is written in Rust: where it gives up, it raises past Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged() from None


def _damaged() -> InputError:
    return InputError([Problem("sheet_damaged")])


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts that are read, each once, no longer than they say that they are."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            wanted = [entry for entry in entries if _READ.fullmatch(entry.filename)]
            names = {entry.filename.lower() for entry in wanted}
            if len(entries) > limits.MOST_PARTS or len(names) != len(wanted):
                raise _damaged()
            if sum(entry.file_size for entry in wanted) > limits.MOST_UNPACKED:
                raise InputError(
                    [
                        Problem(
                            "sheet_unpacks_too_large",
                            {"megabytes": str(limits.MOST_UNPACKED // limits.MEGABYTE)},
                        )
                    ]
                )
            return {entry.filename: packed.read(entry) for entry in wanted}
    except InputError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        OSError,
    ) as error:
        raise _damaged() from error


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()


def _titles(parts: dict[str, bytes]) -> dict[str, str]:
    """Title of a sheet -> the part that holds it."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("|")[2]
        if local == "sheet":
            reference = next((value for key, value in attributes.items() if _is_reference(key)), "")
            sheets.append((attributes.get("name", ""), reference))
        elif local == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )

    for wanted in ("xl/workbook.xml", _RELATIONS):
        text = next((text for name, text in parts.items() if name.lower() == wanted.lower()), None)
        if text is None:
            raise _damaged()
        parser = expat.ParserCreate(namespace_separator="|")
        parser.StartElementHandler = start
        _parse(parser, text)
    return {title: targets.get(reference, "") for title, reference in sheets}


def _is_reference(key: str) -> bool:
    space, _, local = key.rpartition("|")
    return local == "id" and f" {space} " in _SPACES


def _layout(text: bytes) -> Layout:
    found = Layout()
    row = column = 0
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, inside
        local = name.rpartition("|")[2]
        if local == "row":
            row, column = _number(attributes.get("r"), row + 1), 0
        elif local == "c":
            row, column = _cell(attributes.get("r"), row, column + 1)
            inside = attributes.get("t") == "e"
            if inside:
                found.formulas.add((row, column))
        elif local in {"v", "is", "f"}:
            if local == "f":
                found.formulas.add((row, column))
            found.rows, found.columns = max(found.rows, row), max(found.columns, column)
            _bound(found)

    parser = expat.ParserCreate(namespace_separator="|")
    parser.StartElementHandler = start
    _parse(parser, text)
    return found


def _bound(found: Layout) -> None:
    if found.rows > limits.MOST_ROWS + 1:
        raise InputError([Problem("sheet_too_many_rows", {"limit": str(limits.MOST_ROWS)})])
    if found.columns > limits.MOST_COLUMNS or found.rows * found.columns > limits.LARGEST_AREA:
        raise InputError([Problem("sheet_too_many_columns", {"limit": str(limits.MOST_COLUMNS)})])


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not re.fullmatch(r"[0-9]{1,7}", text) or text == "0":
        raise _damaged()
    return int(text)


def _cell(reference: str | None, row: int, column: int) -> tuple[int, int]:
    if reference is None:
        return max(row, 1), column
    match = re.fullmatch(r"([A-Za-z]{1,3})([0-9]{1,7})", reference)
    if match is None or match[2] == "0":
        raise _damaged()
    place = 0
    for letter in match[1].upper():
        place = place * 26 + ord(letter) - 64
    return int(match[2]), place


def _parse(parser: Any, text: bytes) -> None:
    """Parse a part as a whole. A document type is refused: only attacks bring one into a workbook."""

    def refuse(*_: object) -> None:
        raise _damaged()

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise _damaged() from error
