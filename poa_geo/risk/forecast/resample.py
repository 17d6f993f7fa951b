"""Pasts that might have been: windows drawn again in blocks, so that what hangs together in time stays together."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

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


QUANTILES = 20


def unlikeness(told: NDArray[np.float64], outcome: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return factors on the rate of each region that spread as a region may differ from what was told of it.

    The factors are even quantiles of a gamma distribution of mean 1. A region is known no better than the incidents
    expected of it could tell, which is a gamma of shape ``1 + expected``; and no better than regions were known in
    fact, which is the least squares fit of ``(count − expected)² − chance`` on ``expected²``.

    Parameters
    ----------
    told : float array, shape (windows, n)
    outcome : bool array, shape (windows, n)

    Returns
    -------
    float array, shape (QUANTILES, n)

    """
    expected, chance = told.sum(axis=0), (told * (1 - told)).sum(axis=0)
    excess = (outcome.sum(axis=0) - expected) ** 2 - chance
    weight = expected**2 / (chance + 2 * chance**2)
    variance = np.maximum(float(weight @ excess / (weight @ expected**2)), 1 / (1 + expected))
    even = (np.arange(QUANTILES)[:, None] + 0.5) / QUANTILES
    factors: NDArray[np.float64] = gamma.ppf(even, 1 / variance, scale=variance)
    return factors
