"""What each edition changed, beside its document"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edition", sa.Column("changes", sa.JSON(), nullable=True))


def downgrade() -> None:
    # Not in batch mode: that copies the table, and the copy has no trigger that refuses changes.
    op.drop_column("edition", "changes")
