"""Organisations, findings, referrals and agency figures: lists of records inside a scope."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.presences import in_scope
from poa_geo.store.records import KINDS


def inside(
    connection: Connection,
    kind: str,
    prefixes: Sequence[str],
    classifications: Collection[str],
    *,
    with_unplaced: bool,
    order_by: str,
    **equal: Any,
) -> list[dict[str, Any]]:
    """Return the records of a kind inside some regions and within a clearance, the greatest `order_by` first.

    Parameters
    ----------
    with_unplaced : bool
        Whether records without a place are among them.
    **equal
        Columns and the values they must have.

    """
    table = KINDS[kind]
    query = select(table).where(
        ~table.c.is_deleted,
        in_scope(table.c.region_code, prefixes, with_unplaced=with_unplaced),
        table.c.classification.in_(classifications),
        *(table.c[name] == value for name, value in equal.items()),
    )
    rows = connection.execute(query.order_by(table.c[order_by].desc(), table.c.id)).mappings()
    return [dict(row) for row in rows]
