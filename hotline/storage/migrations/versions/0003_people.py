"""People of the desk: accounts, invitations, sessions, failed tries"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def moment(name: str, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def account() -> "sa.Column[Any]":
    return sa.Column("account", sa.String(length=60), nullable=False)


def of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f(f"fk_{table}_account"))


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_counter", sa.Integer(), nullable=True),
        moment("created_at"),
        sa.CheckConstraint("locale IN ('es', 'en', 'fr')", name=op.f("ck_account_locale_known")),
        sa.CheckConstraint(
            "(password IS NULL) = (totp_secret IS NULL)", name=op.f("ck_account_both_factors_or_none")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "account_role",
        account(),
        sa.Column("role", sa.String(), nullable=False),
        sa.CheckConstraint("role IN ('editor', 'reviewer', 'administrator')", name=op.f("ck_account_role_role_known")),
        of_account("account_role"),
        sa.PrimaryKeyConstraint("account", "role", name=op.f("pk_account_role")),
    )
    op.create_table(
        "account_region",
        account(),
        sa.Column("region", sa.String(length=2), nullable=False),
        of_account("account_region"),
        sa.PrimaryKeyConstraint("account", "region", name=op.f("pk_account_region")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.String(length=64), nullable=False),
        account(),
        of_account("recovery_code"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account"), "recovery_code", ["account"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        account(),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        moment("created_at"),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        moment("expires_at"),
        moment("used_at", nullable=True),
        sa.CheckConstraint("kind IN ('invitation', 'recovery')", name=op.f("ck_invitation_kind_known")),
        sa.CheckConstraint(
            "kind = 'invitation' OR digest IS NULL OR confirmed_by <> created_by",
            name=op.f("ck_invitation_recovery_needs_two"),
        ),
        sa.CheckConstraint(
            "kind = 'invitation' OR (digest IS NULL) = (confirmed_by IS NULL)",
            name=op.f("ck_invitation_link_when_confirmed"),
        ),
        of_account("invitation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    op.create_index(op.f("ix_invitation_account"), "invitation", ["account"])
    op.create_table(
        "sign_in",
        sa.Column("digest", sa.String(length=64), nullable=False),
        account(),
        moment("started_at"),
        moment("seen_at"),
        moment("proved_at"),
        of_account("sign_in"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account"), "sign_in", ["account"])
    op.create_table(
        "guess",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        moment("last_at"),
        moment("until"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_guess")),
    )
    op.create_index(op.f("ix_guess_last_at"), "guess", ["last_at"])


def downgrade() -> None:
    for table in ("guess", "sign_in", "invitation", "recovery_code", "account_region", "account_role", "account"):
        op.drop_table(table)
