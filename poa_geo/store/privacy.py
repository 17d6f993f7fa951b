"""Who was shown what of a person: grants to unmask, disclosures to agencies, requests for correction."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, select

from poa_geo.store.tables import audit, correction_request, disclosure, unmask_grant

Row = Mapping[str, Any]
MOST_ROWS = 500


def insert_grant(connection: Connection, row: Row) -> None:
    """Add a grant to unmask one record."""
    connection.execute(unmask_grant.insert(), dict(row))


def active_grant(connection: Connection, account_id: str, record_id: str, now: datetime) -> dict[str, Any] | None:
    """Return the newest grant of an account for a record that has not run out."""
    query = (
        select(unmask_grant)
        .where(
            unmask_grant.c.account_id == account_id,
            unmask_grant.c.record_id == record_id,
            unmask_grant.c.granted_at <= now,
            unmask_grant.c.expires_at > now,
        )
        .order_by(unmask_grant.c.expires_at.desc())
        .limit(1)
    )
    return _one(connection, query)


def grants(connection: Connection, limit: int = MOST_ROWS) -> list[dict[str, Any]]:
    """Return the newest grants, newest first."""
    return _newest(connection, unmask_grant, "granted_at", limit)


def openings(connection: Connection, actions: Collection[str], limit: int = MOST_ROWS) -> list[dict[str, Any]]:
    """Return the newest rows of the audit trail with one of some actions, newest first."""
    query = select(audit).where(audit.c.action.in_(actions)).order_by(audit.c.seq.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def insert_disclosure(connection: Connection, row: Row) -> None:
    """Add a line to the log of disclosures."""
    connection.execute(disclosure.insert(), dict(row))


def disclosures(connection: Connection, limit: int = MOST_ROWS) -> list[dict[str, Any]]:
    """Return the newest disclosures, newest first."""
    return _newest(connection, disclosure, "disclosed_at", limit)


def insert_correction(connection: Connection, row: Row) -> None:
    """Add a request for correction."""
    connection.execute(correction_request.insert(), dict(row))


def update_correction(connection: Connection, request_id: str, **values: Any) -> None:
    """Change columns of a request."""
    connection.execute(correction_request.update().where(correction_request.c.id == request_id).values(values))


def correction(connection: Connection, *, request_id: str = "", receipt_hash: str = "") -> dict[str, Any] | None:
    """Return a request by its id or by the keyed hash of its receipt number."""
    column = correction_request.c.id if request_id else correction_request.c.receipt_hash
    return _one(connection, select(correction_request).where(column == (request_id or receipt_hash)))


def corrections(connection: Connection, limit: int = MOST_ROWS) -> list[dict[str, Any]]:
    """Return the newest requests, newest first."""
    return _newest(connection, correction_request, "received_at", limit)


def _newest(connection: Connection, table: Table, column: str, limit: int) -> list[dict[str, Any]]:
    query = select(table).order_by(table.c[column].desc(), table.c.id.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def _one(connection: Connection, query: Select[Any]) -> dict[str, Any] | None:
    row = connection.execute(query).mappings().first()
    return dict(row) if row else None
