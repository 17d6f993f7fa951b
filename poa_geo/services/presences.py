"""The register of foreign nationals: masked lists, exact search, registering, deciding, verifying.

Nothing here returns a sealed value; see `services.unmasking` for the way to one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.masking import MaskedIdentity
from poa_geo.access.reader import Reader
from poa_geo.access.sealing import search_hash
from poa_geo.domain.presence_filter import PresenceFilter
from poa_geo.domain.record import Identity, Presence
from poa_geo.errors import NotPermitted, mark
from poa_geo.importers.draft import Kind, Place
from poa_geo.reference import by_code
from poa_geo.services import typed
from poa_geo.services.identities import NAME, PASSPORT, masked, opened, sealed_rows
from poa_geo.services.installation import Installation, Write
from poa_geo.services.visible import (
    classifications,
    get_visible,
    next_version,
    require_version,
    require_writable,
    shows_unplaced,
)
from poa_geo.store import identities, presences

KIND: Kind = "presence"
LABEL = "orang asing"
LIST_LIMIT = 200
IDENTITY_FIELDS = tuple(field.name for field in fields(Identity))
OWN_RECORD = mark("Data yang Anda catat sendiri harus diverifikasi orang lain.")
ERASED = mark("Identitas data ini sudah dihapus menurut masa simpan dan tidak dapat diisi lagi.")


@dataclass(frozen=True)
class Registered:
    """A registration as the register shows it: `record` without its identity, which stands behind masks.

    `identity` is None where it was erased.
    """

    record: Presence
    identity: MaskedIdentity | None


@dataclass(frozen=True)
class Register:
    """A list and the number of all registrations that belong to it."""

    rows: tuple[Registered, ...]
    count: int


def register(office: Installation, reader: Reader, where: PresenceFilter, limit: int = LIST_LIMIT) -> Register:
    """Return the registrations a filter asks for, inside scope and clearance."""
    reader.require("presence.read_masked")
    return _listed(office, reader, where, limit=limit)


def search(office: Installation, reader: Reader, text: str) -> Register:
    """Return the registrations of exactly this name or passport number; nothing that only resembles it is found."""
    reader.require("presence.read_masked")
    keys = (search_hash(text, name, office.keyring) for name in (NAME, PASSPORT))
    hashes = frozenset(key for key in keys if key)
    if not hashes:
        return Register((), 0)
    found = _listed(office, reader, PresenceFilter(), hashes=hashes)
    with office.writing(reader, "presence.search") as write:
        write.audit(KIND, fields=("full_name", "passport_number"), content={"found": found.count})
    return found


def get(office: Installation, reader: Reader, presence_id: str) -> Registered:
    """Return one registration behind masks.

    Raises
    ------
    NotFound
        If there is none for this reader.

    """
    reader.require("presence.read_masked")
    return _shown(office, [get_visible(office, reader, KIND, presence_id, LABEL)])[0]


def note_opening(office: Installation, reader: Reader, presence_id: str) -> None:
    """Write down that somebody looked at one person's registration."""
    get(office, reader, presence_id)
    with office.writing(reader, "presence.open") as write:
        write.audit(KIND, presence_id)


def add(office: Installation, reader: Reader, values: Mapping[str, Any], place: Place) -> Registered:
    """Register a foreign national; the registration arrives unverified.

    Parameters
    ----------
    values : mapping
        Fields of `Presence` and of `Identity`, as typed.
    place : Place

    Raises
    ------
    InvalidRecord, NotPermitted
        As `typed.check`.

    """
    reader.require("presence.write")
    draft = typed.check(office, reader, KIND, _with_identity(values), place)
    with office.writing(reader, "presence.add") as write:
        origin = {
            "id": str(uuid7()), "recorded_at": write.now, "known_from": write.now, "verification": "belum",
            "created_by": reader.account_id, "updated_by": reader.account_id,
        }  # fmt: skip
        row, key = sealed_rows(Presence(**_columns(draft.values) | origin), office.keyring)
        write.insert(KIND, row)
        identities.insert_keys(write.connection, [key])
    return _shown(office, [row])[0]


def edit(
    office: Installation,
    reader: Reader,
    presence_id: str,
    values: Mapping[str, Any],
    place: Place,
    *,
    expected_version: int,
) -> Registered:
    """Change a registration. Identity fields left empty stay as they are, unseen.

    Raises
    ------
    Conflict
        If somebody else saved meanwhile; nothing is written.

    """
    reader.require("presence.write")
    stored = get_visible(office, reader, KIND, presence_id, LABEL)
    require_version(office, KIND, stored, expected_version)
    with office.reading() as connection:
        wrapped = identities.wrapped_keys(connection, [presence_id]).get(presence_id)
    before = opened(stored, wrapped, office.keyring)
    typed_identity = {name: values[name] for name in IDENTITY_FIELDS if values.get(name)}
    if typed_identity and wrapped is None:
        raise NotPermitted(ERASED)
    identity = Identity(**{**(vars(before) if before else {"full_name": ""}), **typed_identity})
    kept = {name: value for name, value in stored.items() if name != "sealed_identity"}
    said = {name: value for name, value in values.items() if name not in IDENTITY_FIELDS}
    draft = typed.check(office, reader, KIND, kept | said | {"identity": identity}, place)
    emptied = {name: None for name, value in said.items() if value in (None, "") and name in kept}
    changed = _columns(draft.values) | emptied
    with office.writing(reader, "presence.edit") as write:
        row = next_version(write, stored, **{name: changed[name] for name in changed if name in stored})
        _replace(write, row, identity if typed_identity else None, wrapped)
    return _shown(office, [row])[0]


