"""The table of attachments: what a picture, a document or a recorded call at the desk is.

The bytes stand in a folder beside the database, each file under its own hash.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment


class Attachment(Base):
    """One file in one region. The same bytes in two regions are two rows and one file.

    `name` is what the person's file was called, cleaned: for eyes only, it names nothing on a disk.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size > 0", name="holds_something"),
        CheckConstraint("(seconds IS NULL) = (consent_by IS NULL)", name="recorded_with_consent"),
        CheckConstraint("(consent_by IS NULL) = (consent_on IS NULL)", name="consent_has_a_day"),
    )

    region: Mapped[str] = mapped_column(String(2), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    name: Mapped[str] = mapped_column(String(100))
    added_by: Mapped[str] = mapped_column(index=True)
    added_at: Mapped[datetime] = mapped_column(Moment)
    #: How long a recording lasts; None for everything that is not heard.
    seconds: Mapped[int | None]
    #: Who of the operator agreed to be recorded, and on which day.
    consent_by: Mapped[str | None] = mapped_column(String(200))
    consent_on: Mapped[date | None] = mapped_column(Date)
