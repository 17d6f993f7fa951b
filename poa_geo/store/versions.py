"""Earlier versions of a record, with the types its table has: what an undo goes back to."""

import base64
import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, LargeBinary, select

from poa_geo.store.instant import Instant
from poa_geo.store.records import KINDS
from poa_geo.store.tables import record_version


def row_at(connection: Connection, kind: str, record_id: str, version: int) -> dict[str, Any] | None:
    """Return the row a record had at a version; None where that version is not kept."""
    versions = record_version
    query = select(versions.c.body).where(
        versions.c.kind == kind, versions.c.record_id == record_id, versions.c.version == version
    )
    body = connection.execute(query).scalar()
    if body is None:
        return None
    columns = KINDS[kind].columns
    return {name: _typed(columns[name], value) for name, value in json.loads(body).items() if name in columns}


def _typed(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(column.type, LargeBinary) else value
