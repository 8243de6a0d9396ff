"""The table of files that were brought in for campaign materials: what a program found out of each.

The bytes stand in a folder beside the database, each file under its own hash.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Document, Moment


class BroughtFile(Base):
    """One file in one region. The same bytes in two regions are two rows and one file.

    What stands here is what a rendition says of its file; nobody types it. `name` is what the
    person's file was called, cleaned: for eyes only, it names nothing on a disk.
    """

    __tablename__ = "brought_file"
    __table_args__ = (CheckConstraint("size > 0", name="holds_something"),)

    region: Mapped[str] = mapped_column(String(2), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[int | None]
    pages: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    #: The hash of a small picture of it, which stands in the same folder.
    preview: Mapped[str | None] = mapped_column(String(64))
    #: What its QR codes and links say, word by word.
    codes: Mapped[list[str]] = mapped_column(Document)
    name: Mapped[str] = mapped_column(String(100))
    added_by: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(Moment)
