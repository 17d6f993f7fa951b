"""The weight of evidence on a day: ``e = severity × credibility × 2^(−age / half_life)``.

Cubes of weights are what adds up to a score, so cubes are what is worked out here: ``e³`` is the cube of the strength,
``severity × credibility``, times a power of a half that falls three times as fast.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.evidence import Evidence
from poa_geo.risk.constants import constants

CHUNK = 32_768
"""Rows weighed at once: their columns stay in the cache of one core."""


def weights(evidence: Evidence, day: int) -> NDArray[np.float64]:
    """Return the weight of each row on a day, shape (n,), each in [0, 1]. See `Weigher` for repeated use."""
    return Weigher(evidence).at(day)


class Weigher:
    """Weighs one body of evidence on any day; what does not depend on the day is worked out once.

    Parameters
    ----------
    evidence : Evidence
        In canonical order.

    Raises
    ------
    ValueError
        If the rows are not in order of days: sums would depend on the order of arrival.

    """

    def __init__(self, evidence: Evidence) -> None:
        if np.any(evidence.day[1:] < evidence.day[:-1]):
            raise ValueError("evidence must be sorted canonically")
        self.evidence = evidence
        # float32 holds 0.8 as 0.80000001; the tables mean 0.8.
        credibility = np.round(evidence.credibility.astype(np.float64), 6)
        severity = np.round(evidence.severity.astype(np.float64), 6)
        self._cube: NDArray[np.float64] = (severity / constants().severity_scale * credibility).astype(np.float64) ** 3
        self._half_lives, kind = np.unique(evidence.half_life.astype(np.float64), return_inverse=True)
        self._kind: NDArray[np.int32] = kind.astype(np.int32)
        self.place: NDArray[np.intp] = evidence.region.astype(np.intp) + 1  # 0 is unplaced
        self._grouped = np.flatnonzero(evidence.group >= 0)
        self._oldest, self._lead = _ages(evidence)
        self._closed = self._scaled(np.maximum(evidence.closed_day, evidence.age_from))
        self._bias = self._scaled(self._lead - evidence.age_from) + self._kind

    def at(self, day: int) -> NDArray[np.float64]:
        """Return the weight of each row on a day, shape (n,)."""
        return np.cbrt(self.cubes(day))

    def cubes(self, day: int) -> NDArray[np.float64]:
        """Return the cube of the weight of each row on a day, shape (n,)."""
        cubes = np.zeros(len(self.evidence))
        for rows, part in self.chunks(day):
            cubes[rows] = part
        return cubes

    def chunks(self, day: int) -> Iterator[tuple[slice, NDArray[np.float64]]]:
        """Yield the cubes of the rows that have begun by a day, piece by piece in canonical order."""
        decay = self._decay(day)
        losers = self._losers(decay, day)
        begun = self.begun(day)
        for start in range(0, begun, CHUNK):
            rows = slice(start, min(start + CHUNK, begun))
            cube = self._faded(rows, decay)
            cube[losers[np.searchsorted(losers, rows.start) : np.searchsorted(losers, rows.stop)] - start] = 0.0
            yield rows, cube

    def begun(self, day: int) -> int:
        """Return how many rows, from the first, are dated on or before a day; the rest does not count yet."""
        return int(np.searchsorted(self.evidence.day, np.int32(day), side="right"))

    def successors(self, day: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """Return, for each group with more than one row: the row that counts, the next strongest, and its cube."""
        rows, cube, leads = self._groups(self._decay(day), day)
        second = np.flatnonzero(leads[:-1] & ~leads[1:]) + 1
        return rows[second - 1], rows[second], cube[second]

    def _losers(self, decay: "_Decay", day: int) -> NDArray[np.intp]:
        """Return, in order, the rows that a stronger row of their group of suspected duplicates silences."""
        rows, _, leads = self._groups(decay, day)
        return np.sort(rows[~leads])

    def _groups(self, decay: "_Decay", day: int) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.bool_]]:
        """Return grouped rows, group by group, the strongest first; their cubes; and which of them leads.

        Ties fall by what the rows say, never by arrival.
        """
        rows = self._grouped[: np.searchsorted(self._grouped, self.begun(day))]
        cube = self._faded(rows, decay)
        said = self.evidence
        order = np.lexsort((said.conflict_source[rows], said.dimension[rows], -cube, said.group[rows]))
        group = said.group[rows][order]
        leads = np.ones(len(rows), dtype=np.bool_)
        leads[1:] = group[1:] != group[:-1]
        return rows[order], cube[order], leads

    def _decay(self, day: int) -> "_Decay":
        return _Decay(self._half_lives, self._lead, max(day - self._oldest, 0), day)

    def _faded(self, rows: slice | NDArray[np.intp], decay: "_Decay") -> NDArray[np.float64]:
        return decay.of(self._closed[rows], self._bias[rows], self._kind[rows], self._cube[rows])

    def _scaled(self, days: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return days times the number of half-lives, so that a sum of days is an index in a table of both."""
        scaled = days.astype(np.int64) * max(len(self._half_lives), 1)
        return np.minimum(scaled, np.iinfo(np.int32).max).astype(np.int32)


class _Decay:
    """Cubes of powers of a half, looked up: ages are whole days and half-lives few.

    The tables hold one row per day of age and one column per half-life; `lead` rows before age 0 hold 1, for rows
    whose age is counted from a day that has not come yet.
    """

    def __init__(self, half_lives: NDArray[np.float64], lead: int, oldest: int, day: int) -> None:
        self._day = day * len(half_lives)
        age = np.maximum(np.arange(-lead, oldest + 1), 0)
        self._open = np.exp2(-3.0 * age[:, None] / half_lives).ravel()
        # A closed issue never fades more slowly than it would have if open.
        closed = np.minimum(half_lives, constants().closed_half_life_days)
        self._closed = np.exp2(-3.0 * np.arange(oldest + 1)[:, None] / closed).ravel()

    def of(
        self,
        closed: NDArray[np.int32],
        bias: NDArray[np.int32],
        kind: NDArray[np.int32],
        cube: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Return ``cube × 2^(−3 × age / half_life)``, where a closed issue goes on from what it was when closed."""
        last_open = np.minimum(closed, self._day)
        faded: NDArray[np.float64] = self._open.take(last_open + bias)
        faded *= cube
        if len(last_open) and last_open.min() < self._day:
            faded *= self._closed.take(self._day - last_open + kind)
        return faded


def _ages(evidence: Evidence) -> tuple[int, int]:
    """Return the earliest day age is counted from, and the longest that age waits after a row has begun."""
    if not len(evidence):
        return 0, 0
    return int(evidence.age_from.min()), max(int((evidence.age_from - evidence.day).max()), 0)
