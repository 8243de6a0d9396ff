"""Who acts at the desk: an id, roles and regions, as whoever signed the person in has found them.

Must not know accounts, passwords or sessions.
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal["editor", "reviewer", "administrator"]


@dataclass(frozen=True)
class Person:
    """Somebody with a name. An administrator keeps people, not numbers: that role edits nothing.

    ValueError if the id is not in its one form: "Ana" and "ana " must never count as two people.
    """

    id: str
    name: str
    roles: frozenset[Role]
    regions: frozenset[str]

    def __post_init__(self) -> None:
        if not self.id or self.id != self.id.strip().casefold():
            raise ValueError(f"the id of a person is not empty, has small letters and no spaces: {self.id!r}")

    def may(self, role: Role, region: str) -> bool:
        """Whether the person holds this role in this region."""
        return role in self.roles and region in self.regions
