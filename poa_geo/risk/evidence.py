"""The weight of evidence on a day: ``e = severity × credibility × 2^(−age / half_life)``."""

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
        self._strength: NDArray[np.float64] = (severity / constants().severity_scale * credibility).astype(np.float64)
        half_lives, kind = np.unique(evidence.half_life, return_inverse=True)
        self._half_lives: NDArray[np.float64] = half_lives.astype(np.float64)
        self._kind: NDArray[np.int32] = kind.astype(np.int32)
        self.place: NDArray[np.intp] = evidence.region.astype(np.intp) + 1  # 0 is unplaced
        self._oldest = int(evidence.age_from.min()) if len(evidence) else 0
        self._closed_day = np.maximum(evidence.closed_day, evidence.age_from)
        self._grouped = np.flatnonzero(evidence.group >= 0)

    def at(self, day: int) -> NDArray[np.float64]:
        """Return the weight of each row on a day, shape (n,)."""
        weight = np.zeros(len(self.evidence))
        for rows, part in self.chunks(day):
            weight[rows] = part
        return weight

    def chunks(self, day: int) -> Iterator[tuple[slice, NDArray[np.float64]]]:
        """Yield the weights of the rows known to have begun by a day, piece by piece in canonical order."""
        decay = self._decay(day)
        losers = self._losers(decay)
        begun = self.begun(day)
        for start in range(0, begun, CHUNK):
            rows = slice(start, min(start + CHUNK, begun))
            weight = self._weigh(rows, decay)
            weight[losers[np.searchsorted(losers, rows.start) : np.searchsorted(losers, rows.stop)] - start] = 0.0
            yield rows, weight

    def begun(self, day: int) -> int:
        """Return how many rows, from the first, are dated on or before a day; the rest does not count yet."""
        return int(np.searchsorted(self.evidence.day, day, side="right"))

    def successors(self, day: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
        """Return, for each group with more than one row: the row that counts, the next strongest, and its weight."""
        rows, weight, leads = self._groups(self._decay(day))
        second = np.flatnonzero(leads[:-1] & ~leads[1:]) + 1
        return rows[second - 1], rows[second], weight[second]

    def _losers(self, decay: "_Decay") -> NDArray[np.intp]:
        """Return, in order, the rows that a stronger row of their group of suspected duplicates silences."""
        rows, _, leads = self._groups(decay)
        return np.sort(rows[~leads])

    def _groups(self, decay: "_Decay") -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.bool_]]:
        """Return grouped rows, group by group, the strongest first; their weights; and which of them leads.

        Ties fall by what the rows say, never by arrival.
        """
        rows = self._grouped[: np.searchsorted(self._grouped, self.begun(decay.day))]
        weight = self._weigh(rows, decay)
        said = self.evidence
        order = np.lexsort((said.conflict_source[rows], said.dimension[rows], -weight, said.group[rows]))
        group = said.group[rows][order]
        leads = np.ones(len(rows), dtype=np.bool_)
        leads[1:] = group[1:] != group[:-1]
        return rows[order], weight[order], leads

    def _decay(self, day: int) -> "_Decay":
        return _Decay(self._half_lives, max(day - self._oldest, 0), day)

    def _weigh(self, rows: slice | NDArray[np.intp], decay: "_Decay") -> NDArray[np.float64]:
        evidence = self.evidence
        return decay.of(evidence.age_from[rows], self._closed_day[rows], self._kind[rows], self._strength[rows])


class _Decay:
    """Powers of a half by whole days, looked up: ages are integers and half-lives few."""

    def __init__(self, half_lives: NDArray[np.float64], oldest: int, day: int) -> None:
        self.day = day
        self._width = oldest + 1
        ages = np.arange(self._width)
        self._open = np.exp2(-ages / half_lives[:, None]).ravel()
        # A closed issue never fades more slowly than it would have if open.
        closed = np.minimum(half_lives, constants().closed_half_life_days)
        self._closed = np.exp2(-ages / closed[:, None]).ravel()

    def of(
        self,
        age_from: NDArray[np.int32],
        closed_day: NDArray[np.int32],
        kind: NDArray[np.int32],
        strength: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Return ``strength × 2^(−age / half_life)``, where a closed issue goes on from what it was when closed."""
        last_open = np.minimum(closed_day, self.day)
        offset = kind * np.int32(self._width)
        age = np.maximum(last_open - age_from, 0)
        weight: NDArray[np.float64] = self._open.take(age + offset)
        weight *= strength
        if len(last_open) and last_open.min() < self.day:
            weight *= self._closed.take(self.day - last_open + offset)
        return weight
