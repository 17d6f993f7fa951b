"""Where things are, for the intake: names, codes and outlines of the boundaries in force."""

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.domain.region import KECAMATAN, UNPLACED, RegionTree
from poa_geo.importers.gazetteer import Gazetteer
from poa_geo.importers.placing import Ground
from poa_geo.regions.locate import GridIndex, distance_km
from poa_geo.regions.reference import old_codes
from poa_geo.services import geometry
from poa_geo.services.installation import Installation
from poa_geo.store import regions


def ground(office: Installation) -> Ground:
    """Return what placing needs to know, for the boundaries in force."""
    return _ground_of(office, geometry.boundary_version(office))


@lru_cache(maxsize=2)
def _ground_of(office: Installation, boundary_version: str) -> Ground:
    grid = geometry.grid(office)
    with office.reading() as connection:
        official = regions.official_codes(connection)
    return ground_on(office.tree, grid, official, boundary_version)


def ground_on(tree: RegionTree, grid: GridIndex, official: frozenset[str], version: str) -> Ground:
    """Return the ground of some boundaries: a locator over the kecamatan, and which outlines are official."""
    kecamatan = tree.at_level(KECAMATAN)
    in_tree = np.append(kecamatan, UNPLACED).astype(np.int32)  # a point in no region takes the last entry

    def locate(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        return in_tree[grid.locate(lon, lat)]

    def distance(code: str, lon: float, lat: float) -> float:
        span, point = tree.span(code), shapely.Point(lon, lat)
        outlines = grid.polygons[(kecamatan >= span.start) & (kecamatan < span.stop)]
        nearest = outlines[int(np.argmin(shapely.distance(outlines, point)))]
        ends = shapely.get_coordinates(shapely.shortest_line(point, nearest))
        return float(distance_km(ends[:1], ends[1:])[0]) if len(ends) else float("inf")

    return Ground(Gazetteer(tree, old_codes()), locate, distance, official, version)
