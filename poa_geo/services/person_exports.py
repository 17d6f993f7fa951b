"""Lists of persons out of the house: one person asks and says why, another approves, and the leave is used once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.masking import mask_identity
from poa_geo.access.reader import Reader
from poa_geo.domain.record import Identity
from poa_geo.errors import NotFound, NotPermitted, mark
from poa_geo.exporters.rekap_poa import RekapRow, write_rekap
from poa_geo.reference import label
from poa_geo.services.exports import heading
from poa_geo.services.identities import opened
from poa_geo.services.installation import Installation
from poa_geo.services.situation import place_name
from poa_geo.services.visible import classifications, require_reason, shows_unplaced
from poa_geo.store import export_approvals, identities, presences
from poa_geo.texts import current_language, t

KIND = "rekap_poa"
CLASSIFICATION = "rahasia"
VALID_FOR = timedelta(days=7)
MOST_ROWS = 100_000
CHUNK_ROWS = 500

OWN_REQUEST = mark("Permintaan Anda sendiri harus disetujui orang lain.")
NOT_APPROVED = mark("Ekspor data perorangan belum disetujui orang kedua. Minta persetujuan, lalu unduh.")
NOT_YOURS = mark("Persetujuan ini diberikan kepada akun lain.")
USED_UP = mark("Persetujuan ini sudah dipakai atau sudah lewat tujuh hari. Ajukan permintaan baru.")


@dataclass(frozen=True, kw_only=True)
class Approval:
    """A request for an export of persons; `shows_identity` says whether names and passports stand in it."""

    id: str
    region: str
    shows_identity: bool
    reason: str
    requested_by: str
    requested_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    used_at: datetime | None


def ask(office: Installation, reader: Reader, region: str, reason: str, *, shows_identity: bool) -> Approval:
    """Ask for a Rekap POA of a region.

    Raises
    ------
    NotPermitted
        If the role may not export persons, not unmask them where names are asked for, or not see the region.
    InvalidRecord
        If there is no reason.

    """
    _require(reader, region, shows_identity)
    told = require_reason(reason)
    with office.writing(reader, "export.ask") as write:
        row: dict[str, Any] = {
            "id": str(uuid7()),
            "kind": KIND,
            "filter": json.dumps({"region": region, "shows_identity": shows_identity}),
            "reason": told,
            "requested_by": _account(reader),
            "requested_at": write.now,
        }
        export_approvals.insert(write.connection, row)
        write.audit("export_approval", row["id"], fields=("filter", "reason"), content=row, reason=told)
    return _approval({"approved_by": None, "approved_at": None, "used_at": None} | row)


def waiting(office: Installation, reader: Reader) -> list[Approval]:
    """Return the requests of the reader's regions that are open or approved and not used, the newest first."""
    reader.require("export")
    with office.reading() as connection:
        rows = export_approvals.not_used(connection, office.now() - VALID_FOR)
    found = [_approval(row) for row in rows if row["kind"] == KIND]
    return [one for one in found if reader.may_see_region(one.region)]


def approve(office: Installation, reader: Reader, approval_id: str) -> None:
    """Approve somebody else's request.

    Raises
    ------
    NotPermitted
        If the reader may not approve, or asked for it.
    NotFound
        If there is no such request in the reader's regions.

    """
    reader.require("export.approve")
    asked = _find(office, reader, approval_id)
    if asked.requested_by == _account(reader):
        raise NotPermitted(OWN_REQUEST)
    with office.writing(reader, "export.approve") as write:
        if not export_approvals.approve(write.connection, approval_id, _account(reader), write.now):
            raise NotPermitted(USED_UP)
        write.audit("export_approval", approval_id, fields=("approved_by",))


