"""The newest saved forecast as a page tells it: only where it beats the best baseline, else the baseline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.services.installation import Installation
from poa_geo.store import forecasts as store


@dataclass(frozen=True)
class RegionForecast:
    """Probability of at least one incident in a region, with its range (none for a baseline)."""

    code: str
    name: str
    probability: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class SkillPoint:
    """The log score of one run's model and of its best baseline on the windows it was proven on; smaller is better."""

    day: date
    model: float | None
    baseline: float | None
    baseline_name: str


@dataclass(frozen=True)
class ForecastTold:
    """A forecast and how it did: `metrics` as `risk.forecast` measured them, name of forecast → measures."""

    day: date
    level: int
    is_better: bool
    best_baseline: str
    regions: tuple[RegionForecast, ...]
    metrics: Mapping[str, Any]
    history: tuple[SkillPoint, ...]


def newest_forecast(office: Installation, reader: Reader, *, level: int = 2) -> ForecastTold | None:
    """Return the newest forecast for the reader's regions, the highest probability first; None before the first run.

    Raises
    ------
    NotPermitted
        If the role may not see risk.

    """
    reader.require("risk.read")
    with office.reading() as connection:
        runs = store.runs(connection, level)
        rows = store.values(connection, runs[-1]["id"]) if runs else []
    if not runs:
        return None
    run = runs[-1]
    told = [
        _region(office, row, run["is_better"])
        for row in rows
        if reader.may_see_region(row["region_code"]) and row["region_code"] in office.tree
    ]
    return ForecastTold(
        day=run["day"],
        level=level,
        is_better=run["is_better"],
        best_baseline=run["best_baseline"],
        regions=tuple(sorted(told, key=lambda one: (-one.probability, one.code))),
        metrics=run["metrics"],
        history=tuple(_point(one) for one in runs),
    )


def _region(office: Installation, row: Mapping[str, Any], is_better: bool) -> RegionForecast:
    code = row["region_code"]
    if not is_better:
        return RegionForecast(code, office.tree[code].name, row["baseline"], None, None)
    return RegionForecast(code, office.tree[code].name, row["probability"], row["low"], row["high"])


def _point(run: Mapping[str, Any]) -> SkillPoint:
    return SkillPoint(run["day"], _log_score(run, "model"), _log_score(run, run["best_baseline"]), run["best_baseline"])


def _log_score(run: Mapping[str, Any], name: str) -> float | None:
    value: float | None = run["metrics"].get(name, {}).get("log_score", {}).get("value")
    return value
