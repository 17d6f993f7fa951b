"""What the services of records with states share: who sees a row, its next version, whoever saves second."""

from collections.abc import Mapping
from typing import Any, TypeVar

from poa_geo.access.reader import Reader
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Record
from poa_geo.domain.region import KECAMATAN, level_of
from poa_geo.errors import Conflict, InvalidRecord, NotFound, mark
from poa_geo.services.history import changed_since
from poa_geo.services.installation import Installation, Write
from poa_geo.store import records
from poa_geo.store.records import KINDS

Kind = TypeVar("Kind", bound=Record)
NO_REGION = mark("Pilih wilayah.")
PRECISION_OF_LEVEL = {0: 6, 1: 5, 2: 4, KECAMATAN: 3}


def placed(office: Installation, code: str) -> dict[str, Any]:
    """Return the place columns of a record of one region; `InvalidRecord` or `UnknownRegion` where there is none."""
    if not code:
        raise InvalidRecord([RowProblem("region_code", "", "missing", NO_REGION)])
    office.tree.index(code)
    return {"region_code": code, "geo_precision": PRECISION_OF_LEVEL[level_of(code)]}


def visible(reader: Reader, row: Mapping[str, Any] | None, label: str) -> Mapping[str, Any]:
    """Return a row the reader may see; `NotFound` otherwise: absent and hidden read the same."""
    if row is None or not may_see(reader, row):
        raise NotFound(kind=label)
    return row


def may_see(reader: Reader, row: Mapping[str, Any]) -> bool:
    """Say whether a row is there, in scope and within the clearance."""
    return (
        not row["is_deleted"]
        and reader.may_see_region(row["region_code"])
        and reader.may_see_classification(row["classification"])
    )


def require_version(office: Installation, kind: str, record: Record, expected_version: int) -> None:
    """Stop here if somebody else saved meanwhile; names what they changed."""
    if record.version != expected_version:
        raise Conflict(changed=", ".join(changed_since(office, kind, record.id, expected_version)))


def next_version(write: Write, kind: str, before: Kind, *, reason: str | None = None, **changes: Any) -> Kind:
    """Store the next version of a record and return it."""
    after = before.changed(
        version=before.version + 1,
        recorded_at=write.now,
        known_from=write.now,
        updated_by=write.reader.account_id,
        **changes,
    )
    write.replace(kind, vars(after), reason=reason)
    return after


def every_row(office: Installation, kind: str) -> list[dict[str, Any]]:
    """Return all rows of a small kind, the newest first."""
    with office.reading() as connection:
        found = connection.execute(KINDS[kind].select().order_by(KINDS[kind].c.id.desc())).mappings()
        return [dict(row) for row in found]


def stored(office: Installation, kind: str, record_id: str) -> dict[str, Any] | None:
    """Return one row, deleted ones included; None where there is none."""
    with office.reading() as connection:
        return records.find(connection, kind, [record_id]).get(record_id)
