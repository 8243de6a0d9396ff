"""Signatures of editions and of their lists of files"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signature",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=56), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_signature")),
    )


def downgrade() -> None:
    op.drop_table("signature")
