"""Files that were brought in at the desk, and the changes that came of each"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint("state IN ('preview', 'proposed', 'gone')", name=op.f("ck_batch_state_known")),
        sa.CheckConstraint("(state = 'preview') = (found IS NOT NULL)", name=op.f("ck_batch_found_in_preview")),
        sa.CheckConstraint("(state = 'proposed') = (reason IS NOT NULL)", name=op.f("ck_batch_proposed_why")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_batch_state_person"), "batch", ["state", "person"])
    with op.batch_alter_table("change") as batch:
        batch.add_column(sa.Column("batch", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_change_batch"), "batch", ["batch"], ["id"])
        batch.create_index(op.f("ix_change_batch"), ["batch"])


def downgrade() -> None:
    with op.batch_alter_table("change") as batch:
        batch.drop_index(op.f("ix_change_batch"))
        batch.drop_constraint(op.f("fk_change_batch"), type_="foreignkey")
        batch.drop_column("batch")
    op.drop_table("batch")
