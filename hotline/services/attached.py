"""Which attachments a record names as evidence, and whether its region has them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.errors import Problem
from hotline.domain.evidence import Evidence
from hotline.domain.listing import Lead, Record, RetiredNumber, Service
from hotline.domain.material import Material
from hotline.storage.tables.attachment import Attachment


def unknown_files(session: Session, record: Record, region: str) -> Iterator[Problem]:
    """Where a record names an attachment that its region does not have."""
    named = list(_files_of(record))
    if not named:
        return
    there = set(
        session.scalars(
            select(Attachment.digest).where(
                Attachment.region == region, Attachment.digest.in_({digest for _, digest in named})
            )
        )
    )
    yield from (Problem("attachment_unknown", where=where) for where, digest in named if digest not in there)


def _files_of(record: Record) -> Iterator[tuple[str, str]]:
    """The path and the hash of every attachment that a record names."""
    parts: list[tuple[str, tuple[Evidence, ...]]] = []
    if isinstance(record, Service):
        parts = [(f"contact_point.{point.id}.evidence", point.evidence) for point in record.contact_points]
    elif isinstance(record, RetiredNumber | Lead | Material):
        parts = [("evidence", record.evidence)]
    for where, evidence in parts:
        yield from ((where, source.file) for source in evidence if source.file is not None)
