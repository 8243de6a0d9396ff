"""The directory, its review and its editions"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# The database itself refuses to alter what was done and what was published. Rebuilding one of
# these tables in a later migration drops its triggers: create them again there.
APPEND_ONLY = ("audit_entry", "edition")


def refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_audit_entry_counts_from_one")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_entry_previous")),
    )
    op.create_index(
        op.f("ix_audit_entry_kind_region_record_id"),
        "audit_entry",
        ["kind", "region", "record_id"],
        unique=False,
    )

    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_change_published_when")
        ),
        sa.CheckConstraint(
            "kind IN ('region', 'organization', 'service', 'first_lines', 'retired_number', 'lead')",
            name=op.f("ck_change_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'published', 'rejected', 'withdrawn')",
            name=op.f("ck_change_state_known"),
        ),
        sa.CheckConstraint(
            "before IS NOT NULL OR after IS NOT NULL", name=op.f("ck_change_changes_something")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(
        op.f("ix_change_kind_region_record_id"), "change", ["kind", "region", "record_id"], unique=False
    )
    op.create_index(op.f("ix_change_state_region"), "change", ["state", "region"], unique=False)

    op.create_table(
        "edition",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(number = 1 AND previous IS NULL) OR (number > 1 AND previous IS NOT NULL)",
            name=op.f("ck_edition_chained"),
        ),
        sa.ForeignKeyConstraint(["previous"], ["edition.hash"], name=op.f("fk_edition_previous")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_edition")),
        sa.UniqueConstraint("hash", name=op.f("uq_edition_hash")),
        sa.UniqueConstraint("previous", name=op.f("uq_edition_previous")),
    )
    op.create_table(
        "material",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
    )
    op.create_table(
        "region",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.CheckConstraint("length(region) = 2 AND upper(region) = region", name=op.f("ck_region_iso_3166")),
        sa.PrimaryKeyConstraint("region", name=op.f("pk_region")),
    )
    op.create_table(
        "lead",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("number_region", sa.String(length=2), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('voice', 'sms', 'whatsapp', 'chat', 'email', 'web', 'textphone')",
            name=op.f("ck_lead_channel_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('weak_source', 'conflict', 'old', 'wrong_operator', 'not_a_help_line', 'letters_only')",
            name=op.f("ck_lead_reason_known"),
        ),
        sa.ForeignKeyConstraint(["region"], ["region.region"], name=op.f("fk_lead_region")),
        sa.PrimaryKeyConstraint("region", "id", name=op.f("pk_lead")),
    )
    op.create_index(op.f("ix_lead_number"), "lead", ["number"], unique=False)

    op.create_table(
        "organization",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_language", sa.String(length=6), nullable=False),
        sa.Column("acronym", sa.String(), nullable=True),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("website", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["region"], ["region.region"], name=op.f("fk_organization_region")),
        sa.PrimaryKeyConstraint("region", "id", name=op.f("pk_organization")),
    )
    op.create_table(
        "retired_number",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("retired_by", sa.String(length=10), nullable=True),
        sa.CheckConstraint("kind IN ('retired', 'misprint')", name=op.f("ck_retired_number_kind_known")),
        sa.ForeignKeyConstraint(["region"], ["region.region"], name=op.f("fk_retired_number_region")),
        sa.PrimaryKeyConstraint("region", "id", name=op.f("pk_retired_number")),
    )
    op.create_index(op.f("ix_retired_number_number"), "retired_number", ["number"], unique=False)

    op.create_table(
        "service",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organization", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_language", sa.String(length=6), nullable=False),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("takes_trafficking_reports", sa.String(), nullable=True),
        sa.Column("anonymous", sa.String(), nullable=True),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("who_answers", sa.JSON(), nullable=True),
        sa.Column("what_happens", sa.JSON(), nullable=True),
        sa.Column("caution", sa.JSON(), nullable=True),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("shown_in", sa.JSON(), nullable=False),
        sa.Column("for_people_from", sa.JSON(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.CheckConstraint("anonymous IN ('yes', 'no')", name=op.f("ck_service_anonymous_known")),
        sa.CheckConstraint(
            "operator IN ('police', 'prosecutor', 'government', 'ombudsman', 'ngo', 'consulate', 'emergency', 'international', 'unknown')",
            name=op.f("ck_service_operator_known"),
        ),
        sa.CheckConstraint(
            "takes_trafficking_reports IN ('yes', 'no')",
            name=op.f("ck_service_takes_trafficking_reports_known"),
        ),
        sa.ForeignKeyConstraint(
            ["region", "organization"],
            ["organization.region", "organization.id"],
            name=op.f("fk_service_region_organization"),
        ),
        sa.ForeignKeyConstraint(["region"], ["region.region"], name=op.f("fk_service_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("region", "id", name=op.f("uq_service_region_id")),
    )
    op.create_index(op.f("ix_service_organization"), "service", ["organization"], unique=False)

    op.create_table(
        "contact_point",
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("number_region", sa.String(length=2), nullable=True),
        sa.Column("vanity", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("after_dialling", sa.JSON(), nullable=True),
        sa.Column("words_to_send", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("cost", sa.String(), nullable=True),
        sa.Column("works_without_credit", sa.String(), nullable=True),
        sa.Column("interpreters", sa.Boolean(), nullable=False),
        sa.Column("reach_abroad", sa.String(), nullable=True),
        sa.Column("reach_works_from", sa.JSON(), nullable=False),
        sa.Column("reach_not_from", sa.JSON(), nullable=False),
        sa.Column("reach_note", sa.JSON(), nullable=True),
        sa.Column("assured_date", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(channel IN ('sms', 'textphone', 'voice', 'whatsapp') AND number IS NOT NULL AND address IS NULL) OR (channel NOT IN ('sms', 'textphone', 'voice', 'whatsapp') AND number IS NULL AND address IS NOT NULL)",
            name=op.f("ck_contact_point_one_way_in"),
        ),
        sa.CheckConstraint(
            "channel IN ('voice', 'sms', 'whatsapp', 'chat', 'email', 'web', 'textphone')",
            name=op.f("ck_contact_point_channel_known"),
        ),
        sa.CheckConstraint(
            "confidence IN ('confirmed', 'single_source')", name=op.f("ck_contact_point_confidence_known")
        ),
        sa.CheckConstraint("cost IN ('free', 'charged')", name=op.f("ck_contact_point_cost_known")),
        sa.CheckConstraint("reach_abroad IN ('yes', 'no')", name=op.f("ck_contact_point_reach_abroad_known")),
        sa.CheckConstraint(
            "works_without_credit IN ('yes', 'no')", name=op.f("ck_contact_point_works_without_credit_known")
        ),
        sa.ForeignKeyConstraint(
            ["service"], ["service.id"], name=op.f("fk_contact_point_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service", "id", name=op.f("pk_contact_point")),
    )
    op.create_index(op.f("ix_contact_point_number"), "contact_point", ["number"], unique=False)

    op.create_table(
        "first_lines",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("emergency", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region", "emergency"],
            ["service.region", "service.id"],
            name=op.f("fk_first_lines_region_emergency"),
        ),
        sa.ForeignKeyConstraint(["region"], ["region.region"], name=op.f("fk_first_lines_region")),
        sa.PrimaryKeyConstraint("region", name=op.f("pk_first_lines")),
    )
    op.create_table(
        "replacement",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("retired_number", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["region", "retired_number"],
            ["retired_number.region", "retired_number.id"],
            name=op.f("fk_replacement_region_retired_number"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region", "service"],
            ["service.region", "service.id"],
            name=op.f("fk_replacement_region_service"),
        ),
        sa.PrimaryKeyConstraint("region", "retired_number", "position", name=op.f("pk_replacement")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=True),
        sa.Column("contact_point", sa.String(length=60), nullable=True),
        sa.Column("retired_number", sa.String(length=60), nullable=True),
        sa.Column("lead", sa.String(length=60), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("says", sa.String(), nullable=True),
        sa.Column("date", sa.String(length=10), nullable=True),
        sa.Column("read", sa.Date(), nullable=False),
        sa.Column("obtained", sa.String(), nullable=False),
        sa.CheckConstraint(
            "obtained IN ('stored_copy', 'live_page', 'operator', 'call', 'document', 'number_list')",
            name=op.f("ck_evidence_obtained_known"),
        ),
        sa.CheckConstraint(
            "(service IS NOT NULL AND contact_point IS NOT NULL AND retired_number IS NULL AND lead IS NULL) OR (service IS NULL AND contact_point IS NULL AND retired_number IS NOT NULL AND lead IS NULL) OR (service IS NULL AND contact_point IS NULL AND retired_number IS NULL AND lead IS NOT NULL)",
            name=op.f("ck_evidence_one_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["region", "lead"],
            ["lead.region", "lead.id"],
            name=op.f("fk_evidence_region_lead"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region", "retired_number"],
            ["retired_number.region", "retired_number.id"],
            name=op.f("fk_evidence_region_retired_number"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service", "contact_point"],
            ["contact_point.service", "contact_point.id"],
            name=op.f("fk_evidence_service_contact_point"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_region"), "evidence", ["region"], unique=False)

    op.create_table(
        "first_line",
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["region", "service"], ["service.region", "service.id"], name=op.f("fk_first_line_region_service")
        ),
        sa.ForeignKeyConstraint(
            ["region"], ["first_lines.region"], name=op.f("fk_first_line_region"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("region", "position", name=op.f("pk_first_line")),
    )
    op.create_table(
        "language",
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("contact_point", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["service", "contact_point"],
            ["contact_point.service", "contact_point.id"],
            name=op.f("fk_language_service_contact_point"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("service", "contact_point", "position", name=op.f("pk_language")),
    )
    op.create_index(op.f("ix_language_language"), "language", ["language"], unique=False)

    op.create_table(
        "schedule",
        sa.Column("service", sa.String(length=60), nullable=False),
        sa.Column("contact_point", sa.String(length=60), nullable=False),
        sa.Column("hours", sa.String(), nullable=True),
        sa.Column("hours_note", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "hours IS NOT NULL OR hours_note IS NOT NULL", name=op.f("ck_schedule_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["service", "contact_point"],
            ["contact_point.service", "contact_point.id"],
            name=op.f("fk_schedule_service_contact_point"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("service", "contact_point", name=op.f("pk_schedule")),
    )

    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' only grows'; END $$"
        )
    for table in APPEND_ONLY:
        refuse_changes(table)


def downgrade() -> None:
    op.drop_table("schedule")
    op.drop_index(op.f("ix_language_language"), table_name="language")

    op.drop_table("language")
    op.drop_table("first_line")
    op.drop_index(op.f("ix_evidence_region"), table_name="evidence")

    op.drop_table("evidence")
    op.drop_table("replacement")
    op.drop_table("first_lines")
    op.drop_index(op.f("ix_contact_point_number"), table_name="contact_point")

    op.drop_table("contact_point")
    op.drop_index(op.f("ix_service_organization"), table_name="service")

    op.drop_table("service")
    op.drop_index(op.f("ix_retired_number_number"), table_name="retired_number")

    op.drop_table("retired_number")
    op.drop_table("organization")
    op.drop_index(op.f("ix_lead_number"), table_name="lead")

    op.drop_table("lead")
    op.drop_table("region")
    op.drop_table("material")
    op.drop_table("edition")
    op.drop_index(op.f("ix_change_state_region"), table_name="change")
    op.drop_index(op.f("ix_change_kind_region_record_id"), table_name="change")

    op.drop_table("change")
    op.drop_index(op.f("ix_audit_entry_kind_region_record_id"), table_name="audit_entry")

    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
