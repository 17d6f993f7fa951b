"""Follow-up and plan rows as they are stored."""

from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import action, plan_item


def every_action(connection: Connection) -> list[dict[str, Any]]:
    """Return all follow-up, by due day."""
    query = select(action).where(~action.c.is_deleted).order_by(action.c.due_on, action.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def of_subject(connection: Connection, subject_id: str) -> list[dict[str, Any]]:
    """Return the follow-up of one issue, by due day."""
    query = select(action).where(action.c.subject_id == subject_id, ~action.c.is_deleted).order_by(action.c.due_on)
    return [dict(row) for row in connection.execute(query).mappings()]


def plan_of(connection: Connection, year: int) -> list[dict[str, Any]]:
    """Return the rows of the plan of a year, in the order they were written."""
    query = select(plan_item).where(plan_item.c.year == year, ~plan_item.c.is_deleted).order_by(plan_item.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def plan_years(connection: Connection) -> list[int]:
    """Return the years that have a plan, newest first."""
    query = select(plan_item.c.year).where(~plan_item.c.is_deleted).distinct()
    return sorted(connection.execute(query).scalars(), reverse=True)
