"""What is amiss in the data, as counts and as the rows behind them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from poa_geo.store.tables import agency_figure, incident, presence, report

MOST = 500


def unplaced_incidents(connection: Connection) -> list[dict[str, Any]]:
    """Return incidents that lie nowhere."""
    return _rows(connection, _incidents().where(incident.c.region_code.is_(None)))


def duplicate_groups(connection: Connection) -> list[dict[str, Any]]:
    """Return incidents in a group of suspected duplicates."""
    query = _incidents().where(incident.c.duplicate_group.is_not(None))
    return _rows(connection, query.order_by(incident.c.duplicate_group, incident.c.event_date))


def waiting_for_verification(connection: Connection, recorded_until: datetime) -> list[dict[str, Any]]:
    """Return incidents that nobody judged since a moment."""
    query = _incidents().where(incident.c.verification == "belum", incident.c.recorded_at <= recorded_until)
    return _rows(connection, query.order_by(incident.c.recorded_at))


def potentials_past_review(connection: Connection, today: date) -> list[dict[str, Any]]:
    """Return open potentials whose day of review has passed."""
    query = _incidents().where(
        incident.c.stage == "potensi", incident.c.closed_on.is_(None), incident.c.review_by < today
    )
    return _rows(connection, query.order_by(incident.c.review_by))


def figures_with_parts(connection: Connection) -> list[dict[str, Any]]:
    """Return agency figures that say what they are made of."""
    query = select(agency_figure).where(agency_figure.c.parts.is_not(None), ~agency_figure.c.is_deleted)
    return _rows(connection, query.order_by(agency_figure.c.as_of.desc()))


def undecided_reports(connection: Connection, received_until: datetime) -> list[dict[str, Any]]:
    """Return reports that nobody decided since a moment."""
    query = _reports(received_until).where(report.c.state.in_(("baru", "diperiksa")))
    return _rows(connection, query.order_by(report.c.received_at))


def reports_received(connection: Connection, until: datetime) -> list[dict[str, Any]]:
    """Return reports that arrived up to a moment."""
    return _rows(connection, _reports(until))


def _reports(until: datetime) -> Select[Any]:
    columns = (report.c.id, report.c.region_code, report.c.classification, report.c.received_at)
    return select(*columns).where(report.c.received_at <= until, ~report.c.is_deleted)


def presences_ended(connection: Connection, until: date) -> list[dict[str, Any]]:
    """Return the id, place and last day of registrations that ended before a day. Nothing that tells a person."""
    ended = (presence.c.to_date < until) | (presence.c.to_date.is_(None) & (presence.c.permit_expires_on < until))
    query = select(presence.c.id, presence.c.region_code, presence.c.classification, presence.c.to_date)
    return _rows(connection, query.where(ended, ~presence.c.is_deleted))


def _incidents() -> Select[Any]:
    columns = (
        incident.c.id, incident.c.title, incident.c.event_date, incident.c.region_code, incident.c.classification,
        incident.c.duplicate_group, incident.c.recorded_at, incident.c.review_by,
    )  # fmt: skip
    return select(*columns).where(~incident.c.is_deleted)


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]
