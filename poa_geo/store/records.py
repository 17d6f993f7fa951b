"""Records in, records changed, records out: every write leaves a version and a line in the change feed."""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, func, select
from sqlalchemy import Row as ResultRow

from poa_geo.errors import Conflict, NotFound
from poa_geo.store import tables
from poa_geo.store.bulk import insert_rows
from poa_geo.store.listening import announce

KINDS: dict[str, Table] = {
    "incident": tables.incident,
    "presence": tables.presence,
    "assessment": tables.assessment,
    "nil_report": tables.nil_report,
    "organisation": tables.organisation,
    "finding": tables.finding,
    "referral": tables.referral,
    "report": tables.report,
    "action": tables.action,
    "plan_item": tables.plan_item,
    "agency_figure": tables.agency_figure,
    "legal_status": tables.legal_status,
    "override": tables.override,
}
"""Record kind → its table. A new kind is a row here."""

NOT_COMPARED = frozenset({"id", "version", "recorded_at", "known_from", "updated_by", "batch_id"})
Row = Mapping[str, Any]


def insert(connection: Connection, kind: str, rows: Sequence[Row]) -> None:
    """Insert new records of one kind, all with the same columns, with their first versions and changes."""
    insert_rows(connection, KINDS[kind], rows)
    _keep_versions(connection, kind, rows)


def replace_rows(connection: Connection, kind: str, rows: Sequence[Row]) -> None:
    """Replace records of one kind by newer versions (full rows, `version` already raised).

    Every row must still be at the version before; otherwise nothing is written.

    Raises
    ------
    Conflict
        If somebody else changed one of them meanwhile.

    """
    table = KINDS[kind]
    for row in rows:
        done = connection.execute(
            table.update().where(table.c.id == row["id"], table.c.version == row["version"] - 1).values(dict(row))
        )
        if done.rowcount != 1:
            raise Conflict(changed=", ".join(changed_fields(connection, kind, row)) or kind)
    _keep_versions(connection, kind, rows)


def relocate(connection: Connection, rows: Sequence[Row], known_from: datetime) -> None:
    """Store incidents that boundaries placed anew (full rows, `version` already raised).

    The new place is known from `known_from`, the day of the boundaries; the report itself keeps its own, so a region
    does not count as freshly reported because its outline came in.
    """
    incident = tables.incident
    moved = ("region_code", "geo_precision", "placed_by", "version", "recorded_at", "updated_by")
    statement = incident.update().where(incident.c.id == bindparam("of_id"))
    values = [{"of_id": row["id"], **{f"new_{name}": row[name] for name in moved}} for row in rows]
    if values:
        connection.execute(statement.values({name: bindparam(f"new_{name}") for name in moved}), values)
        _keep_versions(connection, "incident", rows, known_from)


def changed_fields(connection: Connection, kind: str, row: Row) -> list[str]:
    """Return the names of the columns in which the stored record differs from `row`."""
    stored = get(connection, kind, row["id"])
    return sorted(name for name in row if name not in NOT_COMPARED and stored[name] != row[name])


def get(connection: Connection, kind: str, record_id: str) -> dict[str, Any]:
    """Return one record, deleted ones included.

    Raises
    ------
    NotFound
        If there is none.

    """
    table = KINDS[kind]
    row = connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
    if row is None:
        raise NotFound(kind=kind)
    return dict(row)


def find(connection: Connection, kind: str, record_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the records that exist among `record_ids`, by id."""
    table, wanted = KINDS[kind], list(record_ids)
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(wanted), 500):
        chunk = select(table).where(table.c.id.in_(wanted[start : start + 500]))
        found |= {row["id"]: dict(row) for row in connection.execute(chunk).mappings()}
    return found


def find_columns(
    connection: Connection, kind: str, record_ids: Sequence[str], names: Sequence[str]
) -> dict[str, ResultRow[Any]]:
    """Return some columns, `id` first, of the records that exist among `record_ids`, by id."""
    table = KINDS[kind]
    query = select(*(table.c[name] for name in names))
    found: dict[str, ResultRow[Any]] = {}
    for start in range(0, len(record_ids), 500):
        chunk = connection.execute(query.where(table.c.id.in_(record_ids[start : start + 500])))
        found |= {row[0]: row for row in chunk}
    return found


def history(connection: Connection, kind: str, record_id: str) -> list[dict[str, Any]]:
    """Return all versions of one record, oldest first, each with its values under `body`."""
    versions = tables.record_version
    rows = connection.execute(
        select(versions).where(versions.c.kind == kind, versions.c.record_id == record_id).order_by(versions.c.version)
    ).mappings()
    return [dict(row) | {"body": json.loads(row["body"])} for row in rows]


def as_known(
    connection: Connection, kind: str, record_ids: Iterable[str], instant: datetime
) -> dict[str, dict[str, Any]]:
    """Return the newest version of records written down and known by an instant, by id, as their table has it."""
    versions, wanted = tables.record_version, list(record_ids)
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(wanted), 500):
        query = select(versions.c.record_id, versions.c.body).where(
            versions.c.kind == kind, versions.c.record_id.in_(wanted[start : start + 500]),
            versions.c.known_from <= instant, versions.c.recorded_at <= instant,
        )  # fmt: skip
        for row in connection.execute(query.order_by(versions.c.version)):
            found[row.record_id] = _from_body(KINDS[kind], json.loads(row.body))
    return found


def _from_body(table: Table, body: Row) -> dict[str, Any]:
    return {column.name: _from_json(column, body.get(column.name)) for column in table.columns}


def _from_json(column: Column[Any], value: Any) -> Any:
    if value is None or column.type.python_type not in (date, datetime):
        return value
    return column.type.python_type.fromisoformat(value)


def last_change(connection: Connection) -> int:
    """Return the newest number of the change feed: the version of the data."""
    return int(connection.execute(select(func.coalesce(func.max(tables.change.c.seq), 0))).scalar_one())


def changes_since(connection: Connection, seq: int) -> list[tuple[int, str, str]]:
    """Return (seq, kind, record id) of everything written after `seq`, oldest first."""
    change = tables.change
    rows = connection.execute(select(change).where(change.c.seq > seq).order_by(change.c.seq))
    return [(row.seq, row.kind, row.record_id) for row in rows]


def body_of(row: Row) -> str:
    """Return a record's values as canonical JSON: the same text for the same values on every database."""
    return _CANONICAL.encode(row)


def _keep_versions(connection: Connection, kind: str, rows: Sequence[Row], known_from: datetime | None = None) -> None:
    versions = [
        {
            "kind": kind,
            "record_id": row["id"],
            "version": row["version"],
            "recorded_at": row["recorded_at"],
            "known_from": known_from or row["known_from"],
            "recorded_by": row.get("updated_by"),
            "body": body_of(row),
        }
        for row in rows
    ]
    insert_rows(connection, tables.record_version, versions)
    insert_rows(connection, tables.change, [{"kind": kind, "record_id": row["id"]} for row in rows])
    announce(connection)


def _jsonable(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"cannot keep {type(value).__name__} in a version")


_CANONICAL = json.JSONEncoder(default=_jsonable, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
