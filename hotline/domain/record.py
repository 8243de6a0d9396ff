"""The records that a region's directory is made of: the units that a change proposes a version of.

A service carries its contact points and their evidence, because a number is only ever right or
wrong together with them. Must not know where records are stored or who may change them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from .listing import (
    FirstLines,
    Lead,
    Notice,
    Organization,
    Record,
    Region,
    RegionDirectory,
    RetiredNumber,
    Service,
    Text,
)
from .material import Material
from .operator_contact import OperatorContact

#: In the order in which they can be written: what is named stands before what names it.
Kind = Literal[
    "region", "organization", "service", "first_lines", "retired_number", "lead", "notice", "operator_contact",
    "material",
]  # fmt: skip
#: Made at the desk alone: no file brings them in, and each goes together with its service.
MADE_AT_THE_DESK: frozenset[Kind] = frozenset({"notice", "operator_contact"})


class RegionSettings(Record):
    """What a region needs before it can hold anything."""

    region: Region
    timezone: Text


SHAPES: Mapping[Kind, type[Record]] = {
    "region": RegionSettings,
    "organization": Organization,
    "service": Service,
    "first_lines": FirstLines,
    "retired_number": RetiredNumber,
    "lead": Lead,
    "notice": Notice,
    "operator_contact": OperatorContact,
    "material": Material,
}


class Name(NamedTuple):
    """What tells a record from every other one: an organization's id counts only in its region."""

    kind: Kind
    region: str
    id: str


@dataclass(frozen=True)
class DirectoryRecord:
    """One record and its name. The id of a `region` and of its `first_lines` is the region's code."""

    kind: Kind
    region: str
    id: str
    value: Record

    @property
    def name(self) -> Name:
        """What tells this record from every other one, over all regions."""
        return Name(self.kind, self.region, self.id)

    @property
    def document(self) -> dict[str, Any]:
        """The whole record as plain JSON values, with the keys of the data files."""
        return self.value.model_dump(mode="json", by_alias=True)


def records(directory: RegionDirectory) -> tuple[DirectoryRecord, ...]:
    """All records of a region, in the order in which they can be written."""
    code = directory.region

    def several(kind: Kind, values: Iterable[Any]) -> list[DirectoryRecord]:
        return [DirectoryRecord(kind, code, value.id, value) for value in values]

    return (
        DirectoryRecord("region", code, code, RegionSettings(region=code, timezone=directory.timezone)),
        *several("organization", directory.organizations),
        *several("service", directory.services),
        DirectoryRecord("first_lines", code, code, directory.first),
        *several("retired_number", directory.retired_numbers),
        *several("lead", directory.leads),
        *several("notice", directory.notices),
        *several("operator_contact", directory.operator_contacts),
        *several("material", directory.materials),
    )


def from_document(kind: Kind, region: str, document: Mapping[str, Any]) -> DirectoryRecord:
    """The record that a stored document describes; pydantic.ValidationError if it is not whole."""
    value = SHAPES[kind].model_validate(document)
    record_id = region if kind in {"region", "first_lines"} else str(document["id"])
    return DirectoryRecord(kind, region, record_id, value)


def named_by(record: DirectoryRecord) -> tuple[Name, ...]:
    """The records that have to be there for this one to be written, each once.

    What a material claims is not among them: it stays printed when its line is gone.
    """
    value = record.value
    ids: dict[Kind, tuple[str | None, ...]] = {}
    if isinstance(value, Service):
        ids = {"organization": (value.organization,)}
    elif isinstance(value, FirstLines):
        ids = {"service": (*value.services, value.emergency)}
    elif isinstance(value, RetiredNumber):
        ids = {"service": value.instead}
    elif isinstance(value, Notice):
        ids = {"service": (value.service, value.instead)}
    elif isinstance(value, OperatorContact):
        ids = {"service": (value.id,)}
    names = [Name(kind, record.region, one) for kind, several in ids.items() for one in several if one]
    if record.kind != "region":
        names.insert(0, Name("region", record.region, record.region))
    return tuple(dict.fromkeys(names))


def goes_along(record: DirectoryRecord, service: Name) -> bool:
    """Whether a record is nothing without this service, and goes when it goes."""
    match record.value:
        case Notice(service=about) | OperatorContact(id=about):
            return service == Name("service", record.region, about)
    return False
