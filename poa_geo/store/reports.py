"""The intake queue: reports by state, by receipt, by what became of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from poa_geo.store.tables import report


def in_states(connection: Connection, states: Iterable[str], limit: int) -> list[dict[str, Any]]:
    """Return the reports in some states, the longest waiting first."""
    query = select(report).where(report.c.state.in_(list(states)), ~report.c.is_deleted)
    return _rows(connection, query.order_by(report.c.received_at, report.c.id).limit(limit))


def decided(connection: Connection, states: Iterable[str], limit: int) -> list[dict[str, Any]]:
    """Return the reports in some closed states, the newest decision first."""
    query = select(report).where(report.c.state.in_(list(states)), ~report.c.is_deleted)
    return _rows(connection, query.order_by(report.c.decided_at.desc(), report.c.id).limit(limit))


def by_receipt(connection: Connection, receipt_hash: str) -> dict[str, Any] | None:
    """Return the report of a receipt."""
    found = _rows(connection, select(report).where(report.c.receipt_hash == receipt_hash, ~report.c.is_deleted))
    return found[0] if found else None


def of_incident(connection: Connection, incident_id: str) -> list[dict[str, Any]]:
    """Return the reports that became an incident, oldest first."""
    query = select(report).where(report.c.incident_id == incident_id, ~report.c.is_deleted)
    return _rows(connection, query.order_by(report.c.received_at))


def received_until(connection: Connection, moment: datetime) -> list[str]:
    """Return the ids of the reports that arrived up to a moment."""
    return list(connection.execute(select(report.c.id).where(report.c.received_at <= moment)).scalars())


def count_open(connection: Connection, states: Iterable[str]) -> int:
    """Return how many reports stand in some states."""
    query = select(func.count()).select_from(report).where(report.c.state.in_(list(states)), ~report.c.is_deleted)
    return int(connection.execute(query).scalar_one())


def _rows(connection: Connection, query: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]
