"""The table of batches: files that somebody brought in together, and what was found in them."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Document, Moment, known

BatchState = Literal["preview", "proposed", "gone"]


class Batch(Base):
    """Files that were read and compared. As a preview it proposes nothing yet, and it ends by itself.

    `found` is what was read, with all its problems, for as long as it is a preview; of one that was
    proposed, its changes tell the rest (`Change.batch`).
    """

    __tablename__ = "batch"
    __table_args__ = (
        known("state", BatchState),
        CheckConstraint("(state = 'preview') = (found IS NOT NULL)", name="found_in_preview"),
        CheckConstraint("(state = 'proposed') = (reason IS NOT NULL)", name="proposed_why"),
        Index(None, "state", "person"),
        # The address of a preview that is gone must not lead to somebody else's.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What the files were called, for eyes only.
    name: Mapped[str] = mapped_column(String(200))
    person: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[BatchState] = mapped_column(String)
    found: Mapped[dict[str, Any] | None] = mapped_column(Document)
    reason: Mapped[str | None]
