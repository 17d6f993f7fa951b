"""Everything a briefing tells, gathered once for one audience: documents only write it down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from poa_geo.domain.record import Classification, Incident
from poa_geo.domain.region import NATION, Region, parent_of
from poa_geo.domain.situation import Explanation, Situation
from poa_geo.domain.summary import Summary
from poa_geo.formatting import short_name
from poa_geo.texts import t


@dataclass(frozen=True, kw_only=True)
class Request:
    """What an analyst asks a briefing for.

    Attributes
    ----------
    office : str
        The presenter's office, as it stands on the cover.
    classification : str
        The most closed classification the audience may read.
    remarks : mapping or None
        Section → remark, empty where there is none; sections not named are left out. None keeps all.

    """

    region: str
    since: date
    until: date
    office: str
    classification: Classification = "terbatas"
    remarks: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class PresenceCount:
    """Foreign nationals of one category, source or state of permit, as the fixed monthly tables tell them.

    The empty code is everybody in small or unknown groups.
    """

    code: str
    total: int


@dataclass(frozen=True, kw_only=True)
class AgencyFigure:
    """A count as an agency publishes it: told beside others, never added to them."""

    agency: str
    definition: str
    area: str
    as_of: date
    total: int


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """An action: who does what by when, and the meeting it was given in."""

    title: str
    region_code: str | None
    agency: str
    owner: str | None
    due_on: date
    done_on: date | None
    meeting_on: date | None


@dataclass(frozen=True, kw_only=True)
class LedgerCount:
    """What warnings of the last twelve months came to; `lead_days` is the mean notice of those that proved right."""

    hits: int
    false_alarms: int
    misses: int
    lead_days: float | None


@dataclass(frozen=True, kw_only=True)
class Chance:
    """Probability of at least one incident in a region in the next thirty days, with its range."""

    name: str
    probability: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class MapGround:
    """What the map is drawn on, as GeoJSON; `is_schematic` is told on the map."""

    outlines: bytes = field(repr=False)
    land: bytes = field(repr=False)
    is_schematic: bool


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """One briefing of one region and period, as its audience may read it.

    Attributes
    ----------
    region : Region or None
        None for the whole country.
    until : date
        The day risk is told for; with `since` the period that incidents are counted in.
    classification : str
        What the audience may read at most; nothing more closed is in here.
    office : str
        The presenter's office.
    cutoff : datetime or None
        When the newest data arrived.
    situation : Situation
        ``situation(filter, audience)``: the one answer every number comes from.
    summary : Summary
        What changed since the day before the period.
    incidents_before : int
        Incidents in the period of equal length before this one.
    weeks : tuple of (Monday, count)
    explanation : Explanation or None
        Why the region has its score; a country has none.
    triggers : mapping
        Red or yellow region → title of its weightiest issue that the audience may read.
    notable : tuple of Incident
        The weightiest verified incidents of the period, weightiest first.
    cyber : Situation
        The same answer for incidents in cyber space.
    potentials : tuple of Incident
        Open potentials, those due for review first.
    presence, presence_sources, presence_deadlines : tuple of PresenceCount
        By category, by reporting agency and by what is left of the permit; empty below a provinsi.
    presence_month : date or None
        Last day of the month they tell of; None where there are no tables.
    presence_total : int or None
        Of the region; None where it is too small to show.
    follow_ups : tuple of FollowUp
        Actions in the region, by due date.
    ledger : LedgerCount or None
        None where no warning or missed incident was ever noted.
    forecast : tuple of Chance or None
        Empty where the model does not beat its best baseline, None where there is no forecast of the day.
    remarks : mapping
        Section → remark of the analyst; sections not named in it are left out.
    numbers_digest : str
        SHA-256 over all that is told; equal digests mean equal briefings.

    """

    region: Region | None
    since: date
    until: date
    classification: Classification
    office: str
    zone: ZoneInfo
    cutoff: datetime | None
    is_demo: bool
    ground: MapGround
    situation: Situation
    summary: Summary
    incidents_before: int
    weeks: tuple[tuple[date, int], ...]
    explanation: Explanation | None
    triggers: Mapping[str, str]
    notable: tuple[Incident, ...]
    cyber: Situation
    potentials: tuple[Incident, ...]
    presence: tuple[PresenceCount, ...]
    presence_sources: tuple[PresenceCount, ...]
    presence_deadlines: tuple[PresenceCount, ...]
    presence_month: date | None
    presence_total: int | None
    agency_figures: tuple[AgencyFigure, ...]
    follow_ups: tuple[FollowUp, ...]
    place_names: Mapping[str, str]
    remarks: Mapping[str, str]
    ledger: LedgerCount | None = None
    forecast: tuple[Chance, ...] | None = None
    numbers_digest: str = ""

    @property
    def code(self) -> str:
        """Code of the region; the empty code for the country."""
        return self.region.code if self.region else NATION

    @property
    def region_name(self) -> str:
        """Name of the region."""
        return self.region.name if self.region else t("Indonesia")

    @property
    def reference_number(self) -> str:
        """Number that names region, day and content: two files with one number tell the same."""
        return f"TKL-{self.code or 'RI'}-{self.until:%Y%m%d}-{self.numbers_digest[:6].upper()}"

    def place(self, code: str | None) -> str:
        """Return the name of a place with what holds it: `Muara Badak, Kutai Kartanegara`."""
        names = [self.place_names[part] for part in (code or "", parent_of(code or "")) if part in self.place_names]
        return ", ".join(short_name(name) for name in names if name != self.region_name) or self.region_name
