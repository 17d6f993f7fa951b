"""The answer that map, list, counts, chart and export share."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from poa_geo.domain.filter import Filter

Band = Literal["hijau", "kuning", "merah", "abu"]
BANDS: tuple[Band, ...] = ("merah", "kuning", "hijau", "abu")
"""In the order leaders read them: worst first, unknown last."""


@dataclass(frozen=True, kw_only=True)
class RegionStatus:
    """One region on one day: its risk (which no filter moves) beside counts (which the filter does move).

    `since` is the day the band began, `earliest_fall` the first day it can fall if nothing new happens; `is_covered`
    says whether anything proves the region was looked at. `presence_count` is None where fewer than five are hidden.
    `override_band` is an analyst's colour, shown beside the computed `band` until `override_until`; `legal_until` is
    the last day of a legal status keadaan konflik that holds the band at merah.
    """

    code: str
    name: str
    level: int
    band: Band
    score: float
    previous_band: Band | None = None
    since: date | None = None
    earliest_fall: date | None = None
    is_covered: bool = False
    incident_count: int = 0
    unverified_count: int = 0
    presence_count: int | None = 0
    children_merah: int = 0
    children_kuning: int = 0
    neighbour_pressure: float = 0.0
    override_band: Band | None = None
    override_until: date | None = None
    legal_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class IncidentRow:
    """One incident as lists and the map show it. `share` is its part of the score of the region in focus."""

    id: str
    event_date: date
    title: str
    region_code: str | None
    place: str
    geo_precision: int
    stage: str
    form: str | None
    issue_type: str | None
    conflict_source: str | None
    verification: str
    status: str
    grade: str  # for example B2
    source_agency: str
    deaths: int
    injured: int
    share: float = 0.0
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, kw_only=True)
class Share:
    """One piece of evidence behind a score. Shares of all pieces add up to the score.

    `without` is the score if this piece were dealt with, which is not the score less its share. A piece above the
    reader's clearance has no id and reads "1 kejadian tertutup".
    """

    id: str | None
    title: str
    share: float
    without: float
    dimension: str | None
    event_date: date | None
    grade: str | None
    region_code: str | None
    kind: str = "incident"  # or finding, organisation, region_issue: then `id` names what is assessed


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why a region has its colour on a day."""

    code: str
    as_of: date
    score: float
    band: Band
    pieces: tuple[Share, ...]
    by_dimension: dict[str, float]
    threshold_kuning: float
    threshold_merah: float


@dataclass(frozen=True, kw_only=True)
class Confidence:
    """How sure we are, beside the colour: `level` is rendah, sedang or tinggi."""

    level: str
    reports: int
    independent_sources: int
    newest: datetime | None
    unverified: int


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything a screen shows for one filter, from one reading of one version of the data."""

    filter: Filter
    as_of: date
    cutoff: datetime | None
    data_version: int
    focus: RegionStatus | None  # None when the focus is the whole country
    regions: tuple[RegionStatus, ...]  # one level below the focus
    incidents: tuple[IncidentRow, ...]  # newest first, at most `list_limit`
    incident_count: int
    placed_count: int  # of them, drawn in one of `regions`
    coarse_count: int  # known only at the level of the focus or above
    unplaced_count: int  # known nowhere
    presence_count: int | None
    confidence: Confidence

    @property
    def band_counts(self) -> dict[Band, int]:
        """Number of regions by band, worst first."""
        return {band: sum(region.band == band for region in self.regions) for band in BANDS}
