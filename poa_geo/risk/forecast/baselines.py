"""Five forecasts that need no model: what a model must beat. They know what the model knows, and no later window."""

import numpy as np
from numpy.typing import NDArray

from poa_geo.risk.forecast.constants import clipped
from poa_geo.risk.forecast.history import Panel

YEAR = 12
PULL = 6.0
"""The smoothed rate counts six windows of the base rate beside the twelve of the region: `(k + 6 × base) / 18`."""

BASELINES = ("zero", "last_month", "smoothed_12", "seasonal", "long_run")


def baselines(panel: Panel, t: int) -> dict[str, NDArray[np.float64]]:
    """Return the forecast of every baseline for window `t`, each of shape (n,), clipped.

    "Last month" is the last settled window: an origin that has no news of its own month yet looks one further back.
    """
    begin, known = panel.begin(t), panel.known_outcome(t)
    behind, month = t - len(known), panel.windows.month[begin : len(known)]
    known = known[begin:]
    base = float(known.mean()) if len(known) else 0.0
    last_year = known[-YEAR:].sum(axis=0)
    told = {
        "zero": np.zeros(panel.n),
        "last_month": _last_month(known, behind),
        "smoothed_12": (last_year + PULL * base) / (YEAR + PULL),
        "seasonal": _mean(known[month == panel.windows.month[t]]),
        "long_run": _mean(known),
    }
    return {name: clipped(told[name]) for name in BASELINES}


def _mean(known: NDArray[np.bool_]) -> NDArray[np.float64]:
    mean: NDArray[np.float64] = known.sum(axis=0) / max(len(known), 1)
    return mean


def _last_month(known: NDArray[np.bool_], behind: int) -> NDArray[np.float64]:
    """Return the rate among cells that had, or had not, an incident as many windows earlier as news lags behind."""
    lag = behind + 1
    if len(known) <= lag:
        return np.full(known.shape[1], float(known.mean()) if len(known) else 0.0)
    before, after = known[:-lag], known[lag:]
    rates = [float(after[before == had].mean()) if (before == had).any() else 0.0 for had in (False, True)]
    return np.where(known[-1], rates[1], rates[0])
