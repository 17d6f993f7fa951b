"""Energy ``E = (Σ e³)^(1/3)`` and score ``R = 100 × (1 − 2^(−E / 0.6))`` of every region.

The cube lets the worst issue lead and the others add. Because cubes add, a kabupaten is the same sum over its
kecamatan, and a part of a score (a dimension, a source of conflict) is the same sum over a part of the evidence.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from poa_geo.domain.evidence import Evidence
from poa_geo.domain.region import PROVINSI, RegionTree
from poa_geo.reference import table
from poa_geo.risk.constants import constants
from poa_geo.risk.evidence import Weigher

BELOW_100 = float(np.nextafter(100.0, 0.0))
"""A score comes as near to 100 as a number can, and never there."""

Part = Literal["dimension", "conflict_source"]
PART_TABLES: dict[Part, str] = {"dimension": "dimensions", "conflict_source": "conflict_sources"}


def scores(evidence: Evidence | Weigher, tree: RegionTree, day: int) -> NDArray[np.float64]:
    """Return the score of every region of all levels on a day, shape (len(tree),), each in [0, 100)."""
    return score_of(energy_of(region_cubes(evidence, tree, day)))


def region_cubes(evidence: Evidence | Weigher, tree: RegionTree, day: int) -> NDArray[np.float64]:
    """Return the sum of cubed weights inside every region, at whatever depth a row is placed.

    Parameters
    ----------
    evidence : Evidence or Weigher
        Pass a `Weigher` when the same evidence is scored more than once. Unplaced rows count nowhere.
    tree : RegionTree
        Of n regions.
    day : int
        Ordinal of the day the score is for.

    Returns
    -------
    float64 array, shape (n,)

    """
    weigher = as_weigher(evidence)
    own = np.zeros(len(tree) + 1)
    for rows, cube in weigher.chunks(day):
        own += np.bincount(weigher.place[rows], cube, minlength=len(own))
    return rolled_up(own[1:], tree)


def part_cubes(evidence: Evidence | Weigher, tree: RegionTree, day: int, part: Part) -> NDArray[np.float64]:
    """Return `region_cubes` split by dimension or source of conflict, shape (k + 1, n).

    Rows follow the reference table of the part; the last row holds what is not known. They add up to `region_cubes`.
    """
    weigher = as_weigher(evidence)
    kinds, places = len(table(PART_TABLES[part])) + 1, len(tree) + 1
    kind = getattr(weigher.evidence, part)
    own = np.zeros(kinds * places)
    for rows, cube in weigher.chunks(day):
        cell = kind[rows].astype(np.intp) % kinds * places + weigher.place[rows]  # unknown, -1, is the last kind
        own += np.bincount(cell, cube, minlength=len(own))
    return np.stack([rolled_up(row[1:], tree) for row in own.reshape(kinds, places)])


def rolled_up(own: NDArray[np.float64], tree: RegionTree) -> NDArray[np.float64]:
    """Return, for every region, the sum of `own` over itself and all regions inside it, shape (len(tree),)."""
    filled = np.flatnonzero(own)
    ancestors = tree.ancestor_at[PROVINSI:, filled]
    inside = ancestors >= 0
    cubes = np.broadcast_to(own[filled], inside.shape)[inside]
    return np.bincount(ancestors[inside], cubes, minlength=len(tree)).astype(np.float64, copy=False)


def energy_of(cubes: ArrayLike) -> NDArray[np.float64]:
    """Return ``E`` from sums of cubes."""
    return np.cbrt(np.asarray(cubes, dtype=np.float64))


def score_of(energy: ArrayLike) -> NDArray[np.float64]:
    """Return ``R`` in [0, 100) from energies."""
    halvings = np.asarray(energy, dtype=np.float64) / constants().energy_scale
    return np.minimum(100.0 * (1.0 - np.exp2(-halvings)), BELOW_100)


def score_of_single(severity: ArrayLike) -> NDArray[np.float64]:
    """Return the score of one fresh, fully credible issue of a severity in 25ths: how thresholds are stated."""
    return score_of(np.asarray(severity, dtype=np.float64) / constants().severity_scale)


def as_weigher(evidence: Evidence | Weigher) -> Weigher:
    """Return a `Weigher` of the evidence, itself if it is one."""
    return evidence if isinstance(evidence, Weigher) else Weigher(evidence)
