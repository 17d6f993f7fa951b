"""Rolling the forecast over origins: the backtest of past months, and the forecast of today with its proof."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from poa_geo.risk.forecast.baselines import BASELINES, baselines
from poa_geo.risk.forecast.constants import constants, method_version
from poa_geo.risk.forecast.history import History, Panel, Windows
from poa_geo.risk.forecast.model import Forecaster
from poa_geo.risk.forecast.resample import resampled
from poa_geo.risk.forecast.skill import gain, log_loss, score
from poa_geo.risk.forecast.surroundings import Surroundings

MODEL = "model"


@dataclass(frozen=True)
class ForecastRun:
    """One forecast of all regions of a level for the window after a day; arrays of shape (n,) in tree order.

    Attributes
    ----------
    day : date
        What was known at its end is what the forecast knows.
    days : int
        Length of the window.
    level : int
    regions : int64 array
        Positions in the tree.
    probability, low, high : float64 arrays
        Of the model, with its interval of uncertainty.
    baseline : float64 array
        Of the best baseline: what is shown where the model is not better.
    is_better : bool
        Whether the model beat the best baseline on the last twelve settled windows.
    best_baseline : str
        One of `BASELINES`.
    metrics : dict
        See `score`: name of forecast → measures on those windows; and ``gain`` over the best baseline.
    data_version : int
    method_version : str
    seed : int

    """

    day: date
    days: int
    level: int
    regions: NDArray[np.int64]
    probability: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    baseline: NDArray[np.float64]
    is_better: bool
    best_baseline: str
    metrics: dict[str, Any]
    data_version: int
    method_version: str
    seed: int

    @property
    def shown(self) -> NDArray[np.float64]:
        """What a page shows: the model where it is better, else the baseline."""
        return self.probability if self.is_better else self.baseline


Told = dict[str, NDArray[np.float64]]
"""Name of a forecast → probabilities, shape (T, n)."""


def backtest(
    history: History, around: Surroundings, first_month: date, last_month: date, *, seed: int
) -> dict[str, Any]:
    """Forecast every month from what was known before it, and say how good that was.

    Parameters
    ----------
    history : History
        The whole of it; each forecast sees its own past.
    around : Surroundings
    first_month, last_month : date
        Any day in them.
    seed : int

    Returns
    -------
    dict
        ``{"years": {year: {name: measures}}, "total": {name: measures}, …}``; names are `MODEL` and `BASELINES`.

    """
    begin = min(first_month, _first_day(history, first_month))
    windows = Windows.calendar(begin, last_month)
    origins = list(range(len(windows) - _months(first_month, last_month), len(windows)))
    forecaster = Forecaster(history, windows, around, seed)
    told = _rolled(forecaster, origins)
    year = np.array([date.fromordinal(int(windows.edges[t]) + 1).year for t in origins])
    outcome, quiet = forecaster.panel.outcome[origins], _quiet(forecaster.panel, origins)
    years = {
        str(one): _measured(
            {name: values[year == one] for name, values in told.items()}, outcome[year == one], quiet[year == one], seed
        )
        for one in np.unique(year)
    }
    return {"years": years, "total": _measured(told, outcome, quiet, seed)}


def forecast(
    history: History,
    around: Surroundings,
    day: date,
    *,
    level: int,
    data_version: int,
    seed: int,
) -> ForecastRun:
    """Forecast the window after a day, and prove it on the last windows whose outcome is known."""
    length = int(constants().window_days)
    ordinal = day.toordinal()
    known = history.take(history.known_day <= ordinal)
    windows = Windows.before(ordinal, _first_day(known, day).toordinal(), length)
    forecaster = Forecaster(known, windows, around, seed)
    t = len(windows) - 1
    metrics, best, is_better = _proof(forecaster, t, seed)
    interval = forecaster.interval(t)
    return ForecastRun(
        day=day,
        days=length,
        level=level,
        regions=around.regions,
        probability=forecaster.probability(t),
        low=interval.low,
        high=interval.high,
        baseline=baselines(forecaster.panel, t)[best],
        is_better=is_better,
        best_baseline=best,
        metrics=metrics,
        data_version=data_version,
        method_version=method_version(),
        seed=seed,
    )


def _proof(forecaster: Forecaster, t: int, seed: int) -> tuple[dict[str, Any], str, bool]:
    """Return the measures on the last settled windows, the best baseline and whether the model beats it."""
    settled = forecaster.panel.settled(t)
    origins = list(range(max(settled - int(constants().proving_origins), 0), settled))
    if not origins:
        return {"windows": 0}, "smoothed_12", False
    told, outcome = _rolled(forecaster, origins), forecaster.panel.outcome[origins]
    best = best_baseline(told, outcome)
    measured = _measured(told, outcome, _quiet(forecaster.panel, origins), seed)
    losses = {name: float(log_loss(told[name], outcome).mean()) for name in (MODEL, best)}
    is_proven = len(origins) == int(constants().proving_origins) and bool(outcome.any())
    return measured | {"windows": len(origins)}, best, is_proven and losses[MODEL] < losses[best]


def best_baseline(told: Told, outcome: NDArray[np.bool_]) -> str:
    """Return the baseline with the best log score."""
    return min(BASELINES, key=lambda name: float(log_loss(told[name], outcome).mean()))


def _rolled(forecaster: Forecaster, origins: list[int]) -> Told:
    rows = [{MODEL: forecaster.probability(t), **baselines(forecaster.panel, t)} for t in origins]
    return {name: np.array([row[name] for row in rows]) for name in (MODEL, *BASELINES)}


def _measured(told: Told, outcome: NDArray[np.bool_], quiet: NDArray[np.bool_], seed: int) -> dict[str, Any]:
    often = resampled(len(outcome), int(constants().backtest_replicates), seed)
    best = best_baseline(told, outcome)
    return {
        **{name: score(values, outcome, quiet, often) for name, values in told.items()},
        "best_baseline": best,
        "gain": gain(told[MODEL], told[best], outcome, often),
        "cells": int(outcome.size),
        "incidents": int(outcome.sum()),
        "onsets": int((outcome & quiet).sum()),
    }


def _quiet(panel: Panel, origins: list[int]) -> NDArray[np.bool_]:
    """Return which regions had no incident in the twelve windows before each origin."""
    span = int(constants().quiet_windows)
    return np.array([~panel.outcome[max(t - span, 0) : t].any(axis=0) for t in origins])


def _first_day(history: History, default: date) -> date:
    return date.fromordinal(int(history.day.min())) if len(history) else default


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1
