"""What is known of each attachment; the file itself lies sealed beside the database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import attachment


def add(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add one attachment."""
    connection.execute(attachment.insert(), dict(row))


def get(connection: Connection, attachment_id: str) -> dict[str, Any] | None:
    """Return one attachment."""
    row = connection.execute(select(attachment).where(attachment.c.id == attachment_id)).mappings().first()
    return dict(row) if row else None


def of_record(connection: Connection, kind: str, record_id: str) -> list[dict[str, Any]]:
    """Return the attachments of a record, the oldest first."""
    query = select(attachment).where(attachment.c.record_kind == kind, attachment.c.record_id == record_id)
    return [dict(row) for row in connection.execute(query.order_by(attachment.c.id)).mappings()]


def remove(connection: Connection, attachment_id: str) -> None:
    """Forget an attachment and with it the key of its file."""
    connection.execute(attachment.delete().where(attachment.c.id == attachment_id))
