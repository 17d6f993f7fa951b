"""How good forecasts were: each measure of a forecast, and how sure it is. Accuracy is not among them.

A resampled past is a number of times each window counts, so every measure is worked out for all of them at once.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from poa_geo.risk.forecast.constants import clipped, constants

Values = NDArray[np.float64]

BIN_EDGES = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Ten bins of probability, narrow where most regions are: an incident is rare."""

NEWTON_STEPS = 40
STEEPEST = 10.0
"""A slope beyond this is one that the data do not decide."""


def score(told: Values, outcome: NDArray[np.bool_], quiet: NDArray[np.bool_], often: Values) -> dict[str, Any]:
    """Return every measure of a forecast with its interval.

    Parameters
    ----------
    told : float array, shape (T, n)
        Probabilities.
    outcome : bool array, shape (T, n)
    quiet : bool array, shape (T, n)
        Regions without an incident in the twelve windows before.
    often : float array, shape (1 + replicates, T)
        How often each window counts; ones in the first row, resampled blocks below.

    Returns
    -------
    dict
        Measures as ``{"value", "low", "high"}``, None where there is nothing to measure.

    """
    told = clipped(told)
    brier = _per_window((told - outcome) ** 2, often)
    precision, area = _ranking(told, outcome, often)
    return {
        "average_precision": _with_interval(precision),
        "brier": _with_interval(brier),
        "log_score": _with_interval(_per_window(log_loss(told, outcome), often)),
        "auroc": _with_interval(area),
        "calibration": {"slope": _with_interval(_slopes(told, outcome, often)), "bins": _bins(told, outcome)},
        "onset_recall": _with_interval(_onset_recall(told, outcome, quiet, often)),
    }


def log_loss(told: Values, outcome: NDArray[np.bool_]) -> Values:
    """Return the negative log likelihood of each cell; smaller is better."""
    return -np.where(outcome, np.log(told), np.log1p(-told))


def _with_interval(values: Values) -> dict[str, float | None]:
    """Return the measure itself, the first of the values, and the range of the others."""
    told = np.sort(values[1:][np.isfinite(values[1:])])
    tail = (1 - constants().interval) / 2
    low, high = np.quantile(told, [tail, 1 - tail]) if len(told) else (np.nan, np.nan)
    return {"value": _number(values[0]), "low": _number(low), "high": _number(high)}


def _number(value: float) -> float | None:
    return round(float(value), 9) if np.isfinite(value) else None


def _per_window(losses: Values, often: Values) -> Values:
    mean: Values = often @ losses.mean(axis=1) / often.sum(axis=1)
    return mean


def _ranking(told: Values, outcome: NDArray[np.bool_], often: Values) -> tuple[Values, Values]:
    """Return average precision and area under the ROC curve, one value per row of `often`; ties share their rank."""
    order = np.argsort(-told, axis=None, kind="stable")
    window, hit, ranked = order // told.shape[1], outcome.ravel()[order], told.ravel()[order]
    ends = np.flatnonzero(np.r_[ranked[1:] != ranked[:-1], True])
    pairs = [_ranked(row[window], hit, ends) for row in often]
    precision, area = np.array(pairs).T
    return precision, area


def _ranked(weight: Values, hit: NDArray[np.bool_], ends: NDArray[np.intp]) -> tuple[float, float]:
    hits, all_told = np.cumsum(weight * hit)[ends], np.cumsum(weight)[ends]
    total, misses = hits[-1], all_told[-1] - hits[-1]
    if total == 0 or misses == 0:
        return np.nan, np.nan
    gained = np.diff(hits, prepend=0.0)
    precision = gained @ np.divide(hits, all_told, out=np.zeros(len(hits)), where=all_told > 0) / total
    false = np.diff(all_told - hits, prepend=0.0)
    return float(precision), float(false @ (hits - gained / 2) / (total * misses))


