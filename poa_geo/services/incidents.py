"""The incident register: read, add, edit, verify, close. Every write checks right, scope and version first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Incident
from poa_geo.errors import Conflict, NotFound, NotPermitted, mark
from poa_geo.services.installation import Installation
from poa_geo.store import records
from poa_geo.store.records import NOT_COMPARED

KIND = "incident"
OWN_REPORT = mark("Kejadian yang Anda catat sendiri harus diverifikasi orang lain.")


def get(office: Installation, reader: Reader, incident_id: str) -> Incident:
    """Return one incident.

    Raises
    ------
    NotFound
        If there is none, or it lies outside the reader's scope or clearance: both read the same.

    """
    reader.require("incident.read")
    with office.reading() as connection:
        row = records.find(connection, KIND, [incident_id]).get(incident_id)
    if row is None or not _may_see(reader, row):
        raise NotFound(kind="kejadian")
    return Incident(**row)


def find(office: Installation, reader: Reader, incident_ids: Sequence[str]) -> list[Incident]:
    """Return the incidents among `incident_ids` that the reader may see, in that order."""
    reader.require("incident.read")
    with office.reading() as connection:
        rows = records.find(connection, KIND, incident_ids)
    found = (rows[incident_id] for incident_id in incident_ids if incident_id in rows)
    return [Incident(**row) for row in found if _may_see(reader, row)]


def timeline(office: Installation, reader: Reader, incident_id: str) -> list[dict[str, Any]]:
    """Return every version of an incident, oldest first, with the fields each one changed."""
    get(office, reader, incident_id)
    with office.reading() as connection:
        versions = records.history(connection, KIND, incident_id)
    before: Mapping[str, Any] = {}
    for version in versions:
        body = version["body"]
        version["changed"] = sorted(
            name for name in body if name not in NOT_COMPARED and body[name] != before.get(name)
        )
        before = body
    return versions


def edit(office: Installation, reader: Reader, incident: Incident, *, expected_version: int) -> Incident:
    """Store a changed incident (checked and placed by the intake) as its next version.

    Raises
    ------
    Conflict
        If somebody else saved meanwhile; names the fields they changed. Nothing is lost or half written.

    """
    reader.require("incident.write")
    before = get(office, reader, incident.id)
    reader.require_region(incident.region_code)
    if before.version != expected_version:
        raise Conflict(changed=", ".join(_changed_since(office, incident.id, expected_version)))
    return _store(office, reader, "incident.edit", incident, before)


def verify(
    office: Installation,
    reader: Reader,
    incident_id: str,
    *,
    is_true: bool,
    source_grade: str,
    information_grade: str,
    expected_version: int,
    reason: str | None = None,
) -> Incident:
    """Judge an incident: graded and counted from now on, or refuted and counted no more.

    Raises
    ------
    NotPermitted
        If the reader entered it: who reports does not verify.

    """
    reader.require("incident.verify")
    before = get(office, reader, incident_id)
    if reader.account_id is not None and reader.account_id == before.created_by:
        raise NotPermitted(OWN_REPORT)
    today = office.today()
    judged = before.changed(
        verification="terverifikasi" if is_true else "tidak_terbukti",
        verified_on=today,
        verified_by=reader.account_id,
        updated_on=today,
        source_grade=source_grade,
        information_grade=information_grade,
    )
    if before.version != expected_version:
        raise Conflict(changed=", ".join(_changed_since(office, incident_id, expected_version)))
    return _store(office, reader, "incident.verify", judged, before, reason=reason)


def close(
    office: Installation,
    reader: Reader,
    incident_id: str,
    *,
    closed_on: date,
    outcome: str,
    expected_version: int,
) -> Incident:
    """Close an incident with what was done; its weight then ages faster, from where it was."""
    reader.require("incident.verify")
    before = get(office, reader, incident_id)
    if before.version != expected_version:
        raise Conflict(changed=", ".join(_changed_since(office, incident_id, expected_version)))
    closed = before.changed(status="selesai", closed_on=closed_on, outcome=outcome)
    return _store(office, reader, "incident.close", closed, before)


def delete(office: Installation, reader: Reader, incident_id: str, *, reason: str, expected_version: int) -> None:
    """Take an incident out of every count; its versions stay."""
    reader.require("incident.verify")
    before = get(office, reader, incident_id)
    if before.version != expected_version:
        raise Conflict(changed=", ".join(_changed_since(office, incident_id, expected_version)))
    _store(office, reader, "incident.delete", before.changed(is_deleted=True), before, reason=reason)


def _store(
    office: Installation,
    reader: Reader,
    action: str,
    incident: Incident,
    before: Incident,
    reason: str | None = None,
) -> Incident:
    with office.writing(reader, action) as write:
        after = incident.changed(
            version=before.version + 1,
            recorded_at=write.now,
            known_from=write.now,
            updated_by=reader.account_id,
        )
        write.replace(KIND, vars(after), reason=reason)
    return after


def _may_see(reader: Reader, row: Mapping[str, Any]) -> bool:
    return (
        not row["is_deleted"]
        and reader.may_see_region(row["region_code"])
        and reader.may_see_classification(row["classification"])
    )


def _changed_since(office: Installation, incident_id: str, version: int) -> list[str]:
    with office.reading() as connection:
        versions = records.history(connection, KIND, incident_id)
    known: dict[str, Any] = next((entry["body"] for entry in versions if entry["version"] == version), {})
    newest = versions[-1]["body"]
    return sorted(name for name in newest if name not in NOT_COMPARED and newest[name] != known.get(name))
