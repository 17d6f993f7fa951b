"""Importing a file: read and checked first, then written in one transaction, all accepted rows or none."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.access.sealing import seal_alone
from poa_geo.domain.action import Action
from poa_geo.domain.record import Incident, NilReport, Presence, Record
from poa_geo.domain.sheet import SHEET_SOURCE
from poa_geo.importers import intake as way
from poa_geo.importers import merging
from poa_geo.importers.draft import Draft, count_verdicts, mend, refuse
from poa_geo.importers.intake import Circumstances, Intake, collector_paused
from poa_geo.services.geometry import require_in_force
from poa_geo.services.ground import ground
from poa_geo.services.identities import sealed_rows
from poa_geo.services.installation import Installation, Write
from poa_geo.store import duplicates, identities, records
from poa_geo.store import imports as store
from poa_geo.texts import mark

RECORD_TYPES: dict[str, type[Record]] = {
    "incident": Incident,
    "presence": Presence,
    "nil_report": NilReport,
    "action": Action,
}
RIGHTS = {
    "incident": "incident.import",
    "presence": "presence.import",
    "nil_report": "nil_report.write",
    "action": "action.write",
}
DECIDED_BY_PEOPLE = (
    "verification",
    "verified_on",
    "verified_by",
    "source_grade",
    "information_grade",
    "duplicate_group",
)
"""What a person decided about a record; newer content of its source does not undo it."""

OUTSIDE_SCOPE = mark("Wilayah {value} berada di luar wilayah kerja akun Anda.")
ABOVE_CLEARANCE = mark("Klasifikasi {value} lebih tinggi daripada kewenangan akun Anda.")
ONLY_VERIFIERS = mark("Akun Anda tidak memverifikasi; baris masuk sebagai belum diverifikasi.")
OTHERS_NUMBER = mark("Nomor sumber {value} sudah dipakai laporan wilayah lain; gunakan nomor lain.")


@dataclass(frozen=True)
class ImportResult:
    """What an import did: `counts` add up to the rows of the file; `batch_id` is None where nothing was written."""

    intake: Intake
    counts: Mapping[str, int]
    batch_id: str | None = None


def import_file(
    office: Installation,
    reader: Reader,
    name: str,
    data: bytes,
    *,
    format_name: str | None = None,
    mapping: Mapping[str, str] | None = None,
    edition: date | None = None,
    is_dry_run: bool = False,
    progress: way.Progress | None = None,
) -> ImportResult:
    """Import a file: its accepted rows become records in one transaction, or nothing changes.

    Parameters
    ----------
    name, data : str, bytes
        The file as it came.
    format_name : str, optional
        Instead of recognising the format by its columns.
    mapping : mapping of str to str, optional
        Column of the file → field, as somebody mapped them for `format_name`; remembered for the reader's agency.
    edition : date, optional
        Edition of the file, for feeds that do not date their rows: the content of a later edition wins.
    is_dry_run : bool
        Judge every row and write nothing.
    progress : callable, optional
        Called with the number of rows read so far.

    Raises
    ------
    ImportRejected
        If the file as a whole cannot be taken.
    NotPermitted
        If the reader may not import this kind of record.

    """
    here = ground(office)
    taken = way.take_in(
        name, data, here, _circumstances(office, reader, edition),
        format_name=format_name, mapping=mapping, progress=progress,
    )  # fmt: skip
    for kind in sorted({draft.kind for draft in taken.drafts}):
        reader.require(RIGHTS[kind])
    _check_reader(reader, taken.drafts)
    digest = hashlib.sha256(data).hexdigest()
    if is_dry_run or _is_known(office, digest):
        with office.reading() as connection:
            winners = _judge(connection, reader, taken.drafts)
        if is_dry_run or not winners:
            return ImportResult(taken, count_verdicts(taken.drafts))
    with collector_paused(), office.writing(reader, "import.file") as write:
        require_in_force(write.connection, here.version)
        batch_id = _write(write, taken, digest)
        if mapping and format_name:
            store.put_mapping(write.connection, reader.agency, format_name, mapping, write.now)
    return ImportResult(taken, count_verdicts(taken.drafts), batch_id)


def _is_known(office: Installation, digest: str) -> bool:
    with office.reading() as connection:
        return store.is_known_file(connection, digest)


def _circumstances(office: Installation, reader: Reader, edition: date | None) -> Circumstances:
    return Circumstances(
        today=office.today(),
        agency=reader.agency,
        key=office.keyring.search_key,
        edition=edition.isoformat() if edition else "",
    )


# --- Judging ------------------------------------------------------------------------------------------------------


def _check_reader(reader: Reader, drafts: Sequence[Draft]) -> None:
    """Refuse what the reader may not write; what only a verifier may state is taken back."""
    may_verify = reader.can("incident.verify")
    for draft in drafts:
        values = draft.values
        if draft.is_refused:
            continue
        if not reader.may_see_region(values["region_code"]):
            draft.problems.append(refuse("kode_wilayah", values["region_code"] or "–", "outside_scope", OUTSIDE_SCOPE))
        if not reader.may_see_classification(values["classification"]):
            value = values["classification"]
            draft.problems.append(refuse("klasifikasi", value, "above_clearance", ABOVE_CLEARANCE))
        if values.get("verification", "belum") != "belum" and not may_verify:
            values |= {"verification": "belum", "verified_on": None}
            draft.problems.append(mend("verifikasi", "belum", "only_verifiers", ONLY_VERIFIERS))


def _judge(connection: Any, reader: Reader, drafts: Sequence[Draft]) -> list[tuple[Draft, str | None]]:
    """Give every draft its verdict; return those to write with the id of the record they replace, if any."""
    chosen: list[tuple[Draft, str | None]] = []
    for kind in sorted({draft.kind for draft in drafts}):
        of_kind = [draft for draft in drafts if draft.kind == kind]
        keys = {(draft.source_name, draft.source_id) for draft in of_kind if not draft.is_refused}
        known = store.known(connection, kind, sorted(keys))
        for draft in of_kind:
            _refuse_others_number(reader, draft, known)
        winners = merging.judge(of_kind, {key: entry.revision for key, entry in known.items()})
        for draft in winners:
            entry = known.get((draft.source_name, draft.source_id))
            chosen.append((draft, entry.id if entry else None))
    return chosen


def _refuse_others_number(reader: Reader, draft: Draft, known: Mapping[tuple[str, str], store.Known]) -> None:
    entry = known.get((draft.source_name, draft.source_id))
    if entry and not draft.is_refused and not reader.may_see_region(entry.region_code):
        draft.problems.append(refuse("id_sumber", draft.source_id, "others_number", OTHERS_NUMBER))


# --- Writing ------------------------------------------------------------------------------------------------------


def _write(write: Write, taken: Intake, file_digest: str) -> str:
    """Write the winners and the batch; judged again, because others may have written since."""
    office, reader, connection = write.installation, write.reader, write.connection
    for draft in taken.drafts:
        draft.problems[:] = [problem for problem in draft.problems if problem.rule not in merging.JUDGED_RULES]
    winners = _judge(connection, reader, taken.drafts)
    batch_id = str(uuid7())
    counts = count_verdicts(taken.drafts)
    store.insert_batch(connection, {
        "id": batch_id, "file_name": taken.file[:255], "file_digest": file_digest, "format": taken.format,
        "kind": taken.drafts[0].kind, "started_at": write.now, "finished_at": office.now(),
        "account_id": reader.account_id, "agency": reader.agency, **counts, "undone_at": None,
    })  # fmt: skip
    record_of = _write_records(write, winners, batch_id)
    rows = [_batch_row(office, batch_id, draft, record_of.get(id(draft))) for draft in taken.drafts]
    store.insert_batch_rows(connection, rows)
    write.audit("import_batch", batch_id, fields=("records",), content={"file": file_digest, **counts})
    return batch_id


def _write_records(write: Write, winners: Sequence[tuple[Draft, str | None]], batch_id: str) -> dict[int, str]:
    """Insert new records and replace known ones; return draft → record id."""
    connection, record_of = write.connection, {}
    for kind in sorted({draft.kind for draft, _ in winners}):
        of_kind = [(draft, known_id) for draft, known_id in winners if draft.kind == kind]
        stored = records.find(connection, kind, [known_id for _, known_id in of_kind if known_id])
        hidden = duplicates.merged_away(connection, stored) if kind == "incident" else set()
        fresh: list[dict[str, Any]] = []
        newer: list[dict[str, Any]] = []
        for draft, known_id in of_kind:
            row = _row(write, draft, stored[known_id] if known_id else None, batch_id)
            row["is_deleted"] = known_id in hidden  # newer content of a merged duplicate stays behind the record kept
            record_of[id(draft)] = row["id"]
            (newer if known_id else fresh).append(row)
        _insert(write, kind, fresh)
        _replace(write, kind, newer)
    return record_of


def _row(write: Write, draft: Draft, stored: Mapping[str, Any] | None, batch_id: str) -> dict[str, Any]:
    reader = write.reader
    common = _defaults(draft.kind) | {
        "id": str(uuid7()), "version": 1, "recorded_at": write.now, "known_from": write.now, "batch_id": batch_id,
        "created_by": reader.account_id, "updated_by": reader.account_id,
    }  # fmt: skip
    values = common | draft.values
    if values.get("verification", "belum") != "belum" and draft.source_name == SHEET_SOURCE:
        values |= {"verified_by": reader.account_id, "verified_on": values.get("verified_on") or write.now.date()}
    if stored:
        values |= {"id": stored["id"], "version": stored["version"] + 1, "created_by": stored["created_by"]}
        if stored.get("duplicate_group"):
            values |= {"duplicate_group": stored["duplicate_group"]}
        if stored.get("verified_by"):
            values |= {name: stored[name] for name in DECIDED_BY_PEOPLE if name in stored}
    return values


@lru_cache(maxsize=len(RECORD_TYPES))
def _defaults(kind: str) -> dict[str, Any]:
    """Return the empty record of a kind, so that every row of a batch has all its columns."""
    return {column.name: None if column.default is MISSING else column.default for column in fields(RECORD_TYPES[kind])}


def _insert(write: Write, kind: str, fresh: Sequence[dict[str, Any]]) -> None:
    if kind != "presence":
        records.insert(write.connection, kind, fresh)
        return
    pairs = [sealed_rows(Presence(**row), write.installation.keyring) for row in fresh]
    records.insert(write.connection, kind, [row for row, _ in pairs])
    identities.insert_keys(write.connection, [key for _, key in pairs])


def _replace(write: Write, kind: str, newer: Sequence[dict[str, Any]]) -> None:
    if kind != "presence":
        records.replace_rows(write.connection, kind, newer)
        return
    wrapped = identities.wrapped_keys(write.connection, [row["id"] for row in newer])
    for row in newer:
        if row["id"] in wrapped:  # a person who was erased stays erased
            sealed, key = sealed_rows(Presence(**row), write.installation.keyring, wrapped[row["id"]])
            records.replace_rows(write.connection, kind, [sealed])
            identities.replace_hashes(write.connection, key)


def _batch_row(office: Installation, batch_id: str, draft: Draft, record_id: str | None) -> dict[str, Any]:
    found = "; ".join(f"{problem.column}:{problem.rule}" for problem in draft.problems)
    sealed = None
    if draft.verdict == "refused":
        sealed = seal_alone({"cells": list(draft.cells)}, batch_id, office.keyring, kind="import_row")
    return {
        "batch_id": batch_id, "row_number": draft.row_number, "verdict": draft.verdict, "record_id": record_id,
        "problems": found or None, "sealed_row": sealed,
    }  # fmt: skip
