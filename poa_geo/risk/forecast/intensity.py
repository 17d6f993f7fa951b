"""A self-exciting intensity: incidents raise the rate of further ones where they are and around.

The rate of a region is a sum of its energies and their square roots (many incidents count for more than one, but not
for as many more), with weights that are never negative; the probability of at least one is `1 − exp(−rate)`. Without
negative weights the model has few ways to be wrong, and follows a country that turns restless faster than any other
tried.

Where nothing happened the likelihood is linear, so only column sums and the few cells with an incident are needed.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

FLOOR = 1e-9
STEPS = 400


class IntensityModel:
    """Fits the intensity on any choice of windows.

    Parameters
    ----------
    energies : float array, shape (T, n, k)
        See `features.Features`.

    """

    def __init__(self, energies: NDArray[np.float32]) -> None:
        self._energies = energies
        self._sums = np.array([_terms(window).sum(axis=0) for window in energies])
        self._squares = np.array([(_terms(window) ** 2).sum(axis=0) for window in energies])

    def fit(self, outcome: NDArray[np.bool_], first: int, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the weights that make the outcomes most likely: base rate, then one per term.

        Parameters
        ----------
        outcome : bool array, shape (s, n)
            Of the first s windows.
        first : int
            Windows before it are left out.
        weight : float array, shape (s - first,)
            How often each window counts.

        """
        windows = slice(first, len(outcome))
        window, region = np.nonzero(outcome[windows])
        hits = _terms(self._energies[windows][window, region])
        often = weight[window]
        cells = float(weight.sum()) * outcome.shape[1]
        scale = np.sqrt(weight @ self._squares[windows] / max(cells, 1.0)) + FLOOR
        quiet = weight @ self._sums[windows] - often @ hits
        cost = np.concatenate([[max(cells - often.sum(), 1.0)], quiet / scale])
        found = _solve(np.hstack([np.ones((len(hits), 1)), hits / scale]), often, cost)
        weights: NDArray[np.float64] = found / np.concatenate([[1.0], scale])
        return weights

    def probability(self, weights: NDArray[np.float64], t: int) -> NDArray[np.float64]:
        """Return the probability of at least one incident in each region in window `t`, shape (n,)."""
        rate = weights[0] + _terms(self._energies[t]) @ weights[1:]
        probability: NDArray[np.float64] = -np.expm1(-rate)
        return probability


def _terms(energies: NDArray[np.float32]) -> NDArray[np.float64]:
    plain = energies.astype(np.float64)
    return np.concatenate([plain, np.sqrt(plain)], axis=-1)


def _solve(hits: NDArray[np.float64], often: NDArray[np.float64], cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """Minimise the negative log likelihood; half a made-up incident keeps the base rate above zero."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        rate = hits @ weights + FLOOR
        pull = often * np.exp(-rate) / -np.expm1(-rate)
        value = cost @ weights - often @ np.log(-np.expm1(-rate)) - 0.5 * np.log(weights[0])
        slope = cost - pull @ hits
        slope[0] -= 0.5 / weights[0]
        return float(value), slope

    bounds: Sequence[tuple[float, None]] = [(1e-12, None)] + [(0.0, None)] * (len(cost) - 1)
    start = np.full(len(cost), 1e-3)
    found: NDArray[np.float64] = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": STEPS}
    ).x
    return found
