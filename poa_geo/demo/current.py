"""The state of today: ``current.csv`` by days before today, so that the colours are the same on any day it is made.

It holds every event of the last `CURRENT_DAYS` days and every open potential. What came before has faded by now.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from poa_geo.demo.chance import Row, moment_on, new_id, stream, table
from poa_geo.demo.places import place_in
from poa_geo.demo.scenarios import scenarios, write_incident
from poa_geo.domain.record import Incident
from poa_geo.domain.region import RegionTree

CURRENT_DAYS = 60


def current_rows() -> tuple[Row, ...]:
    """Return the rows of the table."""
    return table("current")


def make_current(tree: RegionTree, today: date, seed: int, verifier: str) -> Iterator[tuple[Incident, Row]]:
    """Yield each incident of the table beside its row, which also says how it was assessed."""
    random = stream(seed, "current")
    groups = _groups(today, random)
    for row in current_rows():
        place = place_in(tree, row["place"], int(row["precision"]), random)
        facts = _facts(row, today) | {"duplicate_group": groups.get(row["duplicate_group"]), "verified_by": verifier}
        scenario = scenarios()[row["scenario"]]
        yield write_incident(scenario, place, ago(today, row["days_ago"]), today, facts, random), row


def ago(today: date, days: str) -> date:
    """Return the day that many days before today."""
    return today - timedelta(days=int(days))


def _groups(today: date, random: Random) -> dict[str, str]:
    moment = moment_on(today - timedelta(days=CURRENT_DAYS), random)
    numbers = sorted({row["duplicate_group"] for row in current_rows()} - {""})
    return {number: new_id(moment, random) for number in numbers}


def _facts(row: Row, today: date) -> dict[str, Any]:
    return {
        "verification": row["verification"],
        "source_grade": row["grade"][0],
        "information_grade": row["grade"][1],
        "status": row["status"],
        "source_agency": row["agency"],
        "classification": row["classification"],
        "updated_on": ago(today, row["updated_days_ago"]) if row["updated_days_ago"] else None,
        "closed_on": ago(today, row["closed_days_ago"]) if row["closed_days_ago"] else None,
    }
