"""Where things are, for the intake: names, codes and outlines of the boundaries in force."""

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.domain.region import KECAMATAN
from poa_geo.importers.gazetteer import Gazetteer
from poa_geo.importers.placing import Ground
from poa_geo.regions.locate import distance_km
from poa_geo.regions.reference import old_codes
from poa_geo.services import geometry
from poa_geo.services.installation import Installation
from poa_geo.store import regions


def ground(office: Installation) -> Ground:
    """Return what placing needs to know, for the boundaries in force."""
    return _ground_of(office, geometry.boundary_version(office))


@lru_cache(maxsize=2)
def _ground_of(office: Installation, boundary_version: str) -> Ground:  # noqa: ARG001 — a new version is a new entry
    tree, grid = office.tree, geometry.grid(office)
    kecamatan = tree.at_level(KECAMATAN)
    in_tree = np.append(kecamatan, -1).astype(np.int32)  # a point in no region has position -1: the last entry
    with office.reading() as connection:
        official = regions.official_codes(connection)

    def locate(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
        return in_tree[grid.locate(lon, lat)]

    def distance(code: str, lon: float, lat: float) -> float:
        span, point = tree.span(code), shapely.Point(lon, lat)
        outlines = grid.polygons[(kecamatan >= span.start) & (kecamatan < span.stop)]
        nearest = outlines[int(np.argmin(shapely.distance(outlines, point)))]
        ends = shapely.get_coordinates(shapely.shortest_line(point, nearest))
        return float(distance_km(ends[:1], ends[1:])[0]) if len(ends) else float("inf")

    return Ground(Gazetteer(tree, old_codes()), locate, distance, official)
