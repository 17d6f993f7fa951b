"""What each region looks like at each origin: energies at several half-lives, its own and those around it.

An energy is the sum of `2^(−age / half-life)` over incidents that count, known by the origin, per 30 days, so that a
steady one a month is 1 at every half-life. The longest half-life is the standing level of a region.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from poa_geo.risk.forecast.constants import half_lives
from poa_geo.risk.forecast.history import History, Windows
from poa_geo.risk.forecast.surroundings import Surroundings

DAYS = 30.0
LONG_AGO = 9999
SCOPES = ("own", "border", "near", "wide", "provinsi", "nation", "own_weight")


@dataclass(frozen=True)
class Features:
    """Attributes.

    energies : float32 array, shape (T, n, k)
        Never negative; see `energy_names` for the k columns.
    since : int32 array, shape (T, n)
        Days since the last known incident, `LONG_AGO` if none is known.
    """

    energies: NDArray[np.float32]
    since: NDArray[np.int32]
    month: NDArray[np.int8]


def energy_names() -> list[str]:
    """Return the names of the energies, in the order of the columns."""
    return [f"{scope}_{half_life:g}" for half_life in half_lives() for scope in SCOPES]


def features(history: History, windows: Windows, around: Surroundings) -> Features:
    """Return the features of every region at the origin of every window.

    Parameters
    ----------
    history : History
        In canonical order (`History.ordered`).
    windows : Windows
    around : Surroundings
        Of n regions.

    """
    shape = (len(windows), len(around), len(half_lives()) * len(SCOPES))
    energies = np.zeros(shape, dtype=np.float32)
    for number, half_life in enumerate(half_lives()):
        columns = slice(number * len(SCOPES), (number + 1) * len(SCOPES))
        scale = DAYS * np.log(2) / half_life
        counted = _faded(history, windows, len(around), half_life, history.counts * scale)
        weighed = _faded(history, windows, len(around), half_life, history.weight * scale)
        for t in range(len(windows)):
            energies[t, :, columns] = np.stack([counted[t], *around.scopes(counted[t]), weighed[t]], axis=1)
    return Features(energies, _since(history, windows, len(around)), windows.month)


def _faded(
    history: History, windows: Windows, n: int, half_life: float, weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return energies at each origin: what was there has faded, what became known since is added at its age."""
    origins = windows.edges[:-1]
    entry = _entry(history, origins)
    energy, current = np.zeros((len(origins), n)), np.zeros(n)
    for t, origin in enumerate(origins):
        if t:
            current = current * np.exp2(-(origin - origins[t - 1]) / half_life)
        new = np.flatnonzero(entry == t)
        fresh = weight[new] * np.exp2(-(origin - history.day[new]) / half_life)
        current = current + np.bincount(history.region[new], fresh, minlength=n)
        energy[t] = current
    return energy


def _since(history: History, windows: Windows, n: int) -> NDArray[np.int32]:
    origins = windows.edges[:-1]
    entry = np.where(history.counts, _entry(history, origins), -1)
    since, last = np.zeros((len(origins), n), dtype=np.int32), np.full(n, -LONG_AGO, dtype=np.int32)
    for t, origin in enumerate(origins):
        new = np.flatnonzero(entry == t)
        np.maximum.at(last, history.region[new], history.day[new])
        since[t] = np.minimum(origin - last, LONG_AGO)
    return since


def _entry(history: History, origins: NDArray[np.int32]) -> NDArray[np.intp]:
    """Return the first origin at which each row was known; the number of origins where it never was."""
    return np.searchsorted(origins, np.maximum(history.known_day, history.day), side="left")
