"""The forecast: the mean of a self-exciting intensity and a ridge logistic regression, trained at every origin."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from poa_geo.risk.forecast.baselines import PULL, YEAR
from poa_geo.risk.forecast.constants import clipped, constants
from poa_geo.risk.forecast.features import features
from poa_geo.risk.forecast.history import History, Panel, Windows
from poa_geo.risk.forecast.intensity import IntensityModel
from poa_geo.risk.forecast.logistic import FittedLogistic, LogisticModel
from poa_geo.risk.forecast.resample import drawn_anew, unlikeness
from poa_geo.risk.forecast.surroundings import Surroundings

WARM_UP = 12
"""Windows after the first known incident before training starts: until then long energies have no past."""

RIDGE_EVERY = 12
"""The ridge is chosen anew after this many origins."""

ENOUGH_INCIDENTS = 20
"""With so many to train on, the models weigh as much as a smoothed rate; with more, more."""

REFIT_EVERY = 3
"""The regression is trained anew after this many origins; the intensity at each."""


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
        self._told: dict[int, NDArray[np.float64]] = {}
        self._fitted: dict[int, FittedLogistic] = {}

    def probability(self, t: int) -> NDArray[np.float64]:
        """Return the probability of at least one incident in window `t`, shape (n,), clipped."""
        if t not in self._told:
            self._told[t] = self._forecast(t)
        return self._told[t]

    def _forecast(self, t: int) -> NDArray[np.float64]:
        outcome, first = self._training(t)
        if first == len(outcome):
            return clipped(self._without_model(outcome))
        with threadpool_limits(1):  # one thread adds in one order: the same digits on any number of cores
            return self._mean(t, self._logistic_at(t), np.ones(len(outcome) - first))

    def interval(self, t: int) -> Interval:
        """Return where the probability lies: the past drawn anew in blocks, and regions unlike what is known of them.

        The second part is as wide as the regions differed from their own forecasts in the last settled year.
        """
        outcome, first = self._training(t)
        middle = self.probability(t)
        if first == len(outcome):
            return Interval(np.zeros(self.panel.n), np.ones(self.panel.n))
        chance = np.random.default_rng(self._seed)
        drawn = [drawn_anew(len(outcome) - first, chance) for _ in range(int(constants().replicates))]
        with threadpool_limits(1):
            told = np.array([self._mean(t, self._fit_logistic(t, weight), weight) for weight in drawn])
        factors = unlikeness(*self._last_year(t))
        spread = -np.expm1(np.log1p(-told)[None] * factors[:, None]).reshape(-1, self.panel.n)
        tail = (1 - constants().interval) / 2
        low, high = np.quantile(spread, [tail, 1 - tail], axis=0)
        return Interval(np.minimum(low, middle), np.maximum(high, middle))

    def _last_year(self, t: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Return forecasts and outcomes of the last settled windows, as known at the origin of `t`."""
        outcome, first = self._training(t)
        windows = range(max(len(outcome) - int(constants().proving_origins), first), len(outcome))
        return np.array([self.probability(one) for one in windows]), outcome[windows.start :]

    def _training(self, t: int) -> tuple[NDArray[np.bool_], int]:
        """Return what was known at the origin of window `t`, and the first window to train on."""
        outcome = self.panel.known_outcome(t)
        return outcome, min(self.panel.begin(t) + WARM_UP, len(outcome))

    def _mean(self, t: int, logistic: FittedLogistic, weight: NDArray[np.float64]) -> NDArray[np.float64]:
        outcome, first = self._training(t)
        intensity = self._intensity.probability(self._intensity.fit(outcome, first, weight), t)
        told = (intensity + self._logistic.probability(logistic, t)) / 2
        incidents = int(outcome[first:].sum())
        trust = incidents / (incidents + ENOUGH_INCIDENTS)
        return clipped(trust * told + (1 - trust) * self._without_model(outcome))

    def _without_model(self, outcome: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the smoothed twelve-month rate, with half a made-up incident so that nothing is impossible."""
        base = (outcome.sum() + 0.5) / (outcome.size + self.panel.n)
        rate: NDArray[np.float64] = (outcome[-YEAR:].sum(axis=0) + PULL * base) / (YEAR + PULL)
        return rate

    def _logistic_at(self, t: int) -> FittedLogistic:
        """Return the regression as last trained: it moves slowly and costs most, so not every origin trains it."""
        trained_at = self._last(t, REFIT_EVERY)
        if trained_at not in self._fitted:
            outcome, first = self._training(trained_at)
            self._fitted[trained_at] = self._fit_logistic(trained_at, np.ones(len(outcome) - first))
        return self._fitted[trained_at]

    def _fit_logistic(self, t: int, weight: NDArray[np.float64]) -> FittedLogistic:
        return self._logistic.fit(*self._training(t), weight, self._ridge_at(t))

    def _ridge_at(self, t: int) -> float:
        chosen_at = self._last(t, RIDGE_EVERY)
        if chosen_at not in self._ridge:
            self._ridge[chosen_at] = self._logistic.choose_ridge(*self._training(chosen_at))
        return self._ridge[chosen_at]

    def _last(self, t: int, every: int) -> int:
        """Return the last of every so many origins, if there was something to train on, else `t`."""
        last = t - (t - self._training(t)[1]) % every
        outcome, first = self._training(last)
        return last if first < len(outcome) else t
