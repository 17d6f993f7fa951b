"""The region list and the village points, as the rest of the house uses them."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from poa_geo import reference
from poa_geo.domain.region import Region, RegionTree


@dataclass(frozen=True)
class VillagePoints:
    """One point per desa/kelurahan (level 4), in code order, as columns of equal length."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.codes)


@lru_cache(maxsize=1)
def load_regions() -> RegionTree:
    """Return every provinsi, kabupaten/kota and kecamatan of the reference list."""
    return RegionTree(_region(row) for row in _rows("regions"))


def _region(row: list[str]) -> Region:
    code, name, level, kind, lon, lat, bps_code, area_km2, population = row
    return Region(
        code=code,
        name=name,
        level=int(level),
        type=kind,
        lon=float(lon),
        lat=float(lat),
        bps_code=bps_code or None,
        area_km2=float(area_km2) if area_km2 else None,
        population=int(population) if population else None,
    )


@lru_cache(maxsize=1)
def load_village_points() -> VillagePoints:
    """Return the point of every desa/kelurahan."""
    codes, names, lon, lat = zip(*_rows("village_points"), strict=True)
    return VillagePoints(codes, names, np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64))


@lru_cache(maxsize=1)
def old_codes() -> dict[str, str]:
    """Return retired code → code in force, for codes of earlier lists that no longer exist."""
    return {row["old_code"]: row["code"] for row in reference.table("region_changes")}


def _rows(name: str) -> Iterator[list[str]]:
    # Plain rows instead of `reference.table`: a dictionary per village would be slow and large.
    lines = csv.reader(io.StringIO(reference.raw(name).decode(), newline=""))
    next(lines)
    return lines
