"""Tables of sources, of numbers that are no longer right, and of numbers that were only seen."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
)

from hotline.domain.listing import Channel, LeadReason, Obtained, RetiredNumber

from .base import Document, known, metadata

_KINDS = RetiredNumber.model_fields["kind"].annotation

retired_number = Table(
    "retired_number",
    metadata,
    Column("region", ForeignKey("region.region"), primary_key=True),
    Column("id", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("number", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("note", Document, nullable=False),
    Column("retired_by", String(10)),
    known("kind", _KINDS),
)

#: The services to use instead of a retired number, best first.
replacement = Table(
    "replacement",
    metadata,
    Column("region", String(2), primary_key=True),
    Column("retired_number", String(60), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("service", String(60), nullable=False),
    ForeignKeyConstraint(
        ["region", "retired_number"], ["retired_number.region", "retired_number.id"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(["region", "service"], ["service.region", "service.id"]),
)

lead = Table(
    "lead",
    metadata,
    Column("region", ForeignKey("region.region"), primary_key=True),
    Column("id", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("channel", String, nullable=False),
    Column("number", String, index=True),
    Column("number_region", String(2)),
    Column("address", String),
    Column("name", String, nullable=False),
    Column("operator", String),
    Column("reason", String, nullable=False),
    Column("note", String),
    known("channel", Channel),
    known("reason", LeadReason),
)

#: One source for exactly one contact point, retired number or lead.
evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("region", String(2), nullable=False, index=True),
    Column("service", String(60)),
    Column("contact_point", String(60)),
    Column("retired_number", String(60)),
    Column("lead", String(60)),
    Column("position", Integer, nullable=False),
    Column("address", String, nullable=False),
    Column("title", String, nullable=False),
    Column("says", String),
    Column("date", String(10)),
    Column("read", Date, nullable=False),
    Column("obtained", String, nullable=False),
    # No foreign key: a directory may come from another installation, without its attachments.
    Column("file", String(64)),
    ForeignKeyConstraint(
        ["service", "contact_point"], ["contact_point.service", "contact_point.id"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(
        ["region", "retired_number"], ["retired_number.region", "retired_number.id"], ondelete="CASCADE"
    ),
    ForeignKeyConstraint(["region", "lead"], ["lead.region", "lead.id"], ondelete="CASCADE"),
    known("obtained", Obtained),
    CheckConstraint(
        "(service IS NOT NULL AND contact_point IS NOT NULL AND retired_number IS NULL AND lead IS NULL)"
        " OR (service IS NULL AND contact_point IS NULL AND retired_number IS NOT NULL AND lead IS NULL)"
        " OR (service IS NULL AND contact_point IS NULL AND retired_number IS NULL AND lead IS NOT NULL)",
        name="one_owner",
    ),
)
