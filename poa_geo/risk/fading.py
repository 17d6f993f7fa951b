"""How scores fade if nothing new happens: known evidence only grows older."""

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.evidence import NO_DAY, Evidence
from poa_geo.domain.region import RegionTree
from poa_geo.risk.constants import constants
from poa_geo.risk.evidence import Weigher
from poa_geo.risk.score import energy_of, region_cubes, rolled_up, score_of


class Fading:
    """Scores on any later day from what is known on a day, at a cost that does not depend on the number of rows.

    Rows that fade alike are summed once: their cubes shrink together. Suspected duplicates are weighed row by row,
    because another of the group may become the strongest.

    Parameters
    ----------
    weigher : Weigher
        Later rows and later closings are taken as unknown.
    tree : RegionTree
        Of n regions.
    day : int
        Ordinal of the day that is known.

    """

    def __init__(self, weigher: Weigher, tree: RegionTree, day: int) -> None:
        self._tree, self._day = tree, day
        known = _without_future(weigher.evidence, day)
        self._grouped = Weigher(known.take(known.group >= 0))
        alone = Weigher(known.take(known.group < 0))
        self._half_lives, kind = np.unique(_current_half_life(alone.evidence, day), return_inverse=True)
        self._cubes = self._summed(alone, kind)

    def _summed(self, alone: Weigher, kind: NDArray[np.intp]) -> NDArray[np.float64]:
        kinds, places = len(self._half_lives), len(self._tree) + 1
        own = np.zeros((kinds, places))
        np.add.at(own, (kind, alone.place), alone.cubes(self._day))
        return np.array([rolled_up(row[1:], self._tree) for row in own]).reshape(kinds, len(self._tree))

    def scores(self, day: int) -> NDArray[np.float64]:
        """Return the scores of all regions on a later day, shape (n,)."""
        faded = np.exp2(-3.0 * (day - self._day) / self._half_lives)  # of a cube: three times as fast
        cubes = faded @ self._cubes
        if len(self._grouped.evidence):
            cubes = cubes + region_cubes(self._grouped, self._tree, day)
        return score_of(energy_of(cubes))


def _without_future(evidence: Evidence, day: int) -> Evidence:
    rows = evidence.take(evidence.day <= day)
    closed_day = np.where(rows.closed_day > day, np.int32(NO_DAY), rows.closed_day)
    return Evidence(**{**vars(rows), "closed_day": closed_day})


def _current_half_life(evidence: Evidence, day: int) -> NDArray[np.float64]:
    half_life = evidence.half_life.astype(np.float64)
    closed = np.minimum(half_life, constants().closed_half_life_days)
    return np.where(evidence.closed_day <= day, closed, half_life)
