"""Why a region has its score: the share of each piece, and what the score would be without it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.evidence import Evidence
from poa_geo.domain.region import RegionTree
from poa_geo.reference import table
from poa_geo.risk.evidence import Weigher
from poa_geo.risk.score import as_weigher, energy_of, region_cubes, score_of


@dataclass(frozen=True)
class Breakdown:
    """The pieces behind the score of one region, the largest share first; arrays of equal length, empty when E = 0.

    Attributes
    ----------
    score, energy : float
        Of the region; the same digits as `poa_geo.risk.score.scores` gives.
    index : intp
        Position in the evidence.
    row : int32
        Position in the facts (`Evidence.row`).
    weight : float64
        ``e`` of the piece.
    share : float64
        ``R × e³ / E³``; the shares add up to `score`.
    without : float64
        The score without the piece, which is not the score less its share.
    dimension : int8
        Position in ``dimensions.csv``, -1 unknown.

    """

    score: float
    energy: float
    index: NDArray[np.intp]
    row: NDArray[np.int32]
    weight: NDArray[np.float64]
    share: NDArray[np.float64]
    without: NDArray[np.float64]
    dimension: NDArray[np.int8]

    @property
    def by_dimension(self) -> dict[str, float]:
        """Subtotals of the shares by A, T, H, G; pieces of unknown dimension stand under an empty code."""
        totals = {
            row["code"]: float(self.share[self.dimension == i].sum()) for i, row in enumerate(table("dimensions"))
        }
        unknown = self.dimension < 0
        return totals | ({"": float(self.share[unknown].sum())} if unknown.any() else {})


def explain(evidence: Evidence | Weigher, tree: RegionTree, code: str, day: int) -> Breakdown:
    """Return the pieces behind the score of a region on a day.

    Raises
    ------
    UnknownRegion
        If no such region exists.

    """
    weigher = as_weigher(evidence)
    total = float(region_cubes(weigher, tree, day)[tree.index(code)])
    score = float(score_of(energy_of(total)))
    region, span = weigher.evidence.region, tree.span(code)
    inside = (region >= span.start) & (region < span.stop)
    cubes = weigher.cubes(day)
    index = np.flatnonzero(inside & (cubes > 0))
    cube = cubes[index]
    remaining = _sums_without_each(cube) + _stand_ins(weigher, inside, day)[index]
    without = score_of(energy_of(remaining))
    share = score * cube / total if total > 0 else cube
    order = np.argsort(-share, kind="stable")
    pick = index[order]
    return Breakdown(
        score=score,
        energy=float(energy_of(total)),
        index=pick,
        row=weigher.evidence.row[pick],
        weight=energy_of(cubes[pick]),
        share=share[order],
        without=without[order],
        dimension=weigher.evidence.dimension[pick],
    )


def _sums_without_each(cube: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, for each piece, the sum of all others; never by subtraction, which would leave a remainder."""
    before = np.r_[0.0, np.cumsum(cube)[:-1]] if len(cube) else cube
    after = np.r_[np.cumsum(cube[::-1])[::-1][1:], 0.0] if len(cube) else cube
    return before + after


def _stand_ins(weigher: Weigher, inside: NDArray[np.bool_], day: int) -> NDArray[np.float64]:
    """Return, per row, the cube that its strongest suspected duplicate would bring into the region in its place."""
    leader, second, cube = weigher.successors(day)
    here = inside[second]
    stand_in = np.zeros(len(inside))
    stand_in[leader[here]] = cube[here]
    return stand_in
