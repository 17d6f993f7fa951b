"""The intake queue: who takes which report, and what becomes of it.

A report is claimed before it is decided, so that two people do not do one report. Every step goes through the table of
allowed steps and the optimistic lock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Incident, Precision
from poa_geo.domain.region import PROVINSI, Region
from poa_geo.domain.report import MACHINE, MAX_TEXT, Report
from poa_geo.domain.steps import require_step
from poa_geo.errors import InvalidRecord, NotPermitted, mark
from poa_geo.importers.draft import Place
from poa_geo.importers.whatsapp import propose, same_words
from poa_geo.services import typed
from poa_geo.services.installation import Installation, Write
from poa_geo.services.originals import seal_original
from poa_geo.services.record_steps import may_see, next_version, placed, visible
from poa_geo.store import records
from poa_geo.store import reports as store

KIND = "report"
OPEN_STATES = ("baru", "diperiksa")
CLOSED_STATES = ("dicatat", "duplikat", "ditolak")
QUEUE_LENGTH = 500
ALIKE_PERCENT = 70
MOST_ALIKE = 5
INCIDENT_SOURCE = "laporan"
"""Source name of an incident that came from the queue; its source id is the report's, so one report is one incident."""

TAKEN = mark("Laporan ini sedang diperiksa petugas lain. Pilih laporan lain atau tunggu sampai klaimnya berakhir.")
NOT_HELD = mark("Ambil laporan ini lebih dulu, lalu putuskan.")
NO_REASON = mark("Tuliskan alasannya.")
NO_TEXT = mark("Tempelkan isi laporan.")
TOO_LONG = mark("Isi laporan terlalu panjang; paling banyak {limit} huruf.")
ITSELF = mark("Laporan tidak dapat menjadi duplikat dirinya sendiri.")


@dataclass(frozen=True)
class Alike:
    """Another report that reads alike; `percent` says how much. A person decides."""

    report: Report
    percent: float


def queue(office: Installation, reader: Reader, *, is_closed: bool = False) -> list[Report]:
    """Return the reports of the reader's scope: those waiting, oldest first, or those decided, newest first."""
    reader.require("report.read")
    with office.reading() as connection:
        if is_closed:
            rows = store.decided(connection, CLOSED_STATES, QUEUE_LENGTH)
        else:
            rows = store.in_states(connection, OPEN_STATES, QUEUE_LENGTH)
    return [Report(**row) for row in rows if may_see(reader, row)]


def get(office: Installation, reader: Reader, report_id: str) -> Report:
    """Return one report.

    Raises
    ------
    NotFound
        If there is none, or it lies outside the reader's scope or clearance: both read the same.

    """
    reader.require("report.read")
    with office.reading() as connection:
        row = records.get(connection, KIND, report_id)
    return Report(**visible(reader, row, "laporan"))


def of_incident(office: Installation, reader: Reader, incident_id: str) -> list[Report]:
    """Return the reports that an incident came from."""
    if not reader.can("report.read"):
        return []
    with office.reading() as connection:
        rows = store.of_incident(connection, incident_id)
    return [Report(**row) for row in rows if may_see(reader, row)]


def alike(office: Installation, reader: Reader, report: Report) -> list[Alike]:
    """Return other waiting or decided reports that read like this one, most alike first."""
    others = queue(office, reader) + queue(office, reader, is_closed=True)
    found = [Alike(other, same_words(report.text, other.text)) for other in others if other.id != report.id]
    likely = [one for one in found if one.percent >= ALIKE_PERCENT]
    return sorted(likely, key=lambda one: (-one.percent, one.report.id))[:MOST_ALIKE]


# --- Claiming and deciding ------------------------------------------------------------------------------------------


def claim(office: Installation, reader: Reader, report_id: str) -> Report:
    """Take a report to work on; after half an hour somebody else may take it.

    Raises
    ------
    NotPermitted
        If somebody else holds it.
    Conflict
        If somebody else took it in this very moment.

    """
    before, now = _to_triage(office, reader, report_id), office.now()
    if before.state == "diperiksa":
        if before.claim_ends(now) and not before.is_held_by(reader.account_id, now):
            raise NotPermitted(TAKEN)
    else:
        require_step(MACHINE, before.state, "diperiksa")
    return _store(
        office, reader, "report.claim", before, state="diperiksa", claimed_by=reader.account_id, claimed_at=now
    )


def release(office: Installation, reader: Reader, report_id: str) -> Report:
    """Put a report back into the queue."""
    before = _held(office, reader, report_id)
    require_step(MACHINE, before.state, "baru")
    return _store(office, reader, "report.release", before, state="baru", claimed_by=None, claimed_at=None)


def refuse(office: Installation, reader: Reader, report_id: str, reason: str) -> Report:
    """Close a report that leads nowhere, with the reason."""
    before = _held(office, reader, report_id)
    if not reason.strip():
        raise InvalidRecord([RowProblem("decision_reason", "", "missing", NO_REASON)])
    return _decide(office, reader, before, "ditolak", decision_reason=reason.strip())


