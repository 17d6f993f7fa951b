"""Leave for an export of persons: asked by one, given by another, used once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import export_approval


def insert(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a request."""
    connection.execute(export_approval.insert(), dict(row))


def find(connection: Connection, approval_id: str) -> dict[str, Any] | None:
    """Return one request, None where there is none."""
    row = connection.execute(select(export_approval).where(export_approval.c.id == approval_id)).mappings().first()
    return dict(row) if row else None


def not_used(connection: Connection, since: datetime) -> list[dict[str, Any]]:
    """Return the requests since an instant that were not used yet, the newest first."""
    query = (
        select(export_approval)
        .where(export_approval.c.used_at.is_(None), export_approval.c.requested_at >= since)
        .order_by(export_approval.c.requested_at.desc(), export_approval.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def approve(connection: Connection, approval_id: str, by: str, at: datetime) -> bool:
    """Give leave; False if it was given already."""
    waiting = (export_approval.c.id == approval_id) & export_approval.c.approved_at.is_(None)
    done = connection.execute(export_approval.update().where(waiting).values(approved_by=by, approved_at=at))
    return bool(done.rowcount == 1)


def use(connection: Connection, approval_id: str, at: datetime) -> bool:
    """Use leave that was given; False if it was used already."""
    ready = (
        (export_approval.c.id == approval_id)
        & export_approval.c.approved_at.is_not(None)
        & export_approval.c.used_at.is_(None)
    )
    done = connection.execute(export_approval.update().where(ready).values(used_at=at))
    return bool(done.rowcount == 1)
