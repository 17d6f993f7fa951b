"""Making polygons sound: valid rings, one geometry type, borders that match, coordinates on a grid."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


def as_multipolygon(geometries: NDArray[Any]) -> NDArray[Any]:
    """Return each geometry as MultiPolygon, without its points and lines; empty where no area is left."""
    return np.array([_multipolygon(geometry) for geometry in geometries], dtype=object)


def _multipolygon(geometry: Any) -> Any:
    if geometry is None:
        return shapely.MultiPolygon()
    parts = shapely.get_parts(shapely.get_parts(geometry))  # a collection may hold MultiPolygons
    areas = parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(parts) > 0)]
    return shapely.multipolygons(areas)


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
