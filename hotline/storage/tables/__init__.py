"""All tables, so that whoever needs the whole schema cannot miss one."""

from . import (
    attachment,
    batches,
    contact,
    directory,
    editions,
    evidence,
    notice,
    operator_contact,
    passkeys,
    people,
    reports,
    review,
)
from .base import Base, metadata

__all__ = [
    "Base",
    "attachment",
    "batches",
    "contact",
    "directory",
    "editions",
    "evidence",
    "metadata",
    "notice",
    "operator_contact",
    "passkeys",
    "people",
    "reports",
    "review",
]
