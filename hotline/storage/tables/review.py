"""Tables of what people did: proposed versions of records, and the trail of every act."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.record import Kind, Name
from hotline.domain.review import State

from .base import Base, Document, Moment, known


class Change(Base):
    """A proposed new version of one record, as a whole document; without `after`, its removal.

    `before` is what was live when it was proposed: where they differ at publishing, somebody else
    was faster. `region` is no foreign key, because a change may propose a new region. `version`
    counts the edits, so that nobody approves what they have not read. Nobody has decided (`decided_by`)
    on a first load and on a notice that one person published alone.
    """

    __tablename__ = "change"
    __table_args__ = (
        known("kind", Kind),
        known("state", State),
        CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="changes_something"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_when"),
        CheckConstraint("(state = 'scheduled') = (publish_at IS NOT NULL)", name="scheduled_when"),
        CheckConstraint("version > 0", name="counts_from_one"),
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
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str]
    #: What a reviewer asked for when returning or discarding it.
    note: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    #: Everybody else who wrote a part of it; none of them may approve it.
    revised_by: Mapped[list[str]] = mapped_column(Document, default=list)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    publish_at: Mapped[datetime | None] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The first edition that carries it.
    edition: Mapped[int | None] = mapped_column(ForeignKey("edition.number"))
    #: The change that this one takes back.
    undoes: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    #: The files that it came in with.
    batch: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who wrote a part of it."""
        return (self.created_by, *self.revised_by)

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
