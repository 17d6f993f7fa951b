"""Counts of incidents this week against the four weeks before, in every region."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poa_geo.facts import Facts
from poa_geo.risk.ledger import warning_rules


@dataclass(frozen=True)
class WeekCounts:
    """Verified incidents of the seven days up to a day, and the weekly mean of the four weeks before; shape (n,)."""

    this_week: NDArray[np.int64]
    mean: NDArray[np.float64]

    def surges_over(self, before: "WeekCounts") -> NDArray[np.bool_]:
        """Say where a surge begins: enough now, not yet the day before, and more incidents than then.

        A week is never a surge because an older week left the mean: something new must have become known.
        """
        return self._is_surge() & ~before._is_surge() & (self.this_week > before.this_week)

    def growth(self) -> NDArray[np.float64]:
        """Return this week as a multiple of the mean; 0 where the mean is too small to speak of."""
        is_enough = self.mean >= warning_rules().surge_mean
        growth: NDArray[np.float64] = np.where(is_enough, self.this_week / np.where(is_enough, self.mean, 1.0), 0.0)
        return growth

    def _is_surge(self) -> NDArray[np.bool_]:
        return self.growth() >= warning_rules().surge_ratio


def week_counts(facts: Facts, day: int) -> WeekCounts:
    """Count the verified incidents of every region around a day (an ordinal)."""
    edges = np.searchsorted(facts.outcomes.day, [day - 34, day - 6, day + 1])
    before, now = (_counts(facts, int(edges[i]), int(edges[i + 1])) for i in (0, 1))
    return WeekCounts(this_week=now, mean=before / 4.0)


def _counts(facts: Facts, start: int, stop: int) -> NDArray[np.int64]:
    region = facts.outcomes.region[start:stop]
    counts: NDArray[np.int64] = np.sum([facts.count_regions(region, level) for level in (1, 2, 3)], axis=0)
    return counts
