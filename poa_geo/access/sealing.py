"""Identities at rest: AES-GCM under a data key per record, the data key wrapped by a master key outside the database.

Deleting the wrapped key of a record makes every copy of its identity unreadable, in versions and backups too. The
same person is found again by keyed hashes of the exact name and passport number, never by reading.
"""

import hashlib
import hmac
import json
import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from poa_geo.errors import SealBroken

KEY_BYTES = 32
NONCE_BYTES = 12
WRAPPED_BYTES = 1 + NONCE_BYTES + KEY_BYTES + 16  # version of the master key, nonce, data key, tag


@dataclass(frozen=True)
class Keyring:
    """The keys of one installation.

    Attributes
    ----------
    masters : mapping of version to 32 bytes
        Wrap data keys. The highest version wraps new ones; older ones still open what they wrapped.
    newer : callable, optional
        Reads the keys again: another process may have made a master key since.
    search_key, audit_key : 32 bytes
        Of the keyed hashes and of the audit chain; both outlive a change of the master key.

    """

    masters: Mapping[int, bytes] = field(repr=False)
    search_key: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)
    newer: "Callable[[], Keyring] | None" = field(default=None, repr=False, compare=False)

    @property
    def version(self) -> int:
        """The master key that wraps new data keys."""
        return max(self.masters)

    @classmethod
    def derive(cls, secrets: Mapping[int, bytes]) -> "Keyring":
        """Derive every key from secret material (at least 32 bytes each), by version.

        The search and audit keys come from the first secret, so a new master key leaves hashes and chain valid; the
        first secret therefore stays in the folder of keys.
        """
        first = secrets[min(secrets)]
        return cls(
            masters={version: _derive(secret, "master") for version, secret in secrets.items()},
            search_key=_derive(first, "search"),
            audit_key=_derive(first, "audit"),
        )


def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=b"poa-geo", info=purpose.encode()).derive(secret)


def seal(
    content: Mapping[str, Any],
    record_id: str,
    keyring: Keyring,
    *,
    kind: str = "presence",
    wrapped_key: bytes | None = None,
) -> tuple[bytes, bytes]:
    """Seal the identity of a record.

    Parameters
    ----------
    content : mapping
        Whatever JSON can hold.
    record_id, kind : str
        Bound to the result: it opens for this record only.
    wrapped_key : bytes, optional
        The record's data key when it has one already, so that all its versions share one key and are erased together.

    Returns
    -------
    (ciphertext, wrapped_key)
        Both are needed to unseal; keep them apart.

    """
    context = _context(kind, record_id)
    if wrapped_key is None:
        data_key = os.urandom(KEY_BYTES)
        wrapped_key = _wrap(data_key, context, keyring)
    else:
        data_key = _unwrap(wrapped_key, context, keyring)
    plain = json.dumps(dict(content), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return _encrypt(data_key, plain, context), wrapped_key


def unseal(
    ciphertext: bytes, wrapped_key: bytes, record_id: str, keyring: Keyring, *, kind: str = "presence"
) -> dict[str, Any]:
    """Return what `seal` was given.

    Raises
    ------
    SealBroken
        If the keys do not fit, the value belongs to another record, or its bytes have changed.

    """
    context = _context(kind, record_id)
    plain = _decrypt(_unwrap(wrapped_key, context, keyring), ciphertext, context)
    content: dict[str, Any] = json.loads(plain)
    return content


def rewrap(wrapped_key: bytes, record_id: str, keyring: Keyring, *, kind: str = "presence") -> bytes:
    """Return the same data key wrapped by the newest master key; what it sealed stays as it is."""
    context = _context(kind, record_id)
    return _wrap(_unwrap(wrapped_key, context, keyring), context, keyring)


def master_version(wrapped_key: bytes) -> int:
    """Return the version of the master key that wrapped a data key."""
    return wrapped_key[0]


def seal_alone(content: Mapping[str, Any], record_id: str, keyring: Keyring, *, kind: str) -> bytes:
    """Seal something short-lived into one value that carries its own wrapped key."""
    ciphertext, wrapped_key = seal(content, record_id, keyring, kind=kind)
    return wrapped_key + ciphertext


def unseal_alone(sealed: bytes, record_id: str, keyring: Keyring, *, kind: str) -> dict[str, Any]:
    """Return what `seal_alone` was given; raises `SealBroken` as `unseal` does."""
    return unseal(sealed[WRAPPED_BYTES:], sealed[:WRAPPED_BYTES], record_id, keyring, kind=kind)


def search_hash(text: str | None, field_name: str, keyring: Keyring) -> str | None:
    """Return the keyed hash by which an exact name or passport number is found; None for an empty text.

    Case, accents, spacing and punctuation do not matter, letters and digits do. The field is part of the hash, so
    equal texts in two columns do not show.
    """
    words = _normalised(text or "")
    if not words:
        return None
    return hmac.new(keyring.search_key, f"{field_name}\0{words}".encode(), hashlib.sha256).hexdigest()


def _normalised(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return "".join(re.findall(r"[^\W_]+", letters))


def _context(kind: str, record_id: str) -> bytes:
    return f"{kind}\0{record_id}".encode()


def _wrap(data_key: bytes, context: bytes, keyring: Keyring) -> bytes:
    version = keyring.version
    return bytes([version]) + _encrypt(keyring.masters[version], data_key, context + bytes([version]))


def _unwrap(wrapped_key: bytes, context: bytes, keyring: Keyring) -> bytes:
    version = wrapped_key[0] if wrapped_key else 0
    if version not in keyring.masters and keyring.newer:
        keyring = keyring.newer()
    if version not in keyring.masters:
        raise SealBroken
    return _decrypt(keyring.masters[version], wrapped_key[1:], context + bytes([version]))


def _encrypt(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def _decrypt(key: bytes, sealed: bytes, context: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except (InvalidTag, ValueError):
        raise SealBroken from None
