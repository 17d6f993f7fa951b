"""Making polygons sound: valid rings, one geometry type, borders that match, coordinates on a grid."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

GAP_WIDTH_DEG = 0.0005
"""Gaps up to this width, about 50 m, are drawing errors and are closed; wider ones may be lakes."""

_KM_PER_DEGREE = 111.32


def as_multipolygon(geometries: NDArray[Any]) -> NDArray[Any]:
    """Return each geometry as MultiPolygon, without its points and lines; empty where no area is left."""
    result = np.full(len(geometries), shapely.MultiPolygon(), dtype=object)
    parts, owner = shapely.get_parts(geometries, return_index=True)
    parts, holder = shapely.get_parts(parts, return_index=True)  # a collection may hold MultiPolygons
    is_area = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > 0)
    polygons: NDArray[Any] = shapely.multipolygons(parts[is_area], indices=owner[holder][is_area], out=result)
    return polygons


def mended(geometries: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Return valid MultiPolygons, and which of them had invalid rings; empty where there is no area."""
    geometries = np.where(shapely.is_missing(geometries), shapely.MultiPolygon(), geometries)
    broken = ~shapely.is_valid(geometries)
    geometries[broken] = shapely.make_valid(geometries[broken], method="structure")
    return as_multipolygon(geometries), broken


def clean_coverage(polygons: NDArray[Any]) -> NDArray[Any]:
    """Return polygons without overlaps and hairline gaps, whose borders match vertex by vertex."""
    if shapely.coverage_is_valid(polygons, gap_width=GAP_WIDTH_DEG):
        return polygons
    return as_multipolygon(shapely.coverage_clean(polygons, gap_width=GAP_WIDTH_DEG))


def gaps_in(coverage: NDArray[Any]) -> NDArray[Any]:
    """Return what a coverage surrounds but does not hold, as polygons."""
    parts = shapely.get_parts(shapely.coverage_union_all(coverage))
    return np.array([shapely.Polygon(ring) for part in parts for ring in part.interiors], dtype=object)


def on_grid(coverage: NDArray[Any], decimals: int) -> NDArray[Any]:
    """Return a coverage with rounded coordinates that is still valid and matches along its borders.

    Rounding can make a ring touch itself; such polygons are mended and the coverage is cleaned again, which brings
    back a few unrounded vertices, so rounding is repeated until nothing is left to mend.
    """
    for _ in range(5):
        coverage = shapely.transform(coverage, lambda xy: np.round(xy, decimals))
        broken = ~shapely.is_valid(coverage)
        if not broken.any() and shapely.coverage_is_valid(coverage):
            break
        coverage[broken] = shapely.make_valid(coverage[broken], method="structure")
        coverage = shapely.coverage_clean(as_multipolygon(coverage))
    return as_multipolygon(coverage)


def area_km2(geometries: NDArray[Any]) -> NDArray[np.float64]:
    """Return areas of lon/lat polygons; good to about one percent, enough to compare and to report."""
    south, north = shapely.bounds(geometries)[:, [1, 3]].T
    width = np.cos(np.radians((south + north) / 2))
    km2: NDArray[np.float64] = np.nan_to_num(shapely.area(geometries) * width * _KM_PER_DEGREE**2)
    return km2
