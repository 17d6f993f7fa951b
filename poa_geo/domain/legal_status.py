"""Status keadaan konflik (UU 7/2012): declared by decree for an area, and apart from every score."""

from dataclasses import dataclass
from datetime import date, timedelta

from poa_geo.domain.record import Record


@dataclass(frozen=True, kw_only=True)
class LegalStatus(Record):
    """A declared state of conflict over `region_code` and everything inside it."""

    scale: str  # code of reference/legal_scales.csv
    decree_number: str
    official: str  # the office that declared it, not a person
    declared_on: date
    valid_until: date
    ended_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day it is in force: as declared, or the day before it was lifted."""
        return last_day_of(self.valid_until, self.ended_on)

    def is_in_force(self, day: date) -> bool:
        """Say whether it stands on a day."""
        return self.declared_on <= day <= self.last_day


def last_day_of(planned: date, ended_on: date | None) -> date:
    """Return the last day of what was planned until a day and may have been ended earlier."""
    return planned if ended_on is None else min(planned, ended_on - timedelta(days=1))
