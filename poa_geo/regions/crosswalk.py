"""From the codes in other people's files to ours, without ever guessing.

BPS and Kemendagri digits look alike and mean different places: BPS 6402 is Kutai Barat, Kemendagri 64.02 is Kutai
Kartanegara. A scheme is named by the user or proven by names and places; a proof that is not clear is no proof.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from rapidfuzz import fuzz

from poa_geo.domain.region import DESA, KABUPATEN, KECAMATAN, PROVINSI, UNPLACED, RegionTree
from poa_geo.regions.locate import distance_km
from poa_geo.regions.reference import load_regions, old_codes

Scheme = Literal["kemendagri", "bps"]
SCHEMES: tuple[Scheme, ...] = ("kemendagri", "bps")

PROOF_SHARE = 0.9
"""Part of the rows that must agree by name or place before a scheme counts as proven."""

CONTRADICTION_SHARE = 0.5
"""The other scheme must agree for less than this part of the rows."""

_SAME_NAME = 84.0  # similarity in percent; spellings differ ("Johan Pahlawan", "Johan Pahwalan")
_WIDTHS: dict[Scheme, dict[int, int]] = {"kemendagri": {PROVINSI: 2, KABUPATEN: 4, KECAMATAN: 6, DESA: 10},
           "bps": {PROVINSI: 2, KABUPATEN: 4, KECAMATAN: 7, DESA: 10}}  # fmt: skip
_RANK = re.compile(
    r"^(provinsi|prov|kabupaten|kab|kota|kecamatan|kec|distrik)\b\.?\s*((administrasi|adm)\b\.?\s*)?"
    r"|^(daerah istimewa|d\.?i\.?|daerah khusus( ibukota)?|dki)\s+"
)
_SHORT = ((re.compile(r"\bkep\b\.?"), "kepulauan"), (re.compile(r"\bpp\b\.?"), "pulau pulau"))
_POINT_SLACK_KM = 3.0


def kemendagri_code(value: object, level: int) -> str | None:
    """Return a Kemendagri code with dots, old codes carried on; None where the value is none of that level.

    Parameters
    ----------
    value : object
        ``"64.02"``, ``"6402"``, 6402, 6402.0; also ``"64.1"``, what a spreadsheet makes of 64.10.
    level : int

    """
    code = stated_code(value, level)
    return old_codes().get(code, code) if code else None


def stated_code(value: object, level: int) -> str | None:
    """Return a Kemendagri code with dots as stated, old or in force; None where it is none of that level."""
    digits = _digits(value, level, "kemendagri")
    if digits is None:
        return None
    return ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if part)


def from_bps(value: object, level: int) -> str | None:
    """Return the Kemendagri code of a BPS code; None where the region list knows no such BPS code."""
    digits = _digits(value, level, "bps")
    return _by_bps_code().get(digits) if digits else None


@lru_cache(maxsize=1)
def _by_bps_code() -> dict[str, str]:
    return {region.bps_code: region.code for region in load_regions().regions if region.bps_code}


def _digits(value: object, level: int, scheme: Scheme) -> str | None:
    text = _as_text(value)
    width = _WIDTHS[scheme][level]
    if "." in text:
        text = _without_dots(text, level)
    return text if text.isdecimal() and len(text) == width else None


def _as_text(value: object) -> str:
    if value is None or isinstance(value, bool | np.bool_):
        return ""
    if isinstance(value, float | np.floating):
        return f"{value:.0f}" if float(value).is_integer() else repr(float(value))
    return re.sub(r"[\s'`]", "", str(value)).replace("-", "")


def _without_dots(text: str, level: int) -> str:
    parts = text.split(".")
    if len(parts) == 2 and set(parts[1]) == {"0"} and (level == PROVINSI or len(parts[0]) > 2):
        return parts[0]  # 6402.0: a number that was once a code
    if level == KABUPATEN and len(parts) == 2 and len(parts[1]) == 1:
        return parts[0] + parts[1] + "0"  # 64.1 was 64.10; 64.01 keeps its zero
    widths = (2, 2, 2, 4)[: len(parts)]
    fits = len(parts) == level and all(len(part) == width for part, width in zip(parts, widths, strict=True))
    return "".join(parts) if fits else ""


def translate(codes: Sequence[object], level: int, scheme: Scheme, tree: RegionTree) -> NDArray[np.int32]:
    """Return the tree position of each code, -1 where it is unknown.

    Parameters
    ----------
    codes : sequence of object, length n
        As they stand in the file.
    level : int
    scheme : {"kemendagri", "bps"}
    tree : RegionTree

    """
    convert = kemendagri_code if scheme == "kemendagri" else from_bps
    return np.array([tree.index_or_unplaced(convert(code, level)) for code in codes], dtype=np.int32)


@dataclass(frozen=True)
class Agreement:
    """How a file's rows agree with the region list under one reading of its codes; arrays of equal length ``n``.

    `by_name` and `by_place` are 1 agrees, 0 contradicts, NaN unknown (no name, no place, or no such code).
    """

    position: NDArray[np.int32]
    by_name: NDArray[np.float64]
    by_place: NDArray[np.float64]

    @property
    def agrees(self) -> NDArray[np.bool_]:
        """Whether each row agrees: a known code, no contradiction, and at least one proof by name or place."""
        proofs = np.stack([self.by_name, self.by_place])
        is_proven = (np.nan_to_num(proofs, nan=1.0).min(axis=0) == 1) & np.isfinite(proofs).any(axis=0)
        agrees: NDArray[np.bool_] = is_proven & (self.position != UNPLACED)
        return agrees

    @property
    def share(self) -> float:
        """Part of the rows that agree."""
        return float(np.mean(self.agrees)) if len(self.position) else 0.0


def agreement(
    position: NDArray[np.int32],
    names: Sequence[object] | None,
    places: NDArray[Any] | None,
    tree: RegionTree,
) -> Agreement:
    """Compare rows with the regions they are said to be.

    Parameters
    ----------
    position : int32 array, shape (n,)
        Tree positions, -1 unknown.
    names : sequence, length n, optional
    places : array of Geometry, shape (n,), optional
        Points or polygons, EPSG:4326.
    tree : RegionTree

    """
    known = np.flatnonzero(position != UNPLACED)
    by_name, by_place = np.full(len(position), np.nan), np.full(len(position), np.nan)
    if names is not None:
        for row in known.tolist():
            if plain_name(names[row]):
                by_name[row] = is_same_name(names[row], tree.regions[position[row]].name)
    if places is not None and len(known):
        by_place[known] = _place_fits(places[known], [tree.regions[i] for i in position[known]])
    return Agreement(position, by_name, by_place)


def _place_fits(places: NDArray[Any], regions: Sequence[Any]) -> NDArray[np.float64]:
    """Say whether each place fits its region's point: a polygon covers or almost touches it, a point lies near it."""
    points = shapely.points([(region.lon, region.lat) for region in regions])
    shapely.prepare(places)
    fits: NDArray[np.float64] = shapely.intersects(places, points).astype(np.float64)
    outside = np.flatnonzero(fits == 0)
    radius_km = np.sqrt([(regions[i].area_km2 or 0.0) / np.pi for i in outside.tolist()])
    reach = np.where(shapely.get_dimensions(places[outside]) == 0, 1.5, 0.25)
    fits[outside] = _apart_km(places[outside], points[outside]) <= reach * radius_km + _POINT_SLACK_KM
    fits[shapely.is_empty(places) | shapely.is_missing(places)] = np.nan
    return fits


