"""Campaign materials, each kept by the desk of one region"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = (
    "kind IN ('region', 'organization', 'service', 'first_lines', 'retired_number', 'lead', 'notice', "
    "'operator_contact'"
)


def upgrade() -> None:
    # Nothing has ever been written into the table that stood here in its place.
    op.drop_table("material")
    op.create_table(
        "material",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["region.region"], name=op.f("fk_material_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
    )
    with op.batch_alter_table("change") as batch:
        batch.drop_constraint(op.f("ck_change_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_change_kind_known"), f"{KINDS}, 'material')")


def downgrade() -> None:
    op.execute("DELETE FROM change WHERE kind = 'material'")
    with op.batch_alter_table("change") as batch:
        batch.drop_constraint(op.f("ck_change_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_change_kind_known"), f"{KINDS})")
    op.drop_table("material")
    op.create_table(
        "material",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
    )
