"""The part of the country where anything was ever reported: a path of colours needs no more.

An office watches one provinsi; walking 24 months day by day over the silence of the other 37 would cost most of the
time and change nothing: they are grey throughout.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.evidence import Coverage, Evidence
from poa_geo.domain.region import PROVINSI, RegionTree


def stirred_regions(
    evidence: Evidence, coverage: Coverage, tree: RegionTree, declared: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the positions of every provinsi with evidence, coverage or a `declared` region, and of all inside it."""
    named = np.unique(np.concatenate([evidence.region, coverage.region, declared]))
    provinsi = np.unique(tree.ancestor_at[PROVINSI][named[named >= 0]])
    return np.flatnonzero(np.isin(tree.ancestor_at[PROVINSI], provinsi))


def narrowed(
    evidence: Evidence, coverage: Coverage, tree: RegionTree, regions: NDArray[np.intp]
) -> tuple[Evidence, Coverage, RegionTree]:
    """Return the same evidence and coverage on a tree of some regions only; nothing of them lies elsewhere."""
    position = np.full(len(tree) + 1, -1, dtype=np.int32)  # the last place, index -1, stays unplaced
    position[regions] = np.arange(len(regions), dtype=np.int32)
    return (
        replace(evidence, region=position[evidence.region]),
        replace(coverage, region=position[coverage.region]),
        RegionTree(tree.regions[i] for i in regions),
    )
