"""The forecast of an installation: what it learns from, the backtest of past months, today's run and its record.

Nothing of a presence record is read here: a forecast knows incidents, regions and days.
"""

from datetime import date
from typing import Any

import numpy as np
from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.region import KABUPATEN
from poa_geo.facts import NO_ID, IncidentFacts
from poa_geo.risk.forecast import run
from poa_geo.risk.forecast.constants import constants, method_version
from poa_geo.risk.forecast.history import History
from poa_geo.risk.forecast.run import ForecastRun
from poa_geo.risk.forecast.surroundings import Surroundings
from poa_geo.risk.severity import positions
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of
from poa_geo.store import tables
from poa_geo.store.bulk import insert_rows

SEED = 1


def backtest(
    office: Installation, reader: Reader, first_month: date, last_month: date, level: int = KABUPATEN, seed: int = SEED
) -> dict[str, Any]:
    """Forecast every month between two days from what was known before it, and say how good that was.

    Returns
    -------
    dict
        ``{"years": {year: {name: measures}}, "total": {name: measures}}`` beside what the numbers were made with;
        names are ``model`` and the five baselines.

    Raises
    ------
    NotPermitted
        If the role may not see risk.

    """
    reader.require("risk.read")
    facts = read_model_of(office).facts()
    around = surroundings(office, level)
    measured = run.backtest(
        history_of(facts.incidents, around, level, office), around, first_month, last_month, seed=seed
    )
    return {
        "from": f"{first_month:%Y-%m}",
        "to": f"{last_month:%Y-%m}",
        "level": level,
        "regions": len(around),
        "severity": constants().severity,
        "data_version": facts.version,
        "method_version": method_version(),
        "seed": seed,
        **measured,
    }


def forecast_now(
    office: Installation, reader: Reader, day: date | None = None, level: int = KABUPATEN, seed: int = SEED
) -> ForecastRun:
    """Return the forecast for the window after a day, today by default, from what was known at its end.

    Raises
    ------
    NotPermitted
        If the role may not see risk.

    """
    reader.require("risk.read")
    facts = read_model_of(office).facts()
    around = surroundings(office, level)
    return run.forecast(
        history_of(facts.incidents, around, level, office),
        around,
        day or office.today(),
        level=level,
        data_version=facts.version,
        seed=seed,
    )


def save(office: Installation, reader: Reader, made: ForecastRun) -> str:
    """Write a run down with one row per region, and return its id."""
    run_id = str(uuid7())
    with office.writing(reader, "forecast.save") as write:
        row = {
            "id": run_id,
            "day": made.day,
            "level": made.level,
            "method": made.method_version,
            "data_version": made.data_version,
            "seed": made.seed,
            "is_better": made.is_better,
            "best_baseline": made.best_baseline,
            "metrics": made.metrics,
            "recorded_at": write.now,
        }
        insert_rows(write.connection, tables.forecast_run, [row])
        columns = zip(made.regions, made.probability, made.low, made.high, made.baseline, strict=True)
        values = [
            {
                "run_id": run_id,
                "region_code": office.tree.codes[region],
                "probability": float(probability),
                "low": float(low),
                "high": float(high),
                "baseline": float(baseline),
            }
            for region, probability, low, high, baseline in columns
        ]
        insert_rows(write.connection, tables.forecast_value, values)
        write.audit("forecast_run", run_id, content=made.metrics)
    return run_id


def surroundings(office: Installation, level: int) -> Surroundings:
    """Return the regions of a level and how they reach each other, with the boundaries in force."""
    return Surroundings.of(office.tree, level, read_model_of(office).borders())


def history_of(incidents: IncidentFacts, around: Surroundings, level: int, office: Installation) -> History:
    """Return what a forecast of one level may learn from: verified issues placed that deep.

    Severity is the issue's own, not that of a later assessment: an origin must not know what was judged after it.
    """
    position = np.full(len(office.tree) + 1, -1, dtype=np.int32)
    position[around.regions] = np.arange(len(around), dtype=np.int32)
    region = position[np.append(office.tree.ancestor_at[level], -1)[incidents.region]]
    rows = np.flatnonzero((region >= 0) & (incidents.credibility > 0) & _leads(incidents))
    placed = incidents.take(rows)
    numbers = constants()
    return History(
        region=region[rows],
        day=placed.day,
        known_day=np.maximum(placed.arrival_day, placed.day),
        weight=np.round(placed.severity.astype(np.float64) * placed.credibility / 25.0, 6),
        counts=(placed.severity >= numbers.severity)
        & (placed.precision <= numbers.coarsest_precision)
        & (placed.date_precision <= numbers.coarsest_date_precision)
        & (placed.stage != int(positions("stages")["potensi"])),
    )


def _leads(incidents: IncidentFacts) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Say which rows count beside their suspected duplicates: the first known of the strongest."""
    strength = incidents.severity * incidents.credibility
    order = np.lexsort((incidents.id, incidents.arrival_day, -strength, incidents.group))
    group = incidents.group[order]
    leads = np.ones(len(incidents), dtype=np.bool_)
    leads[order[1:]] = (group[1:] != group[:-1]) | (group[1:] == NO_ID)
    return leads
