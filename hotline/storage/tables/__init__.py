"""All tables, so that whoever needs the whole schema cannot miss one."""

from . import (
    attachment,
    attestations,
    batches,
    brought_file,
    contact,
    directory,
    editions,
    evidence,
    letters,
    material,
    notice,
    operator_contact,
    passkeys,
    people,
    reports,
    review,
    signature,
)
from .base import Base, metadata

__all__ = [
    "Base",
    "attachment",
    "attestations",
    "batches",
    "brought_file",
    "contact",
    "directory",
    "editions",
    "evidence",
    "letters",
    "material",
    "metadata",
    "notice",
    "operator_contact",
    "passkeys",
    "people",
    "reports",
    "review",
    "signature",
]
