"""How the keepers reach whoever runs a service"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = "kind IN ('region', 'organization', 'service', 'first_lines', 'retired_number', 'lead', 'notice'"


def upgrade() -> None:
    op.create_table(
        "operator_contact",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("do_not_test_call", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("language IN ('es', 'en', 'fr')", name=op.f("ck_operator_contact_language_known")),
        sa.ForeignKeyConstraint(["region"], ["region.region"], name=op.f("fk_operator_contact_region")),
        sa.ForeignKeyConstraint(
            ["region", "id"], ["service.region", "service.id"], name=op.f("fk_operator_contact_region_id")
        ),
        sa.PrimaryKeyConstraint("region", "id", name=op.f("pk_operator_contact")),
    )
    with op.batch_alter_table("change") as batch:
        batch.drop_constraint(op.f("ck_change_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_change_kind_known"), f"{KINDS}, 'operator_contact')")


def downgrade() -> None:
    op.execute("DELETE FROM change WHERE kind = 'operator_contact'")
    with op.batch_alter_table("change") as batch:
        batch.drop_constraint(op.f("ck_change_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_change_kind_known"), f"{KINDS})")
    op.drop_table("operator_contact")
