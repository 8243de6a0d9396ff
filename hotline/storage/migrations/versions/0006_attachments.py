"""Attachments that show what a source said"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("consent_by", sa.String(length=200), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_holds_something")),
        sa.CheckConstraint(
            "(seconds IS NULL) = (consent_by IS NULL)", name=op.f("ck_attachment_recorded_with_consent")
        ),
        sa.CheckConstraint(
            "(consent_by IS NULL) = (consent_on IS NULL)", name=op.f("ck_attachment_consent_has_a_day")
        ),
        sa.PrimaryKeyConstraint("region", "digest", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_added_by"), "attachment", ["added_by"])
    op.create_index(op.f("ix_attachment_digest"), "attachment", ["digest"])
    op.add_column("evidence", sa.Column("file", sa.String(length=64), nullable=True))


def downgrade() -> None:
    op.drop_column("evidence", "file")
    op.drop_table("attachment")
