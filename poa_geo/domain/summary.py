"""What a leader reads in ten seconds: what changed, where to look, how sure we are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from poa_geo.domain.situation import BANDS, Band, Confidence, RegionStatus

Movement = Literal["naik", "turun", "tetap", "belum_lapor"]


@dataclass(frozen=True, kw_only=True)
class BandChange:
    """A region whose band differs from what it was when the period began."""

    code: str
    name: str
    before: Band
    now: Band
    since: date | None


@dataclass(frozen=True, kw_only=True)
class Attention:
    """A region that needs a look. `reason` is the title of its weightiest issue, None where nothing is known.

    `action` is the most urgent open follow-up inside it, with who owes it and by when; None where nothing is planned.
    """

    status: RegionStatus
    movement: Movement
    before: Band
    reason: str | None
    reason_id: str | None
    confidence: Confidence
    days_silent: int | None
    action: str | None = None
    action_id: str | None = None
    agency: str | None = None
    owner: str | None = None
    due_on: date | None = None
    days_late: int = 0


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The first screen. `region` is the code of the area it speaks of, the empty code for the country."""

    region: str
    as_of: date
    days: int
    cutoff: datetime | None
    statuses: tuple[RegionStatus, ...]
    before: dict[str, Band]
    changes: tuple[BandChange, ...]
    attention: tuple[Attention, ...]
    confidence: Confidence

    @property
    def counts_now(self) -> dict[Band, int]:
        """Number of regions by band today, worst first."""
        return {band: sum(status.band == band for status in self.statuses) for band in BANDS}

    @property
    def counts_before(self) -> dict[Band, int]:
        """Number of regions by band when the period began, worst first."""
        return {band: sum(was == band for was in self.before.values()) for band in BANDS}


def movement_of(before: Band, now: Band) -> Movement:
    """Say which way a band went; into grey is "not reported", out of grey counts as from green."""
    if now == "abu":
        return "belum_lapor"
    order: dict[Band, int] = {"abu": 0, "hijau": 0, "kuning": 1, "merah": 2}
    if order[now] == order[before]:
        return "tetap"
    return "naik" if order[now] > order[before] else "turun"
