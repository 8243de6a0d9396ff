"""The table of what visitors told about wrong numbers. It holds nothing about the visitors."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.report import LONGEST, Outcome, Wrong

from .base import Base, known


class VisitorReport(Base):
    """What one visitor typed, and the day: no time, no address, no browser.

    Who closed it, when and why stands in the audit trail alone; the row goes some time later
    (`services.reporting`), and with it what was typed.
    """

    __tablename__ = "report"
    __table_args__ = (
        known("wrong", Wrong),
        known("outcome", Outcome),
        CheckConstraint("(outcome IS NULL) = (closed_on IS NULL)", name="closed_with_an_outcome"),
        Index(None, "outcome", "region"),
        # The trail names reports by their number: one that was removed must not be given again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date)
    locale: Mapped[str] = mapped_column(String(2))
    #: None where the visitor did not know. No foreign key: the page may be older than the directory.
    region: Mapped[str | None] = mapped_column(String(2))
    wrong: Mapped[Wrong] = mapped_column(String)
    line: Mapped[str | None] = mapped_column(String(LONGEST["line"]))
    seen: Mapped[str | None] = mapped_column(String(LONGEST["seen"]))
    words: Mapped[str | None] = mapped_column(String(LONGEST["words"]))
    outcome: Mapped[Outcome | None] = mapped_column(String)
    closed_on: Mapped[date | None] = mapped_column(Date)
