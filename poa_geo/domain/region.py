"""The tree of regions: provinsi, kabupaten/kota, kecamatan, keyed by Kemendagri codes with dots.

Sorted by code, the tree stands in pre-order: a region is directly followed by everything inside it. So "64.02 and
below" is one index range, and a scope is a set of such ranges.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from poa_geo.errors import UnknownRegion

PROVINSI, KABUPATEN, KECAMATAN, DESA = 1, 2, 3, 4
NATION = ""
"""The code of the whole country: the prefix of every code."""

UNPLACED = -1
"""Region index of a record that has no place."""


def level_of(code: str) -> int:
    """Return 0 for the nation, 1 provinsi, 2 kabupaten/kota, 3 kecamatan, 4 desa/kelurahan."""
    return code.count(".") + 1 if code else 0


def parent_of(code: str) -> str:
    """Return the code of the region that holds `code`; the nation holds every provinsi."""
    return code.rpartition(".")[0]


def is_within(code: str | None, prefix: str) -> bool:
    """Say whether `code` is `prefix` or lies inside it; the nation holds everything, placed or not."""
    if prefix == NATION:
        return True
    return code is not None and (code == prefix or code.startswith(prefix + "."))


@dataclass(frozen=True)
class Region:
    """One region as people know it; `lon`, `lat` is a point inside it."""

    code: str
    name: str
    level: int
    type: str
    lon: float
    lat: float
    bps_code: str | None = None
    area_km2: float | None = None
    population: int | None = None

    @property
    def parent_code(self) -> str:
        """Code of the region that holds this one."""
        return parent_of(self.code)


class RegionTree:
    """All provinsi, kabupaten/kota and kecamatan in code order, as arrays of equal length ``n``.

    Attributes
    ----------
    regions : tuple of Region, length n
    codes : tuple of str, length n
    level : int8 array, shape (n,)
    parent : int32 array, shape (n,)
        Index of the parent, -1 for a provinsi.
    end : int32 array, shape (n,)
        Index after the last region inside; region ``i`` and its descendants are ``i:end[i]``.

    """

    def __init__(self, regions: Iterable[Region]) -> None:
        self.regions: tuple[Region, ...] = tuple(sorted(regions, key=lambda region: region.code))
        self.codes: tuple[str, ...] = tuple(region.code for region in self.regions)
        self._index = {code: index for index, code in enumerate(self.codes)}
        self.level: NDArray[np.int8] = np.array([region.level for region in self.regions], dtype=np.int8)
        self.parent: NDArray[np.int32] = np.array(
            [self._index.get(parent_of(code), -1) for code in self.codes], dtype=np.int32
        )
        self.end: NDArray[np.int32] = np.array([self._end(code) for code in self.codes], dtype=np.int32)

    def _end(self, code: str) -> int:
        return bisect_left(self.codes, code + "/")  # "/" is the character after "."

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._index

    def __getitem__(self, code: str) -> Region:
        return self.regions[self.index(code)]

    def index(self, code: str) -> int:
        """Return the position of a code.

        Raises
        ------
        UnknownRegion
            If no such region exists.

        """
        try:
            return self._index[code]
        except KeyError:
            raise UnknownRegion(code=code) from None

    def index_or_unplaced(self, code: str | None) -> int:
        """Return the position of a code, -1 where there is none."""
        return self._index.get(code, UNPLACED) if code else UNPLACED

    def span(self, prefix: str) -> slice:
        """Return the index range of a region and everything inside it; the nation is the whole range."""
        if prefix == NATION:
            return slice(0, len(self))
        start = self.index(prefix)
        return slice(start, int(self.end[start]))

    def at_level(self, level: int, prefix: str = NATION) -> NDArray[np.int64]:
        """Return the positions of the regions of one level inside `prefix`, in code order."""
        span = self.span(prefix)
        positions: NDArray[np.int64] = np.flatnonzero(self.level[span] == level) + span.start
        return positions

    def children(self, code: str) -> Sequence[Region]:
        """Return the regions one level below `code`."""
        return [self.regions[i] for i in self.at_level(level_of(code) + 1, code)]

    def path(self, code: str) -> Sequence[Region]:
        """Return the region and its ancestors, from the provinsi down."""
        parts = code.split(".") if code else []
        return [self[".".join(parts[: depth + 1])] for depth in range(len(parts))]

    @cached_property
    def ancestor_at(self) -> NDArray[np.int32]:
        """Index of the ancestor-or-self of each region at each level, shape (4, n); -1 where it is above that level."""
        table = np.full((KECAMATAN + 1, len(self)), -1, dtype=np.int32)
        table[self.level, np.arange(len(self))] = np.arange(len(self))
        for level in (KECAMATAN, KABUPATEN):
            known = table[level] >= 0
            table[level - 1, known] = self.parent[table[level, known]]
        return table
