"""Requests for correction or erasure: what a registered person, or somebody for them, asks of the office.

The text lies sealed; a receipt number tells how far it is.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.access.sealing import seal_alone, search_hash, unseal_alone
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.steps import require_step
from poa_geo.errors import InvalidRecord, NotFound, mark
from poa_geo.services.installation import Installation
from poa_geo.services.visible import get_visible, require_reason
from poa_geo.store import privacy

KIND, MACHINE, LABEL = "correction_request", "correction", "permintaan koreksi"
RECEIPT_BYTES = 10  # 80 random bits
BEGINNING = "diterima"
NO_TEXT = mark("Isi permintaan belum ditulis.")


@dataclass(frozen=True)
class Correction:
    """A request as lists show it, without its text."""

    id: str
    state: str
    received_at: datetime
    record_id: str | None = None
    decided_at: datetime | None = None
    decision: str | None = None


def receive(office: Installation, reader: Reader, text: str) -> str:
    """Take in a request at the counter and return its receipt number, which is told once."""
    reader.require("correction.write")
    receipt, request_id = secrets.token_hex(RECEIPT_BYTES).upper(), str(uuid7())
    if not text.strip():
        raise InvalidRecord([RowProblem("isi", "", "missing", NO_TEXT)])
    with office.writing(reader, "correction.receive") as write:
        privacy.insert_correction(write.connection, {
            "id": request_id, "receipt_hash": search_hash(receipt, KIND, office.keyring) or "",
            "sealed_text": seal_alone({"text": text.strip()}, request_id, office.keyring, kind=KIND),
            "state": BEGINNING, "received_at": write.now,
        })  # fmt: skip
        write.audit(KIND, request_id, fields=("sealed_text", "state"))
    return receipt


def status(office: Installation, receipt: str) -> Correction:
    """Return how far the request with a receipt number is; whoever has the number may ask.

    Raises
    ------
    NotFound
        If no request has it.

    """
    with office.reading() as connection:
        row = privacy.correction(connection, receipt_hash=search_hash(receipt, KIND, office.keyring) or "–")
    if row is None:
        raise NotFound(kind=LABEL)
    return _told(row)


def every(office: Installation, reader: Reader) -> list[Correction]:
    """Return the requests, newest first, without their texts."""
    reader.require("correction.read")
    with office.reading() as connection:
        return [_told(row) for row in privacy.corrections(connection)]


def open_text(office: Installation, reader: Reader, request_id: str, reason: str) -> str:
    """Return what was asked; who read it and why stands in the audit trail."""
    reader.require("correction.read")
    told = require_reason(reason)
    with office.writing(reader, "correction.open_text") as write:
        row = privacy.correction(write.connection, request_id=request_id)
        if row is None or row["sealed_text"] is None:
            raise NotFound(kind=LABEL)
        write.audit(KIND, request_id, fields=("sealed_text",), reason=told)
        return str(unseal_alone(row["sealed_text"], request_id, office.keyring, kind=KIND)["text"])


def take_up(office: Installation, reader: Reader, request_id: str, presence_id: str | None) -> None:
    """Begin work on a request, with the registration it is about where one was found."""
    reader.require("correction.decide")
    if presence_id:
        get_visible(office, reader, "presence", presence_id, "orang asing")
    _step(office, reader, request_id, "diproses", record_id=presence_id)


def decide(office: Installation, reader: Reader, request_id: str, *, is_granted: bool, decision: str) -> None:
    """End a request with what was decided."""
    reader.require("correction.decide")
    state = "dikabulkan" if is_granted else "ditolak"
    _step(
        office, reader, request_id, state, decision=require_reason(decision), decided_by=reader.account_id, is_last=True
    )


def _step(
    office: Installation, reader: Reader, request_id: str, state: str, *, is_last: bool = False, **values: Any
) -> None:
    with office.writing(reader, f"correction.{state}") as write:
        row = privacy.correction(write.connection, request_id=request_id)
        if row is None:
            raise NotFound(kind=LABEL)
        require_step(MACHINE, row["state"], state)
        if is_last:
            values["decided_at"] = write.now
        privacy.update_correction(write.connection, request_id, state=state, **values)
        write.audit(KIND, request_id, fields=("state", *values))


def _told(row: dict[str, Any]) -> Correction:
    return Correction(
        id=row["id"],
        state=row["state"],
        received_at=row["received_at"],
        record_id=row["record_id"],
        decided_at=row["decided_at"],
        decision=row["decision"],
    )
