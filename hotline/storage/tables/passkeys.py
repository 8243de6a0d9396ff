"""Tables of passkeys: the public halves of keys that people hold, and the questions put to them.

Nothing in them opens anything: the private half never leaves the person's phone or key.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, known

#: To make a new passkey known, or to show one that is known.
Purpose = Literal["add", "show"]


class Passkey(Base):
    """One passkey of a person. It works under the host name under which it was made, and no other."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    #: As its owner calls it.
    name: Mapped[str] = mapped_column(String(60))
    host: Mapped[str] = mapped_column(String(253))
    #: The id that the key gave itself, in base64url.
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[bytes]
    #: How often it says it was used; 0 for keys that do not count.
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class PasskeyChallenge(Base):
    """A question to a passkey: it is answered once, soon, and by the browser that asked for it.

    `digest` is the hash of a secret in that browser's cookie. `account` is whose passkey may
    answer; where nobody is signed in, it is nobody's and any known passkey may.
    """

    __tablename__ = "passkey_challenge"
    __table_args__ = (known("purpose", Purpose),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(String)
    account: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    challenge: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
