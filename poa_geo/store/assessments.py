"""Assessments as lists read them."""

from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import assessment


def current(connection: Connection) -> list[dict[str, Any]]:
    """Return every assessment that is not deleted, the newest first."""
    query = select(assessment).where(~assessment.c.is_deleted)
    found = connection.execute(query.order_by(assessment.c.assessed_on.desc(), assessment.c.id.desc()))
    return [dict(row) for row in found.mappings()]


def of_subject(connection: Connection, kind: str, subject_id: str) -> list[dict[str, Any]]:
    """Return the assessments of one subject, the oldest first."""
    query = select(assessment).where(
        ~assessment.c.is_deleted, assessment.c.subject_kind == kind, assessment.c.subject_id == subject_id
    )
    return [dict(row) for row in connection.execute(query.order_by(assessment.c.id)).mappings()]
