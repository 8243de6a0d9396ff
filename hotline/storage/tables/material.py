"""The table of campaign materials, one document each: nobody asks the database for a part of one."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from .base import Document, metadata

#: Its id stands in a public address without its region, so no other region may have the same.
material = Table(
    "material",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("region", ForeignKey("region.region"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("document", Document, nullable=False),
)