def mark_duplicate(office: Installation, reader: Reader, report_id: str, other_id: str) -> Report:
    """Close a report that says what another one says; it shares that one's incident."""
    before, other = _held(office, reader, report_id), get(office, reader, other_id)
    if other.id == before.id:
        raise InvalidRecord([RowProblem("duplicate_of", "", "itself", ITSELF)])
    return _decide(office, reader, before, "duplikat", duplicate_of=other.id, incident_id=other.incident_id)


def reopen(office: Installation, reader: Reader, report_id: str) -> Report:
    """Put a refused or duplicate report back into the queue."""
    before = _to_triage(office, reader, report_id)
    require_step(MACHINE, before.state, "baru")
    fresh = dict.fromkeys(("claimed_by", "claimed_at", "decided_by", "decided_at", "duplicate_of", "incident_id"))
    return _store(office, reader, "report.reopen", before, state="baru", **fresh)


def make_incident(
    office: Installation, reader: Reader, report_id: str, values: Mapping[str, Any], place: Place
) -> Incident:
    """Turn a report into an incident, unverified, in one step: both are written or neither.

    Parameters
    ----------
    values : mapping
        Typed fields of the incident, as a person confirmed them.
    place : Place

    Raises
    ------
    InvalidRecord, NotPermitted
        As `services.typed.check`.

    """
    reader.require("incident.write")
    before = _held(office, reader, report_id)
    require_step(MACHINE, before.state, "dicatat")
    draft = typed.check(office, reader, "incident", values, place)
    with office.writing(reader, "report.make_incident") as write:
        origin = typed.origin(reader, write.now) | {"verification": "belum"}
        source = {"source_name": INCIDENT_SOURCE, "source_id": before.id, "known_from": before.received_at}
        incident = Incident(**draft.values | origin | source)
        write.insert("incident", vars(incident))
        next_version(write, KIND, before, state="dicatat", incident_id=incident.id, **_decision(write))
    return incident


def _to_triage(office: Installation, reader: Reader, report_id: str) -> Report:
    reader.require("report.triage")
    return get(office, reader, report_id)


def _held(office: Installation, reader: Reader, report_id: str) -> Report:
    """Return a report that the reader holds."""
    report = _to_triage(office, reader, report_id)
    if not report.is_held_by(reader.account_id, office.now()):
        raise NotPermitted(NOT_HELD)
    return report


def _decide(office: Installation, reader: Reader, before: Report, state: str, **changes: Any) -> Report:
    require_step(MACHINE, before.state, state)
    with office.writing(reader, f"report.{state}") as write:
        return next_version(write, KIND, before, state=state, **changes, **_decision(write))


def _decision(write: Write) -> dict[str, Any]:
    return {"decided_by": write.reader.account_id, "decided_at": write.now}


def _store(office: Installation, reader: Reader, action: str, before: Report, **changes: Any) -> Report:
    with office.writing(reader, action) as write:
        return next_version(write, KIND, before, **changes)


# --- Arriving -------------------------------------------------------------------------------------------------------


def add_pasted(office: Installation, reader: Reader, text: str) -> Report:
    """Take in a pasted chat report: stripped of persons, with a proposal of what it says; the original lies sealed.

    Raises
    ------
    InvalidRecord
        If there is no text, or far too much.

    """
    reader.require("incident.write")
    reader.require("report.read")
    check_text(text, NO_TEXT)
    proposal = propose(text, office.today(), regions_of(office, reader))
    with office.writing(reader, "report.paste") as write:
        record_id = str(uuid7())
        code = proposal.region_code or _usual_region(reader)
        report = Report(
            **typed.origin(reader, write.now) | {"id": record_id},
            source_agency=reader.agency,
            **place_of(office, code),
            channel="whatsapp",
            text=proposal.text,
            sealed_original=seal_original(write, record_id, {"text": text}),
            event_date=proposal.event_date,
            place=proposal.place,
            proposal=proposal.as_json(),
            received_at=write.now,
        )
        write.insert(KIND, vars(report))
    return report


def check_text(text: str, when_empty: str) -> None:
    """Refuse an empty or far too long report."""
    if not text.strip():
        raise InvalidRecord([RowProblem("text", "", "missing", when_empty)])
    if len(text) > MAX_TEXT:
        raise InvalidRecord([RowProblem("text", "", "too_long", TOO_LONG, {"limit": MAX_TEXT})])


def regions_of(office: Installation, reader: Reader) -> Sequence[Region]:
    """Return the kabupaten/kota and kecamatan a reader may mean: those in scope, and what holds them."""
    tree, known = office.tree, {}
    for prefix in reader.scope:
        for region in (*tree.path(prefix), *tree.regions[tree.span(prefix)]):
            if region.level > PROVINSI:
                known[region.code] = region
    return list(known.values())


def place_of(office: Installation, code: str | None) -> dict[str, Any]:
    """Return the place columns of a report; it may have none."""
    return placed(office, code) if code else {"region_code": None, "geo_precision": Precision.UNKNOWN}


def _usual_region(reader: Reader) -> str | None:
    """Return where a report of no known place waits: the first region of its writer."""
    return next((code for code in reader.scope if code), None)