def take(office: Installation, reader: Reader, approval_id: str) -> bytes:
    """Return the Rekap POA that was approved; the leave is used up with it.

    Raises
    ------
    NotPermitted
        If it was not approved, was approved for another account, was used, or is older than seven days.

    """
    asked = _find(office, reader, approval_id)
    _require(reader, asked.region, asked.shows_identity)
    if asked.requested_by != _account(reader):
        raise NotPermitted(NOT_YOURS)
    if asked.approved_at is None:
        raise NotPermitted(NOT_APPROVED)
    if office.now() - asked.requested_at > VALID_FOR:
        raise NotPermitted(USED_UP)
    rows = list(_rows(office, reader, asked))
    name = t("Indonesia") if not asked.region else office.tree[asked.region].name
    content = write_rekap(rows, heading(office, reader, CLASSIFICATION, name))
    with office.writing(reader, "export.take") as write:
        if not export_approvals.use(write.connection, approval_id, write.now):
            raise NotPermitted(USED_UP)
        write.audit(
            "export_approval", approval_id, fields=("used_at",), content={"rows": len(rows)}, reason=asked.reason
        )
    return content


def _require(reader: Reader, region: str, shows_identity: bool) -> None:
    reader.require("export")
    reader.require("presence.read_masked")
    reader.require_region(region)
    if shows_identity:
        reader.require("presence.unmask")


def _account(reader: Reader) -> str:
    return reader.account_id or ""


def _find(office: Installation, reader: Reader, approval_id: str) -> Approval:
    with office.reading() as connection:
        row = export_approvals.find(connection, approval_id)
    if row is None or not reader.may_see_region(_approval(row).region):
        raise NotFound(kind=t("permintaan ekspor"))
    return _approval(row)


def _approval(row: Mapping[str, Any]) -> Approval:
    names = ("id", "reason", "requested_by", "requested_at", "approved_by", "approved_at", "used_at")
    return Approval(**json.loads(row["filter"]), **{name: row[name] for name in names})


def _rows(office: Installation, reader: Reader, asked: Approval) -> Iterator[RekapRow]:
    """Yield the persons of a region by place, then record: an order that no name moves."""
    wanted = presences.Wanted(
        prefixes=(asked.region,),
        with_unplaced=shows_unplaced(reader, asked.region),
        classifications=classifications(reader),
    )
    with office.reading() as connection:
        found, _ = presences.find(connection, wanted, office.today(), MOST_ROWS)
        found.sort(key=lambda row: (row["region_code"] or "", row["id"]))
        for start in range(0, len(found), CHUNK_ROWS):
            chunk = found[start : start + CHUNK_ROWS]
            keys = identities.wrapped_keys(connection, [row["id"] for row in chunk])
            yield from _told(office, chunk, keys, asked.shows_identity)


def _told(
    office: Installation, chunk: Sequence[Mapping[str, Any]], keys: Mapping[str, bytes], shows_identity: bool
) -> Iterator[RekapRow]:
    for row in chunk:
        identity = opened(row, keys.get(row["id"]), office.keyring)
        name, passport = _named(identity, shows_identity)
        yield _rekap_row(office, row, name, passport)


def _named(identity: Identity | None, shows_identity: bool) -> tuple[str, str | None]:
    if identity is None:
        return t("identitas dihapus"), None
    if shows_identity:
        return identity.full_name, identity.passport_number
    masked = mask_identity(identity)
    return masked.initials, masked.passport


def _rekap_row(office: Installation, row: Mapping[str, Any], name: str, passport: str | None) -> RekapRow:
    language = current_language.get()
    return RekapRow(
        name=name,
        sex=row["sex"],
        nationality=label("countries", row["nationality"], language),
        passport=passport,
        permit=label("permit_types", row["permit_type"], language),
        permit_ends=row["permit_expires_on"],
        sponsor=row["sponsor"],
        position=row["position"] or row["purpose"],
        place=place_name(office.tree, row["region_code"]),
        since=row["from_date"],
        until=row["to_date"],
        remark=label("presence_categories", row["category"], language),
    )
