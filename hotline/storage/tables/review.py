"""Tables of what people did: proposed versions of records, and the trail of every act."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.record import Kind, Name
from hotline.domain.review import State

from .base import Base, Document, Moment, known


class Change(Base):
    """A proposed new version of one record, as a whole document; without `after`, its removal.

    `before` is what was live when it was proposed: where they differ at publishing, somebody else
    was faster. `region` is no foreign key, because a change may propose a new region.
    """

    __tablename__ = "change"
    __table_args__ = (
        known("kind", Kind),
        known("state", State),
        CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="changes_something"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_when"),
        Index(None, "kind", "region", "record_id"),
        Index(None, "state", "region"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(String)
    record_id: Mapped[str] = mapped_column(String(60))
    region: Mapped[str] = mapped_column(String(2))
    before: Mapped[dict[str, Any] | None] = mapped_column(Document)
    after: Mapped[dict[str, Any] | None] = mapped_column(Document)
    state: Mapped[State] = mapped_column(String)
    reason: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def name(self) -> Name:
        """The record that this is a version of."""
        return Name(self.kind, self.region, self.record_id)


class AuditEntry(Base):
    """One act, chained to the act before it. The database refuses to alter or remove a row.

    `document` is the canonical JSON of everything else but `hash`, which is its SHA-256; the other
    columns repeat parts of it for queries, and `audit.verify` compares them.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("number > 0", name="counts_from_one"),
        Index(None, "kind", "region", "record_id"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str]
    action: Mapped[str]
    kind: Mapped[str]
    record_id: Mapped[str]
    region: Mapped[str | None] = mapped_column(String(2))
    document: Mapped[str] = mapped_column(Text)
    # Unique, so that two acts can never follow the same one: the trail is a line, not a tree.
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
