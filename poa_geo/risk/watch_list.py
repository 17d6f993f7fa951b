"""Quiet regions worth a look: only those calm for twelve months, those under the most pressure first."""

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.region import RegionTree
from poa_geo.reference import by_code
from poa_geo.risk.ledger import Outcomes, hit_definition, severity_needed


def calm_days() -> int:
    """Return how long a region must have been quiet to be on the list."""
    return int(float(by_code("warning_rules")["calm_days"]["value"]))


def calm(outcomes: Outcomes, tree: RegionTree, day: int) -> NDArray[np.bool_]:
    """Say which regions had no verified incident of at least kuning's severity in the time before a day, shape (n,)."""
    needed = severity_needed(hit_definition(), "kuning")
    recent = (outcomes.day > day - calm_days()) & (outcomes.day <= day) & (outcomes.severity >= needed)
    is_calm = np.ones(len(tree), dtype=np.bool_)
    for ancestors in tree.ancestor_at[1:]:
        inside = ancestors[outcomes.region[recent]]
        is_calm[inside[inside >= 0]] = False
    return is_calm


def ranked(
    is_calm: NDArray[np.bool_], regions: NDArray[np.intp], pressure: NDArray[np.float64], score: NDArray[np.float64]
) -> list[int]:
    """Return the calm ones among some regions: by the pressure of neighbours, then by their own small matters."""
    mine = regions[is_calm[regions]]
    order = np.lexsort((mine, -score[mine], -pressure[mine]))
    return [int(region) for region in mine[order] if pressure[region] > 0 or score[region] > 0]
