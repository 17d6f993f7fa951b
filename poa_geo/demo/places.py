"""Where a demo record lies: a village of the right kecamatan, or only as much as its precision tells."""

from bisect import bisect_left
from dataclasses import dataclass
from random import Random

from poa_geo.domain.record import LEVEL_OF_PRECISION, Precision
from poa_geo.domain.region import KECAMATAN, RegionTree
from poa_geo.regions.reference import load_village_points

PROVINSI = "64"
SPREAD_DEGREES = 0.0015  # some 150 m, so that events of one village do not lie on top of each other
NOWHERE = "lokasi yang belum dipastikan"


@dataclass(frozen=True)
class Place:
    """A place as far as it is known, with the names that the texts of the record may use."""

    region_code: str | None
    geo_precision: int
    kecamatan: str
    desa: str
    lon: float | None = None
    lat: float | None = None
    placed_by: str | None = None


def place_in(tree: RegionTree, code: str, precision: int, random: Random) -> Place:
    """Return a place in a region, known as exactly as `precision` says.

    Parameters
    ----------
    tree : RegionTree
    code : str
        A kecamatan, a kabupaten, or empty for a place nobody knows. A point needs a kecamatan.
    precision : int
        `Precision`; the region is cut to the level it allows.
    random : Random

    """
    level = LEVEL_OF_PRECISION[precision]
    region = ".".join(code.split(".")[:level])
    if not region:
        return Place(None, int(Precision.UNKNOWN), NOWHERE, NOWHERE)
    if precision not in (Precision.POINT, Precision.NEAR):  # a text never names a finer place than the record
        return Place(region, precision, tree[region].name, tree[region].name, placed_by="kode")
    desa, lon, lat = random.choice(villages_of(code))
    lon, lat = (round(value + random.uniform(-SPREAD_DEGREES, SPREAD_DEGREES), 5) for value in (lon, lat))
    return Place(region, precision, tree[code].name, desa, lon, lat, "kode")


def villages_of(kecamatan: str) -> list[tuple[str, float, float]]:
    """Return name, longitude and latitude of the villages of a kecamatan."""
    points = load_village_points()
    span = range(bisect_left(points.codes, kecamatan + "."), bisect_left(points.codes, kecamatan + "/"))
    return [(points.names[i], float(points.lon[i]), float(points.lat[i])) for i in span]


def kecamatan_of(tree: RegionTree) -> list[str]:
    """Return the codes of the kecamatan of the demo, in code order."""
    return [tree.codes[i] for i in tree.at_level(KECAMATAN, PROVINSI)]
