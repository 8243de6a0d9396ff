"""Reports of visitors that a number is wrong"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=True),
        sa.Column("wrong", sa.String(), nullable=False),
        sa.Column("line", sa.String(length=120), nullable=True),
        sa.Column("seen", sa.String(length=200), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "wrong IN ('nobody_answers', 'somebody_else', 'costs_money', 'wrong_hours', 'told_wrongly',"
            " 'danger', 'other')",
            name=op.f("ck_report_wrong_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('nothing_wrong', 'fixed', 'cannot_tell', 'spam')",
            name=op.f("ck_report_outcome_known"),
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (closed_on IS NULL)", name=op.f("ck_report_closed_with_an_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_report_outcome_region"), "report", ["outcome", "region"])


def downgrade() -> None:
    op.drop_table("report")
