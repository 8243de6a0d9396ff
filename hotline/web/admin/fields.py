"""The fields of a record as a form needs them, read from the shapes of the domain.

A new field of a shape stands in its form by itself. Must not know words, requests or the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic_core import PydanticUndefined

from hotline.domain import field as kinds
from hotline.domain.listing import Record
from hotline.domain.material import Count
from hotline.domain.record import Kind
from hotline.services.renditions import FOUND

Widget = Literal[
    "text", "exact", "long", "short", "texts", "lines", "choice", "choices", "flag", "day", "partial_date",
    "region", "regions", "reference", "references", "file", "brought", "found", "group", "repeat",
]  # fmt: skip

#: Texts that are kept sign by sign: blanks at the ends of a number are a mistake to be told.
_EXACT = {"ContactPoint.number", "ContactPoint.vanity", "RetiredNumber.number", "Lead.number", "Claim.number"}
_LONG = {
    "Evidence.says",
    "Lead.note",
    "OperatorContact.note",
    "Rendition.transcript",
    "Rendition.captions",
}
#: What a program finds out of a file: nobody types it, and no form sends it.
_FOUND = {f"Rendition.{name}" for name in FOUND}

#: What an id names that is not the record's own.
REFERENCES: dict[str, Kind] = {
    "Service.organization": "organization",
    "FirstLines.services": "service",
    "FirstLines.emergency": "service",
    "RetiredNumber.instead": "service",
    "OperatorContact.id": "service",
}


@dataclass(frozen=True)
class Field:
    """One field. `name` is its key in documents; `key` names it in the tables of words."""

    key: str
    name: str
    widget: Widget
    required: bool
    default: str = ""
    options: tuple[str, ...] = ()
    refers_to: Kind | None = None
    inside: "tuple[Field, ...]" = ()

    @property
    def is_id(self) -> bool:
        """Whether it is the record's own id, which stays once it is published."""
        return self.name == "id"


@cache
def fields(shape: type[Record]) -> tuple[Field, ...]:
    """The fields of a shape, in its own order."""
    hints = get_type_hints(shape, include_extras=True)
    found = []
    for attribute, info in shape.model_fields.items():
        key = f"{shape.__name__}.{attribute}"
        default = info.default if info.default not in (None, PydanticUndefined) else ""
        found.append(
            _field(
                key,
                info.alias or attribute,
                _without_none(hints[attribute]),
                info.is_required(),
                default if isinstance(default, str) else "",
            )
        )
    return tuple(found)


def every_field(shape: type[Record]) -> Iterator[Field]:
    """The fields of a shape and of everything inside it."""

    def down(some: tuple[Field, ...]) -> Iterator[Field]:
        for one in some:
            yield one
            yield from down(one.inside)

    return down(fields(shape))


def _field(key: str, name: str, hint: Any, required: bool, default: str) -> Field:
    several = get_origin(hint) is tuple
    inner = get_args(hint)[0] if several else hint
    typed = key not in _FOUND
    options: tuple[str, ...] = get_args(inner) if typed and get_origin(inner) is Literal else ()
    refers_to = REFERENCES.get(key)
    inside = fields(inner) if isinstance(inner, type) and issubclass(inner, Record) else ()
    return Field(key, name, _widget(key, inner, several), required, default, options, refers_to, inside)


def _widget(key: str, hint: Any, several: bool) -> Widget:
    if key in _FOUND:
        return "found"
    if key == "Rendition.file":
        return "brought"
    if isinstance(hint, type) and issubclass(hint, Record):
        return "repeat" if several else "group"
    if get_origin(hint) is Literal:
        return "choices" if several else "choice"
    if key in REFERENCES:
        return "references" if several else "reference"
    if several:
        return "regions" if hint == kinds.Region else "lines"
    if hint is bool:
        return "flag"
    if hint is Day:
        return "day"
    if key in _EXACT:
        return "exact"
    if key in _LONG:
        return "long"
    return _TEXTS.get(hint, "text")


_TEXTS: dict[Any, Widget] = {
    kinds.Texts: "texts",
    kinds.PartialDate: "partial_date",
    kinds.Region: "region",
    kinds.Id: "short",
    kinds.Tag: "short",
    kinds.Digest: "file",
    Count: "short",
}


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    # A list may carry how it is written; what a text carries tells which kind of text it is.
    if get_origin(hint) is Annotated and get_origin(get_args(hint)[0]) is tuple:
        return get_args(hint)[0]
    return hint
