"""The columns that risk is computed from. Nothing here tells a person apart, by design."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

NO_DAY = np.iinfo(np.int32).max
"""A day that never comes: `closed_day` of an open issue."""

HISTORICAL, REPORT, NIL = 0, 1, 2
"""Kinds of coverage mark: a historical feed covers nothing, a report its region, a nil report its region and below."""


@dataclass(frozen=True)
class Evidence:
    """One row per issue, as arrays of equal length ``n``; days are proleptic ordinals (``date.toordinal``).

    Rows stand in canonical order (`sorted_canonically`), so sums do not depend on the order of arrival and every
    database gives the same last digit.

    Attributes
    ----------
    region : int32
        Index in the `RegionTree` at the depth the issue is placed; -1 unplaced.
    day : int32
        Day the issue starts to count: event date, or the first day of a potential.
    age_from : int32
        Day that age is counted from: the event date, or the last verified update of a potential. Never before `day`.
    closed_day : int32
        Day the issue was closed, `NO_DAY` while it is open.
    half_life : float32
        In days, while open.
    severity : float32
        In 25ths, 0–25: the approved assessment, or the severity of the form raised by impact.
    credibility : float32
        0–1; 0 for what is unverified or refuted.
    dimension, conflict_source : int8
        Position in ``reference/dimensions.csv`` and ``conflict_sources.csv``; -1 unknown. For parts of a score.
    group : int32
        Group of suspected duplicates, of which only the strongest counts; -1 none.
    row : int32
        Position in the facts, to name the issue behind a share.

    """

    region: NDArray[np.int32]
    day: NDArray[np.int32]
    age_from: NDArray[np.int32]
    closed_day: NDArray[np.int32]
    half_life: NDArray[np.float32]
    severity: NDArray[np.float32]
    credibility: NDArray[np.float32]
    dimension: NDArray[np.int8]
    conflict_source: NDArray[np.int8]
    group: NDArray[np.int32]
    row: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.day)

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Self:
        """Return some of the rows."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))

    def sorted_canonically(self) -> Self:
        """Return the rows in an order that depends on their values only, never on when they arrived."""
        keys = (
            self.closed_day, self.half_life, self.credibility, self.severity, self.age_from, self.region, self.day,
        )  # fmt: skip
        return self.take(np.lexsort(keys))


@dataclass(frozen=True)
class Coverage:
    """Reports that prove a region was looked at: region index, the day each arrived, and its kind (`REPORT`, `NIL`)."""

    region: NDArray[np.int32]
    day: NDArray[np.int32]
    kind: NDArray[np.int8]
