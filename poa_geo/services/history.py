"""What was changed in a record, version by version: for its history, and for whoever saves second."""

from collections.abc import Mapping
from typing import Any

from poa_geo.domain.rules import field_label
from poa_geo.services.installation import Installation
from poa_geo.store import records
from poa_geo.store.records import NOT_COMPARED
from poa_geo.texts import mark, t

NAMES = {
    "dimension": mark("dimensi"),
    "life_field": mark("bidang"),
    "likelihood": mark("kemungkinan"),
    "impact": mark("dampak"),
    "rationale": mark("dasar penilaian"),
    "review_by": mark("tinjau ulang"),
    "status": mark("status"),
    "assessed_on": mark("tanggal penilaian"),
    "assessor": mark("penilai"),
    "second_reader": mark("pembaca kedua"),
    "approved_on": mark("tanggal disetujui"),
    "closed_on": mark("tanggal ditutup"),
    "outcome": mark("hasil"),
    "duplicate_group": mark("dugaan ganda"),
    "is_deleted": mark("dihapus dari hitungan"),
    "verified_by": mark("pemverifikasi"),
    "band": mark("warna"),
    "reason": mark("alasan"),
    "starts_on": mark("mulai berlaku"),
    "expires_on": mark("berakhir"),
    "ended_on": mark("diakhiri"),
    "declared_on": mark("tanggal penetapan"),
    "valid_until": mark("berlaku sampai"),
}


def versions_of(office: Installation, kind: str, record_id: str) -> list[dict[str, Any]]:
    """Return every version of a record, oldest first, its values under `body`, the fields it changed under `changed`.

    The caller has checked that the reader may see the record.
    """
    with office.reading() as connection:
        versions = records.history(connection, kind, record_id)
    before: Mapping[str, Any] = {}
    for version in versions:
        version["changed"] = _differing(version["body"], before)
        before = version["body"]
    return versions


def changed_since(office: Installation, kind: str, record_id: str, version: int) -> list[str]:
    """Return what people call the fields that differ between a version and the newest one."""
    with office.reading() as connection:
        versions = records.history(connection, kind, record_id)
    known: Mapping[str, Any] = next((entry["body"] for entry in versions if entry["version"] == version), {})
    return [field_name(name) for name in _differing(versions[-1]["body"], known)]


def field_name(name: str) -> str:
    """Return what people call a field: as our sheets do, or as named here."""
    return t(NAMES[name]) if name in NAMES else field_label(name).replace("_", " ")


def _differing(body: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in body if name not in NOT_COMPARED and body[name] != before.get(name))
