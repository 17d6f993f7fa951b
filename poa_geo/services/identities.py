"""Identities on their way to and from the database: sealed at the door, masked on the way out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from poa_geo.access.masking import MaskedIdentity, mask_identity
from poa_geo.access.sealing import Keyring, master_version, seal, search_hash, unseal
from poa_geo.domain.record import Identity, Presence
from poa_geo.services.installation import Installation, Write
from poa_geo.store import identities

NAME, PASSPORT = "full_name", "passport_number"


def sealed_rows(
    presence: Presence, keyring: Keyring, wrapped_key: bytes | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a presence as its table keeps it, and the row of its data key and search hashes.

    Parameters
    ----------
    presence : Presence
    keyring : Keyring
    wrapped_key : bytes, optional
        The record's data key when it has one: all versions share one key and are erased together.

    """
    row = {name: value for name, value in vars(presence).items() if name != "identity"}
    identity = presence.identity or Identity(full_name="")
    sealed, wrapped = seal(_jsonable(identity), presence.id, keyring, wrapped_key=wrapped_key)
    key = {
        "record_id": presence.id,
        "wrapped_key": wrapped,
        "master_version": master_version(wrapped),
        "name_hash": search_hash(identity.full_name, NAME, keyring),
        "passport_hash": search_hash(identity.passport_number, PASSPORT, keyring),
    }
    return row | {"sealed_identity": sealed}, key


def opened(row: Mapping[str, Any], wrapped_key: bytes | None, keyring: Keyring) -> Identity | None:
    """Return the identity of a stored presence; None where it was erased.

    Callers outside this module mask it, unless a logged reason allows more.
    """
    if wrapped_key is None or row["sealed_identity"] is None:
        return None
    content = unseal(row["sealed_identity"], wrapped_key, row["id"], keyring)
    if content["birth_date"]:
        content["birth_date"] = date.fromisoformat(content["birth_date"])
    return Identity(**content)


def masked(office: Installation, rows: list[dict[str, Any]]) -> dict[str, MaskedIdentity | None]:
    """Return record id → masked identity of stored presences."""
    with office.reading() as connection:
        keys = identities.wrapped_keys(connection, [row["id"] for row in rows])
    found = {row["id"]: opened(row, keys.get(row["id"]), office.keyring) for row in rows}
    return {record_id: mask_identity(identity) if identity else None for record_id, identity in found.items()}


def _jsonable(identity: Identity) -> dict[str, Any]:
    content = asdict(identity)
    content["birth_date"] = identity.birth_date.isoformat() if identity.birth_date else None
    return content


def refresh_hashes(write: Write, rows: Sequence[Mapping[str, Any]]) -> None:
    """Set the search hashes of presences whose sealed identity was put back; erased ones have none."""
    keyring = write.installation.keyring
    wrapped = identities.wrapped_keys(write.connection, [row["id"] for row in rows])
    for row in rows:
        if identity := opened(row, wrapped.get(row["id"]), keyring):
            hashes = {
                "record_id": row["id"],
                "name_hash": search_hash(identity.full_name, NAME, keyring),
                "passport_hash": search_hash(identity.passport_number, PASSPORT, keyring),
            }
            identities.replace_hashes(write.connection, hashes)
