"""The table of frozen editions."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Document, Moment


class EditionRow(Base):
    """One edition: its canonical JSON, the hash of it and the hash before. Never altered or removed."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint(
            "(number = 1 AND previous IS NULL) OR (number > 1 AND previous IS NOT NULL)", name="chained"
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Unique: an edition has one successor at most, so the chain cannot fork.
    previous: Mapped[str | None] = mapped_column(ForeignKey("edition.hash"), unique=True)
    published_at: Mapped[datetime] = mapped_column(Moment)
    document: Mapped[str] = mapped_column(Text)
    #: What it changed (`domain.edition_change`), worked out of the two documents when it was frozen.
    #: NULL in rows that are older than this column.
    changes: Mapped[list[dict[str, Any]] | None] = mapped_column(Document)
