"""What was sent, as it was sent: sealed under a data key of its own, opened with a reason, gone after a while."""

from collections.abc import Mapping
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.access.sealing import master_version, seal, unseal
from poa_geo.domain.problem import RowProblem
from poa_geo.errors import InvalidRecord, NotFound, mark
from poa_geo.services.installation import Installation, Write
from poa_geo.services.record_steps import may_see
from poa_geo.store import identities, records

SHORTEST_REASON = 10
NO_REASON = mark("Tuliskan alasan membuka naskah asli, paling sedikit {length} huruf.")


def seal_original(write: Write, record_id: str, content: Mapping[str, Any]) -> bytes:
    """Seal a text under a new data key, kept with those of identities; destroying the key destroys every copy."""
    sealed, wrapped = seal(content, record_id, write.installation.keyring)
    key = {
        "record_id": record_id, "wrapped_key": wrapped, "master_version": master_version(wrapped),
        "name_hash": None, "passport_hash": None,
    }  # fmt: skip
    identities.insert_keys(write.connection, [key])
    return sealed


def open_original(office: Installation, reader: Reader, report_id: str, reason: str) -> dict[str, Any]:
    """Return what was sent; who opened it and why stands in the audit trail.

    Raises
    ------
    InvalidRecord
        If no reason is given.
    NotFound
        If there is no such report for this reader, or its original was destroyed.

    """
    reader.require("report.open_original")
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidRecord([RowProblem("reason", "", "missing", NO_REASON, {"length": SHORTEST_REASON})])
    with office.writing(reader, "report.open_original") as write:
        row = records.get(write.connection, "report", report_id)
        key = identities.wrapped_keys(write.connection, [report_id]).get(report_id)
        if not may_see(reader, row) or key is None or row["sealed_original"] is None:
            raise NotFound(kind="naskah asli")
        write.audit("report", report_id, fields=("sealed_original",), reason=reason.strip()[:300])
        return unseal(row["sealed_original"], key, report_id, office.keyring)
