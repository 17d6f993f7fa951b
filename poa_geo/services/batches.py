"""Past imports: who brought what, and taking one back as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.errors import NotFound
from poa_geo.services.identities import refresh_hashes
from poa_geo.services.installation import Installation, Write
from poa_geo.store import accounts, records, versions
from poa_geo.store import imports as store


def batches(office: Installation, reader: Reader) -> list[dict[str, Any]]:
    """Return past imports, newest first, each with the name of who brought it under `account_name`.

    The reader's own; all of them for who watches a provinsi or the country.
    """
    reader.require("batch.read")
    with office.reading() as connection:
        found = store.batches(connection)
        names = {account["id"]: account["display_name"] for account in accounts.every(connection)}
    return [batch | {"account_name": names.get(batch["account_id"])} for batch in found if _is_own(reader, batch)]


def undo(office: Installation, reader: Reader, batch_id: str) -> int:
    """Take back a batch as a whole; return how many records changed by that.

    What it added is gone, what it brought up to date is as it was before. A record that somebody changed since stays
    as that person left it. Importing the file again brings everything back.

    Raises
    ------
    NotFound
        If there is no such batch for this reader, or it was undone already.

    """
    reader.require("batch.undo")
    with office.writing(reader, "import.undo") as write:
        batch = store.batch(write.connection, batch_id)
        if batch is None or batch["undone_at"] or not _is_own(reader, batch):
            raise NotFound(kind="impor")
        ids = [row["record_id"] for row in store.batch_rows(write.connection, batch_id) if row["record_id"]]
        undone = _take_back(write, batch, sorted(set(ids)))
        store.mark_undone(write.connection, batch_id, write.now)
        write.audit("import_batch", batch_id, fields=("is_deleted",), content={"undone": undone})
    return undone


def _take_back(write: Write, batch: Mapping[str, Any], ids: Sequence[str]) -> int:
    kind = batch["kind"]
    untouched = [row for row in records.find(write.connection, kind, ids).values() if _is_as_left(write, batch, row)]
    rows = [_before(write, kind, row) for row in untouched]
    records.replace_rows(write.connection, kind, rows)
    if kind == "presence":
        refresh_hashes(write, [row for row in rows if not row["is_deleted"]])
    return len(rows)


def _is_as_left(write: Write, batch: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Say whether a record is still as the batch wrote it, and within the reader's reach."""
    is_its = row["batch_id"] == batch["id"] and row["recorded_at"] == batch["started_at"]
    return is_its and not row["is_deleted"] and write.reader.may_see_region(row["region_code"])


def _before(write: Write, kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the next version of a record, which says what the version before the batch said; deleted where none."""
    earlier = versions.row_at(write.connection, kind, row["id"], row["version"] - 1)
    said = earlier or dict(row) | {"is_deleted": True, "source_revision": ""}
    return said | {
        "version": row["version"] + 1, "recorded_at": write.now, "known_from": write.now,
        "updated_by": write.reader.account_id,
    }  # fmt: skip


def _is_own(reader: Reader, batch: Mapping[str, Any]) -> bool:
    return reader.account_id is None or batch["account_id"] == reader.account_id or reader.may_see_region(None)
