"""Typed reports: an import of one row. Forms check, place and store through the same intake as files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Incident, NilReport
from poa_geo.errors import InvalidRecord, NotPermitted
from poa_geo.importers.draft import Draft, Kind, Place
from poa_geo.importers.intake import Circumstances, prepare
from poa_geo.services import incidents
from poa_geo.services.ground import ground
from poa_geo.services.imports import ABOVE_CLEARANCE
from poa_geo.services.installation import Installation

PLACED = ("region_code", "geo_precision", "lon", "lat", "placed_by", "stated_code", "stated_precision")
"""Fields of an incident that its place decides."""


def check(office: Installation, reader: Reader, kind: Kind, values: Mapping[str, Any], place: Place) -> Draft:
    """Place and check what somebody typed; `Draft.problems` then holds only what was mended.

    Parameters
    ----------
    kind : {"incident", "presence", "nil_report"}
    values : mapping
        Typed fields of the record.
    place : Place
        A region code or names, a point, or both.

    Raises
    ------
    InvalidRecord
        If anything is wrong; carries one problem per finding.
    NotPermitted
        If the place lies outside the reader's scope, or the classification above the reader's clearance.

    """
    draft = Draft(1, kind, (), {name: value for name, value in values.items() if value not in (None, "")}, place)
    prepare(
        [draft],
        ground(office),
        Circumstances(today=office.today(), agency=reader.agency, key=office.keyring.search_key),
    )
    refused = [problem for problem in draft.problems if not problem.is_fixed]
    if refused:
        raise InvalidRecord(refused)
    reader.require_region(draft.values["region_code"])
    if not reader.may_see_classification(draft.values["classification"]):
        raise NotPermitted(ABOVE_CLEARANCE, value=draft.values["classification"])
    for name in ("source_name", "source_id", "source_revision"):
        draft.values.pop(name)
    return draft


def add_incident(office: Installation, reader: Reader, values: Mapping[str, Any], place: Place) -> Incident:
    """Register an incident; it arrives unverified.

    Raises
    ------
    InvalidRecord, NotPermitted
        As `check`.

    """
    reader.require("incident.write")
    draft = check(office, reader, "incident", values, place)
    with office.writing(reader, "incident.add") as write:
        incident = Incident(**draft.values | origin(reader, write.now) | {"verification": "belum"})
        write.insert("incident", vars(incident))
    return incident


def edit_incident(
    office: Installation,
    reader: Reader,
    incident_id: str,
    values: Mapping[str, Any],
    place: Place,
    *,
    expected_version: int,
) -> Incident:
    """Change what an incident says: the fields of `values` and its place; all else stays, verification too.

    Raises
    ------
    InvalidRecord, NotPermitted
        As `check`.
    Conflict
        If somebody else saved meanwhile.

    """
    before = incidents.get(office, reader, incident_id)
    kept = {name: value for name, value in vars(before).items() if name not in PLACED[2:]}
    draft = check(office, reader, "incident", kept | dict(values), place)
    cleared = {name: value for name, value in values.items() if value in (None, "") and name in kept}
    placed = {name: draft.values[name] for name in PLACED}
    changed = {name: draft.values[name] for name in values if name in draft.values}
    incident = before.changed(**_empty(cleared) | changed | placed)
    return incidents.edit(office, reader, incident, expected_version=expected_version)


def add_nil_report(office: Installation, reader: Reader, values: Mapping[str, Any], place: Place) -> NilReport:
    """Register that nothing happened in a region and everything below it.

    Raises
    ------
    InvalidRecord, NotPermitted
        As `check`.

    """
    reader.require("nil_report.write")
    draft = check(office, reader, "nil_report", values, place)
    with office.writing(reader, "nil_report.add") as write:
        report = NilReport(**draft.values | origin(reader, write.now))
        write.insert("nil_report", vars(report))
    return report


def origin(reader: Reader, now: datetime) -> dict[str, Any]:
    """Return what every record typed here starts with: its id, and who wrote it when."""
    return {
        "id": str(uuid7()),
        "recorded_at": now,
        "known_from": now,
        "created_by": reader.account_id,
        "updated_by": reader.account_id,
    }


def _empty(cleared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value that an emptied field goes back to: its default, which is None for most."""
    return {name: getattr(Incident, name, None) for name in cleared}
