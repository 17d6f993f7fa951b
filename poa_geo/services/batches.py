"""Past imports: what they brought, and taking one back."""

from collections.abc import Mapping, Sequence
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.errors import NotFound
from poa_geo.services.installation import Installation, Write
from poa_geo.store import imports as store
from poa_geo.store import records


def batches(office: Installation, reader: Reader) -> list[dict[str, Any]]:
    """Return past imports, newest first: the reader's own; all of them for who watches a provinsi or the country."""
    reader.require("batch.read")
    with office.reading() as connection:
        found = store.batches(connection)
    return [batch for batch in found if _is_own(reader, batch)]


def undo(office: Installation, reader: Reader, batch_id: str) -> int:
    """Take back what a batch added and nobody changed since; return how many records that was.

    A record that the batch only brought up to date keeps its newer content. Importing the file again brings the
    records back.

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
        undone = _take_back(write, batch["kind"], ids)
        store.mark_undone(write.connection, batch_id, write.now)
        write.audit("import_batch", batch_id, fields=("is_deleted",), content={"undone": undone})
    return undone


def _take_back(write: Write, kind: str, ids: Sequence[str]) -> int:
    stored = records.find(write.connection, kind, ids)
    rows = [
        row | {"version": 2, "is_deleted": True, "recorded_at": write.now, "known_from": write.now,
               "updated_by": write.reader.account_id, "source_revision": ""}
        for row in stored.values()
        if row["version"] == 1 and not row["is_deleted"] and write.reader.may_see_region(row["region_code"])
    ]  # fmt: skip
    records.replace_rows(write.connection, kind, rows)
    return len(rows)


def _is_own(reader: Reader, batch: Mapping[str, Any]) -> bool:
    return reader.account_id is None or batch["account_id"] == reader.account_id or reader.may_see_region(None)
