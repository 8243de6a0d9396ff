"""The table of signatures: what was signed, by its hash, and the file that stands beside it."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class SignatureRow(Base):
    """One signature of an edition or of its list of files. Every node serves it, whoever made it.

    Signing again with a newer key replaces it.
    """

    __tablename__ = "signature"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    #: The line of the public key that it can be checked with.
    key: Mapped[str] = mapped_column(String(56))
