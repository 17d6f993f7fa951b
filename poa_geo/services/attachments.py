"""Files beside a record: checked by content, sealed, kept outside whatever a browser can reach.

The file lies under ``attachments/<id>`` of the home folder; its data key lies in the database, wrapped by the master
key. Destroying the row destroys the file for good, in every backup too.
"""

import base64
import os
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.access.sealing import seal, unseal
from poa_geo.domain.attachment import accept
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Record
from poa_geo.errors import InvalidRecord, NotFound, mark
from poa_geo.services import assessments, incidents, legal_statuses
from poa_geo.services.installation import Installation
from poa_geo.store import attachments as store

KIND = "attachment"
FOLDER = "attachments"
MAX_OF_RECORD = 20
TOO_MANY = mark("Catatan ini sudah memuat {limit} lampiran. Hapus yang tidak diperlukan.")

RECORDS: Mapping[str, Callable[[Installation, Reader, str], Record]] = {
    "incident": incidents.get,
    "assessment": assessments.get,
    "legal_status": legal_statuses.get,
}
"""Kind of record that may have attachments → how a reader gets it; who may not see the record sees no file of it."""


def attach(
    office: Installation, reader: Reader, kind: str, record_id: str, file_name: str, content: bytes
) -> dict[str, Any]:
    """Keep a file beside a record; either file and row are there, or neither.

    Raises
    ------
    UnsafeFile
        If its kind, size or content is not accepted; one sentence says why.
    NotPermitted, NotFound
        If the right is missing or the record is not the reader's to see.

    """
    reader.require("attachment.write")
    record = RECORDS[kind](office, reader, record_id)
    reader.require_region(record.region_code)
    accepted = accept(file_name, content)
    with office.writing(reader, "attachment.add") as write:
        if len(store.of_record(write.connection, kind, record_id)) >= MAX_OF_RECORD:
            raise InvalidRecord([RowProblem("attachment", "", "too_many", TOO_MANY, {"limit": MAX_OF_RECORD})])
        row: dict[str, Any] = {
            "id": str(uuid7()),
            "record_kind": kind,
            "record_id": record_id,
            "file_name": accepted.name,
            "media_type": accepted.media_type,
            "size": len(content),
            "digest": sha256(content).hexdigest(),
            "uploaded_by": reader.account_id,
            "uploaded_at": write.now,
        }
        sealed, row["wrapped_key"] = seal(
            {"content": base64.b64encode(content).decode()}, row["id"], office.keyring, kind=KIND
        )
        store.add(write.connection, row)
        write.audit(kind, record_id, fields=(KIND,), content={"id": row["id"], "digest": row["digest"]})
        _put(_path(office, row["id"]), sealed)
    return row


def attachments(office: Installation, reader: Reader, kind: str, record_id: str) -> list[dict[str, Any]]:
    """Return what is attached to a record, the oldest first, without the files."""
    reader.require("attachment.read")
    RECORDS[kind](office, reader, record_id)
    with office.reading() as connection:
        return store.of_record(connection, kind, record_id)


def content_of(office: Installation, reader: Reader, attachment_id: str) -> bytes:
    """Return a file as it was attached; who opened it stands in the audit trail.

    Raises
    ------
    NotFound
        If there is none for this reader, or its file is gone.
    SealBroken
        If the file was changed.

    """
    reader.require("attachment.read")
    row = _visible(office, reader, attachment_id)
    path = _path(office, attachment_id)
    if not path.is_file():
        raise NotFound(kind="lampiran")
    with office.writing(reader, "attachment.open") as write:
        write.audit(row["record_kind"], row["record_id"], fields=(KIND,), content={"id": attachment_id})
    opened = unseal(path.read_bytes(), row["wrapped_key"], attachment_id, office.keyring, kind=KIND)
    return base64.b64decode(opened["content"])


def destroy(office: Installation, reader: Reader, attachment_id: str, *, reason: str) -> None:
    """Destroy a file and its key; the audit trail keeps that it was there, and why it went."""
    reader.require("attachment.write")
    row = _visible(office, reader, attachment_id)
    if row["uploaded_by"] != reader.account_id:
        reader.require("incident.verify")
    with office.writing(reader, "attachment.destroy") as write:
        store.remove(write.connection, attachment_id)
        write.audit(row["record_kind"], row["record_id"], fields=(KIND,), content={"id": attachment_id}, reason=reason)
    _path(office, attachment_id).unlink(missing_ok=True)


def discard_files(office: Installation, attachment_ids: Iterable[str]) -> None:
    """Remove the files of attachments whose rows and keys are gone already."""
    for attachment_id in attachment_ids:
        _path(office, attachment_id).unlink(missing_ok=True)


def _visible(office: Installation, reader: Reader, attachment_id: str) -> dict[str, Any]:
    with office.reading() as connection:
        row = store.get(connection, attachment_id)
    if row is None:
        raise NotFound(kind="lampiran")
    RECORDS[row["record_kind"]](office, reader, row["record_id"])
    return row


def _path(office: Installation, attachment_id: str) -> Path:
    return office.settings.home / FOLDER / attachment_id


def _put(path: Path, sealed: bytes) -> None:
    """Write a sealed file that only the service account may read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
