"""The chronology of an incident: entries are added, never changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import account, chronology_entry


def add(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add one entry."""
    connection.execute(chronology_entry.insert(), dict(row))


def entries(connection: Connection, incident_id: str) -> list[dict[str, Any]]:
    """Return the entries of an incident in the order they were written, each with the role of its writer."""
    query = (
        select(chronology_entry, account.c.role)
        .outerjoin(account, account.c.id == chronology_entry.c.entered_by)
        .where(chronology_entry.c.incident_id == incident_id)
        .order_by(chronology_entry.c.entered_at, chronology_entry.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
