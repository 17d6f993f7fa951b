"""The numbers of the method, read from the reference tables; `docs/metode.md` explains each."""

from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.region import KECAMATAN
from poa_geo.reference import by_code, table


@dataclass(frozen=True)
class Constants:
    """The rows of ``reference/risk_constants.csv`` by code."""

    severity_scale: float
    energy_scale: float
    closed_half_life_days: float
    coverage_days: float
    coverage_children_share: float
    dwell_days: float
    fall_margin: float
    second_reader_from: float
    review_within_days: float


@lru_cache(maxsize=1)
def constants() -> Constants:
    """Return the constants of the method."""
    rows = by_code("risk_constants")
    return Constants(**{column.name: float(rows[column.name]["value"]) for column in fields(Constants)})


@lru_cache(maxsize=2)
def band_starts(column: str) -> NDArray[np.float64]:
    """Return, by level, the single-issue severity in 25ths at which a band starts; infinite for the nation."""
    starts = np.full(KECAMATAN + 1, np.inf)
    for row in table("bands"):
        starts[int(row["level"])] = float(row[column])
    return starts
