"""Tables of how a service is reached: contact points, their hours and their languages."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
)

from hotline.domain.listing import NUMBER_CHANNELS, Answer, Channel, Confidence, Cost

from .base import Document, known, metadata

_BY_NUMBER = ", ".join(f"'{channel}'" for channel in sorted(NUMBER_CHANNELS))

contact_point = Table(
    "contact_point",
    metadata,
    Column("service", ForeignKey("service.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("channel", String, nullable=False),
    Column("number", String, index=True),
    Column("number_region", String(2)),
    Column("vanity", String),
    Column("address", String),
    Column("after_dialling", Document),
    Column("words_to_send", Document, nullable=False),
    Column("confidence", String, nullable=False),
    Column("cost", String),
    Column("works_without_credit", String),
    Column("interpreters", Boolean, nullable=False),
    Column("reach_abroad", String),
    Column("reach_works_from", Document, nullable=False),
    Column("reach_not_from", Document, nullable=False),
    Column("reach_note", Document),
    Column("assured_date", Date),
    Column("confirmed_by", String),
    known("channel", Channel),
    known("confidence", Confidence),
    known("cost", Cost),
    known("works_without_credit", Answer),
    known("reach_abroad", Answer),
    CheckConstraint(
        f"(channel IN ({_BY_NUMBER}) AND number IS NOT NULL AND address IS NULL)"
        f" OR (channel NOT IN ({_BY_NUMBER}) AND number IS NULL AND address IS NOT NULL)",
        name="one_way_in",
    ),
)


def _of_a_contact_point() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["service", "contact_point"], ["contact_point.service", "contact_point.id"], ondelete="CASCADE"
    )


#: Hours as OpenStreetMap writes them. No row where no source says when somebody answers.
schedule = Table(
    "schedule",
    metadata,
    Column("service", String(60), primary_key=True),
    Column("contact_point", String(60), primary_key=True),
    Column("hours", String),
    Column("hours_note", Document),
    _of_a_contact_point(),
    CheckConstraint("hours IS NOT NULL OR hours_note IS NOT NULL", name="says_something"),
)

language = Table(
    "language",
    metadata,
    Column("service", String(60), primary_key=True),
    Column("contact_point", String(60), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("language", String(6), nullable=False, index=True),
    _of_a_contact_point(),
)
