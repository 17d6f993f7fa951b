"""The audit trail: who did what, when and why, as a chain that shows any change made behind its back.

Each row carries an HMAC over its own values and the HMAC of the row before. The key lies outside the database. Rows
hold ids, names of fields and digests, never values.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from poa_geo.store.tables import audit

START = "0" * 64
CHAINED = (
    "seq",
    "at",
    "account_id",
    "action",
    "subject_kind",
    "subject_id",
    "fields",
    "digest",
    "reason",
    "address",
)


@dataclass(frozen=True)
class BrokenLink:
    """Where the chain does not hold: `problem` is changed, missing or reordered."""

    seq: int
    problem: str


def append(
    connection: Connection,
    key: bytes,
    *,
    account_id: str | None,
    action: str,
    subject_kind: str | None = None,
    subject_id: str | None = None,
    fields: Iterable[str] = (),
    digest: str | None = None,
    reason: str | None = None,
    address: str | None = None,
    at: datetime | None = None,
) -> int:
    """Add one row to the chain, inside the writer's transaction, and return its number.

    Parameters
    ----------
    connection : Connection
        From `store.engine.writing`: its lock keeps the chain in order.
    key : bytes
        The audit key of the installation.
    action : str
        What was done, for example ``incident.edit``.
    fields : iterable of str
        Names of the fields that changed.
    digest : str, optional
        SHA-256 of what was written.

    """
    last = connection.execute(select(audit.c.seq, audit.c.mac).order_by(audit.c.seq.desc()).limit(1)).first()
    row: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "at": (at or datetime.now(UTC)).replace(microsecond=0),
        "account_id": account_id,
        "action": action,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "fields": ",".join(sorted(fields)) or None,
        "digest": digest,
        "reason": reason,
        "address": address,
    }
    row["mac"] = _mac(key, last.mac if last else START, row)
    connection.execute(audit.insert(), row)
    return int(row["seq"])


def verify(connection: Connection, key: bytes, head: tuple[int, str] | None = None) -> list[BrokenLink]:
    """Walk the whole chain and return every break; an empty list means it is whole.

    Parameters
    ----------
    head : (seq, mac), optional
        A head exported earlier; it must still stand in the chain, or the tail was cut.

    """
    broken: list[BrokenLink] = []
    expected, previous, previous_at = 1, START, datetime.min.replace(tzinfo=UTC)
    macs: dict[int, str] = {}
    for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings():
        if row["seq"] != expected:
            broken.append(BrokenLink(expected, "missing"))
        elif not hmac.compare_digest(_mac(key, previous, dict(row)), row["mac"]):
            broken.append(BrokenLink(row["seq"], "reordered" if row["at"] < previous_at else "changed"))
        expected, previous, previous_at = row["seq"] + 1, row["mac"], row["at"]
        macs[row["seq"]] = row["mac"]
    if head and macs.get(head[0]) != head[1]:
        broken.append(BrokenLink(head[0], "missing"))
    return broken


def head(connection: Connection) -> tuple[int, str] | None:
    """Return number and HMAC of the last row: kept elsewhere, it proves later that no tail was cut."""
    row = connection.execute(select(audit.c.seq, audit.c.mac).order_by(audit.c.seq.desc()).limit(1)).first()
    return (row.seq, row.mac) if row else None


def _mac(key: bytes, previous: str, row: dict[str, Any]) -> str:
    values = [previous, *(_text(row[name]) for name in CHAINED)]
    return hmac.new(key, json.dumps(values, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()


def _text(value: Any) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return None if value is None else str(value)
