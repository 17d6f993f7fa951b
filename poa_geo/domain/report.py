"""A report in the intake queue: what somebody told us, before anybody judged it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from poa_geo.domain.record import Record
from poa_geo.reference import by_code

CLAIM_TIME = timedelta(minutes=30)
"""How long a claim keeps others away; whoever went home does not block a report."""

MAX_TEXT = 5_000
"""Longest report, in characters."""

MACHINE = "report"
"""Name of its steps in ``reference/steps.csv``."""


@dataclass(frozen=True, kw_only=True)
class Report(Record):
    """One report. `text` is stripped of names and telephone numbers; what was sent lies sealed in `sealed_original`.

    `receipt_hash` is the keyed hash of the receipt number; the number itself is known to the sender alone.
    """

    channel: str  # formulir, whatsapp, fkdm, lembar, api
    receipt_hash: str | None = field(default=None, repr=False)
    text: str
    sealed_original: bytes | None = field(default=None, repr=False)
    event_date: date | None = None
    place: str | None = None
    proposal: Mapping[str, Any] | None = None
    state: str = "baru"  # baru, diperiksa, dicatat, duplikat, ditolak
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    duplicate_of: str | None = None
    incident_id: str | None = None
    received_at: datetime

    def claim_ends(self, now: datetime) -> datetime | None:
        """Return until when the report is claimed; None where nobody holds it now."""
        if self.state != "diperiksa" or self.claimed_at is None:
            return None
        ends = self.claimed_at + CLAIM_TIME
        return ends if ends > now else None

    def is_held_by(self, account_id: str | None, now: datetime) -> bool:
        """Say whether an account holds the report now."""
        return self.claimed_by == account_id and self.claim_ends(now) is not None


def is_closed(state: str) -> bool:
    """Say whether a state ends the work on a report."""
    return by_code("report_states")[state]["is_closed"] == "1"
