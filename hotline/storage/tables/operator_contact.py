"""The table of whom the keepers reach when they have a question about a line. Nothing here is published."""

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Integer, String, Table

from hotline.domain.operator_contact import Locale

from .base import known, metadata

#: Its id is the id of its service: each has one contact at most, and none outlives its service.
operator_contact = Table(
    "operator_contact",
    metadata,
    Column("region", ForeignKey("region.region"), primary_key=True),
    Column("id", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", String),
    Column("email", String),
    Column("phone", String),
    Column("language", String(2), nullable=False),
    Column("do_not_test_call", Boolean, nullable=False),
    Column("note", String),
    ForeignKeyConstraint(["region", "id"], ["service.region", "service.id"]),
    known("language", Locale),
)
