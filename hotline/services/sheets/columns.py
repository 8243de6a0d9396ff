"""The tables of a spreadsheet and their columns, read from the shapes of the domain.

A new field of a shape has its column by itself. A column is named by the path of its field in the
data files ("description.es", "reach.abroad"). Must not know files or what is published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hotline.domain import field as kinds
from hotline.domain.listing import LOCALES, ContactPoint, Evidence, Record
from hotline.domain.record import SHAPES, Kind

TableName = Literal[
    "organization", "service", "contact_point", "retired_number", "lead", "first_lines", "evidence"
]
#: What a cell holds. "exact" is kept sign by sign; "list" has one entry a line.
Holds = Literal["text", "exact", "list", "flag", "day", "partial_date"]

#: Numbers, in which a blank at an end is a mistake to be told, and a zero at the start must stay.
NUMBERS = frozenset({"ContactPoint.number", "ContactPoint.vanity", "RetiredNumber.number", "Lead.number"})
#: Table -> the columns that say which record a row is about.
KEYS: dict[TableName, tuple[str, ...]] = {
    "organization": ("region", "id"),
    "service": ("region", "id"),
    "contact_point": ("region", "service", "id"),
    "retired_number": ("region", "id"),
    "lead": ("region", "id"),
    "first_lines": ("region",),
    "evidence": ("region", "service", "contact_point", "retired_number", "lead"),
}
#: Of these records a row of `evidence` can be a source; only one of them in a row.
OWNERS = ("service", "contact_point", "retired_number", "lead")
#: The columns of `contact_point` in which a new row can bring its first source along.
INLINE = "evidence."
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Column:
    """One column. `key` names its field in the tables of words ("ContactPoint.number")."""

    path: str
    holds: Holds
    key: str
    required: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its columns by path, those that say which record a row is about first."""

    name: TableName
    columns: dict[str, Column]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that say which record a row is about."""
        return KEYS[self.name]


@cache
def tables() -> dict[TableName, Table]:
    """Every table, in the order in which they can be written."""
    return {name: Table(name, {column.path: column for column in _columns(name)}) for name in KEYS}


def kind_of(table: TableName) -> Kind:
    """The kind of record that a table's rows are, or are a part of."""
    found: dict[TableName, Kind] = {"contact_point": "service", "evidence": "service"}
    return found.get(table) or table  # type: ignore[return-value]


def _columns(name: TableName) -> Iterator[Column]:
    if name == "evidence":
        yield Column("region", "text", "", required=True)
        yield from (Column(owner, "text", "") for owner in OWNERS)
        yield from _of_shape(Evidence, "")
        return
    shape = ContactPoint if name == "contact_point" else SHAPES[kind_of(name)]
    found = {column.path: column for column in _of_shape(shape, "")}
    for key in KEYS[name]:
        yield found.pop(key, Column(key, "text", "", required=True))
    yield from found.values()
    if name == "contact_point":
        yield from _of_shape(Evidence, INLINE)


def _of_shape(shape: type[Record], prefix: str) -> Iterator[Column]:
    hints = get_type_hints(shape, include_extras=True)
    for attribute, info in shape.model_fields.items():
        path = prefix + (info.alias or attribute)
        hint = _without_none(hints[attribute])
        several = get_origin(hint) is tuple
        inner = get_args(hint)[0] if several else hint
        if isinstance(inner, type) and issubclass(inner, Record):
            # Contact points and evidence are rows of tables of their own.
            if not several:
                yield from _of_shape(inner, f"{path}.")
            continue
        key = f"{shape.__name__}.{attribute}"
        # A first source in the row of a contact point is a choice.
        required = info.is_required() and prefix != INLINE
        if hint == kinds.Texts:
            yield from (Column(f"{path}.{locale}", "text", key, required) for locale in LOCALES)
        else:
            options = get_args(inner) if get_origin(inner) is Literal else ()
            yield Column(path, _holds(key, hint, several), key, required, options)


def _holds(key: str, hint: Any, several: bool) -> Holds:
    if several:
        return "list"
    if key in NUMBERS:
        return "exact"
    if hint is bool:
        return "flag"
    if hint is Day:
        return "day"
    return "partial_date" if hint == kinds.PartialDate else "text"


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    return hint
