"""The kecamatan map after official boundaries came in: one coverage again, for the whole country."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.domain.region import KECAMATAN, RegionTree
from poa_geo.errors import BoundaryRejected
from poa_geo.regions.reference import VillagePoints
from poa_geo.regions.repair import as_multipolygon, clean_coverage, gaps_in
from poa_geo.regions.schematic import cells_inside
from poa_geo.texts import t


def replaced(
    tree: RegionTree,
    current: NDArray[Any],
    is_schematic: NDArray[np.bool_],
    outlines: dict[str, Any],
    villages: VillagePoints,
) -> NDArray[Any]:
    """Return the kecamatan of the whole country with official outlines in place of the present ones.

    Official outlines stay as they are; what is left of the present map gives way to them, and what is schematic there
    grows into the gaps along the seam. Outlines of a kabupaten or provinsi are divided among its kecamatan by village
    points, so the three levels still nest.

    Parameters
    ----------
    tree : RegionTree
    current : array of MultiPolygon, shape (number of kecamatan,)
        The map in use, in code order.
    is_schematic : bool array, shape (number of kecamatan,)
        Which of the present outlines are not official.
    outlines : dict of region code to MultiPolygon
        Of one level, without overlaps.
    villages : VillagePoints

    Raises
    ------
    BoundaryRejected
        If a kecamatan would be left without any area.

    """
    codes = [tree.codes[i] for i in tree.at_level(KECAMATAN)]
    position = {code: i for i, code in enumerate(codes)}
    official = _as_kecamatan(tree, outlines, villages)
    rows = np.array([position[code] for code in official], dtype=np.intp)
    result = current.copy()
    result[rows] = list(official.values())
    others = np.setdiff1d(np.arange(len(codes)), rows)
    result[others] = _giving_way(current[others], result[rows])
    result = _cleaned_near(as_multipolygon(result), rows)
    result = _grown_into_gaps(result, rows, np.setdiff1d(np.flatnonzero(is_schematic), rows))
    for code in np.array(codes)[shapely.is_empty(result)]:
        message = t("kecamatan {code} {name} tidak lagi memiliki bidang.", code=code, name=tree[code].name)
        raise BoundaryRejected(reason=message)
    return result


def _as_kecamatan(tree: RegionTree, outlines: dict[str, Any], villages: VillagePoints) -> dict[str, Any]:
    kecamatan: dict[str, Any] = {}
    for code, outline in outlines.items():
        kecamatan |= cells_inside(tree, villages, code, outline) if tree[code].level < KECAMATAN else {code: outline}
    return kecamatan


def _giving_way(polygons: NDArray[Any], to: NDArray[Any]) -> NDArray[Any]:
    near, over = shapely.STRtree(to).query(polygons, predicate="intersects")
    cut = polygons.copy()
    for i in np.unique(near):
        cut[i] = shapely.difference(polygons[i], shapely.union_all(to[over[near == i]]))
    return cut


def _cleaned_near(coverage: NDArray[Any], rows: NDArray[np.intp]) -> NDArray[Any]:
    """Clean what lies around some polygons, so that a far province keeps its outlines to the last digit."""
    near = rows
    for _ in range(2):  # what gave way to them, and what borders on that
        _, found = shapely.STRtree(coverage).query(coverage[near], predicate="intersects")
        near = np.union1d(near, found)
    result = coverage.copy()
    result[near] = clean_coverage(coverage[near])
    return result if shapely.coverage_is_valid(result) else clean_coverage(coverage)


def _grown_into_gaps(coverage: NDArray[Any], rows: NDArray[np.intp], growing: NDArray[np.intp]) -> NDArray[Any]:
    """Fill the gaps along some polygons by the growing ones that border on them."""
    gaps = gaps_in(coverage)
    if len(gaps):
        along, _ = shapely.STRtree(coverage[rows]).query(gaps, predicate="intersects")
        gaps = gaps[np.unique(along)]
    tree = shapely.STRtree(coverage[growing])
    for gap in gaps:
        touching = growing[tree.query(gap, predicate="intersects")]
        border = shapely.length(shapely.intersection(shapely.boundary(coverage[touching]), shapely.boundary(gap)))
        if border.any():
            taker = touching[np.argmax(border)]
            coverage[taker] = shapely.union(coverage[taker], gap)
    return as_multipolygon(coverage)
