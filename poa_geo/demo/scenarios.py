"""Fictional scenarios and how one becomes an incident. They name groups and invented companies, never persons."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from poa_geo.demo.chance import Row, new_id, soon_after, table
from poa_geo.demo.places import Place
from poa_geo.domain.record import Incident
from poa_geo.reference import by_code

REVIEW_DAYS = 90
COUNTED = ("injured", "injured_seriously", "displaced", "buildings_damaged", "buildings_burnt")
TEXTS = ("parties", "means", "trigger", "root_cause", "efforts", "chronology")


@lru_cache(maxsize=1)
def scenarios() -> Mapping[str, Row]:
    """Return the scenarios by code."""
    return {row["code"]: row for row in table("scenarios")}


def severity(scenario: Row) -> int:
    """Return the severity of a scenario's form, in 25ths."""
    return int(by_code("forms")[scenario["form"]]["severity"])


def write_incident(
    scenario: Row, place: Place, event_date: date, today: date, facts: Mapping[str, Any], random: Random
) -> Incident:
    """Return an incident that plays a scenario at a place.

    Parameters
    ----------
    scenario : Row
        A row of ``scenarios.csv``; its texts have places for the names of kecamatan and village.
    place : Place
    event_date, today : date
        The report reached the office soon after the event and before `today`.
    facts : mapping
        Columns of `Incident` that the scenario leaves open: verification, grades, status and the like.
    random : Random

    """
    reported = soon_after(event_date, today, random)
    return Incident(
        id=new_id(reported, random),
        recorded_at=reported,
        known_from=reported,
        region_code=place.region_code,
        geo_precision=place.geo_precision,
        lon=place.lon,
        lat=place.lat,
        placed_by=place.placed_by,
        event_date=event_date,
        **_what(scenario, place, random),
        **_when(scenario, event_date, today, random),
        **_how_it_went(scenario, event_date, facts, today),
    )


def _what(scenario: Row, place: Place, random: Random) -> dict[str, Any]:
    names = {"kecamatan": place.kecamatan, "desa": place.desa}
    return {
        "title": random.choice(scenario["title"].split("|")).format(**names),
        "form": scenario["form"],
        "issue_type": scenario["issue_type"],
        "conflict_source": scenario["conflict_source"]
        or by_code("issue_types")[scenario["issue_type"]]["conflict_source"],
        "realm": scenario["realm"],
        "stage": scenario["stage"],
        "escalation": scenario["escalation"],
        "crowd_band": scenario["crowd_band"] or None,
        **{column: scenario[column].format(**names) or None for column in TEXTS},
        **{column: _number(scenario[column], random) for column in COUNTED},
    }


def _number(text: str, random: Random) -> int:
    low, _, high = (text or "0").partition("-")
    return random.randint(int(low), int(high or low))


def _when(scenario: Row, event_date: date, today: date, random: Random) -> dict[str, Any]:
    if scenario["stage"] == "potensi":
        return {}
    hour = _number(scenario["hours"], random)
    lasted = timedelta(days=_number(scenario["duration_days"], random))
    return {
        "event_time": f"{hour:02}:{random.choice((0, 15, 30, 45)):02}",
        "time_zone": "WITA",
        "end_date": min(event_date + lasted, today - timedelta(days=1)),
    }


def _how_it_went(scenario: Row, event_date: date, facts: Mapping[str, Any], today: date) -> dict[str, Any]:
    last_day = today - timedelta(days=1)
    columns = dict(facts)
    seen_on = columns.get("updated_on") or event_date
    if columns["verification"] == "belum":
        columns["verified_by"] = None
    else:
        columns["verified_on"] = min(seen_on + timedelta(days=2), last_day)
    if scenario["stage"] == "potensi":
        columns["review_by"] = seen_on + timedelta(days=REVIEW_DAYS)
    if columns.get("closed_on") or columns["status"] == "mereda":
        columns["outcome"] = scenario["outcome"] or None
    return columns
