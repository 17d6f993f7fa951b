"""Which records a reader may see: inside the scope, within the clearance. Outside of either, there are none."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from poa_geo.access.reader import Reader
from poa_geo.domain.plain_text import holds_telephone
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import CLASSIFICATIONS
from poa_geo.domain.region import NATION
from poa_geo.errors import Conflict, InvalidRecord, NotFound, NotPermitted
from poa_geo.services.history import changed_since
from poa_geo.services.installation import Installation, Write
from poa_geo.services.record_steps import may_see
from poa_geo.store import records, registers
from poa_geo.texts import mark

SHORTEST_REASON, LONGEST_REASON = 10, 300

ABOVE_CLEARANCE = mark("Klasifikasi {value} lebih tinggi daripada kewenangan akun Anda.")
HOLDS_NUMBER = mark("Tulis alasan tanpa nama, nomor paspor, atau nomor telepon; alasan dibaca pengawas.")
NO_REASON = mark("Tuliskan alasan, paling sedikit {length} huruf.")


def require_visible(reader: Reader, row: Mapping[str, Any], kind: str) -> None:
    """Stop here unless a reader may see a record; deleted ones nobody sees.

    Raises
    ------
    NotFound
        If not: what lies outside reads the same as what does not exist.

    """
    if not may_see(reader, row):
        raise NotFound(kind=kind)


def get_visible(office: Installation, reader: Reader, kind: str, record_id: str, name: str) -> dict[str, Any]:
    """Return a record's columns; see `require_visible`. `name` is what people call the kind."""
    with office.reading() as connection:
        row = _get(connection, kind, record_id, name)
    require_visible(reader, row, name)
    return row


def _get(connection: Connection, kind: str, record_id: str, name: str) -> dict[str, Any]:
    found = records.find(connection, kind, [record_id])
    if record_id not in found:
        raise NotFound(kind=name)
    return found[record_id]


def all_visible(
    office: Installation, reader: Reader, kind: str, region: str, *, order_by: str, **equal: Any
) -> list[dict[str, Any]]:
    """Return every record of a kind in a region that a reader may see, the greatest `order_by` first."""
    with office.reading() as connection:
        return registers.inside(
            connection, kind, reader.scope_within(region), classifications(reader),
            with_unplaced=shows_unplaced(reader, region), order_by=order_by, **equal,
        )  # fmt: skip


def classifications(reader: Reader) -> tuple[str, ...]:
    """Return the classifications within a reader's clearance."""
    return CLASSIFICATIONS[: reader.clearance + 1]


def shows_unplaced(reader: Reader, region: str) -> bool:
    """Say whether records without a place belong to what a reader asks for."""
    return region == NATION and reader.may_see_region(None)


def require_writable(reader: Reader, values: Mapping[str, Any]) -> None:
    """Stop here unless a reader may write a record at its place and classification."""
    reader.require_region(values["region_code"])
    if not reader.may_see_classification(values["classification"]):
        raise NotPermitted(ABOVE_CLEARANCE, value=values["classification"])


def require_version(office: Installation, kind: str, row: Mapping[str, Any], expected: int) -> None:
    """Stop here if somebody else saved meanwhile; names what they changed.

    Raises
    ------
    Conflict
        If the stored version is another one.

    """
    if row["version"] != expected:
        raise Conflict(changed=", ".join(changed_since(office, kind, row["id"], expected)))


def require_reason(reason: str) -> str:
    """Return a reason without blanks around it.

    Raises
    ------
    InvalidRecord
        If there is hardly one, or it holds a telephone number.

    """
    told = reason.strip()[:LONGEST_REASON]
    if len(told) < SHORTEST_REASON:
        raise InvalidRecord([RowProblem("alasan", "", "missing", NO_REASON, {"length": SHORTEST_REASON})])
    if holds_telephone(told):
        raise InvalidRecord([RowProblem("alasan", "", "names_person", HOLDS_NUMBER)])
    return told


def next_version(write: Write, row: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a record's columns with changes, as its next version."""
    return {
        **row, **changes, "version": row["version"] + 1, "recorded_at": write.now, "known_from": write.now,
        "updated_by": write.reader.account_id,
    }  # fmt: skip
