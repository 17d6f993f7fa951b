"""Where influence comes from: across the border, from near, from far, from the provinsi, from the country."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from poa_geo.domain.region import PROVINSI, RegionTree
from poa_geo.risk.forecast.constants import constants

EARTH_RADIUS_KM = 6371.0088
REACH = 3.0
"""Influence ends at this many times its length."""

Borders = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]


@dataclass(frozen=True)
class Surroundings:
    """The regions of one level and how they reach each other; matrices have shape (n, n) and an empty diagonal.

    Attributes
    ----------
    regions : int64 array, shape (n,)
        Positions in the tree.
    border : sparse matrix
        Share of the border of a region (row) that it has with another.
    near, wide : sparse matrices
        Influence by distance.
    provinsi : int64 array, shape (n,)
        Number of the provinsi each lies in.

    """

    regions: NDArray[np.int64]
    border: csr_array
    near: csr_array
    wide: csr_array
    provinsi: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.regions)

    @classmethod
    def of(cls, tree: RegionTree, level: int, borders: Borders) -> Self:
        """Return the surroundings at a level.

        Parameters
        ----------
        tree : RegionTree
        level : int
        borders : (i, j, km)
            Shared borders of the regions of the tree, each in one or both directions; other levels are left out.

        """
        regions = tree.at_level(level)
        points = _on_sphere([(tree.regions[i].lon, tree.regions[i].lat) for i in regions])
        provinsi = np.unique(tree.ancestor_at[PROVINSI][regions], return_inverse=True)[1].astype(np.int64)
        near, wide = (_by_distance(points, km) for km in (constants().near_km, constants().wide_km))
        return cls(regions, _border_shares(tree, regions, borders), near, wide, provinsi)

    def scopes(self, energy: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Return what reaches each region from five surroundings of it, given energies of shape (n,)."""
        of_provinsi = np.bincount(self.provinsi, energy)[self.provinsi] - energy
        nation = np.full(len(self), energy.sum())
        return [self.border @ energy, self.near @ energy, self.wide @ energy, of_provinsi, nation]


def _border_shares(tree: RegionTree, regions: NDArray[np.int64], borders: Borders) -> csr_array:
    position = np.full(len(tree), -1)
    position[regions] = np.arange(len(regions))
    i, j, km = position[borders[0]], position[borders[1]], borders[2]
    inside = (i >= 0) & (j >= 0)
    both = np.unique(np.stack([np.r_[i[inside], j[inside]], np.r_[j[inside], i[inside]]]), axis=1, return_index=True)
    (row, column), first = both
    length = np.r_[km[inside], km[inside]][first]
    total = np.bincount(row, length, minlength=len(regions))
    return csr_array((length / total[row], (row, column)), shape=(len(regions), len(regions)))


def _on_sphere(points: list[tuple[float, float]]) -> NDArray[np.float64]:
    lon, lat = np.radians(np.array(points, dtype=np.float64).reshape(-1, 2).T)
    return EARTH_RADIUS_KM * np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _by_distance(points: NDArray[np.float64], km: float) -> csr_array:
    finder = cKDTree(points)
    pairs: Any = finder.sparse_distance_matrix(finder, REACH * km, output_type="ndarray")
    pairs = pairs[pairs["i"] != pairs["j"]]
    pairs = pairs[np.lexsort((pairs["j"], pairs["i"]))]
    influence = np.exp(-pairs["v"] / km)
    return csr_array((influence, (pairs["i"], pairs["j"])), shape=(len(points), len(points)))
