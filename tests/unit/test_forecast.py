"""The forecast: what it may know, what it must survive, and how its skill is measured."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from poa_geo.domain.region import Region, RegionTree, level_of
from poa_geo.risk.forecast.baselines import BASELINES, baselines
from poa_geo.risk.forecast.constants import constants
from poa_geo.risk.forecast.history import History, Panel, Windows
from poa_geo.risk.forecast.resample import resampled
from poa_geo.risk.forecast.run import backtest, forecast
from poa_geo.risk.forecast.skill import score
from poa_geo.risk.forecast.surroundings import Surroundings

FIRST = date(2010, 1, 1)
CODES = ["98", *(f"98.{number:02}" for number in range(1, 13))]
TREE = RegionTree(
    Region(code=code, name=code, level=level_of(code), type="contoh", lon=110 + 0.4 * i, lat=-2.0)
    for i, code in enumerate(CODES)
)
LINE = np.arange(1, 12, dtype=np.int32)
AROUND = Surroundings.of(TREE, 2, (LINE, LINE + 1, np.full(11, 10.0)))


def history(*rows, delay=0, weight=0.5):
    """Incidents as (region, days after the first of January 2010)."""
    region, day = np.array(rows, dtype=np.int32).reshape(-1, 2).T
    return History(
        region=region,
        day=day + FIRST.toordinal(),
        known_day=day + FIRST.toordinal() + delay,
        weight=np.full(len(day), weight),
        counts=np.ones(len(day), dtype=bool),
    )


def restless(months=60):
    """Region 0 has an incident most months, region 5 now and then."""
    return [(0, 30 * m + 3) for m in range(months) if m % 5] + [(5, 30 * m + 9) for m in range(0, months, 7)]


def test_a_forecast_is_made_of_these_columns_and_of_nothing_about_persons():
    assert [column.name for column in fields(History)] == ["region", "day", "known_day", "weight", "counts"]


def test_a_month_is_settled_only_when_its_news_had_time_to_arrive():
    windows = Windows.calendar(FIRST, date(2010, 12, 1))
    prompt = Panel(history(*restless(12)), windows, 12)
    slow = Panel(history(*restless(12), delay=20), windows, 12)
    assert prompt.settled(6) == 6
    assert slow.settled(6) == 5


def test_baselines_see_only_what_was_known_at_the_origin():
    windows = Windows.calendar(FIRST, date(2011, 6, 1))
    early, late = history((0, 20)), history((0, 20), delay=900)
    told = baselines(Panel(early, windows, 12), 12), baselines(Panel(late, windows, 12), 12)
    assert told[0]["long_run"][0] > told[1]["long_run"][0]
    assert np.all(told[1]["smoothed_12"] == constants().clip)


def test_the_smoothed_rate_is_k_and_six_base_rates_over_eighteen():
    windows = Windows.calendar(FIRST, date(2011, 6, 1))
    panel = Panel(history(*restless(18)), windows, 12)
    known = panel.known_outcome(14)
    expected = (known[-12:].sum(axis=0) + 6 * known.mean()) / 18
    assert baselines(panel, 14)["smoothed_12"] == pytest.approx(np.clip(expected, 1e-5, 1 - 1e-5))


def test_every_probability_is_kept_off_nought_and_one():
    windows = Windows.calendar(FIRST, date(2011, 6, 1))
    told = baselines(Panel(history(*restless(18)), windows, 12), 14)
    assert set(told) == set(BASELINES)
    assert all((values >= 1e-5).all() and (values <= 1 - 1e-5).all() for values in told.values())


@pytest.mark.parametrize("rows", [[], [(3, 40)], restless(3)], ids=["none", "one", "three months"])
def test_with_hardly_any_history_it_still_answers_and_claims_no_skill(rows):
    told = forecast(history(*rows), AROUND, date(2010, 8, 1), level=2, data_version=1, seed=1)
    assert told.probability.shape == (12,)
    assert np.all((told.low <= told.probability) & (told.probability <= told.high))
    assert not told.is_better
    assert np.array_equal(told.shown, told.baseline)


def test_a_backtest_of_years_without_an_incident_measures_nothing_and_does_not_fail():
    told = backtest(history(), AROUND, date(2011, 1, 1), date(2011, 3, 1), seed=1)
    assert told["total"]["incidents"] == 0
    assert told["total"]["model"]["average_precision"]["value"] is None
    assert told["total"]["model"]["log_score"]["value"] < 0.05


def test_a_backtest_tells_each_year_and_the_whole_for_the_model_and_five_baselines():
    told = backtest(history(*restless(36)), AROUND, date(2011, 7, 1), date(2012, 6, 30), seed=1)
    assert list(told["years"]) == ["2011", "2012"]
    for part in (*told["years"].values(), told["total"]):
        assert {"model", *BASELINES} <= set(part)
    measures = told["total"]["model"]
    assert len(measures["calibration"]["bins"]) == 10
    assert "accuracy" not in str(told)
    assert sum(one["count"] for one in measures["calibration"]["bins"]) == told["total"]["cells"] == 12 * 12


def test_a_restless_region_is_told_higher_than_a_quiet_one():
    told = forecast(history(*restless()), AROUND, date(2014, 11, 1), level=2, data_version=7, seed=1)
    assert told.probability[0] > 0.4 > 0.1 > told.probability[11]
    assert (told.data_version, told.seed, told.days) == (7, 1, 30)


def test_lesser_issues_are_no_outcome():
    minor = replace(history(*restless(24)), counts=np.zeros(len(restless(24)), dtype=bool))
    panel = Panel(minor, Windows.calendar(FIRST, date(2011, 12, 1)), 12)
    assert not panel.outcome.any()


def test_measures_agree_with_their_textbook_forms():
    chance = np.random.default_rng(5)
    told = np.round(chance.random((20, 30)), 1) * 0.98 + 0.01
    outcome = chance.random((20, 30)) < told
    measured = score(told, outcome, np.ones_like(outcome), resampled(20, 30, 1))
    assert measured["average_precision"]["value"] == pytest.approx(
        average_precision_score(outcome.ravel(), told.ravel())
    )
    assert measured["auroc"]["value"] == pytest.approx(roc_auc_score(outcome.ravel(), told.ravel()))
    assert measured["brier"]["value"] == pytest.approx(np.mean((told - outcome) ** 2))
    for name in ("average_precision", "auroc", "brier", "log_score"):
        assert measured[name]["low"] < measured[name]["value"] < measured[name]["high"]


def test_the_calibration_slope_is_one_for_honest_odds_and_smaller_for_boasting_ones():
    chance = np.random.default_rng(6)
    honest = chance.uniform(0.05, 0.95, (60, 100))
    outcome = chance.random(honest.shape) < honest
    odds = 2 * np.log(honest / (1 - honest))
    often, quiet = resampled(60, 5, 1), np.ones_like(outcome)
    slopes = [
        score(told, outcome, quiet, often)["calibration"]["slope"]["value"]
        for told in (honest, 1 / (1 + np.exp(-odds)))
    ]
    assert slopes[0] == pytest.approx(1, abs=0.1)
    assert slopes[1] == pytest.approx(0.5, abs=0.06)


def test_a_list_that_does_not_rank_finds_a_tenth_of_the_onsets():
    outcome = np.zeros((1, 100), dtype=bool)
    outcome[0, :40] = True
    measured = score(np.full((1, 100), 0.2), outcome, np.ones_like(outcome), np.ones((1, 1)))
    assert measured["onset_recall"]["value"] == pytest.approx(0.1)


def test_an_interval_is_wide_where_little_is_known_and_narrower_where_much_is():
    told = forecast(history(*restless()), AROUND, date(2014, 11, 1), level=2, data_version=1, seed=1)
    rate = np.log1p(-told.high) / np.log1p(-told.low)
    assert rate[11] > rate[0] > 1


def test_the_model_is_shown_only_if_it_beat_the_best_baseline_on_the_last_twelve_windows():
    told = forecast(history(*restless()), AROUND, date(2014, 11, 1), level=2, data_version=1, seed=1)
    gained = told.metrics["gain"]["value"]
    assert told.metrics["windows"] == 12
    assert told.metrics["best_baseline"] == told.best_baseline
    assert told.is_better == (gained > 0)
    assert np.array_equal(told.shown, told.probability if told.is_better else told.baseline)
