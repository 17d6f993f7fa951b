"""The incident register: read, add, edit, verify, close. Every write checks right, scope and version first."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from poa_geo.access.reader import Reader
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Incident
from poa_geo.domain.steps import require_step
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, mark
from poa_geo.services.history import versions_of
from poa_geo.services.installation import Installation
from poa_geo.services.record_steps import next_version, require_version
from poa_geo.store import records

KIND = "incident"
Listed = Row[Any]
"""Columns of an incident by name, as `LISTED` says."""

STAGE_MACHINE, STATUS_MACHINE = "incident_stage", "incident_status"
"""Names of the steps of an incident in ``reference/steps.csv``."""

CLOSED, REOPENED = "selesai", "ditangani"
NO_REASON = mark("Tuliskan alasan membuka kembali kejadian.")
CLOSE_APART = mark("Kejadian ditutup lewat Tutup kejadian, dengan hasil penanganan dan tanggalnya.")
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


LISTED = (
    "id", "event_date", "title", "region_code", "geo_precision", "stage", "form", "issue_type", "conflict_source",
    "verification", "status", "source_grade", "information_grade", "source_agency", "deaths", "injured", "lon", "lat",
    "classification", "is_deleted",
)  # fmt: skip


def listed(office: Installation, reader: Reader, incident_ids: Sequence[str]) -> list[Listed]:
    """Return what lists show of incidents, of those that the reader may see, in that order; read as narrow rows."""
    reader.require("incident.read")
    with office.reading() as connection:
        rows = records.find_columns(connection, KIND, incident_ids, LISTED)
    found = (rows[incident_id] for incident_id in incident_ids if incident_id in rows)
    return [row for row in found if _may_see(reader, row._mapping)]


def find_as_known(
    office: Installation, reader: Reader, incident_ids: Sequence[str], instant: datetime
) -> list[Incident]:
    """Return incidents as they were known at an instant, of those that the reader may see today."""
    readable = [incident.id for incident in find(office, reader, incident_ids)]
    with office.reading() as connection:
        rows = records.as_known(connection, KIND, readable, instant)
    return [Incident(**rows[incident_id]) for incident_id in readable if incident_id in rows]


def timeline(office: Installation, reader: Reader, incident_id: str) -> list[dict[str, Any]]:
    """Return every version of an incident, oldest first, with the fields each one changed."""
    get(office, reader, incident_id)
    return versions_of(office, KIND, incident_id)


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
    require_version(office, KIND, before, expected_version)
    _require_steps(before, incident)
    with office.writing(reader, "incident.edit") as write:
        return next_version(write, KIND, incident.changed(version=before.version))


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
    require_version(office, KIND, before, expected_version)
    with office.writing(reader, "incident.verify") as write:
        return next_version(write, KIND, judged, reason=reason)


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
    require_version(office, KIND, before, expected_version)
    require_step(STATUS_MACHINE, before.status, CLOSED)
    with office.writing(reader, "incident.close") as write:
        return next_version(write, KIND, before, status=CLOSED, closed_on=closed_on, outcome=outcome)


def reopen(office: Installation, reader: Reader, incident_id: str, *, reason: str, expected_version: int) -> Incident:
    """Take a closed incident up again, with a reason; its weight is what it would be had it stayed open."""
    reader.require("incident.verify")
    before = get(office, reader, incident_id)
    require_version(office, KIND, before, expected_version)
    require_step(STATUS_MACHINE, before.status, REOPENED)
    if not reason.strip():
        raise InvalidRecord([RowProblem("reason", "", "missing", NO_REASON)])
    with office.writing(reader, "incident.reopen") as write:
        return next_version(write, KIND, before, reason=reason, status=REOPENED, closed_on=None)


def delete(office: Installation, reader: Reader, incident_id: str, *, reason: str, expected_version: int) -> None:
    """Take an incident out of every count; its versions stay."""
    reader.require("incident.verify")
    before = get(office, reader, incident_id)
    require_version(office, KIND, before, expected_version)
    with office.writing(reader, "incident.delete") as write:
        next_version(write, KIND, before, reason=reason, is_deleted=True)


def _require_steps(before: Incident, after: Incident) -> None:
    """Stop here unless stage and status go the way the tables of steps allow.

    The stage of a report that nobody verified yet may still be mended freely: it is what somebody typed.
    """
    if after.stage != before.stage and before.verification == "terverifikasi":
        require_step(STAGE_MACHINE, before.stage, after.stage)
    if after.status == before.status:
        return
    if after.status == CLOSED and after.closed_on is None:
        raise InvalidRecord([RowProblem("status", "", "close_apart", CLOSE_APART)])
    require_step(STATUS_MACHINE, before.status, after.status)


def _may_see(reader: Reader, row: Mapping[Any, Any]) -> bool:
    return (
        not row["is_deleted"]
        and reader.may_see_region(row["region_code"])
        and reader.may_see_classification(row["classification"])
    )
