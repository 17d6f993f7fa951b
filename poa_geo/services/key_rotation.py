"""Changing the master key: every data key is wrapped anew; what is sealed stays as it is."""

from dataclasses import dataclass

from sqlalchemy import Connection

from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.access.sealing import Keyring, master_version, rewrap
from poa_geo.services.installation import Installation
from poa_geo.services.keys import add_key, load_keyring
from poa_geo.store import retention as store

IDENTITY, ATTACHMENT = "presence", "attachment"
"""Kinds that data keys are bound to; sealed texts share the first."""


@dataclass(frozen=True)
class Rotation:
    """The version of the new master key, and how many data keys it wraps now that an older one wrapped before."""

    version: int
    rewrapped: int


def rotate_keys(office: Installation, reader: Reader = SYSTEM) -> Rotation:
    """Make a new master key and wrap every data key with it, in one transaction.

    A rotation that was cut short is finished first: no second key is made while data keys wait for the newest.
    Other running processes read the new key when they first meet it.
    """
    reader.require("key.rotate")
    keyring = load_keyring(office.settings)
    with office.reading() as connection:
        is_unfinished = bool(_older(connection, keyring.version))
    if not is_unfinished:
        add_key(office.settings)
        keyring = load_keyring(office.settings)
    return Rotation(keyring.version, _rewrap_all(office, reader, keyring))


def _rewrap_all(office: Installation, reader: Reader, keyring: Keyring) -> int:
    with office.writing(reader, "key.rotate") as write:
        older = _older(write.connection, keyring.version)
        for kind, record_id, wrapped in older:
            fresh = rewrap(wrapped, record_id, keyring, kind=kind)
            if kind == ATTACHMENT:
                store.replace_attachment_key(write.connection, record_id, fresh)
            else:
                store.replace_key(write.connection, record_id, fresh, keyring.version)
        write.audit("master_key", str(keyring.version), content={"rewrapped": len(older)})
    return len(older)


def _older(connection: Connection, version: int) -> list[tuple[str, str, bytes]]:
    """Return kind, record id and wrapped key of every data key that waits for the newest master key."""
    identities = [(IDENTITY, record_id, wrapped) for record_id, wrapped in store.older_keys(connection, version)]
    files = [(ATTACHMENT, record_id, wrapped) for record_id, wrapped in store.attachment_keys(connection)]
    return identities + [entry for entry in files if master_version(entry[2]) < version]
