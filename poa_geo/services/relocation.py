"""Every incident with a point, placed again by other boundaries, inside the transaction that stores them."""

from collections.abc import Callable, Mapping
from typing import Any

from poa_geo.domain.record import Precision
from poa_geo.importers.placing import Anchor, Ground, Placed, place_again
from poa_geo.services.installation import Write
from poa_geo.store import records, regions
from poa_geo.texts import t

BATCH_ROWS = 50_000

Tell = Callable[[str], None]
"""Is told each step in a few words."""


def place_all_again(write: Write, ground: Ground, tell: Tell) -> dict[str, int]:
    """Move every incident whose place reads differently on a ground; return counts as `BoundaryResult` names them.

    Each moved record gets its version and its line in the change feed; the caller writes the audit row.
    """
    counts = {"relocated": 0, "confirmed": 0, "unplaced": 0, "doubtful": 0}
    rows = regions.anchored(write.connection)
    for start in range(0, len(rows), BATCH_ROWS):
        batch = rows[start : start + BATCH_ROWS]
        changed: dict[str, Placed] = {}
        for row, (placed, is_doubtful) in zip(batch, place_again([_anchor(row) for row in batch], ground), strict=True):
            counts["doubtful"] += is_doubtful
            if placed == (row.region_code, row.geo_precision, row.placed_by):
                continue
            changed[row.id] = placed
            is_elsewhere = placed.region_code != row.region_code
            counts["relocated" if is_elsewhere else "confirmed"] += 1
            counts["unplaced"] += is_elsewhere and placed.region_code is None
        _move(write, changed)
        tell(t("menempatkan ulang kejadian: {done} dari {count}", done=start + len(batch), count=len(rows)))
    return counts


def _anchor(row: Any) -> Anchor:
    """Return what a stored incident knows; one that was placed by its code states that code."""
    if row.stated_code or row.stated_precision:
        return Anchor(row.lon, row.lat, row.stated_code, row.stated_precision or Precision.POINT)
    stated = row.region_code if row.placed_by == "kode" else None
    return Anchor(row.lon, row.lat, stated, row.geo_precision)


def _move(write: Write, changed: Mapping[str, Placed]) -> None:
    rows = [
        row | {"region_code": placed.region_code, "geo_precision": int(placed.precision), "placed_by": placed.placed_by,
               "version": row["version"] + 1, "recorded_at": write.now, "updated_by": write.reader.account_id}
        for row_id, row in records.find(write.connection, "incident", changed).items()
        for placed in [changed[row_id]]
    ]  # fmt: skip
    records.relocate(write.connection, rows, write.now)
