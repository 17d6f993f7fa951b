"""Outlines of all regions at three levels of detail, and the GeoJSON that the map fetches.

Every outline is joined from the same kecamatan, so at each detail the three levels nest and neighbours share borders.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.domain.region import KABUPATEN, KECAMATAN, NATION, PROVINSI, Region, RegionTree, level_of
from poa_geo.regions.repair import as_multipolygon

TOLERANCES_DEG = (0.02, 0.006, 0.001)
"""By detail: 0 the whole country, 1 one provinsi, 2 one kabupaten (about 2 km, 700 m, 100 m)."""

SPECK = 0.25
"""Islets below this part of the tolerance squared are dropped."""

DECIMALS = (3, 4, 5)
"""Decimals of the coordinates that are sent, by detail."""

SHOWN_LEVELS = {0: (PROVINSI, KABUPATEN), PROVINSI: (KABUPATEN, KECAMATAN), KABUPATEN: (KECAMATAN,)}
"""Level of the region in focus → levels that can be drawn inside it."""


@dataclass(frozen=True)
class Shapes:
    """Outlines of all regions.

    Attributes
    ----------
    tree : RegionTree
    details : three arrays of MultiPolygon, shape (len(tree),) each
        By detail (coarse to full), in tree order.

    """

    tree: RegionTree
    details: tuple[NDArray[Any], ...]

    def of(self, level: int, detail: int = 2, within: str = NATION) -> NDArray[Any]:
        """Return the outlines of one level inside a region, in code order."""
        outlines: NDArray[Any] = self.details[detail][self.tree.at_level(level, within)]
        return outlines


def build_shapes(tree: RegionTree, kecamatan: NDArray[Any]) -> Shapes:
    """Derive three details of all levels from the kecamatan.

    Parameters
    ----------
    tree : RegionTree
    kecamatan : array of MultiPolygon, shape (number of kecamatan,)
        A valid coverage in code order.

    """
    return shapes_of(tree, simplified(kecamatan, TOLERANCES_DEG[-1]))


def shapes_of(tree: RegionTree, full: NDArray[Any]) -> Shapes:
    """Derive the coarser details of all levels from kecamatan that are as simple as the finest detail asks."""
    details = [with_upper_levels(tree, full)]
    for tolerance in reversed(TOLERANCES_DEG[:-1]):
        full = simplified(full, tolerance)
        details.append(with_upper_levels(tree, full))
    return Shapes(tree, tuple(reversed(details)))


def simplified(coverage: NDArray[Any], tolerance: float) -> NDArray[Any]:
    """Return a coverage with fewer vertices, without what is too small to see, its borders still matching."""
    fewer = _without_specks(shapely.coverage_simplify(coverage, tolerance), SPECK * tolerance**2)
    oriented: NDArray[Any] = shapely.orient_polygons(fewer)  # as stored: what starts elsewhere simplifies otherwise
    return oriented


def _without_specks(coverage: NDArray[Any], smallest: float) -> NDArray[Any]:
    """Drop islets too small to see, never the largest part of a region: most of a real coast is such islets."""
    parts, owner = shapely.get_parts(coverage, return_index=True)
    area = shapely.area(parts)
    largest = np.zeros(len(coverage))
    np.maximum.at(largest, owner, area)
    keep = (area >= smallest) | (area == largest[owner])
    result = np.empty(len(coverage), dtype=object)
    return shapely.multipolygons(parts[keep], indices=owner[keep], out=result)  # type: ignore[no-any-return]


def with_upper_levels(tree: RegionTree, kecamatan: NDArray[Any]) -> NDArray[Any]:
    """Return outlines in tree order: the kecamatan, and kabupaten and provinsi joined from them."""
    outlines = np.empty(len(tree), dtype=object)
    outlines[tree.at_level(KECAMATAN)] = kecamatan
    for level in (KABUPATEN, PROVINSI):
        for i in tree.at_level(level):
            inside = slice(int(i) + 1, int(tree.end[i]))
            children = outlines[inside][tree.level[inside] == level + 1]
            outlines[i] = shapely.coverage_union_all(children)
    oriented: NDArray[Any] = shapely.orient_polygons(as_multipolygon(outlines))
    return oriented


def geojson_for(shapes: Shapes, parent: str, level: int) -> bytes:
    """Return the outlines of one level inside a region as a GeoJSON FeatureCollection.

    Parameters
    ----------
    shapes : Shapes
    parent : str
        Code of the region in focus, the nation included.
    level : int
        One of ``SHOWN_LEVELS`` of the parent.

    Returns
    -------
    bytes
        With `bbox` of the collection, and per feature the properties `code` and `name` only.

    """
    positions = shapes.tree.at_level(level, parent)
    regions = [shapes.tree.regions[i] for i in positions]
    return feature_collection(regions, _rounded(shapes.details[level_of(parent)][positions], level_of(parent)))


def outline_for(shapes: Shapes, code: str) -> bytes:
    """Return the outline of the region in focus, at the detail of what is drawn inside it."""
    detail = level_of(code)
    if code == NATION:
        return feature_collection([], _rounded(shapely.coverage_union_all(shapes.of(PROVINSI, detail)), detail))
    index = shapes.tree.index(code)
    return feature_collection([shapes.tree.regions[index]], _rounded(shapes.details[detail][[index]], detail))


def _rounded(outlines: Any, detail: int) -> Any:
    # For reading only: neighbours are rounded alike, but a ring may touch itself, so nothing is computed from these.
    return shapely.transform(outlines, lambda xy: np.round(xy, DECIMALS[detail]))


def content_hash(content: bytes) -> str:
    """Return the name under which a content is served: it changes when, and only when, the content does."""
    return hashlib.sha256(content).hexdigest()[:16]


def feature_collection(regions: Sequence[Region], outlines: NDArray[Any]) -> bytes:
    """Return GeoJSON with one feature per line; without regions the features carry no properties.

    Parameters
    ----------
    regions : sequence of Region, length n or 0
    outlines : array of Geometry, shape (n,)

    """
    outlines = np.atleast_1d(np.asarray(outlines, dtype=object))
    properties = [_properties(region) for region in regions] or ["{}"] * len(outlines)
    features = ",\n".join(
        f'{{"type":"Feature","properties":{known},"geometry":{geometry}}}'
        for known, geometry in zip(properties, shapely.to_geojson(outlines), strict=True)
    )
    bounds = json.dumps([round(float(edge), 5) for edge in shapely.total_bounds(outlines)])
    return f'{{"type":"FeatureCollection","bbox":{bounds},"features":[\n{features}\n]}}\n'.encode()


def _properties(region: Region) -> str:
    return json.dumps({"code": region.code, "name": region.name}, ensure_ascii=False, separators=(",", ":"))
