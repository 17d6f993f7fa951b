"""Pasts that might have been: windows drawn again in blocks, so that what hangs together in time stays together."""

import numpy as np
from numpy.typing import NDArray

from poa_geo.risk.forecast.constants import constants


def drawn_anew(count: int, chance: np.random.Generator) -> NDArray[np.float64]:
    """Return how often each of `count` windows counts when blocks of them are drawn with replacement."""
    length = min(int(constants().block_windows), count)
    starts = chance.integers(0, count, size=-(-count // length))
    drawn = (starts[:, None] + np.arange(length)) % count
    return np.bincount(drawn.ravel()[:count], minlength=count).astype(np.float64)


def resampled(windows: int, replicates: int, seed: int) -> NDArray[np.float64]:
    """Return how often each window counts, shape (1 + replicates, windows): once, then in each past drawn anew."""
    chance = np.random.default_rng(seed)
    return np.array([np.ones(windows), *(drawn_anew(windows, chance) for _ in range(replicates))])
