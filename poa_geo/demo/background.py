"""The two years before: events drawn from the scenarios by season, so that charts and replay have something to show."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from poa_geo.demo.chance import HISTORY_DAYS, Row, pick, stream, table, weighted
from poa_geo.demo.current import CURRENT_DAYS, ago, current_rows
from poa_geo.demo.places import place_in
from poa_geo.demo.scenarios import scenarios, severity, write_incident
from poa_geo.demo.seasons import SEASON_SHARE, days_before, season_of, spread
from poa_geo.domain.record import Incident, Precision
from poa_geo.domain.region import KECAMATAN, RegionTree, level_of

EVENTS = 180
HEAVY_SEVERITY = 9
HEAVY_UNTIL_DAYS = 130
"""Nearer than this, a heavier event would still colour its region today."""

MILD_SEVERITY = 3
PEAK_EVENTS = 3
"""Mild events that a season may add to the days of ``current.csv``."""

PRECISIONS: dict[int, int] = {1: 74, 2: 4, 3: 13, 4: 5, 5: 1, 6: 3}
VERIFICATIONS = {"terverifikasi": 90, "tidak_terbukti": 6, "belum": 4}
CLASSIFICATIONS = {"terbatas": 76, "biasa": 18, "rahasia": 6}


def make_background(tree: RegionTree, today: date, seed: int, verifier: str) -> Iterator[Incident]:
    """Yield the events that bring the two years before `today` to `EVENTS`."""
    random = stream(seed, "background")
    for day in _days(today, random):
        scenario = _scenario(day, today, random)
        place = place_in(tree, *_where(scenario, random), random)
        facts = _facts(day, today, random) | {"verified_by": verifier}
        yield write_incident(scenario, place, day, today, facts, random)


def _days(today: date, random: Random) -> list[date]:
    taken = [ago(today, row["days_ago"]) for row in current_rows() if not _is_potential(row)]
    seasonal = [day for day in days_before(today, CURRENT_DAYS, 2) if season_of(day)]
    extra = spread(PEAK_EVENTS if seasonal else 0, seasonal, taken, random)
    earlier = days_before(today, HISTORY_DAYS, CURRENT_DAYS + 1)
    return spread(EVENTS - len(taken) - len(extra), earlier, [*taken, *extra], random) + extra


def _is_potential(row: Row) -> bool:
    return scenarios()[row["scenario"]]["stage"] == "potensi"


def _scenario(day: date, today: date, random: Random) -> Row:
    days_ago = (today - day).days
    is_current = days_ago <= CURRENT_DAYS
    season = season_of(day)
    is_seasonal = is_current or (season != "" and random.random() < SEASON_SHARE[season])
    heaviest = MILD_SEVERITY if is_current else HEAVY_SEVERITY if days_ago < HEAVY_UNTIL_DAYS else 25
    return pick([row for row in _events(season if is_seasonal else "") if severity(row) <= heaviest], random)


def _events(season: str) -> Sequence[Row]:
    return [row for row in scenarios().values() if row["stage"] != "potensi" and row["season"] == season]


def _where(scenario: Row, random: Random) -> tuple[str, int]:
    code = random.choice(scenario["places"].split())
    precision = weighted(PRECISIONS, random)
    return code, precision if level_of(code) == KECAMATAN else max(precision, int(Precision.KABUPATEN))


def _facts(day: date, today: date, random: Random) -> dict[str, Any]:
    reporter = pick(table("reporters"), random)
    verification = weighted(VERIFICATIONS, random)
    closed_on = day + timedelta(days=random.randint(2, 30))
    is_closed = verification == "terverifikasi" and closed_on < today and random.random() < 0.93
    return {
        "verification": verification,
        "source_agency": reporter["agency"],
        "source_grade": reporter["source_grade"],
        "information_grade": reporter["information_grade"],
        "classification": weighted(CLASSIFICATIONS, random),
        "status": "selesai" if is_closed or verification == "tidak_terbukti" else "mereda",
        "closed_on": closed_on if is_closed else None,
    }
