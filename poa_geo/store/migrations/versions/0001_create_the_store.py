"""Create the store.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from poa_geo.store.geometry import Geometry
from poa_geo.store.instant import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


AUDIT_REFUSES = "audit is append-only"


def upgrade() -> None:
    create_tables()
    if op.get_context().dialect.name == "postgresql":
        add_postgis_parts()
        op.execute(
            f"""CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{AUDIT_REFUSES}'; END $$"""
        )
        op.execute(
            """CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"""
        )
    else:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"""CREATE TRIGGER audit_refuses_{change.lower()} BEFORE {change} ON audit
                BEGIN SELECT RAISE(ABORT, '{AUDIT_REFUSES}'); END"""
            )


def add_postgis_parts() -> None:
    """Points with an index for radius search and for QGIS; only PostGIS has them."""
    op.execute(
        """ALTER TABLE incident ADD COLUMN point geometry(POINT, 4326)
        GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(lon, lat), 4326)) STORED"""
    )
    op.execute("CREATE INDEX ix_incident_point ON incident USING gist (point)")
    op.execute("CREATE INDEX ix_region_shape_geometry ON region_shape USING gist (geometry)")


def create_tables() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("username", sa.String(length=80), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("agency", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=160), nullable=True),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.String(length=80), nullable=True),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "change",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
    )
    op.create_table(
        "identity_key",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("master_version", sa.SmallInteger(), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=True),
        sa.Column("passport_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_identity_key")),
    )
    with op.batch_alter_table("identity_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_key_name_hash"), ["name_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_identity_key_passport_hash"), ["passport_hash"], unique=False)

    op.create_table(
        "import_batch",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("agency", sa.String(length=40), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("merged", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "installation",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_installation")),
    )
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_attempt_key_at"), ["key", "at"], unique=False)

    op.create_table(
        "record_version",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record_id", "version", name=op.f("pk_record_version")),
    )
    with op.batch_alter_table("record_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_version_kind_recorded_at"), ["kind", "recorded_at"], unique=False)

    op.create_table(
        "region",
        sa.Column("code", sa.String(length=13), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("parent_code", sa.String(length=13), nullable=True),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("bps_code", sa.String(length=10), nullable=True),
        sa.Column("area_km2", sa.Float(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_code"], ["region.code"], name=op.f("fk_region_parent_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_bps_code"), ["bps_code"], unique=False)

    op.create_table(
        "assessment",
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
        sa.Column("dimension", sa.String(length=1), nullable=False),
        sa.Column("life_field", sa.String(length=40), nullable=False),
        sa.Column("likelihood", sa.SmallInteger(), nullable=False),
        sa.Column("impact", sa.SmallInteger(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessor", sa.String(length=36), nullable=True),
        sa.Column("second_reader", sa.String(length=36), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_assessment_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_assessment_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_assessment_source_name_source_id")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "band_day",
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("band", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("is_covered", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_band_day_region_code")),
        sa.PrimaryKeyConstraint("region_code", "day", "method", name=op.f("pk_band_day")),
    )
    op.create_table(
        "import_row",
        sa.Column("batch_id", sa.String(length=36), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=True),
        sa.Column("problems", sa.Text(), nullable=True),
        sa.Column("sealed_row", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "row_number", name=op.f("pk_import_row")),
    )
    op.create_table(
        "incident",
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
        sa.Column("event_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.SmallInteger(), nullable=False),
        sa.Column("event_time", sa.String(length=5), nullable=True),
        sa.Column("time_zone", sa.String(length=4), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("chronology", sa.Text(), nullable=True),
        sa.Column("conflict_source", sa.String(length=40), nullable=True),
        sa.Column("issue_type", sa.String(length=40), nullable=True),
        sa.Column("form", sa.String(length=40), nullable=True),
        sa.Column("realm", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("escalation", sa.String(length=40), nullable=True),
        sa.Column("deaths", sa.Integer(), nullable=False),
        sa.Column("injured", sa.Integer(), nullable=False),
        sa.Column("injured_seriously", sa.Integer(), nullable=False),
        sa.Column("displaced", sa.Integer(), nullable=False),
        sa.Column("buildings_damaged", sa.Integer(), nullable=False),
        sa.Column("buildings_burnt", sa.Integer(), nullable=False),
        sa.Column("crowd_band", sa.String(length=40), nullable=True),
        sa.Column("parties", sa.Text(), nullable=True),
        sa.Column("means", sa.Text(), nullable=True),
        sa.Column("trigger", sa.Text(), nullable=True),
        sa.Column("root_cause", sa.Text(), nullable=True),
        sa.Column("efforts", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("verification", sa.String(length=40), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(length=36), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("source_grade", sa.String(length=1), nullable=False),
        sa.Column("information_grade", sa.String(length=1), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("duplicate_group", sa.String(length=36), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("placed_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_incident_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_incident_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_incident_source_name_source_id")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_event_date"), ["event_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_region_code"), ["region_code"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("csrf_token", sa.String(length=64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("last_seen_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_session_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_session")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "nil_report",
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
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("sense_of_safety", sa.SmallInteger(), nullable=True),
        sa.Column("peace_signs", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_nil_report_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_nil_report_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nil_report")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_nil_report_source_name_source_id")),
    )
    with op.batch_alter_table("nil_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nil_report_received_on"), ["received_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_nil_report_region_code"), ["region_code"], unique=False)

    op.create_table(
        "presence",
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
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("subcategory", sa.String(length=40), nullable=True),
        sa.Column("nationality", sa.String(length=3), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("sealed_identity", sa.LargeBinary(), nullable=True),
        sa.Column("permit_type", sa.String(length=40), nullable=True),
        sa.Column("visa_index", sa.String(length=12), nullable=True),
        sa.Column("permit_expires_on", sa.Date(), nullable=True),
        sa.Column("passport_expires_on", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("sponsor", sa.String(length=160), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("position", sa.String(length=160), nullable=True),
        sa.Column("accommodation", sa.String(length=40), nullable=True),
        sa.Column("from_date", sa.Date(), nullable=True),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("dependants", sa.Integer(), nullable=False),
        sa.Column("rptka_number", sa.String(length=80), nullable=True),
        sa.Column("work_sector", sa.String(length=80), nullable=True),
        sa.Column("local_counterpart", sa.Boolean(), nullable=True),
        sa.Column("verification", sa.String(length=40), nullable=False),
        sa.Column("verified_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_presence_batch_id")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_presence_region_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("source_name", "source_id", name=op.f("uq_presence_source_name_source_id")),
    )
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_presence_region_code"), ["region_code"], unique=False)

    op.create_table(
        "region_alias",
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("alias", sa.String(length=13), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("alias_name", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_region_alias_region_code")),
        sa.PrimaryKeyConstraint("scheme", "alias", name=op.f("pk_region_alias")),
    )
    op.create_table(
        "region_neighbour",
        sa.Column("code", sa.String(length=13), nullable=False),
        sa.Column("neighbour_code", sa.String(length=13), nullable=False),
        sa.Column("border_km", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["region.code"], name=op.f("fk_region_neighbour_code")),
        sa.ForeignKeyConstraint(["neighbour_code"], ["region.code"], name=op.f("fk_region_neighbour_neighbour_code")),
        sa.PrimaryKeyConstraint("code", "neighbour_code", name=op.f("pk_region_neighbour")),
    )
    op.create_table(
        "region_shape",
        sa.Column("code", sa.String(length=13), nullable=False),
        sa.Column("detail", sa.SmallInteger(), nullable=False),
        sa.Column("is_official", sa.Boolean(), nullable=False),
        sa.Column("geometry", Geometry("MULTIPOLYGON", 4326), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["region.code"], name=op.f("fk_region_shape_code")),
        sa.PrimaryKeyConstraint("code", "detail", name=op.f("pk_region_shape")),
    )


def downgrade() -> None:
    drop_tables()
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")


def drop_tables() -> None:
    op.drop_table("region_shape")
    op.drop_table("region_neighbour")
    op.drop_table("region_alias")
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_presence_region_code"))

    op.drop_table("presence")
    with op.batch_alter_table("nil_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nil_report_region_code"))
        batch_op.drop_index(batch_op.f("ix_nil_report_received_on"))

    op.drop_table("nil_report")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_account_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_region_code"))
        batch_op.drop_index(batch_op.f("ix_incident_event_date"))

    op.drop_table("incident")
    op.drop_table("import_row")
    op.drop_table("band_day")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_subject_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_region_code"))

    op.drop_table("assessment")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_bps_code"))

    op.drop_table("region")
    with op.batch_alter_table("record_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_version_kind_recorded_at"))

    op.drop_table("record_version")
    with op.batch_alter_table("login_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_attempt_key_at"))

    op.drop_table("login_attempt")
    op.drop_table("installation")
    op.drop_table("import_batch")
    with op.batch_alter_table("identity_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_key_passport_hash"))
        batch_op.drop_index(batch_op.f("ix_identity_key_name_hash"))

    op.drop_table("identity_key")
    op.drop_table("change")
    op.drop_table("audit")
    op.drop_table("account")
