"""The table of letters: written in the transaction of the act that causes them, sent later.

A letter without `email` is a task: somebody at the desk tells the person in another way.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, known

#: "change": to the operator; "review": of the same change, to a reviewer.
LetterAbout = Literal["change", "review", "invitation", "recovery", "attestation"]
LetterOutcome = Literal["sent", "passed_on", "expired"]


class Letter(Base):
    """One letter to one person. `mark` makes its Message-ID, the same at each try.

    `region` is None for letters about people. `failed` is the type of the last failure and nothing
    of what the other server said. Without `next_try` the program does not try any more.
    """

    __tablename__ = "letter"
    __table_args__ = (
        known("about", LetterAbout),
        known("outcome", LetterOutcome),
        CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="done_with_an_outcome"),
        # A link that opens something stands here only until it was sent.
        CheckConstraint("NOT secret OR outcome IS NULL OR body = ''", name="no_secret_is_kept"),
        CheckConstraint("next_try IS NULL OR outcome IS NULL", name="never_twice"),
        Index(None, "outcome", "next_try"),
        # The trail names letters by their number: none is given again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str | None] = mapped_column(String(2))
    about: Mapped[LetterAbout] = mapped_column(String)
    #: The service, or the person, that it is about.
    record_id: Mapped[str | None] = mapped_column(String(60))
    change: Mapped[int | None] = mapped_column(ForeignKey("change.id"), index=True)
    name: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    secret: Mapped[bool] = mapped_column(default=False)
    #: A link that has ended is not sent any more.
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    mark: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime | None] = mapped_column(Moment)
    failed: Mapped[str | None]
    outcome: Mapped[LetterOutcome | None] = mapped_column(String)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
