"""Tables of what is published: regions, organizations, services and the lines to call first.

They hold nothing else: a row here is public from the next edition on. A row that names another one
by id cannot outlive it, so the database refuses to remove a service that is still a first line.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from hotline.domain.listing import Answer, Operator

from .base import Document, known, metadata

region = Table(
    "region",
    metadata,
    Column("region", String(2), primary_key=True),
    Column("timezone", String, nullable=False),
    CheckConstraint("length(region) = 2 AND upper(region) = region", name="iso_3166"),
)

organization = Table(
    "organization",
    metadata,
    # One police force is "pnc" in Guatemala and another one in Panama: the id counts in its region.
    Column("region", ForeignKey("region.region"), primary_key=True),
    Column("id", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("name_language", String(6), nullable=False),
    Column("acronym", String),
    Column("other_names", Document, nullable=False),
    Column("website", String),
)

service = Table(
    "service",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("region", ForeignKey("region.region"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("organization", String(60), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("name_language", String(6), nullable=False),
    Column("other_names", Document, nullable=False),
    Column("operator", String, nullable=False),
    Column("needs", Document, nullable=False),
    Column("takes_trafficking_reports", String),
    Column("anonymous", String),
    Column("description", Document, nullable=False),
    Column("who_answers", Document),
    Column("what_happens", Document),
    Column("caution", Document),
    Column("places", Document, nullable=False),
    Column("shown_in", Document, nullable=False),
    Column("for_people_from", Document, nullable=False),
    Column("conflicts", Document, nullable=False),
    # Lets other rows name a service together with its region, so that both must agree.
    UniqueConstraint("region", "id"),
    ForeignKeyConstraint(["region", "organization"], ["organization.region", "organization.id"]),
    known("operator", Operator),
    known("takes_trafficking_reports", Answer),
    known("anonymous", Answer),
)

#: Why these are the first lines, and the one for danger now. A region without this row is not public.
first_lines = Table(
    "first_lines",
    metadata,
    Column("region", ForeignKey("region.region"), primary_key=True),
    Column("emergency", String(60), nullable=False),
    Column("reason", Document, nullable=False),
    ForeignKeyConstraint(["region", "emergency"], ["service.region", "service.id"]),
)

first_line = Table(
    "first_line",
    metadata,
    Column("region", ForeignKey("first_lines.region", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("service", String(60), nullable=False),
    ForeignKeyConstraint(["region", "service"], ["service.region", "service.id"]),
)