def _slopes(told: Values, outcome: NDArray[np.bool_], often: Values) -> Values:
    """Return the slope of the outcomes on the log-odds told: 1 is calibrated, below 1 is overconfident."""
    odds = np.log(told) - np.log1p(-told)
    if np.ptp(odds) < 1e-12 or not outcome.any() or outcome.all():
        return np.full(len(often), np.nan)
    # Cells that were told alike are one: quiet regions are many.
    levels, cell = np.unique(np.round(odds, 2), return_inverse=True)
    cell = cell.reshape(odds.shape)
    count = np.array([np.bincount(row, minlength=len(levels)) for row in cell], dtype=np.float64)
    hits = np.array([np.bincount(r, o, minlength=len(levels)) for r, o in zip(cell, outcome, strict=True)])
    return _fitted_slopes(levels, often @ count, often @ hits)


def _fitted_slopes(odds: Values, count: Values, hits: Values) -> Values:
    """Return the slopes of as many logistic regressions as `count` and `hits` have rows, by Newton's method."""
    intercept, slope = np.zeros(len(count)), np.ones(len(count))
    for _ in range(NEWTON_STEPS):
        chance = np.exp(-np.logaddexp(0.0, -(intercept[:, None] + slope[:, None] * odds)))
        gap, bend = hits - count * chance, count * chance * (1 - chance)
        flat, tilt, curve = bend.sum(axis=1), bend @ odds, bend @ odds**2
        pull, twist = gap.sum(axis=1), gap @ odds
        area = np.maximum(flat * curve - tilt**2, 1e-12)
        intercept += np.clip((curve * pull - tilt * twist) / area, -1, 1)
        slope += np.clip((flat * twist - tilt * pull) / area, -0.5, 0.5)
    undecided = (hits.sum(axis=1) == 0) | (np.abs(slope) > STEEPEST)
    return np.where(undecided, np.nan, slope)


def _bins(told: Values, outcome: NDArray[np.bool_]) -> list[dict[str, float | int | None]]:
    """Return, for each bin of probability: how many were told so, what was told on average, what came true."""
    place = np.clip(np.searchsorted(BIN_EDGES, told, side="right") - 1, 0, len(BIN_EDGES) - 2)
    bins = []
    for number, (start, end) in enumerate(pairwise(BIN_EDGES)):
        here = place == number
        count = int(here.sum())
        bins.append(
            {
                "from": start,
                "to": end,
                "count": count,
                "told": _number(float(told[here].mean())) if count else None,
                "observed": _number(float(outcome[here].mean())) if count else None,
            }
        )
    return bins


def _onset_recall(told: Values, outcome: NDArray[np.bool_], quiet: NDArray[np.bool_], often: Values) -> Values:
    """Return the share of onsets in quiet regions that lay in the watched share of them."""
    found = np.array([_found(*row) for row in zip(told, outcome, quiet, strict=True)])
    onsets = often @ (outcome & quiet).sum(axis=1)
    recall: Values = np.divide(often @ found, onsets, out=np.full(len(often), np.nan), where=onsets > 0)
    return recall


def _found(told: Values, outcome: NDArray[np.bool_], quiet: NDArray[np.bool_]) -> float:
    """Return how many onsets the list of the highest quiet regions holds; ties at its end enter by their share."""
    told, onset = told[quiet], outcome[quiet]
    places = int(np.ceil(constants().watched_share * len(told)))
    if not places or not onset.any():
        return 0.0
    last = np.sort(told)[-places]
    above, level = told > last, told == last
    return float(onset[above].sum() + onset[level].sum() * (places - above.sum()) / level.sum())


def gain(told: Values, other: Values, outcome: NDArray[np.bool_], often: Values) -> dict[str, float | None]:
    """Return by which share the log score of a forecast is better than that of another, with its interval."""
    own, theirs = (_per_window(log_loss(clipped(one), outcome), often) for one in (told, other))
    return _with_interval(1 - own / theirs)
