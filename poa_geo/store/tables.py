"""Every table, once. A new column is a line here and a migration."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from poa_geo.store.geometry import Geometry
from poa_geo.store.instant import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = String(36)  # UUIDv7 as text: the same on both databases, and sorted by time
Code = String(13)  # Kemendagri code with dots
Word = String(40)  # a code from a reference table
Serial = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only INTEGER keys


def _record_columns() -> list[Column[object]]:
    """Return the columns that `domain.record.Record` gives every record."""
    return [
        Column("id", Id, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("recorded_at", Instant, nullable=False),
        Column("known_from", Instant, nullable=False),
        Column("source_agency", Word, nullable=False),
        Column("classification", Word, nullable=False),
        Column("region_code", Code, ForeignKey("region.code")),
        Column("geo_precision", SmallInteger, nullable=False),
        Column("source_name", String(80)),
        Column("source_id", String(200)),
        Column("source_revision", String(80)),
        Column("batch_id", Id, ForeignKey("import_batch.id")),
        Column("created_by", Id),
        Column("updated_by", Id),
        Column("is_deleted", Boolean, nullable=False, server_default=text("false")),
    ]


def _record_table(name: str, *columns: Column[object] | Index) -> Table:
    return Table(
        name,
        metadata,
        *_record_columns(),
        *columns,
        UniqueConstraint("source_name", "source_id"),
        Index(None, "region_code"),
    )


installation = Table(
    "installation",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# --- Places -----------------------------------------------------------------------------------------------------

region = Table(
    "region",
    metadata,
    Column("code", Code, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("type", Word, nullable=False),
    Column("parent_code", Code, ForeignKey("region.code")),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("bps_code", String(10)),
    Column("area_km2", Float),
    Column("population", Integer),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Index(None, "bps_code"),
)

region_shape = Table(
    "region_shape",
    metadata,
    Column("code", Code, ForeignKey("region.code"), primary_key=True),
    Column("detail", SmallInteger, primary_key=True),  # 0 coarse, 1 provincial, 2 full
    Column("is_official", Boolean, nullable=False),
    Column("geometry", Geometry("MULTIPOLYGON"), nullable=False),
)

region_neighbour = Table(
    "region_neighbour",
    metadata,
    Column("code", Code, ForeignKey("region.code"), primary_key=True),
    Column("neighbour_code", Code, ForeignKey("region.code"), primary_key=True),
    Column("border_km", Float, nullable=False),
)

region_alias = Table(
    "region_alias",
    metadata,
    Column("scheme", Word, primary_key=True),  # bps, kemendagri_lama
    Column("alias", String(13), primary_key=True),
    Column("region_code", Code, ForeignKey("region.code"), nullable=False),
    Column("alias_name", String(120)),
)

# --- Records ----------------------------------------------------------------------------------------------------

incident = _record_table(
    "incident",
    Column("event_date", Date, nullable=False),
    Column("end_date", Date),
    Column("date_precision", SmallInteger, nullable=False),
    Column("event_time", String(5)),
    Column("time_zone", String(4)),
    Column("title", String(300), nullable=False),
    Column("chronology", Text),
    Column("conflict_source", Word),
    Column("issue_type", Word),
    Column("form", Word),
    Column("realm", Word, nullable=False),
    Column("cyber_topic", String(160)),
    Column("cyber_link", String(300)),
    Column("stage", Word, nullable=False),
    Column("escalation", Word),
    Column("deaths", Integer, nullable=False),
    Column("injured", Integer, nullable=False),
    Column("injured_seriously", Integer, nullable=False),
    Column("displaced", Integer, nullable=False),
    Column("buildings_damaged", Integer, nullable=False),
    Column("buildings_burnt", Integer, nullable=False),
    Column("crowd_band", Word),
    Column("parties", Text),
    Column("means", Text),
    Column("trigger", Text),
    Column("root_cause", Text),
    Column("efforts", Text),
    Column("outcome", Text),
    Column("verification", Word, nullable=False),
    Column("verified_on", Date),
    Column("verified_by", Id),
    Column("status", Word, nullable=False),
    Column("source_grade", String(1), nullable=False),
    Column("information_grade", String(1), nullable=False),
    Column("updated_on", Date),
    Column("review_by", Date),
    Column("closed_on", Date),
    Column("duplicate_group", Id),
    Column("lon", Float),
    Column("lat", Float),
    Column("placed_by", Word),
    Column("stated_code", Code),
    Column("stated_precision", SmallInteger),
    Index(None, "event_date"),
)

presence = _record_table(
    "presence",
    Column("category", Word, nullable=False),
    Column("subcategory", Word),
    Column("nationality", String(3)),
    Column("sex", String(1)),
    Column("sealed_identity", LargeBinary),
    Column("permit_type", Word),
    Column("visa_index", String(12)),
    Column("permit_expires_on", Date),
    Column("passport_expires_on", Date),
    Column("entered_on", Date),
    Column("sponsor", String(160)),
    Column("purpose", Text),
    Column("position", String(160)),
    Column("accommodation", Word),
    Column("from_date", Date),
    Column("to_date", Date),
    Column("decision", Word),
    Column("dependants", Integer, nullable=False),
    Column("rptka_number", String(80)),
    Column("work_sector", String(80)),
    Column("local_counterpart", Boolean),
    Column("employer", String(160)),
    Column("rptka_valid_until", Date),
    Column("work_location", String(200)),
    Column("issuing_office", String(160)),
    Column("entry_point", String(120)),
    Column("checked_in_on", Date),
    Column("checked_out_on", Date),
    Column("apoa_receipt", String(80)),
    Column("last_reported_on", Date),
    Column("information_source", Word),
    Column("documents", String(400)),  # codes of the documents that were seen, parted by commas
    Column("monitoring_result", Text),
    Column("recommendation", Text),
    Column("legal_basis", Word),
    Column("retain_until", Date),
    Column("verification", Word, nullable=False),
    Column("verified_by", Id),
)

identity_key = Table(
    # The data key of each sealed identity or sealed text, and the search hashes of identities. Erasing deletes this
    # row: every version and backup of the record keeps only bytes that nothing can open.
    "identity_key",
    metadata,
    Column("record_id", Id, primary_key=True),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("master_version", SmallInteger, nullable=False),
    Column("name_hash", String(64)),
    Column("passport_hash", String(64)),
    Index(None, "name_hash"),
    Index(None, "passport_hash"),
)

assessment = _record_table(
    "assessment",
    Column("subject_kind", Word, nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("dimension", String(1), nullable=False),
    Column("life_field", Word, nullable=False),
    Column("likelihood", SmallInteger, nullable=False),
    Column("impact", SmallInteger, nullable=False),
    Column("rationale", Text, nullable=False),
    Column("review_by", Date, nullable=False),
    Column("status", Word, nullable=False),
    Column("assessed_on", Date, nullable=False),
    Column("assessor", Id),
    Column("second_reader", Id),
    Column("approved_on", Date),
    Column("closed_on", Date),  # of a matter without a record of its own
    Column("outcome", Text),
    Index(None, "subject_id"),
)

nil_report = _record_table(
    "nil_report",
    Column("period_from", Date, nullable=False),
    Column("period_to", Date, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("sense_of_safety", SmallInteger),
    Column("peace_signs", Text),
    Index(None, "received_on"),
)

# --- Who, when, what --------------------------------------------------------------------------------------------

account = Table(
    "account",
    metadata,
    Column("id", Id, primary_key=True),
    Column("username", String(80), nullable=False, unique=True),
    Column("display_name", String(120), nullable=False),
    Column("role", Word, nullable=False),
    Column("agency", Word, nullable=False),
    Column("office", String(160)),
    Column("scope", JSON, nullable=False),  # list of region codes; [""] is the whole country
    Column("language", String(2), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
)

login_session = Table(
    "login_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("csrf_token", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("address", String(64)),
    Index(None, "account_id"),
)

login_attempt = Table(
    "login_attempt",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("key", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "key", "at"),
)

audit = Table(
    # Append-only: triggers refuse updates and deletes, and the chain of `mac` shows what went round them.
    "audit",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("account_id", Id),
    Column("action", String(60), nullable=False),
    Column("subject_kind", Word),
    Column("subject_id", String(80)),
    Column("fields", Text),  # names of fields, never values
    Column("digest", String(64)),
    Column("reason", Text),
    Column("address", String(64)),
    Column("mac", String(64), nullable=False),
)

record_version = Table(
    "record_version",
    metadata,
    Column("kind", Word, primary_key=True),
    Column("record_id", Id, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("recorded_at", Instant, nullable=False),
    Column("known_from", Instant, nullable=False),
    Column("recorded_by", Id),
    Column("body", Text, nullable=False),
    Index(None, "kind", "recorded_at"),
)

change = Table(
    "change",
    metadata,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("kind", Word, nullable=False),
    Column("record_id", Id, nullable=False),
)

import_batch = Table(
    "import_batch",
    metadata,
    Column("id", Id, primary_key=True),
    Column("file_name", String(255), nullable=False),
    Column("file_digest", String(64), nullable=False),
    Column("format", Word, nullable=False),
    Column("kind", Word, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
    Column("account_id", Id),
    Column("agency", Word, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("merged", Integer, nullable=False),
    Column("fixed", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("undone_at", Instant),
)

import_row = Table(
    "import_row",
    metadata,
    Column("batch_id", Id, ForeignKey("import_batch.id"), primary_key=True),
    Column("row_number", Integer, primary_key=True),
    Column("verdict", Word, nullable=False),
    Column("record_id", Id),
    Column("problems", Text),  # rules and columns, never values
    Column("sealed_row", LargeBinary),  # what was refused, sealed, for 30 days
)

band_day = Table(
    # The colour path as known on each day's run; changes only.
    "band_day",
    metadata,
    Column("region_code", Code, ForeignKey("region.code"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("method", String(16), primary_key=True),
    Column("band", Word, nullable=False),
    Column("score", Float, nullable=False),
    Column("is_covered", Boolean, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

# --- Registers and follow-up ------------------------------------------------------------------------------------

organisation = _record_table(
    "organisation",
    Column("name", String(160), nullable=False),
    Column("origin_country", String(3)),
    Column("office", String(300)),
    Column("partner_ministry", String(160)),
    Column("mou_number", String(120)),
    Column("field", String(160)),
    Column("aims", Text),
    Column("work_area", String(300)),
    Column("work_pattern", Text),
    Column("recommendation_letter", String(120)),
    Column("information_source", Word),
    Column("documents", String(400)),
    Column("decision", Word),
    Column("funding_source", String(300)),
    Column("foreign_staff", Integer),
    Column("local_staff", Integer),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("verification", Word, nullable=False),
    Column("verified_by", Id),
)

finding = _record_table(
    # What looks like a violation: as closed as a criminal record, so apart from the register and rahasia by default.
    "finding",
    Column("subject_kind", Word, nullable=False),  # presence, organisation
    Column("subject_id", Id, nullable=False),
    Column("finding_type", Word, nullable=False),
    Column("found_on", Date, nullable=False),
    Column("state", Word, nullable=False),
    Column("sealed_text", LargeBinary),
    Column("closed_on", Date),
    Index(None, "subject_id"),
)

referral = _record_table(
    "referral",
    Column("finding_id", Id, nullable=False),
    Column("agency", Word, nullable=False),
    Column("unit", String(160)),
    Column("channel", String(80)),
    Column("referred_on", Date, nullable=False),
    Column("reference_number", String(120), nullable=False),
    Column("outcome", Word),
    Column("outcome_on", Date),
    Column("sealed_text", LargeBinary),
    Index(None, "finding_id"),
)

report = _record_table(
    # The intake queue. `text` is already stripped of names and telephone numbers; what was sent lies sealed.
    "report",
    Column("channel", Word, nullable=False),
    Column("receipt_hash", String(64)),
    Column("text", Text, nullable=False),
    Column("sealed_original", LargeBinary),
    Column("event_date", Date),
    Column("place", String(300)),
    Column("proposal", JSON),
    Column("state", Word, nullable=False),
    Column("claimed_by", Id),
    Column("claimed_at", Instant),
    Column("decided_by", Id),
    Column("decided_at", Instant),
    Column("decision_reason", Text),
    Column("duplicate_of", Id),
    Column("incident_id", Id),
    Column("received_at", Instant, nullable=False),
    Index(None, "state"),
    Index(None, "receipt_hash"),
)

action = _record_table(
    "action",
    Column("subject_kind", Word, nullable=False),  # incident, finding, organisation, region
    Column("subject_id", Id),
    Column("title", String(300), nullable=False),
    Column("agency", Word, nullable=False),
    Column("owner", String(160)),
    Column("due_on", Date, nullable=False),
    Column("status", Word, nullable=False),
    Column("done_on", Date),
    Column("evidence", Text),
    Column("outcome", Text),
    Column("meeting_on", Date),  # the meeting it was given in
    Index(None, "subject_id"),
    Index(None, "due_on"),
)

plan_item = _record_table(
    "plan_item",
    Column("year", Integer, nullable=False),
    Column("stage", Word, nullable=False),  # pencegahan, penghentian, pemulihan
    Column("action", Text, nullable=False),
    Column("responsible", String(160), nullable=False),
    Column("related_agencies", String(300)),
    Column("success_criterion", Text),
    Column("target_b04", String(200)),
    Column("target_b08", String(200)),
    Column("target_b12", String(200)),
    Column("progress_b04", SmallInteger),
    Column("progress_b08", SmallInteger),
    Column("progress_b12", SmallInteger),
    Column("evidence", Text),
)

agency_figure = _record_table(
    # A count as an agency publishes it: told beside others, never added to them.
    "agency_figure",
    Column("definition", String(300), nullable=False),
    Column("unit", Word, nullable=False),
    Column("area", String(200), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("total", Integer, nullable=False),
    Column("parts", JSON),  # label → count
    Column("remark", Text),
)

legal_status = _record_table(
    "legal_status",
    Column("scale", Word, nullable=False),
    Column("decree_number", String(120), nullable=False),
    Column("official", String(160), nullable=False),
    Column("declared_on", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("ended_on", Date),
)

override = _record_table(
    "override",
    Column("band", Word, nullable=False),
    Column("reason", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("requested_by", Id),
    Column("second_reader", Id),
    Column("approved_on", Date),
    Column("ended_on", Date),
)

attachment = Table(
    # The file itself lies sealed outside the web root, under its id.
    "attachment",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record_kind", Word, nullable=False),
    Column("record_id", Id, nullable=False),
    Column("file_name", String(255), nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("wrapped_key", LargeBinary),
    Column("uploaded_by", Id),
    Column("uploaded_at", Instant, nullable=False),
    Column("expires_on", Date),
    Index(None, "record_id"),
)

incident_merge = Table(
    # A merge of duplicates that can be undone: both records stay, the merged one is hidden.
    "incident_merge",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kept_id", Id, nullable=False),
    Column("merged_id", Id, nullable=False),
    Column("reason", Text, nullable=False),
    Column("merged_by", Id),
    Column("merged_at", Instant, nullable=False),
    Column("undone_at", Instant),
    Index(None, "kept_id"),
)

chronology_entry = Table(
    "chronology_entry",
    metadata,
    Column("id", Id, primary_key=True),
    Column("incident_id", Id, ForeignKey("incident.id"), nullable=False),
    Column("happened_at", String(40), nullable=False),  # local civil time as told, with its zone
    Column("text", Text, nullable=False),
    Column("entered_by", Id),
    Column("entered_at", Instant, nullable=False),
    Index(None, "incident_id"),
)

# --- Protection of people ---------------------------------------------------------------------------------------

unmask_grant = Table(
    "unmask_grant",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, nullable=False),
    Column("record_id", Id, nullable=False),
    Column("reason", Text, nullable=False),
    Column("granted_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index(None, "account_id", "record_id"),
)

export_approval = Table(
    "export_approval",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Word, nullable=False),
    Column("filter", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("requested_by", Id, nullable=False),
    Column("requested_at", Instant, nullable=False),
    Column("approved_by", Id),
    Column("approved_at", Instant),
    Column("used_at", Instant),
)

correction_request = Table(
    "correction_request",
    metadata,
    Column("id", Id, primary_key=True),
    Column("receipt_hash", String(64), nullable=False),
    Column("record_id", Id),  # the record it is about, once somebody found it
    Column("sealed_text", LargeBinary),  # empty once it has expired
    Column("state", Word, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Instant),
    Column("decision", Text),
)

disclosure = Table(
    "disclosure",
    metadata,
    Column("id", Id, primary_key=True),
    Column("record_kind", Word, nullable=False),
    Column("record_id", Id, nullable=False),
    Column("to_agency", Word, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("legal_basis", Text, nullable=False),
    Column("disclosed_by", Id),
    Column("disclosed_at", Instant, nullable=False),
)

column_mapping = Table(
    # Which column of an agency's sheet is which field, remembered from the last import.
    "column_mapping",
    metadata,
    Column("agency", Word, primary_key=True),
    Column("format", Word, primary_key=True),
    Column("mapping", JSON, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

# --- Early warning ----------------------------------------------------------------------------------------------

band_state = Table(
    # Where the path of colours stands after the last daily run, to go on from.
    "band_state",
    metadata,
    Column("region_code", Code, ForeignKey("region.code"), primary_key=True),
    Column("method", String(16), primary_key=True),
    Column("rank", SmallInteger, nullable=False),
    Column("calm_days", SmallInteger, nullable=False),
    Column("is_covered", Boolean, nullable=False),
    Column("band", Word, nullable=False),
    Column("since", Date, nullable=False),
    Column("previous", Word),
)

daily_run = Table(
    "daily_run",
    metadata,
    Column("day", Date, primary_key=True),
    Column("method", String(16), primary_key=True),
    Column("data_version", Serial, nullable=False),
    Column("known_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
)

warning = Table(
    "warning",
    metadata,
    Column("id", Id, primary_key=True),
    Column("region_code", Code, ForeignKey("region.code"), nullable=False),
    Column("day", Date, nullable=False),
    Column("kind", Word, nullable=False),  # kenaikan, lonjakan, loncatan, prakiraan
    Column("band", Word, nullable=False),
    Column("method", String(16), nullable=False),
    Column("hit_definition", Word, nullable=False),
    Column("evidence", JSON, nullable=False),  # ids of the issues it rests on
    Column("window_until", Date, nullable=False),
    Column("outcome", Word),  # tepat, salah, terlambat; empty while open
    Column("outcome_on", Date),
    Column("lead_days", SmallInteger),
    Column("owner", String(160)),
    UniqueConstraint("region_code", "day", "kind", "method"),
)

missed_incident = Table(
    "missed_incident",
    metadata,
    Column("incident_id", Id, primary_key=True),
    Column("region_code", Code, ForeignKey("region.code"), primary_key=True),
    Column("method", String(16), primary_key=True),
    Column("day", Date, nullable=False),
    Column("hit_definition", Word, nullable=False),
)

alert_rule = Table(
    "alert_rule",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Word, nullable=False),
    Column("region_code", String(13), nullable=False),  # the empty code is the whole country
    Column("is_on", Boolean, nullable=False),
    Column("threshold", Float),
)

alert = Table(
    "alert",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", Word, nullable=False),
    Column("region_code", Code),
    Column("subject_id", Id),
    Column("state", String(120), nullable=False),  # what it tells; the same state is not told twice
    Column("is_urgent", Boolean, nullable=False),
    Column("day", Date, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("acknowledged_by", Id),
    Column("acknowledged_at", Instant),
    UniqueConstraint("state"),
    Index(None, "day"),
)

channel = Table(
    "channel",
    metadata,
    Column("id", Id, primary_key=True),
    Column("account_id", Id, ForeignKey("account.id"), nullable=False),
    Column("label", String(80), nullable=False),
    Column("sealed_address", LargeBinary, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("daily_budget", SmallInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel_id", Id, ForeignKey("channel.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("alerts", JSON, nullable=False),
    Column("is_digest", Boolean, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("next_try_at", Instant),
    Column("sent_at", Instant),
    Column("problem", Text),
    Index(None, "channel_id", "day"),
)

forecast_run = Table(
    "forecast_run",
    metadata,
    Column("id", Id, primary_key=True),
    Column("day", Date, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("method", String(16), nullable=False),
    Column("data_version", Serial, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("is_better", Boolean, nullable=False),
    Column("best_baseline", Word, nullable=False),
    Column("metrics", JSON, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index(None, "level", "day"),
)

forecast_value = Table(
    "forecast_value",
    metadata,
    Column("run_id", Id, ForeignKey("forecast_run.id"), primary_key=True),
    Column("region_code", Code, ForeignKey("region.code"), primary_key=True),
    Column("probability", Float, nullable=False),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("baseline", Float, nullable=False),
)

# --- Leaders ----------------------------------------------------------------------------------------------------

briefing = Table(
    "briefing",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("region_code", String(13), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("classification", Word, nullable=False),
    Column("office", String(160), nullable=False),
    Column("sections", JSON, nullable=False),  # name of the section → remark, for those that are kept
    Column("data_version", Serial, nullable=False),
    Column("numbers_digest", String(64), nullable=False),
    Column("known_at", Instant, nullable=False),
    Column("created_by", Id),
    Column("created_at", Instant, nullable=False),
)

last_look = Table(
    "last_look",
    metadata,
    Column("account_id", Id, ForeignKey("account.id"), primary_key=True),
    Column("looked_on", Date, nullable=False),
    Column("bands", JSON, nullable=False),  # bands seen on the day before and today: region code → band
)
