"""The log of disclosures: which registration went to which agency, what for, and on what legal basis."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.problem import RowProblem
from poa_geo.errors import InvalidRecord, mark
from poa_geo.reference import by_code
from poa_geo.services.installation import Installation, Write
from poa_geo.services.visible import get_visible, require_reason
from poa_geo.store import accounts, privacy

UNKNOWN_CODE = mark("Nilai {value} tidak dikenal.")


@dataclass(frozen=True)
class Disclosure:
    """One line of the log; the registration is an id, the account a name of office."""

    record_kind: str
    record_id: str
    to_agency: str
    purpose: str
    legal_basis: str
    disclosed_at: datetime
    account: str


def disclose(
    office: Installation, reader: Reader, presence_id: str, *, to_agency: str, purpose: str, legal_basis: str
) -> None:
    """Write down that a registration was given to an agency.

    Raises
    ------
    InvalidRecord
        If agency or basis is unknown, or the purpose is missing or holds a number of a person.

    """
    reader.require("disclosure.write")
    get_visible(office, reader, "presence", presence_id, "orang asing")
    told = require_reason(purpose)
    problems = [
        RowProblem(column, code, "unknown_code", UNKNOWN_CODE, {"value": code})
        for column, code, table in (("instansi", to_agency, "agencies"), ("dasar", legal_basis, "legal_bases"))
        if code not in by_code(table)
    ]
    if problems:
        raise InvalidRecord(problems)
    with office.writing(reader, "disclosure.add") as write:
        note(write, "presence", presence_id, to_agency, told, legal_basis)


def note(write: Write, record_kind: str, record_id: str, to_agency: str, purpose: str, legal_basis: str) -> None:
    """Add a line to the log inside another task, such as a referral."""
    row: dict[str, Any] = {
        "id": str(uuid7()), "record_kind": record_kind, "record_id": record_id, "to_agency": to_agency,
        "purpose": purpose, "legal_basis": legal_basis, "disclosed_by": write.reader.account_id,
        "disclosed_at": write.now,
    }  # fmt: skip
    privacy.insert_disclosure(write.connection, row)
    write.audit(record_kind, record_id, fields=("disclosure",), content={"to": to_agency, "basis": legal_basis})


def disclosures(office: Installation, reader: Reader) -> list[Disclosure]:
    """Return the log, newest first, for the auditor."""
    reader.require("audit.read")
    with office.reading() as connection:
        rows = privacy.disclosures(connection)
        names = {row["id"]: row["display_name"] for row in accounts.every(connection)}
    return [
        Disclosure(
            record_kind=row["record_kind"],
            record_id=row["record_id"],
            to_agency=row["to_agency"],
            purpose=row["purpose"],
            legal_basis=row["legal_basis"],
            disclosed_at=row["disclosed_at"],
            account=names.get(row["disclosed_by"], "–"),
        )
        for row in rows
    ]
