"""What briefings read beside the facts, and the briefings that were kept."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from poa_geo.store import tables

Row = dict[str, Any]


def actions(connection: Connection, region: str, classifications: Iterable[str]) -> list[Row]:
    """Return the actions inside a region within some classifications, by due date."""
    return _records(connection, tables.action, region, classifications, "due_on")


def agency_figures(connection: Connection, region: str, classifications: Iterable[str], until: date) -> list[Row]:
    """Return the counts that agencies published for a region up to a day, the newest first."""
    rows = _records(connection, tables.agency_figure, region, classifications, "as_of")
    return [row for row in reversed(rows) if row["as_of"] <= until]


def _records(
    connection: Connection, table: Table, region: str, classifications: Iterable[str], order: str
) -> list[Row]:
    query = (
        select(table)
        .where(~table.c.is_deleted, _inside(table, region), table.c.classification.in_(list(classifications)))
        .order_by(table.c[order], table.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _inside(table: Table, region: str) -> ColumnElement[bool]:
    if not region:
        return table.c.id.is_not(None)
    return or_(table.c.region_code == region, table.c.region_code.like(f"{region}.%"))


def keep(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep the definition of a briefing."""
    connection.execute(tables.briefing.insert(), dict(row))


def kept(connection: Connection) -> list[Row]:
    """Return the briefings that were kept, the newest first."""
    query = select(tables.briefing).order_by(tables.briefing.c.created_at.desc(), tables.briefing.c.id.desc())
    return [dict(row) for row in connection.execute(query).mappings()]
