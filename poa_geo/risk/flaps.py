"""How often colours change: a warning that flickers is not believed, so the flicker has a stated budget."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from poa_geo.reference import by_code


@dataclass(frozen=True)
class Flaps:
    """Colour changes per region and calendar month: mean and 95th percentile over `cells` region-months.

    `budget_mean` and `budget_p95` are the stated limits of ``reference/warning_rules.csv``.
    """

    cells: int
    mean: float
    p95: float
    budget_mean: float
    budget_p95: float

    @property
    def is_kept(self) -> bool:
        """Whether the budget is kept."""
        return self.mean <= self.budget_mean and self.p95 <= self.budget_p95


def measure_flaps(changes: Iterable[tuple[str, date]], regions: int, first: date, last: date) -> Flaps:
    """Return how often colours changed.

    Parameters
    ----------
    changes : iterable of (region code, day)
        Every change of a colour from the first day to the last.
    regions : int
        How many regions are counted, those that never changed included.
    first, last : date
        Both included; a month begun counts as one.

    """
    months = max(0, (last.year - first.year) * 12 + last.month - first.month + 1)
    per_cell = Counter((code, day.year, day.month) for code, day in changes if first <= day <= last)
    counts = np.zeros(max(regions * months, len(per_cell)))
    counts[: len(per_cell)] = list(per_cell.values())
    budget = {code: float(by_code("warning_rules")[code]["value"]) for code in ("flap_mean", "flap_p95")}
    mean, p95 = (float(counts.mean()), float(np.quantile(counts, 0.95))) if len(counts) else (0.0, 0.0)
    return Flaps(len(counts), mean, p95, budget["flap_mean"], budget["flap_p95"])