def _apart_km(places: NDArray[Any], points: NDArray[Any]) -> NDArray[np.float64]:
    lines = shapely.shortest_line(places, points)
    start, end = (shapely.get_coordinates(_or_far(shapely.get_point(lines, i))) for i in (0, -1))
    return distance_km(start, end)


def _or_far(points: NDArray[Any]) -> NDArray[Any]:
    return np.where(shapely.is_missing(points), shapely.Point(0.0, 90.0), points)


def plain_name(name: object) -> str:
    """Return a name for comparison: lower case, without its rank ("Kab."), abbreviations written out, letters only."""
    text = re.sub(r"\s+", " ", name.lower().strip()) if isinstance(name, str) else ""
    text = _RANK.sub("", text, count=1)
    for short, full in _SHORT:
        text = short.sub(full, text)
    return re.sub(r"[^a-z]", "", text)


def is_same_name(one: object, other: object) -> bool:
    """Say whether two names may mean the same region; "Kota Bogor" is not "Kabupaten Bogor", "Bogor" may be either."""
    ranks = {_rank(one), _rank(other)} - {""}
    return len(ranks) < 2 and fuzz.ratio(plain_name(one), plain_name(other)) >= _SAME_NAME


def _rank(name: object) -> str:
    text = str(name).lower().lstrip()
    return "kota" if re.match(r"kota\b", text) else "kabupaten" if re.match(r"kab(upaten)?\b", text) else ""


@dataclass(frozen=True)
class SchemeProof:
    """Which scheme codes are written in; `scheme` is None where names and places do not prove one.

    `shares` says for each scheme what part agrees with the region list, of the rows that the schemes read differently.
    """

    scheme: Scheme | None
    shares: dict[Scheme, float]
    readings: dict[Scheme, Agreement]


def detect_scheme(
    codes: Sequence[object],
    names: Sequence[object] | None,
    places: NDArray[Any] | None,
    tree: RegionTree,
    level: int,
) -> SchemeProof:
    """Prove by names and places in which scheme codes are written, or leave it open.

    Parameters
    ----------
    codes, names : sequence, length n
        As they stand in the file; without names pass None.
    places : array of Geometry, shape (n,), optional
        Points or polygons of the rows, EPSG:4326.
    tree : RegionTree
    level : int
        Level of the coded regions, 1 to 3.

    """
    readings = {s: agreement(translate(codes, level, s, tree), names, places, tree) for s in SCHEMES}
    differs = readings["kemendagri"].position != readings["bps"].position
    if not differs.any():
        differs[:] = True  # both readings say the same: Kemendagri, our own, is as good
    shares = {scheme: float(np.mean(reading.agrees[differs])) for scheme, reading in readings.items()}
    best, other = sorted(SCHEMES, key=lambda scheme: -shares[scheme])
    is_same = bool((readings[best].position == readings[other].position).all())
    is_clear = is_same or shares[other] < CONTRADICTION_SHARE
    is_proven = is_clear and min(shares[best], readings[best].share) >= PROOF_SHARE
    return SchemeProof(best if is_proven else None, shares, readings)
