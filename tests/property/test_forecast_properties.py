"""What holds for any past: no leak, no favourite region, the same digits, and honest probabilities."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_geo.domain.region import Region, RegionTree, level_of
from poa_geo.risk.forecast.baselines import baselines
from poa_geo.risk.forecast.history import History, Windows
from poa_geo.risk.forecast.model import Forecaster
from poa_geo.risk.forecast.run import backtest
from poa_geo.risk.forecast.surroundings import Surroundings

START = date(2010, 1, 1)
N, MONTHS = 16, 40
WINDOWS = Windows.calendar(START, date(2013, 4, 1))
LAST = MONTHS - 1
TREE = RegionTree(
    Region(code=code, name=code, level=level_of(code), type="contoh", lon=110 + 0.3 * i, lat=-1.0)
    for i, code in enumerate(["97", *(f"97.{number:02}" for number in range(1, N + 1))])
)
ENDS = np.arange(1, N, dtype=np.int32)
AROUND = Surroundings.of(TREE, 2, (ENDS, ENDS + 1, np.linspace(5, 40, N - 1)))


def random_past(seed, n=N, rate=0.12):
    chance = np.random.default_rng(seed)
    pairs = np.argwhere(chance.random((MONTHS, n)) < rate * np.linspace(0.1, 2, n))
    day = WINDOWS.edges[pairs[:, 0]] + 1 + chance.integers(0, 28, len(pairs))
    return History(
        region=pairs[:, 1].astype(np.int32),
        day=day.astype(np.int32),
        known_day=(day + chance.choice([0, 2, 35], len(pairs))).astype(np.int32),
        weight=chance.uniform(0.1, 1, len(pairs)),
        counts=chance.random(len(pairs)) < 0.8,
    )


def told(history, t, around=AROUND, windows=WINDOWS):
    return Forecaster(history, windows, around, seed=1).probability(t)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.integers(20, LAST))
def test_what_became_known_after_the_origin_never_moves_its_forecast(seed, t):
    whole = random_past(seed)
    later = whole.known_day > WINDOWS.edges[t]
    chance = np.random.default_rng(seed + 1)
    changed = History(
        region=np.where(later, chance.integers(0, N, len(whole)), whole.region).astype(np.int32),
        day=np.where(later, chance.integers(WINDOWS.edges[0] + 1, WINDOWS.edges[-1], len(whole)), whole.day).astype(
            np.int32
        ),
        known_day=whole.known_day,
        weight=np.where(later, 1.0, whole.weight),
        counts=whole.counts | later,
    )
    models = [Forecaster(past, WINDOWS, AROUND, seed=1) for past in (whole, changed, whole.take(~later))]
    first = models[0].probability(t)
    assert all(np.array_equal(first, model.probability(t)) for model in models[1:])
    simple = [baselines(model.panel, t) for model in models]
    assert all(np.array_equal(simple[0][name], other[name]) for other in simple[1:] for name in other)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_never_moves_a_digit(seed):
    past = random_past(seed)
    shuffled = past.take(np.random.default_rng(seed).permutation(len(past)))
    assert np.array_equal(told(past, LAST), told(shuffled, LAST))


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_regions_are_told_alike_whatever_their_number(seed):
    past, order = random_past(seed), np.random.default_rng(seed).permutation(N)
    place = np.argsort(order).astype(np.int32)
    moved = History(place[past.region], past.day, past.known_day, past.weight, past.counts)
    matrices = (matrix[order][:, order] for matrix in (AROUND.border, AROUND.near, AROUND.wide))
    renumbered = Surroundings(AROUND.regions, *matrices, AROUND.provinsi[order])
    assert told(moved, LAST, renumbered) == pytest.approx(told(past, LAST)[order], abs=1e-3)


def test_the_same_seed_gives_the_same_digits():
    runs = [backtest(random_past(3), AROUND, date(2013, 1, 1), date(2013, 4, 1), seed=9) for _ in range(2)]
    assert runs[0] == runs[1]


def process(seed, n, months):
    """A self-exciting process with its true probabilities: incidents beget incidents, some regions more."""
    chance = np.random.default_rng(seed)
    base, heat = chance.gamma(0.5, 0.06, n), np.zeros(n)
    truth, happened = np.zeros((months, n)), np.zeros((months, n), dtype=bool)
    for month in range(months):
        truth[month] = -np.expm1(-(base + 0.5 * heat))
        happened[month] = chance.random(n) < truth[month]
        heat = 0.6 * heat + 0.4 * happened[month]
    return truth, happened


@pytest.mark.parametrize("seed", [1, 2])
def test_on_a_process_whose_truth_is_known_the_forecast_is_calibrated(seed):
    n, months = 150, 84
    truth, happened = process(seed, n, months)
    windows = Windows.calendar(date(2001, 1, 1), date(2007, 12, 1))
    month, region = np.nonzero(happened)
    day = (windows.edges[month] + 10).astype(np.int32)
    past = History(region.astype(np.int32), day, day, np.full(len(day), 0.5), np.ones(len(day), dtype=bool))
    tree = RegionTree(
        Region(
            code=code,
            name=code,
            level=level_of(code),
            type="contoh",
            lon=100 + 3.0 * (i % 13),
            lat=-9 + 1.4 * (i // 13),
        )
        for i, code in enumerate(["97", *(f"97.{number:03}" for number in range(1, n + 1))])
    )
    nobody = np.empty(0, dtype=np.int32)
    around = Surroundings.of(tree, 2, (nobody, nobody, np.empty(0)))
    model = Forecaster(past, windows, around, seed=1)
    tested = range(months - 24, months)
    forecast, truth = np.array([model.probability(t) for t in tested]), truth[-24:]
    edges = [0, 0.03, 0.1, 0.3, 1]
    for low, high in pairwise(edges):
        here = (forecast >= low) & (forecast < high)
        spread = np.sqrt((truth[here] * (1 - truth[here])).sum())
        assert abs(forecast[here].sum() - happened[-24:][here].sum()) < 3.3 * spread + 0.12 * truth[here].sum()
    assert np.corrcoef(forecast.ravel(), truth.ravel())[0, 1] > 0.75
    interval = model.interval(months - 1)
    inside = (interval.low <= truth[-1]) & (truth[-1] <= interval.high)
    assert inside.mean() > 0.75
    assert inside[model.probability(months - 1) > 0.05].mean() > 0.85
