"""Where each row counts: its stated region and its point, weighed once, cut to what its precision allows.

A stated region wins over a point inside it or within `NEAR_KM` of it (outlines are never exact); further away the row
asks. A point in no region is kept as unplaced. Province-level points of feeds lie on some town of that provinsi:
cutting by precision keeps them from colouring it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import LEVEL_OF_PRECISION, Precision
from poa_geo.domain.region import KABUPATEN, KECAMATAN, PROVINSI, UNPLACED, RegionTree
from poa_geo.importers.draft import Draft, Place, mend, refuse
from poa_geo.importers.gazetteer import Gazetteer, Resolution
from poa_geo.texts import mark

NEAR_KM = 5.0
WEST, EAST, SOUTH, NORTH = 94.0, 142.0, -12.0, 7.0
"""Indonesia and its seas. The two ranges do not overlap, so a swapped pair is recognised beyond doubt."""

PRECISION_OF_LEVEL = {PROVINSI: Precision.PROVINSI, KABUPATEN: Precision.KABUPATEN, KECAMATAN: Precision.KECAMATAN}

SWAPPED = mark("Bujur dan lintang tertukar ({lon}; {lat}); sudah dibalik.")
OUTSIDE = mark("Titik {lon}; {lat} berada di luar Indonesia; periksa bujur dan lintang.")
HALF_POINT = mark("Titik tidak lengkap; isi bujur dan lintang, atau kosongkan keduanya.")
POINT_DISAGREES = mark(
    "Kode {code} ({region}) dan titik {lon}; {lat} ({point_region}) berjauhan {km} km; periksa mana yang benar."
)

Locate = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.int32]]
DistanceKm = Callable[[str, float, float], float]


@dataclass(frozen=True)
class Ground:
    """What placing needs to know of the world.

    Attributes
    ----------
    gazetteer : Gazetteer
        With the tree of regions in force.
    locate : callable (lon, lat) → int32 array
        Position in the tree of the kecamatan that holds each point, -1 for none.
    distance_km : callable (code, lon, lat) → float
        Kilometres from a region to a point; asked only where a stated region does not hold the point.
    official_codes : frozenset of str
        Regions with official outlines. Elsewhere outlines are our own sketch, so a point placed there is marked and
        placed again when official ones arrive.
    version : str
        Which boundaries these are: what was placed by them is stored only while they are in force.

    """

    gazetteer: Gazetteer
    locate: Locate
    distance_km: DistanceKm
    official_codes: frozenset[str] = frozenset()
    version: str = ""

    @property
    def tree(self) -> RegionTree:
        """The tree of regions in force."""
        return self.gazetteer.tree


def place(drafts: Sequence[Draft], ground: Ground) -> None:
    """Decide region_code, geo_precision, placed_by and point of each draft, and say what stands against it."""
    for draft in drafts:
        _straighten_point(draft)
    positions = _positions(drafts, ground)
    for draft, position in zip(drafts, positions.tolist(), strict=True):
        _place_one(draft, position, ground)


def _straighten_point(draft: Draft) -> None:
    place = draft.place
    if place.lon is None and place.lat is None:
        return
    if place.lon is None or place.lat is None:
        draft.problems.append(refuse("bujur", "", "half_point", HALF_POINT))
    elif not _is_in_reach(place.lon, place.lat):
        facts = {"lon": _degrees(place.lon), "lat": _degrees(place.lat)}
        if _is_in_reach(place.lat, place.lon):
            place.lon, place.lat = place.lat, place.lon
            draft.problems.append(mend("bujur", facts["lon"], "swapped", SWAPPED, **facts))
            return
        draft.problems.append(refuse("bujur", facts["lon"], "outside", OUTSIDE, **facts))
    else:
        return
    if draft.is_refused:
        place.lon = place.lat = None


def _is_in_reach(lon: float, lat: float) -> bool:
    return WEST <= lon <= EAST and SOUTH <= lat <= NORTH


def _degrees(value: float) -> str:
    return f"{value:.4f}".replace(".", ",")


def _positions(drafts: Sequence[Draft], ground: Ground) -> NDArray[np.int32]:
    points = [(draft.place.lon, draft.place.lat) for draft in drafts]
    lon = np.array([np.nan if lon is None else lon for lon, _ in points], dtype=np.float64)
    lat = np.array([np.nan if lat is None else lat for _, lat in points], dtype=np.float64)
    found = np.full(len(drafts), UNPLACED, dtype=np.int32)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    found[known] = ground.locate(lon[known], lat[known])
    return found


def _place_one(draft: Draft, position: int, ground: Ground) -> None:
    place, tree = draft.place, ground.tree
    stated = ground.gazetteer.resolve(place)
    draft.problems.extend(stated.problems)
    place.stated = stated.code
    by_point = tree.codes[position] if position != UNPLACED else None
    has_point = place.lon is not None
    if stated.code and has_point and not _holds(stated.code, by_point):
        if problem := _disagreement(place, stated.code, by_point, ground):
            draft.problems.append(problem)
            return
        by_point = None
    placed = _settle(stated.code, by_point, place.precision or _own_precision(stated, has_point), ground)
    is_nowhere = stated.code is None and not has_point
    draft.values["region_code"] = placed.region_code
    draft.values["geo_precision"] = int(Precision.UNKNOWN if is_nowhere else placed.precision)
    if draft.kind == "incident":
        draft.values |= {
            "lon": place.lon,
            "lat": place.lat,
            "placed_by": placed.placed_by,
            "stated_code": stated.code,
            "stated_precision": place.precision,
        }


class Placed(NamedTuple):
    """Where a record counts, how exactly, and what says so: ``kode``, ``titik`` or ``titik_skematik``."""

    region_code: str | None
    precision: int
    placed_by: str | None


class Anchor(NamedTuple):
    """What a stored record knows of its place: its point, the region it states, and the precision it states."""

    lon: float
    lat: float
    stated: str | None
    precision: int


def place_again(anchors: Sequence[Anchor], ground: Ground) -> list[tuple[Placed, bool]]:
    """Place stored records by other boundaries, by the rule of the intake.

    Returns
    -------
    list of (Placed, bool), length of `anchors`
        True where the point now lies so far from the stated region that the intake would ask: nobody can be asked
        here, so the statement stands.

    """
    lon, lat = (np.array([anchor[axis] for anchor in anchors], dtype=np.float64) for axis in (0, 1))
    return [
        _place_again(anchor, ground.tree.codes[position] if position != UNPLACED else None, ground)
        for anchor, position in zip(anchors, ground.locate(lon, lat).tolist(), strict=True)
    ]


def _place_again(anchor: Anchor, by_point: str | None, ground: Ground) -> tuple[Placed, bool]:
    stated = anchor.stated
    if stated is None or _holds(stated, by_point):
        return _settle(stated, by_point, anchor.precision, ground), False
    is_doubtful = ground.distance_km(stated, anchor.lon, anchor.lat) > NEAR_KM
    return _settle(stated, None, anchor.precision, ground), is_doubtful


def _settle(stated: str | None, by_point: str | None, precision: int, ground: Ground) -> Placed:
    region_code = cut(by_point or stated, precision)
    if region_code is not None:
        precision = _no_finer_than(precision, region_code)
    return Placed(region_code, precision, _placed_by(region_code, stated, by_point, ground))


def _holds(code: str, inner: str | None) -> bool:
    return inner is not None and (inner == code or inner.startswith(code + "."))


def _disagreement(place: Place, code: str, by_point: str | None, ground: Ground) -> RowProblem | None:
    lon, lat = place.lon or 0.0, place.lat or 0.0
    km = ground.distance_km(code, lon, lat)
    if km <= NEAR_KM:
        return None
    title = ground.gazetteer.title
    return refuse(
        "kode_wilayah", code, "point_disagrees", POINT_DISAGREES,
        code=code, region=title(code), lon=_degrees(lon), lat=_degrees(lat),
        point_region=title(by_point) if by_point else "–", km=f"{km:.0f}",
    )  # fmt: skip


def _own_precision(stated: Resolution, has_point: bool) -> int:
    """Return the precision of a row that states none: its point or desa is exact, a region is its level."""
    if has_point or stated.is_desa:
        return Precision.POINT
    return PRECISION_OF_LEVEL[stated.code.count(".") + 1] if stated.code else Precision.UNKNOWN


def cut(code: str | None, precision: int) -> str | None:
    """Return the region at the level a precision allows; None where it allows none."""
    parts = code.split(".")[: LEVEL_OF_PRECISION[precision]] if code else []
    return ".".join(parts) or None


def _no_finer_than(precision: int, region_code: str) -> int:
    """Return a precision that does not promise more than the region that was found."""
    level = region_code.count(".") + 1
    return precision if LEVEL_OF_PRECISION[precision] <= level else PRECISION_OF_LEVEL[level]


def _placed_by(region_code: str | None, stated: str | None, by_point: str | None, ground: Ground) -> str | None:
    if region_code is None:
        return None
    if stated and _holds(region_code, stated):  # the statement alone reaches that deep
        return "kode"
    is_official = by_point in ground.official_codes or region_code in ground.official_codes
    return "titik" if is_official else "titik_skematik"
