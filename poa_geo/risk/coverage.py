"""Which regions are proven to be looked at: green is earned, silence is grey."""

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.evidence import NIL, REPORT, Coverage
from poa_geo.domain.region import KABUPATEN, KECAMATAN, PROVINSI, RegionTree
from poa_geo.risk.constants import constants


def covered(coverage: Coverage, tree: RegionTree, day: int) -> NDArray[np.bool_]:
    """Say which regions are covered on a day.

    A report covers its region on the day it arrives and the 13 days after; a nil report also covers everything
    inside its region; a parent is covered by its own report or by half of its children.

    Parameters
    ----------
    coverage : Coverage
        In any order. Historical and unplaced marks cover nothing.
    tree : RegionTree
        Of n regions.
    day : int
        Ordinal of the day.

    Returns
    -------
    bool array, shape (n,)

    """
    age = day - coverage.day
    fresh = (age >= 0) & (age < constants().coverage_days) & (coverage.region >= 0)
    reported = _marked(coverage.region[fresh & (coverage.kind == REPORT)], tree)
    nil = _marked(coverage.region[fresh & (coverage.kind == NIL)], tree)
    return _with_parents(reported | _with_descendants(nil, tree), tree)


def _marked(regions: NDArray[np.int32], tree: RegionTree) -> NDArray[np.bool_]:
    marked = np.zeros(len(tree), dtype=np.bool_)
    marked[regions] = True
    return marked


def _with_descendants(marked: NDArray[np.bool_], tree: RegionTree) -> NDArray[np.bool_]:
    if not marked.any():
        return marked
    ancestors = tree.ancestor_at[PROVINSI : KECAMATAN + 1]
    inside: NDArray[np.bool_] = np.any(marked[ancestors] & (ancestors >= 0), axis=0)
    return inside


def _with_parents(marked: NDArray[np.bool_], tree: RegionTree) -> NDArray[np.bool_]:
    is_covered = marked.copy()
    for level in (KECAMATAN, KABUPATEN):
        is_child = (tree.level == level) & (tree.parent >= 0)
        children = np.bincount(tree.parent[is_child], minlength=len(tree))
        covered_children = np.bincount(tree.parent[is_child & is_covered], minlength=len(tree))
        is_covered |= (children > 0) & (covered_children >= constants().coverage_children_share * children)
    return is_covered
