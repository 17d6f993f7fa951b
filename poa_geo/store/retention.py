"""What has passed its time, and taking it away for good: in the records and in every version of them."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from poa_geo.store.records import KINDS, body_of
from poa_geo.store.tables import (
    attachment,
    correction_request,
    finding,
    identity_key,
    import_batch,
    import_row,
    presence,
    record_version,
    referral,
)


def ended_presences(connection: Connection, ended_before: date, deleted_before: datetime, today: date) -> list[str]:
    """Return presences whose identity is kept though they ended before a day, or are past the day set for them.

    The end is the later of departure and end of the permit; of a record taken out of the register, the day that was
    done. Nobody is erased while a finding about them is open.
    """
    columns = presence.c
    last = or_(columns.to_date.is_not(None), columns.permit_expires_on.is_not(None))
    is_over = and_(
        last,
        or_(columns.to_date.is_(None), columns.to_date < ended_before),
        or_(columns.permit_expires_on.is_(None), columns.permit_expires_on < ended_before),
    )
    is_gone = and_(columns.is_deleted, columns.recorded_at < deleted_before)
    is_due = and_(columns.retain_until.is_(None), or_(is_over, is_gone))
    open_findings = select(finding.c.subject_id).where(finding.c.closed_on.is_(None), ~finding.c.is_deleted)
    query = (
        select(columns.id)
        .join(identity_key, identity_key.c.record_id == columns.id)
        .where(or_(is_due, columns.retain_until < today), columns.id.not_in(open_findings))
        .order_by(columns.id)
    )
    return list(connection.execute(query).scalars())


def closed_findings(connection: Connection, closed_before: date) -> list[str]:
    """Return findings closed before a day, and their referrals, whose texts are still kept."""
    closed = select(finding.c.id).where(finding.c.closed_on < closed_before)
    query = (
        select(identity_key.c.record_id)
        .where(
            or_(
                identity_key.c.record_id.in_(closed),
                identity_key.c.record_id.in_(select(referral.c.id).where(referral.c.finding_id.in_(closed))),
            )
        )
        .order_by(identity_key.c.record_id)
    )
    return list(connection.execute(query).scalars())


def sealed_import_rows(connection: Connection, finished_before: datetime) -> list[str]:
    """Return the batches whose refused rows are still kept though they finished before a moment."""
    query = (
        select(import_row.c.batch_id)
        .join(import_batch, import_batch.c.id == import_row.c.batch_id)
        .where(import_row.c.sealed_row.is_not(None), import_batch.c.finished_at < finished_before)
        .distinct()
        .order_by(import_row.c.batch_id)
    )
    return list(connection.execute(query).scalars())


def forget_import_rows(connection: Connection, batch_ids: Sequence[str]) -> None:
    """Delete what was refused in some batches; the verdicts stay."""
    chosen = import_row.c.batch_id.in_(batch_ids)
    connection.execute(import_row.update().where(chosen).values(sealed_row=None))


def expired_attachments(connection: Connection, uploaded_before: datetime, today: date) -> list[str]:
    """Return the attachments whose day has passed, or without one, that were uploaded before a moment."""
    columns = attachment.c
    is_old = and_(columns.expires_on.is_(None), columns.uploaded_at < uploaded_before)
    query = select(columns.id).where(or_(is_old, columns.expires_on < today))
    return list(connection.execute(query.order_by(columns.id)).scalars())


def forget_attachments(connection: Connection, ids: Sequence[str]) -> None:
    """Destroy attachments with their keys: what is left of a file is bytes that nothing can open."""
    connection.execute(attachment.delete().where(attachment.c.id.in_(ids)))


def decided_corrections(connection: Connection, decided_before: datetime) -> list[str]:
    """Return the requests for correction decided before a moment whose text is still kept."""
    columns = correction_request.c
    query = select(columns.id).where(columns.sealed_text.is_not(None), columns.decided_at < decided_before)
    return list(connection.execute(query.order_by(columns.id)).scalars())


def forget_corrections(connection: Connection, ids: Sequence[str]) -> None:
    """Delete the texts of requests; what was decided stays."""
    connection.execute(correction_request.update().where(correction_request.c.id.in_(ids)).values(sealed_text=None))


def clear(connection: Connection, kind: str, record_ids: Iterable[str], fields: Sequence[str]) -> None:
    """Empty some fields of records, in the records and in all their versions."""
    table = KINDS[kind]
    for record_id in record_ids:
        connection.execute(table.update().where(table.c.id == record_id).values(dict.fromkeys(fields)))
        of_record = and_(record_version.c.kind == kind, record_version.c.record_id == record_id)
        for row in connection.execute(select(record_version).where(of_record)).all():
            body: dict[str, Any] = json.loads(row.body) | dict.fromkeys(fields)
            own = and_(of_record, record_version.c.version == row.version)
            connection.execute(record_version.update().where(own).values(body=body_of(body)))


def older_keys(connection: Connection, version: int) -> list[tuple[str, bytes]]:
    """Return record id and wrapped key of the data keys that an older master key wrapped."""
    query = select(identity_key.c.record_id, identity_key.c.wrapped_key).where(identity_key.c.master_version < version)
    return [(row.record_id, row.wrapped_key) for row in connection.execute(query)]


def attachment_keys(connection: Connection) -> list[tuple[str, bytes]]:
    """Return id and wrapped key of every attachment."""
    query = select(attachment.c.id, attachment.c.wrapped_key).where(attachment.c.wrapped_key.is_not(None))
    return [(row.id, row.wrapped_key) for row in connection.execute(query)]


def replace_attachment_key(connection: Connection, attachment_id: str, wrapped_key: bytes) -> None:
    """Set the wrapped key of an attachment."""
    connection.execute(attachment.update().where(attachment.c.id == attachment_id).values(wrapped_key=wrapped_key))


def replace_key(connection: Connection, record_id: str, wrapped_key: bytes, version: int) -> None:
    """Set the wrapped key of a record."""
    connection.execute(
        identity_key.update()
        .where(identity_key.c.record_id == record_id)
        .values(wrapped_key=wrapped_key, master_version=version)
    )
