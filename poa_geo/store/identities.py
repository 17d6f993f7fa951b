"""The data keys of sealed identities and the hashes they are found by."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.bulk import insert_rows
from poa_geo.store.tables import identity_key


def insert_keys(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add the data keys of new records."""
    insert_rows(connection, identity_key, rows)


def wrapped_keys(connection: Connection, record_ids: Iterable[str]) -> dict[str, bytes]:
    """Return record id → wrapped data key, without the records that were erased."""
    wanted = list(record_ids)
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), 500):
        query = select(identity_key.c.record_id, identity_key.c.wrapped_key).where(
            identity_key.c.record_id.in_(wanted[start : start + 500])
        )
        found |= {row.record_id: row.wrapped_key for row in connection.execute(query)}
    return found


def replace_hashes(connection: Connection, row: Mapping[str, Any]) -> None:
    """Set the search hashes of a record whose identity changed; its key stays."""
    hashes = {name: row[name] for name in ("name_hash", "passport_hash")}
    connection.execute(identity_key.update().where(identity_key.c.record_id == row["record_id"]).values(hashes))


def erase(connection: Connection, record_ids: Iterable[str]) -> None:
    """Destroy data keys: every version and backup of these identities becomes unreadable."""
    for record_id in record_ids:
        connection.execute(identity_key.delete().where(identity_key.c.record_id == record_id))
