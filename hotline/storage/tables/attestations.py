"""The table of links by which an operator says that a number is still right."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, known

AttestationAnswer = Literal["right", "wrong", "too_many_tries"]


class Attestation(Base):
    """One link about one number, as it was published when the link was made. It is answered once.

    No foreign key to the contact point: one that is gone ends the link.
    """

    __tablename__ = "attestation"
    __table_args__ = (
        known("answer", AttestationAnswer),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_when"),
        Index(None, "region", "service"),
        # Evidence names an attestation by its number: none is given again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    region: Mapped[str] = mapped_column(String(2))
    service: Mapped[str] = mapped_column(String(60))
    contact_point: Mapped[str] = mapped_column(String(60))
    number: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    answer: Mapped[AttestationAnswer | None] = mapped_column(String)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The change that the answer proposed.
    change: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
