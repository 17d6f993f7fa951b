"""Alerts, the rules they follow, and the counts of permits they tell."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from poa_geo.store.bulk import insert_rows
from poa_geo.store.tables import action, alert, alert_rule, presence

Row = Mapping[str, Any]
CHUNK = 500


def rules(connection: Connection) -> list[dict[str, Any]]:
    """Return every rule an office set for itself."""
    return [dict(row) for row in connection.execute(select(alert_rule).order_by(alert_rule.c.id)).mappings()]


def replace_rule(connection: Connection, row: Row) -> None:
    """Set the rule of a kind for a region."""
    same = (alert_rule.c.kind == row["kind"], alert_rule.c.region_code == row["region_code"])
    connection.execute(alert_rule.delete().where(*same))
    connection.execute(alert_rule.insert(), dict(row))


def states_told(connection: Connection, states: Collection[str]) -> set[str]:
    """Return which of some states were told already."""
    wanted, found = sorted(states), set()
    for start in range(0, len(wanted), CHUNK):
        query = select(alert.c.state).where(alert.c.state.in_(wanted[start : start + CHUNK]))
        found |= set(connection.execute(query).scalars())
    return found


def insert(connection: Connection, rows: Sequence[Row]) -> None:
    """Add alerts."""
    insert_rows(connection, alert, rows)


def newest(connection: Connection, since: date) -> list[dict[str, Any]]:
    """Return alerts from a day on, the newest first."""
    query = select(alert).where(alert.c.day >= since).order_by(alert.c.day.desc(), alert.c.id.desc())
    return [dict(row) for row in connection.execute(query).mappings()]


def acknowledge(connection: Connection, alert_ids: Collection[str], account_id: str | None, at: datetime) -> None:
    """Note who has seen some alerts; the first one stays."""
    open_ones = (alert.c.id.in_(list(alert_ids)), alert.c.acknowledged_at.is_(None))
    connection.execute(alert.update().where(*open_ones).values(acknowledged_by=account_id, acknowledged_at=at))


def overdue_actions(connection: Connection, statuses: Collection[str], until: date) -> list[dict[str, Any]]:
    """Return id, place, classification and due day of placed follow-up of some statuses that was due by a day."""
    columns = (action.c.id, action.c.region_code, action.c.classification, action.c.due_on)
    query = select(*columns).where(
        ~action.c.is_deleted, action.c.status.in_(statuses), action.c.due_on <= until, action.c.region_code.is_not(None)
    )
    return [dict(row) for row in connection.execute(query.order_by(action.c.id)).mappings()]


def permits_ending(connection: Connection, first: date, last: date) -> list[tuple[str, int]]:
    """Return region code and how many permits end there in some days. Nothing that tells a person."""
    query = (
        select(presence.c.region_code, func.count())
        .where(~presence.c.is_deleted, presence.c.region_code.is_not(None))
        .where(presence.c.permit_expires_on.between(first, last))
        .group_by(presence.c.region_code)
        .order_by(presence.c.region_code)
    )
    return [(row[0], int(row[1])) for row in connection.execute(query)]
