"""What the facts are made of: narrow columns of every record kind, as it is now or as it was known."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from poa_geo.store import tables
from poa_geo.store.records import KINDS

Columns = dict[str, Sequence[Any]]

COLUMNS: dict[str, tuple[str, ...]] = {
    "incident": (
        "id", "region_code", "geo_precision", "event_date", "stage", "conflict_source", "issue_type", "form", "realm",
        "verification", "source_agency", "source_name", "classification", "deaths", "injured_seriously", "displaced",
        "buildings_burnt", "source_grade", "information_grade", "updated_on", "closed_on", "duplicate_group",
        "known_from", "lon", "lat", "date_precision",
    ),
    "assessment": (
        "id", "subject_kind", "subject_id", "dimension", "life_field", "likelihood", "impact", "status", "region_code",
        "classification", "approved_on", "closed_on",
    ),
    "finding": ("id", "state", "closed_on"),
    "organisation": ("id", "verification"),
    "legal_status": ("id", "region_code", "declared_on", "valid_until", "ended_on"),
    "override": ("id", "region_code", "band", "starts_on", "expires_on", "approved_on", "ended_on"),
    "nil_report": ("id", "region_code", "received_on"),
    "presence": ("id", "region_code", "category", "classification", "from_date", "to_date", "permit_expires_on"),
}  # fmt: skip
"""Record kind → the columns the facts keep. Nothing of a presence record but where, when and what for."""

DATES = frozenset(
    {
        "event_date", "updated_on", "closed_on", "received_on", "from_date", "to_date", "permit_expires_on",
        "approved_on", "declared_on", "valid_until", "ended_on", "starts_on", "expires_on",
    }
)  # fmt: skip


def current(connection: Connection, kind: str, record_ids: Iterable[str] | None = None) -> Columns:
    """Return the narrow columns of all records of a kind that are not deleted, or of some of them."""
    table = KINDS[kind]
    query = select(*(table.c[name] for name in COLUMNS[kind])).where(~table.c.is_deleted)
    if record_ids is None:
        return _columns(kind, connection.execute(query).all())
    wanted = list(record_ids)
    rows: list[Any] = []
    for start in range(0, len(wanted), 500):
        rows += connection.execute(query.where(table.c.id.in_(wanted[start : start + 500]))).all()
    return _columns(kind, rows)


def known_at(connection: Connection, kind: str, instant: datetime) -> Columns:
    """Return the same columns as they were known at an instant: the newest version known by then of each record."""
    newest = _newest_known(kind, instant).subquery()
    versions = tables.record_version
    query = select(versions.c.body).join(
        newest,
        and_(
            versions.c.kind == kind,
            versions.c.record_id == newest.c.record_id,
            versions.c.version == newest.c.version,
        ),
    )
    bodies = (json.loads(row.body) for row in connection.execute(query))
    return _columns(kind, [typed_row(kind, body) for body in bodies if not body["is_deleted"]])


def typed_row(kind: str, body: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the narrow columns of a version, as the table would give them."""
    return tuple(_typed(name, body.get(name)) for name in COLUMNS[kind])


def newest(connection: Connection, known_at: datetime | None = None) -> datetime | None:
    """Return when the newest version of any record was written down, of those known at an instant."""
    versions = tables.record_version
    query = select(func.max(versions.c.recorded_at))
    if known_at is not None:
        query = query.where(versions.c.known_from <= known_at)
    found: datetime | None = connection.execute(query).scalar_one_or_none()
    return found


def _newest_known(kind: str, instant: datetime) -> Any:
    versions = tables.record_version
    return (
        select(versions.c.record_id, func.max(versions.c.version).label("version"))
        .where(versions.c.kind == kind, versions.c.known_from <= instant)
        .group_by(versions.c.record_id)
    )


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in DATES:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name == "known_from" else value


def _columns(kind: str, rows: Sequence[Sequence[Any]]) -> Columns:
    names = COLUMNS[kind]
    return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
