"""Forgetting in time: what is past its period is destroyed, and the office is told what that was.

A person is erased by destroying the data key of the identity, so that versions and backups lose the person too, and by
emptying the fields that lead elsewhere, such as a permit number or a sponsor. Counts, audit trail and replay stay.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.errors import NotFound
from poa_geo.reference import by_code, label
from poa_geo.services import attachments
from poa_geo.services.installation import Installation, Write
from poa_geo.services.visible import get_visible, require_reason
from poa_geo.store import identities, reports
from poa_geo.store import retention as store

LEADING_ELSEWHERE = (
    "sponsor", "employer", "position", "purpose", "work_location", "rptka_number", "apoa_receipt", "issuing_office",
    "monitoring_result", "recommendation", "visa_index",
)  # fmt: skip
"""Fields of a presence record that are not sealed and still point at a person."""


@dataclass(frozen=True)
class Removal:
    """What one rule found past its period: ids only."""

    code: str
    ids: tuple[str, ...]

    def text(self, language: str = "id") -> str:
        """Return what people call what was removed."""
        return label("retention_periods", self.code, language)


@dataclass(frozen=True)
class _Rule:
    """How one kind of thing is found, given its period, and destroyed."""

    find: Callable[[Write, timedelta], Sequence[str]]
    destroy: Callable[[Write, Sequence[str]], None]


def retention(office: Installation, reader: Reader = SYSTEM, *, is_dry_run: bool = False) -> list[Removal]:
    """Destroy what is past its period in ``reference/retention_periods.csv``; return what that was, rule by rule.

    Parameters
    ----------
    is_dry_run : bool
        Only tell what would be destroyed.

    """
    reader.require("retention.run")
    with office.writing(reader, "retention.run") as write:
        found = [Removal(code, tuple(rule.find(write, _period(code)))) for code, rule in RULES.items()]
        for removal in found:
            if removal.ids and not is_dry_run:
                RULES[removal.code].destroy(write, removal.ids)
                for record_id in removal.ids:
                    write.audit(removal.code, record_id, fields=("erased",))
        write.audit("retention", fields=("dry_run",) if is_dry_run else (), content={r.code: r.ids for r in found})
    for removal in found:
        if removal.code == "attachment" and not is_dry_run:
            attachments.discard_files(office, removal.ids)
    return found


def erase(office: Installation, reader: Reader, presence_id: str, *, reason: str) -> None:
    """Erase one person before the time, for example after a request; the registration stays as a count.

    Raises
    ------
    NotFound
        If there is no such registration for this reader, or it was erased already.

    """
    reader.require("presence.erase")
    get_visible(office, reader, "presence", presence_id, "orang asing")
    told = require_reason(reason)
    with office.writing(reader, "presence.erase") as write:
        if not identities.wrapped_keys(write.connection, [presence_id]):
            raise NotFound(kind="identitas")
        _erase_persons(write, [presence_id])
        write.audit("presence", presence_id, fields=("erased",), reason=told)


def _period(code: str) -> timedelta:
    return timedelta(days=int(by_code("retention_periods")[code]["days"]))


def _before(write: Write, period: timedelta) -> datetime:
    return write.now - period


def _ended_presences(write: Write, period: timedelta) -> list[str]:
    today = write.installation.today()
    return store.ended_presences(write.connection, today - period, _before(write, period), today)


def _erase_persons(write: Write, ids: Sequence[str]) -> None:
    identities.erase(write.connection, ids)
    store.clear(write.connection, "presence", ids, LEADING_ELSEWHERE)


def _closed_findings(write: Write, period: timedelta) -> list[str]:
    return store.closed_findings(write.connection, write.installation.today() - period)


def _old_originals(write: Write, period: timedelta) -> list[str]:
    received = reports.received_until(write.connection, _before(write, period))
    return sorted(identities.wrapped_keys(write.connection, received))


RULES: dict[str, _Rule] = {
    "presence_identity": _Rule(_ended_presences, _erase_persons),
    "finding_text": _Rule(_closed_findings, lambda write, ids: identities.erase(write.connection, ids)),
    "import_row": _Rule(
        lambda write, period: store.sealed_import_rows(write.connection, _before(write, period)),
        lambda write, ids: store.forget_import_rows(write.connection, ids),
    ),
    "report_original": _Rule(_old_originals, lambda write, ids: identities.erase(write.connection, ids)),
    "attachment": _Rule(
        lambda write, period: store.expired_attachments(
            write.connection, _before(write, period), write.installation.today()
        ),
        lambda write, ids: store.forget_attachments(write.connection, ids),
    ),
    "correction_text": _Rule(
        lambda write, period: store.decided_corrections(write.connection, _before(write, period)),
        lambda write, ids: store.forget_corrections(write.connection, ids),
    ),
}
"""Code in the table of periods → what is past it and how it goes."""
