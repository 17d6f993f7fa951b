"""An analyst's colour: shown beside the computed one for some time, never in its place."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from poa_geo.domain.legal_status import last_day_of
from poa_geo.domain.record import Record
from poa_geo.domain.situation import Band

OverrideState = Literal["diajukan", "berlaku", "akan_berlaku", "ditolak", "berakhir"]


@dataclass(frozen=True, kw_only=True)
class Override(Record):
    """A colour that an analyst proposes for one region and a second reader approves."""

    band: Band
    reason: str
    starts_on: date
    expires_on: date
    requested_by: str | None = None
    second_reader: str | None = None
    approved_on: date | None = None
    ended_on: date | None = None

    def state(self, day: date) -> OverrideState:
        """Return where it stands on a day; it ends by itself."""
        if self.approved_on is None:
            return "ditolak" if self.ended_on else "diajukan" if day <= self.expires_on else "berakhir"
        if day < self.starts_on and self.ended_on is None:
            return "akan_berlaku"
        return "berlaku" if day <= last_day_of(self.expires_on, self.ended_on) else "berakhir"
