"""The numbers of the forecast, read from the reference tables; `docs/prakiraan.md` explains each."""

import hashlib
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from poa_geo.reference import by_code, raw, table

FORMULA = 1
"""Raised by hand when a formula of this package changes; the tables speak for themselves."""

TABLES = ("forecast_constants", "forecast_half_lives", "forecast_ridges")


@dataclass(frozen=True)
class Constants:
    """The rows of ``reference/forecast_constants.csv`` by code."""

    severity: float
    coarsest_precision: float
    coarsest_date_precision: float
    window_days: float
    quiet_windows: float
    watched_share: float
    proving_origins: float
    clip: float
    near_km: float
    wide_km: float
    interval: float
    replicates: float
    backtest_replicates: float
    block_windows: float


@lru_cache(maxsize=1)
def constants() -> Constants:
    """Return the constants of the forecast."""
    rows = by_code("forecast_constants")
    return Constants(**{column.name: float(rows[column.name]["value"]) for column in fields(Constants)})


@lru_cache(maxsize=1)
def half_lives() -> tuple[float, ...]:
    """Return the half-lives of energies in days, shortest first."""
    return tuple(float(row["value"]) for row in table("forecast_half_lives"))


@lru_cache(maxsize=1)
def ridges() -> tuple[float, ...]:
    """Return the strengths the logistic regression chooses from: inverse of the penalty, strongest first."""
    return tuple(float(row["value"]) for row in table("forecast_ridges"))


def clipped(probability: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities kept off 0 and 1, so that no single surprise decides a log score."""
    clip = constants().clip
    return np.clip(probability, clip, 1.0 - clip)


@lru_cache(maxsize=1)
def method_version() -> str:
    """Return twelve hexadecimal digits that change whenever forecasts might."""
    digest = hashlib.sha256(f"forecast {FORMULA}".encode())
    for name in TABLES:
        digest.update(raw(name))
    return digest.hexdigest()[:12]
