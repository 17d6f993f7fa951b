"""The forecast: the mean of a self-exciting intensity and a ridge logistic regression, trained at every origin."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from poa_geo.risk.forecast.constants import clipped, constants
from poa_geo.risk.forecast.features import features
from poa_geo.risk.forecast.history import History, Panel, Windows
from poa_geo.risk.forecast.intensity import IntensityModel
from poa_geo.risk.forecast.logistic import LogisticModel
from poa_geo.risk.forecast.resample import drawn_anew
from poa_geo.risk.forecast.surroundings import Surroundings

WARM_UP = 12
"""Windows after the first known incident before training starts: until then long energies have no past."""

RIDGE_EVERY = 12
"""The ridge is chosen anew after this many origins."""


@dataclass(frozen=True)
class Interval:
    """A range of probabilities, each bound of shape (n,)."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


class Forecaster:
    """Forecasts any window of one history from what was known at its origin.

    Parameters
    ----------
    history : History
    windows : Windows
    around : Surroundings
    seed : int

    """

    def __init__(self, history: History, windows: Windows, around: Surroundings, seed: int) -> None:
        history = history.ordered()
        self.panel = Panel(history, windows, len(around))
        self._seed = seed
        given = features(history, windows, around)
        self._intensity = IntensityModel(given.energies)
        self._logistic = LogisticModel(given, seed)
        self._ridge: dict[int, float] = {}

    def probability(self, t: int) -> NDArray[np.float64]:
        """Return the probability of at least one incident in window `t`, shape (n,), clipped."""
        outcome, first = self._training(t)
        return self._trained(t, outcome, first, np.ones(len(outcome) - first))

    def interval(self, t: int) -> Interval:
        """Return where the probability lies if the past is drawn anew, in blocks of windows."""
        outcome, first = self._training(t)
        chance = np.random.default_rng(self._seed)
        told = [
            self._trained(t, outcome, first, drawn_anew(len(outcome) - first, chance))
            for _ in range(int(constants().replicates))
        ]
        tail = (1 - constants().interval) / 2
        middle = self.probability(t)
        low, high = np.quantile(np.array(told), [tail, 1 - tail], axis=0)
        return Interval(np.minimum(low, middle), np.maximum(high, middle))

    def _training(self, t: int) -> tuple[NDArray[np.bool_], int]:
        """Return what was known at the origin of window `t`, and the first window to train on."""
        outcome = self.panel.known_outcome(t)
        return outcome, min(self.panel.begin(t) + WARM_UP, len(outcome))

    def _trained(
        self, t: int, outcome: NDArray[np.bool_], first: int, weight: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        if first == len(outcome):
            return clipped(np.full(self.panel.n, (outcome.sum() + 0.5) / (outcome.size + self.panel.n)))
        with threadpool_limits(1):  # one thread adds in one order: the same digits on any number of cores
            return self._mean(t, outcome, first, weight)

    def _mean(self, t: int, outcome: NDArray[np.bool_], first: int, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        intensity = self._intensity.probability(self._intensity.fit(outcome, first, weight), t)
        ridge = self._ridge_at(t)
        logistic = self._logistic.probability(self._logistic.fit(outcome, first, weight, ridge), t)
        return clipped((intensity + logistic) / 2)

    def _ridge_at(self, t: int) -> float:
        """Return the ridge chosen at the last origin that chooses, counted from the first known incident."""
        chosen_at = t - (t - self.panel.begin(t)) % RIDGE_EVERY
        if chosen_at not in self._ridge:
            self._ridge[chosen_at] = self._logistic.choose_ridge(*self._training(chosen_at))
        return self._ridge[chosen_at]
