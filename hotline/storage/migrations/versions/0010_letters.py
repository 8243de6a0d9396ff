"""Letters that wait to be sent, and links by which an operator attests a number"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(length=60), nullable=True),
        sa.Column("change", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "about IN ('change', 'review', 'invitation', 'recovery', 'attestation')",
            name=op.f("ck_letter_about_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('sent', 'passed_on', 'expired')", name=op.f("ck_letter_outcome_known")
        ),
        sa.CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name=op.f("ck_letter_done_with_an_outcome")),
        sa.CheckConstraint(
            "NOT secret OR outcome IS NULL OR body = ''", name=op.f("ck_letter_no_secret_is_kept")
        ),
        sa.CheckConstraint("next_try IS NULL OR outcome IS NULL", name=op.f("ck_letter_never_twice")),
        sa.ForeignKeyConstraint(["change"], ["change.id"], name=op.f("fk_letter_change")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letter_outcome_next_try"), "letter", ["outcome", "next_try"])
    op.create_index(op.f("ix_letter_change"), "letter", ["change"])
    op.create_table(
        "attestation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("contact_point", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("change", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "answer IN ('right', 'wrong', 'too_many_tries')", name=op.f("ck_attestation_answer_known")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_attestation_answered_when")
        ),
        sa.ForeignKeyConstraint(["change"], ["change.id"], name=op.f("fk_attestation_change")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation")),
        sa.UniqueConstraint("digest", name=op.f("uq_attestation_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attestation_region_service"), "attestation", ["region", "service"])


def downgrade() -> None:
    op.drop_table("attestation")
    op.drop_table("letter")
