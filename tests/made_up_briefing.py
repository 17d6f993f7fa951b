"""A briefing made up in memory: any number of regions, no database."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from poa_geo.briefing.content import Briefing, FollowUp, MapGround
from poa_geo.briefing.sections import SECTION_NAMES
from poa_geo.domain.filter import Filter
from poa_geo.domain.region import Region
from poa_geo.domain.situation import BANDS, Confidence, RegionStatus, Situation
from poa_geo.domain.summary import Summary

DAY = date(2026, 3, 2)
CUTOFF = datetime(2026, 3, 2, 10, tzinfo=UTC)
SURE = Confidence(level="sedang", reports=7, independent_sources=2, newest=CUTOFF, unverified=3)
EMPTY_MAP = MapGround(
    outlines=b'{"features":[]}', land=b'{"type":"FeatureCollection","features":[]}', is_schematic=True
)


def status(number: int, **changes: Any) -> RegionStatus:
    """Return the status of a made-up kabupaten; the bands take turns."""
    values: dict[str, Any] = {
        "code": f"64.{number:02d}", "name": f"Kabupaten Contoh Nomor {number}", "level": 2,
        "band": BANDS[number % 4], "score": 80.0 - number, "is_covered": BANDS[number % 4] != "abu", "since": DAY,
        "incident_count": number,
    }  # fmt: skip
    return RegionStatus(**values | changes)


def situation_of(*statuses: RegionStatus) -> Situation:
    """Return a situation whose counts add up."""
    total = sum(one.incident_count for one in statuses)
    focus = status(0, code="64", name="Kalimantan Timur", level=1, band="kuning", incident_count=total)
    return Situation(
        filter=Filter(region="64"), as_of=DAY, cutoff=CUTOFF, data_version=7, focus=focus, regions=statuses,
        incidents=(), incident_count=total, placed_count=total, coarse_count=0, unplaced_count=0, presence_count=0,
        confidence=SURE,
    )  # fmt: skip


def summary_of(told: Situation, before: Mapping[str, Any] | None = None) -> Summary:
    """Return a summary in which nothing moved."""
    return Summary(
        region="64", as_of=DAY, days=7, cutoff=CUTOFF, statuses=told.regions,
        before=dict(before or {one.code: one.band for one in told.regions}), changes=(), attention=(),
        confidence=SURE,
    )  # fmt: skip


def made_up(*statuses: RegionStatus, **changes: Any) -> Briefing:
    """Return a briefing of some kabupaten without incidents."""
    told = situation_of(*statuses)
    values: dict[str, Any] = {
        "region": Region("64", "Kalimantan Timur", 1, "provinsi", 116.5, 0.5), "since": date(2026, 2, 24),
        "until": DAY, "classification": "terbatas", "office": "Badan Kesbangpol Contoh",
        "zone": ZoneInfo("Asia/Makassar"), "cutoff": CUTOFF, "is_demo": True, "ground": EMPTY_MAP, "situation": told,
        "summary": summary_of(told), "incidents_before": 4, "weeks": (), "explanation": None, "triggers": {},
        "notable": (), "cyber": situation_of(), "potentials": (), "presence": (), "presence_sources": (),
        "presence_deadlines": (), "presence_month": None, "presence_total": None,
        "agency_figures": (), "follow_ups": (), "place_names": {}, "remarks": dict.fromkeys(SECTION_NAMES, ""),
        "numbers_digest": "abcdef0123",
    }  # fmt: skip
    return Briefing(**values | changes)


def follow_up(**changes: Any) -> FollowUp:
    """Return an open action of the first kabupaten."""
    values: dict[str, Any] = {
        "title": "Mediasi lahan", "region_code": "64.01", "agency": "kesbangpol", "owner": None,
        "due_on": date(2026, 3, 10), "done_on": None, "meeting_on": None,
    }  # fmt: skip
    return FollowUp(**values | changes)
