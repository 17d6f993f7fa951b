"""Forecast runs as they were saved."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from poa_geo.store.tables import forecast_run, forecast_value


def runs(connection: Connection, level: int) -> list[dict[str, Any]]:
    """Return every run of a level, oldest first."""
    query = select(forecast_run).where(forecast_run.c.level == level)
    query = query.order_by(forecast_run.c.day, forecast_run.c.recorded_at)
    return [dict(row) for row in connection.execute(query).mappings()]


def values(connection: Connection, run_id: str) -> list[dict[str, Any]]:
    """Return region code, probability, its range, and the baseline, of one run."""
    query = select(forecast_value).where(forecast_value.c.run_id == run_id).order_by(forecast_value.c.region_code)
    return [dict(row) for row in connection.execute(query).mappings()]


def last_day(connection: Connection) -> date | None:
    """Return the day of the newest run; None before the first."""
    found: date | None = connection.execute(select(func.max(forecast_run.c.day))).scalar_one()
    return found
