"""Our own map of Indonesia: schematic outlines computed from village points and Natural Earth land.

Every village owns the land nearer to it than to any other village (Thiessen cells). Cells of one kecamatan are joined
and cut to the country's land. A village that stands in the sea at the scale of the land file gets a disc of land, so
small islands stay on the map. The outlines are indicative and may ship with the product; official ones may not.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo import reference
from poa_geo.domain.region import KECAMATAN, RegionTree
from poa_geo.regions.boundary_file import INDONESIA
from poa_geo.regions.reference import VillagePoints
from poa_geo.regions.repair import as_multipolygon, on_grid

ISLAND_RADIUS_DEG = 0.012
"""Land around a village off the coast of the land file, about 1.3 km: the size of a village's share of an islet."""

TOLERANCE_DEG = 0.005
"""Detail that is kept, about 550 m: finer would draw the zigzag of the cells, not the border."""

DECIMALS = 4
_KECAMATAN_DIGITS = len("64.02.05")


def build(tree: RegionTree, villages: VillagePoints, land: NDArray[Any]) -> NDArray[Any]:
    """Compute the schematic outline of every kecamatan.

    Parameters
    ----------
    tree : RegionTree
    villages : VillagePoints
    land : array of Polygon or MultiPolygon, shape (k,)
        Land of the whole archipelago and its neighbours, EPSG:4326.

    Returns
    -------
    array of MultiPolygon, shape (number of kecamatan,)
        In code order: valid, none empty, no overlaps, matching borders.

    """
    codes = [tree.codes[i] for i in tree.at_level(KECAMATAN)]
    owner, lon, lat = _seeds(tree, villages, codes)
    points = shapely.points(lon, lat)
    cells = _joined_cells(points, owner, len(codes))
    cut = _cut(cells, _land_with_islands(country_land(land, points), points))
    return on_grid(shapely.coverage_simplify(cut, TOLERANCE_DEG), DECIMALS)


def cells_inside(tree: RegionTree, villages: VillagePoints, code: str, outline: Any) -> dict[str, Any]:
    """Divide the outline of a provinsi or kabupaten among its kecamatan by their village points.

    Parameters
    ----------
    tree : RegionTree
    villages : VillagePoints
    code : str
    outline : MultiPolygon

    Returns
    -------
    dict of kecamatan code to MultiPolygon
        Empty where the outline leaves a kecamatan no area.

    """
    codes = [tree.codes[i] for i in tree.at_level(KECAMATAN, code)]
    owner, lon, lat = _seeds(tree, villages, codes)
    cells = _joined_cells(shapely.points(lon, lat), owner, len(codes))
    return dict(zip(codes, as_multipolygon(shapely.intersection(cells, outline)), strict=True))


def _seeds(
    tree: RegionTree, villages: VillagePoints, codes: Sequence[str]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Return kecamatan position, lon, lat of every seed; a kecamatan without villages is its own seed."""
    position = {code: i for i, code in enumerate(codes)}
    owner = np.array([position.get(code[:_KECAMATAN_DIGITS], -1) for code in villages.codes], dtype=np.intp)
    inside = owner >= 0
    without = np.setdiff1d(np.arange(len(codes)), owner)
    spare = [tree[codes[i]] for i in without]
    lon = np.concatenate([villages.lon[inside], [region.lon for region in spare]])
    lat = np.concatenate([villages.lat[inside], [region.lat for region in spare]])
    return np.concatenate([owner[inside], without]), lon, lat


def _joined_cells(points: NDArray[Any], owner: NDArray[np.intp], count: int) -> NDArray[Any]:
    diagram = shapely.voronoi_polygons(shapely.union_all(points), extend_to=INDONESIA)
    cells = shapely.get_parts(diagram)
    held, cell = shapely.STRtree(points).query(cells, predicate="contains")
    order = np.argsort(owner[cell], kind="stable")
    bounds = np.searchsorted(owner[cell][order], np.arange(count + 1))
    groups = (cells[held[order[start:end]]] for start, end in pairwise(bounds))
    return np.array([shapely.coverage_union_all(group) for group in groups], dtype=object)


def country_land(land: NDArray[Any], points: NDArray[Any]) -> Any:
    """Return the land on which the country's villages stand, cut along its three land borders."""
    abroad = shapely.union_all(shapely.from_wkt([row["wkt"] for row in reference.table("land_borders")]))
    near = shapely.intersection(land[shapely.intersects(land, INDONESIA)], INDONESIA)
    pieces = shapely.get_parts(shapely.difference(shapely.union_all(near), abroad))
    settled = np.unique(shapely.STRtree(pieces).query(points, predicate="within")[1])
    return shapely.union_all(pieces[settled])


def _land_with_islands(land: Any, points: NDArray[Any]) -> Any:
    shapely.prepare(land)
    offshore = points[~shapely.intersects(land, points)]
    return shapely.union_all([land, *shapely.buffer(offshore, ISLAND_RADIUS_DEG, quad_segs=4)])


def _cut(cells: NDArray[Any], land: Any) -> NDArray[Any]:
    shapely.prepare(land)
    cut = cells.copy()
    coastal = np.flatnonzero(~shapely.contains_properly(land, cells))
    for i in coastal:  # clipping to a wider box first keeps the exact cut quick
        west, south, east, north = shapely.bounds(cells[i])
        nearby = shapely.clip_by_rect(land, west - 0.1, south - 0.1, east + 0.1, north + 0.1)
        cut[i] = shapely.intersection(cells[i], nearby)
    cleaned: NDArray[Any] = shapely.coverage_clean(as_multipolygon(cut))
    return cleaned