def _replace(write: Write, row: dict[str, Any], identity: Identity | None, wrapped: bytes | None) -> None:
    if identity is not None:
        record = Presence(**{name: row[name] for name in row if name != "sealed_identity"}, identity=identity)
        sealed, key = sealed_rows(record, write.installation.keyring, wrapped)
        row["sealed_identity"] = sealed["sealed_identity"]
        identities.replace_hashes(write.connection, key)
    write.replace(KIND, row)


def decide(
    office: Installation, reader: Reader, presence_id: str, decision: str, *, reason: str, expected_version: int
) -> Registered:
    """Set persetujuan, penundaan or penolakan, with its reason."""
    reader.require("presence.verify")
    if decision not in by_code("presence_decisions"):
        raise NotPermitted
    return _changed(office, reader, "presence.decide", presence_id, expected_version, reason, decision=decision)


def verify(
    office: Installation, reader: Reader, presence_id: str, *, is_true: bool, expected_version: int
) -> Registered:
    """Say whether a registration holds; who entered it does not verify it.

    Raises
    ------
    NotPermitted
        If the reader entered it.

    """
    reader.require("presence.verify")
    stored = get_visible(office, reader, KIND, presence_id, LABEL)
    if reader.account_id is not None and reader.account_id == stored["created_by"]:
        raise NotPermitted(OWN_RECORD)
    word = "terverifikasi" if is_true else "tidak_terbukti"
    by = reader.account_id
    return _changed(
        office, reader, "presence.verify", presence_id, expected_version, None, verification=word, verified_by=by
    )


def delete(office: Installation, reader: Reader, presence_id: str, *, reason: str, expected_version: int) -> None:
    """Take a registration out of the register, for example one entered twice; its versions stay."""
    reader.require("presence.verify")
    _changed(office, reader, "presence.delete", presence_id, expected_version, reason, is_deleted=True)


def _changed(
    office: Installation,
    reader: Reader,
    action: str,
    presence_id: str,
    expected_version: int,
    reason: str | None,
    **changes: Any,
) -> Registered:
    stored = get_visible(office, reader, KIND, presence_id, LABEL)
    require_writable(reader, stored)
    require_version(office, KIND, stored, expected_version)
    with office.writing(reader, action) as write:
        row = next_version(write, stored, **changes)
        write.replace(KIND, row, reason=reason)
    return _shown(office, [row])[0]


def _listed(
    office: Installation,
    reader: Reader,
    where: PresenceFilter,
    *,
    limit: int = LIST_LIMIT,
    hashes: frozenset[str] = frozenset(),
) -> Register:
    today = office.today()
    wanted = presences.Wanted(
        prefixes=reader.scope_within(where.region),
        with_unplaced=shows_unplaced(reader, where.region),
        classifications=classifications(reader),
        categories=where.categories,
        nationalities=where.nationalities,
        sexes=where.sexes,
        permit_types=where.permit_types,
        verifications=where.verifications,
        hashes=hashes,
        **_deadline(where, today),
    )
    with office.reading() as connection:
        rows, count = presences.find(connection, wanted, today, limit)
    return Register(tuple(_shown(office, rows)), count)


def _deadline(where: PresenceFilter, today: date) -> dict[str, Any]:
    late = timedelta(days=int(by_code("presence_deadlines")["belum_lapor"]["days"]))
    of_view: dict[str, dict[str, Any]] = {
        "semua": {},
        "berakhir": {"expires_between": (today, today + timedelta(days=where.within_days))},
        "lewat": {"expired_on": today},
        "belum_lapor": {"unreported_since": today - late},
    }
    return of_view[where.view]


def _shown(office: Installation, rows: Sequence[Mapping[str, Any]]) -> list[Registered]:
    identity_of = masked(office, [dict(row) for row in rows])
    return [
        Registered(
            Presence(**{name: value for name, value in row.items() if name != "sealed_identity"}),
            identity_of[row["id"]],
        )
        for row in rows
    ]


def _with_identity(values: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: values[name] for name in IDENTITY_FIELDS if values.get(name)}
    rest = {name: value for name, value in values.items() if name not in IDENTITY_FIELDS}
    return rest | ({"identity": Identity(**{"full_name": "", **known})} if known else {})


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    names = Presence.column_names()
    return {name: value for name, value in values.items() if name in names}
