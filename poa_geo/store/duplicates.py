"""Merges of duplicates, and the incidents a proposal compares."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import incident, incident_merge


def comparable(connection: Connection, since: date, until: date) -> list[dict[str, Any]]:
    """Return what incidents of a period are compared by: place, date, form, text; no refuted ones."""
    columns = (
        incident.c.id, incident.c.event_date, incident.c.region_code, incident.c.form, incident.c.title,
        incident.c.chronology, incident.c.classification, incident.c.is_deleted, incident.c.duplicate_group,
    )  # fmt: skip
    query = select(*columns).where(
        ~incident.c.is_deleted,
        incident.c.event_date.between(since, until),
        incident.c.verification != "tidak_terbukti",
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def group_members(connection: Connection, group: str) -> list[str]:
    """Return the ids of the incidents suspected to be one."""
    query = select(incident.c.id).where(incident.c.duplicate_group == group, ~incident.c.is_deleted)
    return list(connection.execute(query.order_by(incident.c.id)).scalars())


def keep_merge(connection: Connection, row: Mapping[str, Any]) -> None:
    """Write down a merge."""
    connection.execute(incident_merge.insert(), dict(row))


def merge(connection: Connection, merge_id: str) -> dict[str, Any] | None:
    """Return one merge."""
    row = connection.execute(select(incident_merge).where(incident_merge.c.id == merge_id)).mappings().first()
    return dict(row) if row else None


def merges_of(connection: Connection, incident_id: str) -> list[dict[str, Any]]:
    """Return the merges an incident took part in, on either side, the oldest first."""
    either = (incident_merge.c.kept_id == incident_id) | (incident_merge.c.merged_id == incident_id)
    query = select(incident_merge).where(either).order_by(incident_merge.c.merged_at, incident_merge.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def merged_away(connection: Connection, incident_ids: Iterable[str]) -> set[str]:
    """Return which of some incidents are hidden behind another by a merge that stands."""
    wanted, found = list(incident_ids), set()
    for start in range(0, len(wanted), 500):
        query = select(incident_merge.c.merged_id).where(
            incident_merge.c.merged_id.in_(wanted[start : start + 500]), incident_merge.c.undone_at.is_(None)
        )
        found |= set(connection.execute(query).scalars())
    return found


def mark_undone(connection: Connection, merge_id: str, now: datetime) -> None:
    """Write down that a merge was undone."""
    connection.execute(incident_merge.update().where(incident_merge.c.id == merge_id).values(undone_at=now))
