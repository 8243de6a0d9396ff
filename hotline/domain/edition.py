"""A frozen, numbered directory: what the public sees at one moment, and the hash that names it.

The canonical JSON is the edition: two nodes, a mirror and an auditor must get the same bytes, so
nothing here may depend on the order of keys, on a locale or on a clock.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import Field, model_validator

from .field import Moment, Record
from .listing import RegionDirectory
from .material import Material
from .numbering import NumberingPlan


class Edition(Record):
    """Everything that was published at `published_at`; `previous` is the hash of the edition before."""

    number: int = Field(ge=1)
    published_at: Moment
    previous: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    regions: tuple[RegionDirectory, ...]
    numbering: tuple[NumberingPlan, ...]

    @model_validator(mode="after")
    def _chained(self) -> Self:
        if (self.number == 1) != (self.previous is None):
            raise ValueError("the first edition has no previous hash, and every other edition has one")
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy that is made anew: what was worked out of this one must not stay with another."""
        held = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**held, **(update or {})})

    @cached_property
    def plans(self) -> Mapping[str, NumberingPlan]:
        """The numbering plans, by region."""
        return {plan.region: plan for plan in self.numbering}

    @cached_property
    def directories(self) -> Mapping[str, RegionDirectory]:
        """The regions' directories, by region."""
        return {directory.region: directory for directory in self.regions}

    @cached_property
    def materials(self) -> tuple[Material, ...]:
        """The campaign materials of all regions, by region and in the order of each."""
        return tuple(one for directory in self.regions for one in directory.materials)

    def canonical_json(self) -> bytes:
        """The document: keys sorted, no spaces, UTF-8 with letters as they are, keys as in the data files."""
        return canonical_json(self.model_dump(mode="json", by_alias=True))

    @cached_property
    def sha256(self) -> str:
        """The hash of the canonical JSON, 64 hexadecimal digits: the name of this edition."""
        return sha256(self.canonical_json())


def canonical_json(value: Any) -> bytes:
    """The one way to write plain JSON values here, so that equal values have equal bytes."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def sha256(content: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
