"""Record versions in the order in which they became known: what a replay is made of."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, case, select

from poa_geo.store import tables
from poa_geo.store.read_model import COLUMNS, typed_row

ROWS_AT_ONCE = 2000


class Known(NamedTuple):
    """One version of a record; `row` holds the narrow columns of its kind, None where it says "deleted"."""

    known_at: datetime
    kind: str
    record_id: str
    version: int
    row: tuple[Any, ...] | None


def versions_in_order(connection: Connection, kinds: Sequence[str]) -> Iterator[Known]:
    """Yield every version of some kinds, the first known first.

    A version is known once it was both written down and possible to know: a feed that is imported late, or a report
    entered after the event, changes no day before its arrival.
    """
    version = tables.record_version
    known_at = case((version.c.recorded_at > version.c.known_from, version.c.recorded_at), else_=version.c.known_from)
    query = (
        select(known_at.label("known_at"), version.c.kind, version.c.record_id, version.c.version, version.c.body)
        .where(version.c.kind.in_(kinds))
        .order_by(known_at, version.c.kind, version.c.record_id, version.c.version)
    )
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query):
        body = json.loads(row.body)
        columns = None if body["is_deleted"] else typed_row(row.kind, body)
        yield Known(row.known_at, row.kind, row.record_id, row.version, columns)


def columns_of(kind: str, rows: Sequence[tuple[Any, ...]]) -> dict[str, Sequence[Any]]:
    """Return rows of a kind as columns."""
    names = COLUMNS[kind]
    return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
