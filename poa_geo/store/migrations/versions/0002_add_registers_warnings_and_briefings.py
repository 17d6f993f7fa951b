"""Add registers, follow-up, warnings and briefings.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from poa_geo.store.instant import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("subject_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=120), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("acknowledged_by", sa.String(length=36), nullable=True),
        sa.Column("acknowledged_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("state", name=op.f("uq_alert_state")),
    )
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_day"), ["day"], unique=False)

    op.create_table(
        "alert_rule",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rule")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("uploaded_by", sa.String(length=36), nullable=True),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_record_id"), ["record_id"], unique=False)

    op.create_table(
        "briefing",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=160), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("data_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("numbers_digest", sa.String(length=64), nullable=False),
        sa.Column("known_at", Instant(), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
    )
    op.create_table(
        "column_mapping",
        sa.Column("agency", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "format", name=op.f("pk_column_mapping")),
    )
    op.create_table(
        "correction_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=True),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
    )
    op.create_table(
        "daily_run",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("data_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("known_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("day", "method", name=op.f("pk_daily_run")),
    )
    op.create_table(
        "disclosure",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("to_agency", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("disclosed_by", sa.String(length=36), nullable=True),
        sa.Column("disclosed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    op.create_table(
        "export_approval",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.String(length=36), nullable=False),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("approved_by", sa.String(length=36), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("used_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_approval")),
    )
    op.create_table(
        "forecast_run",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("data_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("is_better", sa.Boolean(), nullable=False),
        sa.Column("best_baseline", sa.String(length=40), nullable=False),
        sa.Column("metrics", sa.JSON(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecast_run")),
    )
    with op.batch_alter_table("forecast_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forecast_run_level_day"), ["level", "day"], unique=False)

    op.create_table(
        "incident_merge",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kept_id", sa.String(length=36), nullable=False),
        sa.Column("merged_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("merged_by", sa.String(length=36), nullable=True),
        sa.Column("merged_at", Instant(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_merge")),
    )
    with op.batch_alter_table("incident_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_merge_kept_id"), ["kept_id"], unique=False)

    op.create_table(
        "unmask_grant",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmask_grant")),
    )
    with op.batch_alter_table("unmask_grant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unmask_grant_account_id_record_id"), ["account_id", "record_id"], unique=False
        )

    op.create_table(
        "action",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("source_agency", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("geo_precision", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=80), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("source_revision", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("agency", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=160), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_action_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_action_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_action_source_name_source_id")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "agency_figure",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("source_agency", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("geo_precision", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=80), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("source_revision", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("definition", sa.String(length=300), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_agency_figure_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_agency_figure_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_figure")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_agency_figure_source_name_source_id")),
    )
    with op.batch_alter_table("agency_figure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_figure_region_code"), ["region_code"], unique=False)

    op.create_table(
        "band_state",
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("calm_days", sa.SmallInteger(), nullable=False),
        sa.Column("is_covered", sa.Boolean(), nullable=False),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("previous", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_band_state_region_code")),
        sa.PrimaryKeyConstraint("region_code", "method", name=op.f("pk_band_state")),
    )
    op.create_table(
        "channel",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("daily_budget", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_channel_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("source_agency", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("geo_precision", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=80), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("source_revision", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=36), nullable=False),
        sa.Column("finding_type", sa.String(length=40), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_finding_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_finding_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_finding_source_name_source_id")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "forecast_value",
        sa.Column("run_id", sa.String(length=36), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("low", sa.Float(), nullable=False),
        sa.Column("high", sa.Float(), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_forecast_value_region_code")),
        sa.ForeignKeyConstraint(["run_id"], ["forecast_run.id"], name=op.f("fk_forecast_value_run_id")),
        sa.PrimaryKeyConstraint("run_id", "region_code", name=op.f("pk_forecast_value")),
    )
    op.create_table(
        "last_look",
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("bands", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_last_look_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_last_look")),
    )
    op.create_table(
        "legal_status",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("source_agency", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("geo_precision", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=80), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("source_revision", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("scale", sa.String(length=40), nullable=False),
        sa.Column("decree_number", sa.String(length=120), nullable=False),
        sa.Column("official", sa.String(length=160), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_legal_status_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_legal_status_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_status")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_legal_status_source_name_source_id")),
    )
    with op.batch_alter_table("legal_status", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_status_region_code"), ["region_code"], unique=False)

    op.create_table(
        "missed_incident",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("hit_definition", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_missed_incident_region_code")),
        sa.PrimaryKeyConstraint("incident_id", "region_code", "method", name=op.f("pk_missed_incident")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("source_agency", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("geo_precision", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=80), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("source_revision", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("origin_country", sa.String(length=3), nullable=True),
        sa.Column("office", sa.String(length=300), nullable=True),
        sa.Column("partner_ministry", sa.String(length=160), nullable=True),
        sa.Column("mou_number", sa.String(length=120), nullable=True),
        sa.Column("field", sa.String(length=160), nullable=True),
        sa.Column("aims", sa.Text(), nullable=True),
        sa.Column("work_area", sa.String(length=300), nullable=True),
        sa.Column("work_pattern", sa.Text(), nullable=True),
        sa.Column("recommendation_letter", sa.String(length=120), nullable=True),
        sa.Column("information_source", sa.String(length=40), nullable=True),
        sa.Column("documents", sa.String(length=400), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("funding_source", sa.String(length=300), nullable=True),
        sa.Column("foreign_staff", sa.Integer(), nullable=True),
        sa.Column("local_staff", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("verification", sa.String(length=40), nullable=False),
        sa.Column("verified_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_organisation_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_organisation_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_organisation_source_name_source_id")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_region_code"), ["region_code"], unique=False)

    op.create_table(
        "override",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("source_agency", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("geo_precision", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=80), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("source_revision", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("requested_by", sa.String(length=36), nullable=True),
        sa.Column("second_reader", sa.String(length=36), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_override_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_override_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_override_source_name_source_id")),
    )
    with op.batch_alter_table("override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_override_region_code"), ["region_code"], unique=False)

    op.create_table(
        "plan_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("source_agency", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("geo_precision", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=80), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("source_revision", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(length=160), nullable=False),
        sa.Column("related_agencies", sa.String(length=300), nullable=True),
        sa.Column("success_criterion", sa.Text(), nullable=True),
        sa.Column("target_b04", sa.String(length=200), nullable=True),
        sa.Column("target_b08", sa.String(length=200), nullable=True),
        sa.Column("target_b12", sa.String(length=200), nullable=True),
        sa.Column("progress_b04", sa.SmallInteger(), nullable=True),
        sa.Column("progress_b08", sa.SmallInteger(), nullable=True),
        sa.Column("progress_b12", sa.SmallInteger(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_plan_item_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_plan_item_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_plan_item_source_name_source_id")),
    )
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_item_region_code"), ["region_code"], unique=False)

    op.create_table(
        "referral",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("source_agency", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("geo_precision", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=80), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("source_revision", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("finding_id", sa.String(length=36), nullable=False),
        sa.Column("agency", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=160), nullable=True),
        sa.Column("channel", sa.String(length=80), nullable=True),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("reference_number", sa.String(length=120), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_referral_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_referral_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_referral_source_name_source_id")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_finding_id"), ["finding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_region_code"), ["region_code"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("source_agency", sa.String(length=40), nullable=False),
        sa.Column("classification", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=True),
        sa.Column("geo_precision", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=80), nullable=True),
        sa.Column("source_id", sa.String(length=200), nullable=True),
        sa.Column("source_revision", sa.String(length=80), nullable=True),
        sa.Column("batch_id", sa.String(length=36), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=True),
        sa.Column("updated_by", sa.String(length=36), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sealed_original", sa.LargeBinary(), nullable=True),
        sa.Column("event_date", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("proposal", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("claimed_by", sa.String(length=36), nullable=True),
        sa.Column("claimed_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("duplicate_of", sa.String(length=36), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_report_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_report_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_report_source_name_source_id")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_receipt_hash"), ["receipt_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_state"), ["state"], unique=False)

    op.create_table(
        "warning",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("hit_definition", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("window_until", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("lead_days", sa.SmallInteger(), nullable=True),
        sa.Column("owner", sa.String(length=160), nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_warning_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning")),
        sa.UniqueConstraint(
            "region_code", "day", "kind", "method", name=op.f("uq_warning_region_code_day_kind_method")
        ),
    )
    op.create_table(
        "chronology_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("happened_at", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(length=36), nullable=True),
        sa.Column("entered_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_chronology_entry_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chronology_entry")),
    )
    with op.batch_alter_table("chronology_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chronology_entry_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("channel_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("alerts", sa.JSON(), nullable=False),
        sa.Column("is_digest", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("next_try_at", Instant(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_delivery_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_channel_id_day"), ["channel_id", "day"], unique=False)

    op.add_column("incident", sa.Column("cyber_topic", sa.String(length=160), nullable=True))
    op.add_column("incident", sa.Column("cyber_link", sa.String(length=300), nullable=True))
    op.add_column("incident", sa.Column("stated_code", sa.String(length=13), nullable=True))
    op.add_column("incident", sa.Column("stated_precision", sa.SmallInteger(), nullable=True))
    op.add_column("assessment", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("assessment", sa.Column("outcome", sa.Text(), nullable=True))
    op.add_column("presence", sa.Column("employer", sa.String(length=160), nullable=True))
    op.add_column("presence", sa.Column("rptka_valid_until", sa.Date(), nullable=True))
    op.add_column("presence", sa.Column("work_location", sa.String(length=200), nullable=True))
    op.add_column("presence", sa.Column("issuing_office", sa.String(length=160), nullable=True))
    op.add_column("presence", sa.Column("entry_point", sa.String(length=120), nullable=True))
    op.add_column("presence", sa.Column("checked_in_on", sa.Date(), nullable=True))
    op.add_column("presence", sa.Column("checked_out_on", sa.Date(), nullable=True))
    op.add_column("presence", sa.Column("apoa_receipt", sa.String(length=80), nullable=True))
    op.add_column("presence", sa.Column("last_reported_on", sa.Date(), nullable=True))
    op.add_column("presence", sa.Column("information_source", sa.String(length=40), nullable=True))
    op.add_column("presence", sa.Column("documents", sa.String(length=400), nullable=True))
    op.add_column("presence", sa.Column("monitoring_result", sa.Text(), nullable=True))
    op.add_column("presence", sa.Column("recommendation", sa.Text(), nullable=True))
    op.add_column("presence", sa.Column("legal_basis", sa.String(length=40), nullable=True))
    op.add_column("presence", sa.Column("retain_until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_table("band_state")
    op.drop_column("presence", "retain_until")
    op.drop_column("presence", "legal_basis")
    op.drop_column("presence", "recommendation")
    op.drop_column("presence", "monitoring_result")
    op.drop_column("presence", "documents")
    op.drop_column("presence", "information_source")
    op.drop_column("presence", "last_reported_on")
    op.drop_column("presence", "apoa_receipt")
    op.drop_column("presence", "checked_out_on")
    op.drop_column("presence", "checked_in_on")
    op.drop_column("presence", "entry_point")
    op.drop_column("presence", "issuing_office")
    op.drop_column("presence", "work_location")
    op.drop_column("presence", "rptka_valid_until")
    op.drop_column("presence", "employer")
    op.drop_column("assessment", "outcome")
    op.drop_column("assessment", "closed_on")
    op.drop_column("incident", "stated_precision")
    op.drop_column("incident", "stated_code")
    op.drop_column("incident", "cyber_link")
    op.drop_column("incident", "cyber_topic")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_channel_id_day"))

    op.drop_table("delivery")
    with op.batch_alter_table("chronology_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chronology_entry_incident_id"))

    op.drop_table("chronology_entry")
    op.drop_table("warning")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_state"))
        batch_op.drop_index(batch_op.f("ix_report_region_code"))
        batch_op.drop_index(batch_op.f("ix_report_receipt_hash"))

    op.drop_table("report")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_region_code"))
        batch_op.drop_index(batch_op.f("ix_referral_finding_id"))

    op.drop_table("referral")
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_item_region_code"))

    op.drop_table("plan_item")
    with op.batch_alter_table("override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_override_region_code"))

    op.drop_table("override")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_region_code"))

    op.drop_table("organisation")
    op.drop_table("missed_incident")
    with op.batch_alter_table("legal_status", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_legal_status_region_code"))

    op.drop_table("legal_status")
    op.drop_table("last_look")
    op.drop_table("forecast_value")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_subject_id"))
        batch_op.drop_index(batch_op.f("ix_finding_region_code"))

    op.drop_table("finding")
    op.drop_table("channel")
    with op.batch_alter_table("agency_figure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_figure_region_code"))

    op.drop_table("agency_figure")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_subject_id"))
        batch_op.drop_index(batch_op.f("ix_action_region_code"))
        batch_op.drop_index(batch_op.f("ix_action_due_on"))

    op.drop_table("action")
    with op.batch_alter_table("unmask_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unmask_grant_account_id_record_id"))

    op.drop_table("unmask_grant")
    with op.batch_alter_table("incident_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_merge_kept_id"))

    op.drop_table("incident_merge")
    with op.batch_alter_table("forecast_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forecast_run_level_day"))

    op.drop_table("forecast_run")
    op.drop_table("export_approval")
    op.drop_table("disclosure")
    op.drop_table("daily_run")
    op.drop_table("correction_request")
    op.drop_table("column_mapping")
    op.drop_table("briefing")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_record_id"))

    op.drop_table("attachment")
    op.drop_table("alert_rule")
    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_day"))

    op.drop_table("alert")
