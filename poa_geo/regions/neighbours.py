"""Which regions touch, and over how many kilometres."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.domain.region import KECAMATAN, RegionTree
from poa_geo.regions.locate import distance_km


class Borders(NamedTuple):
    """Shared borders of the regions of one level; each pair stands once with `i` < `j` (tree positions)."""

    i: NDArray[np.int32]
    j: NDArray[np.int32]
    km: NDArray[np.float64]


def shared_borders(tree: RegionTree, kecamatan: NDArray[Any]) -> dict[int, Borders]:
    """Return level → borders between its regions, for all three levels.

    Parameters
    ----------
    tree : RegionTree
    kecamatan : array of MultiPolygon, shape (number of kecamatan,)
        A valid coverage in code order: neighbours share every segment of their border.

    """
    i, j, km = _shared_segments(kecamatan)
    position = tree.at_level(KECAMATAN)
    ancestor = tree.ancestor_at[:, position]
    return {level: _summed(ancestor[level][i], ancestor[level][j], km) for level in (1, 2, 3)}


def _shared_segments(
    polygons: NDArray[Any],
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return the two owners and the length of every segment that two polygons have in common."""
    owner, start, end = _segments(polygons)
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[swap], end[swap] = end[swap], start[swap].copy()
    order = np.lexsort((owner, end[:, 1], end[:, 0], start[:, 1], start[:, 0]))
    owner, start, end = owner[order], start[order], end[order]
    twin = np.flatnonzero((start[1:] == start[:-1]).all(axis=1) & (end[1:] == end[:-1]).all(axis=1))
    return owner[twin], owner[twin + 1], distance_km(start[twin], end[twin])


def _segments(
    polygons: NDArray[Any],
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    parts, part_owner = shapely.get_parts(polygons, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    within = np.flatnonzero(ring[1:] == ring[:-1])
    owner = part_owner[ring_part[ring[within]]]
    return owner, points[within], points[within + 1]


def _summed(a: NDArray[np.int32], b: NDArray[np.int32], km: NDArray[np.float64]) -> Borders:
    across = a != b
    pairs = np.sort(np.stack([a[across], b[across]], axis=1), axis=1)
    unique, group = np.unique(pairs, axis=0, return_inverse=True)
    total: NDArray[np.float64] = np.bincount(group.ravel(), weights=km[across], minlength=len(unique)).astype(
        np.float64
    )
    return Borders(unique[:, 0].astype(np.int32), unique[:, 1].astype(np.int32), total)
