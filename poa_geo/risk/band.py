"""The colour of a region: at one moment, and from one day to the next.

Up at once. Down one step after 14 covered days with the score below the threshold less a tenth of it; each step needs
its own 14 days. Without coverage a band holds. Green that nothing proves is grey.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.region import RegionTree
from poa_geo.domain.situation import Band
from poa_geo.risk.constants import band_starts, constants
from poa_geo.risk.score import score_of_single

HIJAU, KUNING, MERAH, ABU = 0, 1, 2, 3
BAND_CODES: tuple[Band, ...] = ("hijau", "kuning", "merah", "abu")
"""Names of the numbers that arrays of bands hold."""

NO_BAND = -1
"""In arrays of bands: there was none before."""

DECIMALS = 9
"""Scores are rounded to this before they are compared, so that 15/25 typed by hand is 15/25."""


@dataclass(frozen=True)
class BandState:
    """Where every region stands at the end of a day; arrays of shape (n,).

    Attributes
    ----------
    day : int
        Ordinal.
    rank : int8
        `HIJAU`, `KUNING` or `MERAH`: the level that rises and falls, coverage aside.
    calm_days : int16
        Covered days so far with a score low enough to fall.
    is_covered : bool
    band : int8
        What is shown: the rank, or `ABU` where green is not proven.
    since : int32
        Day the band began. A band that already stood when the path began has the day before the path.
    previous : int8
        Band before, `NO_BAND` if it did not change on this path.

    """

    day: int
    rank: NDArray[np.int8]
    calm_days: NDArray[np.int16]
    is_covered: NDArray[np.bool_]
    band: NDArray[np.int8]
    since: NDArray[np.int32]
    previous: NDArray[np.int8]

    def take(self, regions: NDArray[np.intp]) -> Self:
        """Return the state of some of the regions."""
        columns = {name: value[regions] for name, value in vars(self).items() if name != "day"}
        return replace(self, **columns)


@dataclass(frozen=True)
class BandRule:
    """The thresholds of every region, as scores of shape (n,), and how bands follow from them.

    `falls_below` has shape (3, n): the score under which a region may leave a rank; green is never left downwards.
    """

    kuning_from: NDArray[np.float64]
    merah_from: NDArray[np.float64]
    falls_below: NDArray[np.float64]

    @classmethod
    def of(cls, tree: RegionTree) -> Self:
        """Return the rule for a tree of regions, by level."""
        kuning = score_of_single(band_starts("kuning_from"))[tree.level]
        merah = score_of_single(band_starts("merah_from"))[tree.level]
        margin = 1.0 - constants().fall_margin
        falls_below = np.stack([np.full(len(tree), -np.inf), margin * kuning, margin * merah])
        return cls(_rounded(kuning), _rounded(merah), _rounded(falls_below))

    def take(self, regions: NDArray[np.intp]) -> Self:
        """Return the rule for some of the regions."""
        return type(self)(self.kuning_from[regions], self.merah_from[regions], self.falls_below[:, regions])

    def rank(self, score: NDArray[np.float64]) -> NDArray[np.int8]:
        """Return `HIJAU`, `KUNING` or `MERAH` of scores of shape (n,)."""
        rounded = _rounded(score)
        return (rounded >= self.kuning_from).astype(np.int8) + (rounded >= self.merah_from)

    def instantaneous(self, score: NDArray[np.float64], is_covered: NDArray[np.bool_]) -> NDArray[np.int8]:
        """Return the band of scores without a past, shape (n,)."""
        return _shown(self.rank(score), is_covered)

    def start(self, score: NDArray[np.float64], is_covered: NDArray[np.bool_], day: int) -> BandState:
        """Return the state a path begins with: the instantaneous band, no calm days."""
        rank = self.rank(score)
        band = _shown(rank, is_covered)
        n = len(rank)
        none = np.full(n, NO_BAND, dtype=np.int8)
        return BandState(day, rank, np.zeros(n, np.int16), is_covered, band, np.full(n, day, dtype=np.int32), none)

    def step(
        self,
        state: BandState,
        score: NDArray[np.float64],
        is_covered: NDArray[np.bool_],
        legal_floor: NDArray[np.bool_],
        day: int,
    ) -> BandState:
        """Return the state at the end of the next day.

        Parameters
        ----------
        state : BandState
            At the end of the day before.
        score : float64 array, shape (n,)
        is_covered : bool array, shape (n,)
        legal_floor : bool array, shape (n,)
            A legal `status keadaan konflik` is in force: at least `MERAH`.
        day : int
            Ordinal of the next day.

        """
        rises_to = np.where(legal_floor, np.int8(MERAH), self.rank(score))
        rank = np.maximum(state.rank, rises_to)
        below = np.choose(rank, self.falls_below)
        is_calm = (_rounded(score) < below) & ~legal_floor
        calm_days = np.where(is_calm, state.calm_days + is_covered, 0).astype(np.int16)
        falls = calm_days >= constants().dwell_days
        return _followed_by(state, rank - falls, np.where(falls, np.int16(0), calm_days), is_covered, day)


def _followed_by(
    state: BandState,
    rank: NDArray[np.int8],
    calm_days: NDArray[np.int16],
    is_covered: NDArray[np.bool_],
    day: int,
) -> BandState:
    band = _shown(rank, is_covered)
    is_new = band != state.band
    since = np.where(is_new, np.int32(day), state.since)
    previous = np.where(is_new, state.band, state.previous)
    return BandState(day, rank, calm_days, is_covered, band, since, previous)


def _shown(rank: NDArray[np.int8], is_covered: NDArray[np.bool_]) -> NDArray[np.int8]:
    return np.where((rank == HIJAU) & ~is_covered, np.int8(ABU), rank)


def _rounded(score: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.round(score, DECIMALS)
