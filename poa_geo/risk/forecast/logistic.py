"""A ridge logistic regression on logarithms of energies, the time since the last incident and the season.

The strength of the ridge is chosen inside the training windows: the last 24 are held out once, the strength that
forecasts them best is kept.
"""

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from poa_geo.risk.forecast.constants import clipped, ridges
from poa_geo.risk.forecast.features import DAYS, LONG_AGO, Features

MOST_ROWS = 60_000
"""Above this, quiet cells are thinned at random and those kept count for the others."""

HELD_OUT = 24
FEWEST_INCIDENTS = 5
"""With fewer in the held-out windows, they say nothing and the strongest ridge is kept."""


class LogisticModel:
    """Fits the regression on any choice of windows.

    Parameters
    ----------
    given : Features
    seed : int
        Of the thinning.

    """

    def __init__(self, given: Features, seed: int) -> None:
        self._given, self._seed = given, seed

    def fit(
        self, outcome: NDArray[np.bool_], first: int, weight: NDArray[np.float64], ridge: float
    ) -> "FittedLogistic":
        """Fit on the windows from `first` to the last of `outcome`; see `IntensityModel.fit`."""
        windows = np.arange(first, len(outcome))
        cell, often = _kept_cells(outcome[windows], np.repeat(weight, outcome.shape[1]), self._seed)
        window, region = np.unravel_index(cell, (len(windows), outcome.shape[1]))
        inputs = self._inputs(windows[window], region)
        y = outcome[windows].ravel()[cell]
        total = max(float(often.sum()), 1.0)
        mean = often @ inputs / total
        spread = np.sqrt(often @ (inputs - mean) ** 2 / total) + 1e-9
        if not y.any() or y.all():
            base = (float(often @ y) + 0.5) / (total + 1.0)
            return FittedLogistic(mean, spread, np.zeros(len(mean)), float(np.log(base / (1 - base))))
        fitted = LogisticRegression(C=ridge, solver="newton-cholesky", max_iter=100, tol=1e-8)
        fitted.fit((inputs - mean) / spread, y, sample_weight=often)
        return FittedLogistic(mean, spread, fitted.coef_[0], float(fitted.intercept_[0]))

    def probability(self, fitted: "FittedLogistic", t: int) -> NDArray[np.float64]:
        """Return the probability of at least one incident in each region in window `t`, shape (n,)."""
        n = self._given.energies.shape[1]
        return fitted.probability(self._inputs(np.full(n, t), np.arange(n)))

    def choose_ridge(self, outcome: NDArray[np.bool_], first: int) -> float:
        """Return the strength that forecasts the last `HELD_OUT` of the training windows best."""
        split = len(outcome) - HELD_OUT
        held_out = outcome[max(split, 0) :]
        if split - first < HELD_OUT // 2 or held_out.sum() < FEWEST_INCIDENTS:
            return ridges()[0]
        losses = [self._loss(outcome, first, split, ridge) for ridge in ridges()]
        return ridges()[int(np.argmin(losses))]

    def _loss(self, outcome: NDArray[np.bool_], first: int, split: int, ridge: float) -> float:
        fitted = self.fit(outcome[:split], first, np.ones(split - first), ridge)
        told = clipped(np.array([self.probability(fitted, t) for t in range(split, len(outcome))]))
        return float(-np.where(outcome[split:], np.log(told), np.log1p(-told)).sum())

    def _inputs(self, window: NDArray[np.intp], region: NDArray[np.intp]) -> NDArray[np.float64]:
        given = self._given
        since = given.since[window, region]
        angle = 2 * np.pi * given.month[window] / 12
        energies = np.log1p(DAYS * given.energies[window, region].astype(np.float64))
        others = [np.log1p(since), since < LONG_AGO, np.sin(angle), np.cos(angle)]
        return np.hstack([energies, np.stack(others, axis=1)])


class FittedLogistic:
    """A fitted regression: inputs are brought to mean 0 and spread 1 first."""

    def __init__(
        self,
        mean: NDArray[np.float64],
        spread: NDArray[np.float64],
        weights: NDArray[np.float64],
        intercept: float,
    ) -> None:
        self._mean, self._spread, self._weights, self._intercept = mean, spread, weights, intercept

    def probability(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return probabilities of inputs of shape (rows, k)."""
        odds = self._intercept + (inputs - self._mean) / self._spread @ self._weights
        return np.exp(-np.logaddexp(0.0, -odds))


def _kept_cells(
    outcome: NDArray[np.bool_], weight: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return which cells to train on, in order, and how often each counts."""
    y = outcome.ravel()
    if len(y) <= MOST_ROWS:
        return np.flatnonzero(weight > 0), weight[weight > 0]
    share = MOST_ROWS / len(y)
    kept = (y | (np.random.default_rng(seed).random(len(y)) < share)) & (weight > 0)
    often = np.where(y, weight, weight / share)
    return np.flatnonzero(kept), often[kept]
