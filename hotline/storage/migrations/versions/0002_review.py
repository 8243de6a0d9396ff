"""Review by two people, and notices that one person publishes"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = "kind IN ('region', 'organization', 'service', 'first_lines', 'retired_number', 'lead'"
CHECKS_BEFORE = {
    "kind_known": f"{KINDS})",
    "state_known": "state IN ('proposed', 'approved', 'published', 'rejected', 'withdrawn')",
}
CHECKS = {
    "kind_known": f"{KINDS}, 'notice')",
    "state_known": (
        "state IN ('proposed', 'returned', 'scheduled', 'published', 'discarded', 'withdrawn', 'superseded')"
    ),
    "scheduled_when": "(state = 'scheduled') = (publish_at IS NOT NULL)",
    "counts_from_one": "version > 0",
}


def rename_states(**names: str) -> None:
    for old, new in names.items():
        op.execute(sa.text("UPDATE change SET state = :new WHERE state = :old").bindparams(old=old, new=new))


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("contact_point", sa.String(length=60), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("instead", sa.String(length=60), nullable=True),
        sa.Column("note", sa.JSON(), nullable=True),
        sa.CheckConstraint("kind IN ('hidden', 'outage')", name=op.f("ck_notice_kind_known")),
        sa.CheckConstraint("kind <> 'outage' OR until IS NOT NULL", name=op.f("ck_notice_an_outage_ends")),
        sa.ForeignKeyConstraint(["region"], ["region.region"], name=op.f("fk_notice_region")),
        sa.ForeignKeyConstraint(
            ["region", "service"], ["service.region", "service.id"], name=op.f("fk_notice_region_service")
        ),
        sa.ForeignKeyConstraint(
            ["region", "instead"], ["service.region", "service.id"], name=op.f("fk_notice_region_instead")
        ),
        sa.PrimaryKeyConstraint("region", "id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("change") as batch:
        for name in CHECKS_BEFORE:
            batch.drop_constraint(op.f(f"ck_change_{name}"), type_="check")
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("note", sa.String(), nullable=True))
        batch.add_column(sa.Column("revised_by", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("edition", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("undoes", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_change_edition"), "edition", ["edition"], ["number"])
        batch.create_foreign_key(op.f("fk_change_undoes"), "change", ["undoes"], ["id"])
    # What was approved and not published is asked for again: approving now also publishes.
    rename_states(approved="proposed", rejected="discarded")
    with op.batch_alter_table("change") as batch:
        batch.alter_column("version", server_default=None)
        batch.alter_column("revised_by", server_default=None)
        for name, check in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_change_{name}"), check)


def downgrade() -> None:
    op.execute("DELETE FROM change WHERE kind = 'notice'")
    with op.batch_alter_table("change") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_change_{name}"), type_="check")
    rename_states(returned="proposed", scheduled="proposed", superseded="proposed", discarded="rejected")
    with op.batch_alter_table("change") as batch:
        batch.drop_constraint(op.f("fk_change_edition"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_change_undoes"), type_="foreignkey")
        for column in ("version", "note", "revised_by", "publish_at", "edition", "undoes"):
            batch.drop_column(column)
        for name, check in CHECKS_BEFORE.items():
            batch.create_check_constraint(op.f(f"ck_change_{name}"), check)
    op.drop_table("notice")
