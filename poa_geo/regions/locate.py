"""Which region holds a point: exact, deterministic and fast.

A grid settles the interior; only points in cells that several polygons share are tested, against the original
polygons. Testing clipped pieces instead would be wrong for about one point in a million.
"""

from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

NOWHERE = -1
_OUTSIDE, _MIXED = -2, -1
_EARTH_RADIUS_KM = 6371.0088
_KM_PER_DEGREE = 111.32


class Nearest(NamedTuple):
    """A suggestion for points that lie in no region: position of the polygon (-1 none near) and distance."""

    position: NDArray[np.int32]
    distance_km: NDArray[np.float64]


class GridIndex:
    """An index over polygons in code order.

    Parameters
    ----------
    polygons : array of Polygon or MultiPolygon, shape (n,)
        In the order that settles ties: a point on a shared border belongs to the first.
    cell : float
        Width of a grid cell in degrees.

    """

    def __init__(self, polygons: ArrayLike, cell: float = 0.05) -> None:
        self.polygons: NDArray[Any] = np.array(polygons, dtype=object)
        self.cell = cell
        shapely.prepare(self.polygons)
        self._tree: shapely.STRtree | None = None
        west, south, east, north = shapely.total_bounds(self.polygons)
        self.west, self.south = float(west), float(south)
        self.columns = int(np.floor((east - west) / cell)) + 1
        self.rows = int(np.floor((north - south) / cell)) + 1
        self._settle_cells()

    def _settle_cells(self) -> None:
        count = self.columns * self.rows
        polygon, cell = self._touching_cells()
        contained = shapely.contains_properly(self.polygons[polygon], self._boxes(cell))
        settled = contained & (np.bincount(cell, minlength=count) == 1)[cell]
        self._direct = np.full(count, _OUTSIDE, dtype=np.int32)
        self._direct[cell] = _MIXED
        self._direct[cell[settled]] = polygon[settled]
        polygon, cell = polygon[~settled], cell[~settled]
        order = np.lexsort((polygon, cell))  # candidates of a cell stand in code order
        self._candidates = polygon[order].astype(np.int32)
        self._first = np.searchsorted(cell[order], np.arange(count + 1)).astype(np.int32)

    def _touching_cells(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        # Only cells under some bounding box: the sea between the islands is most of the grid.
        used = np.unique(np.concatenate([self._cells_under(bounds) for bounds in shapely.bounds(self.polygons)]))
        polygon, position = shapely.STRtree(self._boxes(used)).query(self.polygons, predicate="intersects")
        return polygon, used[position]

    def _cells_under(self, bounds: NDArray[np.float64]) -> NDArray[np.intp]:
        low = np.floor((bounds[:2] - (self.west, self.south)) / self.cell).astype(np.intp)
        high = np.floor((bounds[2:] - (self.west, self.south)) / self.cell).astype(np.intp)
        column = np.arange(max(low[0] - 1, 0), min(high[0] + 1, self.columns - 1) + 1)
        row = np.arange(max(low[1] - 1, 0), min(high[1] + 1, self.rows - 1) + 1)
        return (row[:, None] * self.columns + column).ravel()

    def _boxes(self, cells: NDArray[np.intp]) -> NDArray[Any]:
        west = self.west + (cells % self.columns) * self.cell
        south = self.south + (cells // self.columns) * self.cell
        hair = self.cell * 1e-9  # wider by a hair, so that rounding in `floor` can never matter
        boxes: NDArray[Any] = shapely.box(west - hair, south - hair, west + self.cell + hair, south + self.cell + hair)
        return boxes

    def locate(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int32]:
        """Return the position of the polygon that holds each point, -1 where none does (or a coordinate is NaN).

        Parameters
        ----------
        lon, lat : array-like of float, shape (m,)
            Degrees, WGS 84.

        Returns
        -------
        int32 array, shape (m,)
            A point on a border gets the first of the regions that share it.

        """
        x, y = np.atleast_1d(np.asarray(lon, np.float64)), np.atleast_1d(np.asarray(lat, np.float64))
        column, row = np.floor((x - self.west) / self.cell), np.floor((y - self.south) / self.cell)
        inside = (column >= 0) & (row >= 0) & (column < self.columns) & (row < self.rows)  # NaN is outside
        cell = np.where(inside, row * self.columns + column, 0).astype(np.int64)
        found = np.where(inside, self._direct[cell], _OUTSIDE).astype(np.int32)
        undecided = np.flatnonzero(found == _MIXED)
        found[found < 0] = NOWHERE
        self._test_candidates(x, y, cell, undecided, found)
        return found

    def _test_candidates(
        self,
        x: NDArray[np.float64],
        y: NDArray[np.float64],
        cell: NDArray[np.int64],
        undecided: NDArray[np.intp],
        found: NDArray[np.int32],
    ) -> None:
        rank = 0
        while True:
            first = self._first[cell[undecided]] + rank
            has_more = first < self._first[cell[undecided] + 1]
            undecided, first = undecided[has_more], first[has_more]
            if not len(undecided):
                return
            candidate = self._candidates[first]
            order = np.argsort(candidate, kind="stable")  # one polygon after the other stays in the CPU's cache
            undecided, candidate = undecided[order], candidate[order]
            hit = shapely.intersects_xy(self.polygons[candidate], x[undecided], y[undecided])
            found[undecided[hit]] = candidate[hit]
            undecided, rank = undecided[~hit], rank + 1

    def nearest(self, lon: ArrayLike, lat: ArrayLike, max_km: float = 50.0) -> Nearest:
        """Suggest the nearest polygon of each point, with its distance; nothing is moved there silently.

        Parameters
        ----------
        lon, lat : array-like of float, shape (m,)
        max_km : float
            Beyond this distance there is no suggestion: position -1 and distance NaN.

        """
        x, y = np.atleast_1d(np.asarray(lon, np.float64)), np.atleast_1d(np.asarray(lat, np.float64))
        position = np.full(len(x), NOWHERE, dtype=np.int32)
        distance_km = np.full(len(x), np.nan)
        valid = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        points = shapely.points(x[valid], y[valid])
        which, polygon = self._search_tree().query_nearest(points, max_distance=max_km / _KM_PER_DEGREE * 1.1)
        order = np.lexsort((polygon, which))
        which, first = np.unique(which[order], return_index=True)  # of equally near ones the first in code order
        polygon, row = polygon[order][first], valid[which]
        line = shapely.shortest_line(points[which], self.polygons[polygon])
        km = _length_km(line)
        near = km <= max_km
        position[row[near]], distance_km[row[near]] = polygon[near], km[near]
        return Nearest(position, distance_km)

    def _search_tree(self) -> shapely.STRtree:
        if self._tree is None:
            self._tree = shapely.STRtree(self.polygons)
        return self._tree


def _length_km(lines: NDArray[Any]) -> NDArray[np.float64]:
    start, end = (shapely.get_coordinates(shapely.get_point(lines, i)) for i in (0, -1))
    return distance_km(start, end)


def distance_km(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the great-circle distance between lon/lat pairs, each of shape (n, 2) in degrees."""
    (lon_a, lat_a), (lon_b, lat_b) = np.radians(start).T, np.radians(end).T
    half = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    km: NDArray[np.float64] = 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return km
