"""Seeing who a person is: with a reason, for fifteen minutes, and in the audit trail for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.plain_text import names_person
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Identity
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, mark
from poa_geo.reference import by_code
from poa_geo.services.identities import opened
from poa_geo.services.installation import Installation
from poa_geo.services.visible import HOLDS_NUMBER, get_visible, require_reason
from poa_geo.store import accounts, identities, privacy, records

KIND, LABEL = "presence", "orang asing"
GRANT_TIME = timedelta(minutes=15)

NO_GRANT = mark("Identitas ini tersamar. Buka dengan menyebutkan alasan; izin berlaku 15 menit.")


@dataclass(frozen=True)
class Grant:
    """Leave to see one identity. `region_code` says where the person is registered, never who it is."""

    record_id: str
    reason: str
    granted_at: datetime
    expires_at: datetime
    account: str = ""
    region_code: str | None = None


def unmask(office: Installation, reader: Reader, presence_id: str, reason: str) -> Grant:
    """Grant the reader fifteen minutes with one identity, and write down who, when and why.

    Raises
    ------
    NotFound
        If there is no such registration for this reader, or its identity was erased.
    InvalidRecord
        If there is no reason, or the reason itself names the person.

    """
    reader.require("presence.unmask")
    told, identity = require_reason(reason), _identity(office, reader, presence_id)
    if names_person(told, identity):
        raise InvalidRecord([RowProblem("alasan", "", "names_person", HOLDS_NUMBER)])
    with office.writing(reader, "presence.unmask") as write:
        grant = Grant(presence_id, told, write.now, write.now + GRANT_TIME)
        privacy.insert_grant(write.connection, {
            "id": str(uuid7()), "account_id": reader.account_id or "", "record_id": presence_id, "reason": told,
            "granted_at": grant.granted_at, "expires_at": grant.expires_at,
        })  # fmt: skip
        write.audit(KIND, presence_id, fields=("sealed_identity",), reason=told)
    return grant


def active_grant(office: Installation, reader: Reader, presence_id: str) -> Grant | None:
    """Return the reader's own grant for a registration while it lasts."""
    with office.reading() as connection:
        row = privacy.active_grant(connection, reader.account_id or "", presence_id, office.now())
    return _grant(row) if row else None


def identity(office: Installation, reader: Reader, presence_id: str) -> Identity:
    """Return who a person is, while a grant lasts.

    Raises
    ------
    NotPermitted
        If there is none, or it has run out.

    """
    reader.require("presence.unmask")
    if active_grant(office, reader, presence_id) is None:
        raise NotPermitted(NO_GRANT)
    return _identity(office, reader, presence_id)


def grants(office: Installation, reader: Reader) -> list[Grant]:
    """Return who saw whose registration and why, newest first, for the auditor. Persons are ids here."""
    reader.require("audit.read")
    with office.reading() as connection:
        rows = privacy.grants(connection)
        names = {row["id"]: row["display_name"] for row in accounts.every(connection)}
        places = records.find(connection, KIND, [row["record_id"] for row in rows])
    return [
        _grant(
            row, names.get(row["account_id"], row["account_id"]), places.get(row["record_id"], {}).get("region_code")
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Opening:
    """One look at data of a person, or at a sealed text: who, when, what, why. Never what was read."""

    at: datetime
    account: str
    action: str
    record_id: str | None
    reason: str | None


def openings(office: Installation, reader: Reader) -> list[Opening]:
    """Return the newest looks at data of persons (``reference/access_actions.csv``), newest first, for the auditor."""
    reader.require("audit.read")
    with office.reading() as connection:
        rows = privacy.openings(connection, list(by_code("access_actions")))
        names = {row["id"]: row["display_name"] for row in accounts.every(connection)}
    return [
        Opening(row["at"], names.get(row["account_id"], "–"), row["action"], row["subject_id"], row["reason"])
        for row in rows
    ]


def _grant(row: dict[str, Any], account: str = "", region_code: str | None = None) -> Grant:
    return Grant(row["record_id"], row["reason"], row["granted_at"], row["expires_at"], account, region_code)


def _identity(office: Installation, reader: Reader, presence_id: str) -> Identity:
    row = get_visible(office, reader, KIND, presence_id, LABEL)
    with office.reading() as connection:
        wrapped = identities.wrapped_keys(connection, [presence_id]).get(presence_id)
    found = opened(row, wrapped, office.keyring)
    if found is None:
        raise NotFound(kind="identitas")
    return found
