"""Batches of imported rows: what each file brought, and what is known of a source already."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from poa_geo.domain.sheet import HERE, OWN_RECORD, SHEET_SOURCE
from poa_geo.store.bulk import insert_rows
from poa_geo.store.records import KINDS
from poa_geo.store.tables import column_mapping, import_batch, import_row

CHUNK = 500
MANY_KEYS = 5_000  # from here on reading every key of a source is cheaper than naming those that are wanted


class Known(NamedTuple):
    """A stored record of a source: its id, the revision of its content, and where it counts."""

    id: str
    revision: str
    region_code: str | None


def known(connection: Connection, kind: str, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Known]:
    """Return (source name, source id) → stored record, deleted ones included, for the keys that are stored."""
    table = KINDS[kind].c
    ids_of: dict[str, list[str]] = {}
    for name, source_id in keys:
        ids_of.setdefault(name, []).append(source_id)
    found = _own_records(connection, kind, ids_of.get(SHEET_SOURCE, ()))
    for name, source_ids in ids_of.items():
        of_source = select(table.source_id, table.id, table.source_revision, table.region_code).where(
            table.source_name == name
        )
        starts = range(0, len(source_ids), CHUNK)
        queries = (of_source.where(table.source_id.in_(source_ids[start : start + CHUNK])) for start in starts)
        for query in [of_source] if len(source_ids) > MANY_KEYS else queries:
            for source_id, record_id, revision, region_code in connection.execute(query):
                found[name, source_id] = Known(record_id, revision or "", region_code)
    return found


def _own_records(connection: Connection, kind: str, source_ids: Iterable[str]) -> dict[tuple[str, str], Known]:
    """Return the records that this store itself exported: `HERE` says that no file changes them."""
    table = KINDS[kind].c
    ids = [source_id.removeprefix(OWN_RECORD) for source_id in source_ids if source_id.startswith(OWN_RECORD)]
    found = {}
    for start in range(0, len(ids), CHUNK):
        query = select(table.id, table.region_code).where(table.id.in_(ids[start : start + CHUNK]))
        for row in connection.execute(query):
            found[SHEET_SOURCE, OWN_RECORD + row.id] = Known(row.id, HERE, row.region_code)
    return found


def is_known_file(connection: Connection, digest: str) -> bool:
    """Say whether exactly this file was imported before and not undone."""
    query = select(import_batch.c.id).where(import_batch.c.file_digest == digest, import_batch.c.undone_at.is_(None))
    return connection.execute(query.limit(1)).first() is not None


def insert_batch(connection: Connection, batch: Mapping[str, Any]) -> None:
    """Add the batch; its records and rows point at it, so it comes first."""
    insert_rows(connection, import_batch, [batch])


def insert_batch_rows(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add what became of each row of a batch."""
    insert_rows(connection, import_row, rows)


def batches(connection: Connection, limit: int = 200) -> list[dict[str, Any]]:
    """Return the newest batches, newest first."""
    query = select(import_batch).order_by(import_batch.c.finished_at.desc(), import_batch.c.id.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def batch(connection: Connection, batch_id: str) -> dict[str, Any] | None:
    """Return one batch."""
    row = connection.execute(select(import_batch).where(import_batch.c.id == batch_id)).mappings().first()
    return dict(row) if row else None


def batch_rows(connection: Connection, batch_id: str) -> list[dict[str, Any]]:
    """Return what became of each row of a batch, in the order of the file."""
    query = select(import_row).where(import_row.c.batch_id == batch_id).order_by(import_row.c.row_number)
    return [dict(row) for row in connection.execute(query).mappings()]


def mark_undone(connection: Connection, batch_id: str, at: datetime) -> None:
    """Note that a batch was taken back."""
    connection.execute(import_batch.update().where(import_batch.c.id == batch_id).values(undone_at=at))


def mapping_of(connection: Connection, agency: str, form: str) -> dict[str, str]:
    """Return how an agency's columns were mapped last time; empty where they never were."""
    table = column_mapping.c
    found = connection.execute(select(table.mapping).where(table.agency == agency, table.format == form)).scalar()
    return dict(found or {})


def put_mapping(connection: Connection, agency: str, form: str, mapping: Mapping[str, str], at: datetime) -> None:
    """Remember how an agency's columns are mapped; names of older sheets stay known."""
    table = column_mapping
    known = mapping_of(connection, agency, form)
    connection.execute(table.delete().where(table.c.agency == agency, table.c.format == form))
    row = {"agency": agency, "format": form, "mapping": known | dict(mapping), "updated_at": at}
    connection.execute(table.insert(), row)
