"""Tables of the people of the desk: who they are, how they prove it, and how long they stay signed in.

Nothing in them opens anything by itself: passwords, links and sessions are kept as hashes, the
secret of a second factor is encrypted with the key of the installation.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.person import Role

from .base import Base, Moment, known

#: The languages of the desk.
Locale = Literal["es", "en", "fr"]
InvitationKind = Literal["invitation", "recovery"]


class Account(Base):
    """One person. Without a password the invitation has not been accepted yet.

    `id` is the name in the audit trail: it never changes and is never given to somebody else.
    """

    __tablename__ = "account"
    __table_args__ = (
        known("locale", Locale),
        CheckConstraint("(password IS NULL) = (totp_secret IS NULL)", name="both_factors_or_none"),
    )

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    #: In its one form: small letters, no spaces.
    email: Mapped[str] = mapped_column(String(254), unique=True)
    locale: Mapped[Locale] = mapped_column(String)
    active: Mapped[bool]
    password: Mapped[str | None]
    totp_secret: Mapped[str | None]
    #: The time step of the last code that was used: neither it nor an earlier one works again.
    totp_counter: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(Moment)


class AccountRole(Base):
    """A role that a person holds in all of their regions."""

    __tablename__ = "account_role"
    __table_args__ = (known("role", Role),)

    account: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(String, primary_key=True)


class AccountRegion(Base):
    """A region that a person works on. No foreign key: a region may be in preparation."""

    __tablename__ = "account_region"

    account: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    region: Mapped[str] = mapped_column(String(2), primary_key=True)


class RecoveryCode(Base):
    """A code that stands in for a lost phone once; a used one is gone."""

    __tablename__ = "recovery_code"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)


class Invitation(Base):
    """A link that lets a person choose a password and a second factor, once and for a while.

    A recovery has no link (`digest`) until a second person has confirmed it.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        known("kind", InvitationKind),
        CheckConstraint(
            "kind = 'invitation' OR digest IS NULL OR confirmed_by <> created_by", name="recovery_needs_two"
        ),
        CheckConstraint(
            "kind = 'invitation' OR (digest IS NULL) = (confirmed_by IS NULL)", name="link_when_confirmed"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[InvitationKind] = mapped_column(String)
    account: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[str | None]
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SignIn(Base):
    """A browser in which a person is signed in. The row is the session: without it there is none.

    No address and no browser name is kept.
    """

    __tablename__ = "sign_in"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    #: When both factors were last shown: at the start, and again before a dangerous act.
    proved_at: Mapped[datetime] = mapped_column(Moment)
    #: The passkey that showed them; None for a password with a code.
    passkey: Mapped[int | None] = mapped_column(ForeignKey("passkey.id"))


class Guess(Base):
    """Failed tries for one e-mail address, known or not; it is kept as a hash of what was typed."""

    __tablename__ = "guess"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Moment, index=True)
    until: Mapped[datetime] = mapped_column(Moment)
