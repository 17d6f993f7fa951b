"""The colour path, the warnings and what they came to, as each day's run left them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from poa_geo.store import tables
from poa_geo.store.bulk import insert_rows

Row = Mapping[str, Any]


def last_day(connection: Connection, method: str) -> date | None:
    """Return the last day that was run by a method, None before the first."""
    run = tables.daily_run
    found: date | None = connection.execute(select(func.max(run.c.day)).where(run.c.method == method)).scalar_one()
    return found


def insert_runs(connection: Connection, rows: Sequence[Row]) -> None:
    """Note the days that were run."""
    insert_rows(connection, tables.daily_run, rows)


def states(connection: Connection, method: str) -> dict[str, dict[str, Any]]:
    """Return region code → where its path stands after the last run."""
    state = tables.band_state
    rows = connection.execute(select(state).where(state.c.method == method)).mappings()
    return {row["region_code"]: dict(row) for row in rows}


def replace_states(connection: Connection, method: str, rows: Sequence[Row]) -> None:
    """Keep where the path of every region stands."""
    connection.execute(tables.band_state.delete().where(tables.band_state.c.method == method))
    insert_rows(connection, tables.band_state, rows)


def insert_band_days(connection: Connection, rows: Sequence[Row]) -> None:
    """Add changes of bands."""
    insert_rows(connection, tables.band_day, rows)


def band_days(connection: Connection, method: str, *, until: date | None = None) -> list[dict[str, Any]]:
    """Return the changes of bands by a method, in order of days."""
    day = tables.band_day
    query = select(day).where(day.c.method == method).order_by(day.c.day, day.c.region_code)
    if until is not None:
        query = query.where(day.c.day <= until)
    return [dict(row) for row in connection.execute(query).mappings()]


def band_days_of(connection: Connection, method: str, code: str) -> list[dict[str, Any]]:
    """Return the changes of one region's band by a method, in order of days."""
    day = tables.band_day
    query = select(day).where(day.c.method == method, day.c.region_code == code).order_by(day.c.day)
    return [dict(row) for row in connection.execute(query).mappings()]


def methods(connection: Connection) -> list[str]:
    """Return every method that ever ran, the one with the newest day last."""
    run = tables.daily_run
    query = select(run.c.method).group_by(run.c.method).order_by(func.max(run.c.finished_at))
    return [row.method for row in connection.execute(query)]


def insert_warnings(connection: Connection, rows: Sequence[Row]) -> None:
    """Add warnings."""
    insert_rows(connection, tables.warning, rows)


def warnings(
    connection: Connection, method: str, *, since: date | None = None, until: date | None = None
) -> list[dict[str, Any]]:
    """Return warnings of a method by day, oldest first."""
    warning = tables.warning
    query = select(warning).where(warning.c.method == method).order_by(warning.c.day, warning.c.id)
    if since is not None:
        query = query.where(warning.c.day >= since)
    if until is not None:
        query = query.where(warning.c.day <= until)
    return [dict(row) for row in connection.execute(query).mappings()]


def set_outcomes(connection: Connection, rows: Sequence[Row]) -> None:
    """Write what warnings have come to: rows of id, outcome, outcome_on, lead_days."""
    warning = tables.warning
    for row in rows:
        connection.execute(
            warning.update()
            .where(warning.c.id == row["id"])
            .values(outcome=row["outcome"], outcome_on=row["outcome_on"], lead_days=row["lead_days"])
        )


def set_owner(connection: Connection, warning_id: str, owner: str | None) -> None:
    """Name who looks after a warning."""
    warning = tables.warning
    connection.execute(warning.update().where(warning.c.id == warning_id).values(owner=owner))


def insert_misses(connection: Connection, rows: Sequence[Row]) -> None:
    """Add incidents that nobody warned of."""
    insert_rows(connection, tables.missed_incident, rows)


def misses(connection: Connection, method: str, *, since: date | None = None) -> list[dict[str, Any]]:
    """Return incidents that no warning of a method spoke of, oldest first."""
    missed = tables.missed_incident
    query = (
        select(missed)
        .where(missed.c.method == method)
        .order_by(missed.c.day, missed.c.incident_id, missed.c.region_code)
    )
    if since is not None:
        query = query.where(missed.c.day >= since)
    return [dict(row) for row in connection.execute(query).mappings()]
