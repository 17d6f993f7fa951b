"""Nil reports as they are stored."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import nil_report


def of_day(connection: Connection, code: str, day: date, account_id: str | None) -> dict[str, Any] | None:
    """Return what an account reported of a region on a day, if it did."""
    query = select(nil_report).where(
        nil_report.c.region_code == code,
        nil_report.c.received_on == day,
        nil_report.c.created_by == account_id,
        ~nil_report.c.is_deleted,
    )
    row = connection.execute(query.limit(1)).mappings().first()
    return dict(row) if row else None


def newest(connection: Connection, since: date) -> list[dict[str, Any]]:
    """Return the nil reports received since a day, newest first."""
    query = select(nil_report).where(nil_report.c.received_on >= since, ~nil_report.c.is_deleted)
    ordered = query.order_by(nil_report.c.received_on.desc(), nil_report.c.recorded_at.desc(), nil_report.c.id)
    return [dict(row) for row in connection.execute(ordered).mappings()]
