"""The table of what one person said at once: services that are hidden or out of order."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, ForeignKeyConstraint, Integer, String, Table

from hotline.domain.listing import Notice

from .base import Document, Moment, known, metadata

#: Past ones stay until `services.notices` takes them away; freezing looks at `until` by itself.
notice = Table(
    "notice",
    metadata,
    Column("region", ForeignKey("region.region"), primary_key=True),
    Column("id", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("service", String(60), nullable=False),
    # No foreign key: a reviewed change may remove this contact point while it is out of order.
    Column("contact_point", String(60)),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Column("instead", String(60)),
    Column("note", Document),
    ForeignKeyConstraint(["region", "service"], ["service.region", "service.id"]),
    ForeignKeyConstraint(["region", "instead"], ["service.region", "service.id"]),
    known("kind", Notice.model_fields["kind"].annotation),
    CheckConstraint("kind <> 'outage' OR until IS NOT NULL", name="an_outage_ends"),
)
