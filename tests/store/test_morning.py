"""Every morning: the days, and a forecast when it is time, once."""

from datetime import timedelta

import numpy as np
import pytest
from support import FIRST_DAY, make_incident, make_reader, store_incidents

from poa_geo.risk.forecast.run import ForecastRun
from poa_geo.risk.method import method_version
from poa_geo.services import forecast, morning, warnings
from poa_geo.services.forecast_told import newest_forecast
from poa_geo.services.installation import Installation
from poa_geo.store import forecasts, ledger

DAY = FIRST_DAY + timedelta(days=3)


def made(office: Installation, *, is_better: bool) -> ForecastRun:
    regions = office.tree.at_level(2)
    probability = np.full(len(regions), 0.1)
    probability[list(regions).index(office.tree.index("64.02"))] = 0.7
    return ForecastRun(
        day=DAY - timedelta(days=1), days=30, level=2, regions=regions, probability=probability,
        low=probability / 2, high=np.minimum(1, probability * 1.3), baseline=np.full(len(regions), 0.2),
        is_better=is_better, best_baseline="smoothed_12", metrics={"windows": 12}, data_version=1,
        method_version="contoh", seed=1,
    )  # fmt: skip


@pytest.fixture
def forecasting(office: Installation, monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    store_incidents(office, make_incident())
    asked = {"is_better": True}
    monkeypatch.setattr(forecast, "forecast_now", lambda *_: made(office, is_better=asked["is_better"]))
    return asked


def test_a_forecast_that_beats_its_baselines_is_a_warning_once(office: Installation, forecasting: dict[str, bool]):
    morning.run_morning(office, DAY)
    morning.run_morning(office, DAY)
    with office.reading() as connection:
        given = [row for row in ledger.warnings(connection, method_version()) if row["kind"] == "prakiraan"]
        runs = forecasts.runs(connection, 2)
    assert [row["region_code"] for row in given] == ["64.02"]
    assert len(runs) == 1
    told = newest_forecast(office, make_reader())
    assert (told.regions[0].code, told.regions[0].probability) == ("64.02", 0.7)
    assert told.regions[0].low < 0.7 < told.regions[0].high
    assert {one.code[:2] for one in told.regions} == {"64"}


def test_a_forecast_that_does_not_is_no_warning_and_the_baseline_is_shown(
    office: Installation, forecasting: dict[str, bool]
):
    forecasting["is_better"] = False
    morning.run_morning(office, DAY)
    told = newest_forecast(office, make_reader())
    assert {one.probability for one in told.regions} == {0.2}
    with office.reading() as connection:
        assert "prakiraan" not in {row["kind"] for row in ledger.warnings(connection, method_version())}


def test_a_warning_of_a_forecast_is_judged_like_every_other(office: Installation, forecasting: dict[str, bool]):
    morning.run_morning(office, DAY)
    happened = DAY + timedelta(days=10)
    moment = make_incident().recorded_at + timedelta(days=13)
    store_incidents(office, make_incident(event_date=happened, deaths=1, recorded_at=moment, known_from=moment))
    morning.run_morning(office, DAY + timedelta(days=40))
    with office.reading() as connection:
        [row] = [row for row in ledger.warnings(connection, method_version()) if row["kind"] == "prakiraan"][:1]
    assert (row["outcome"], row["lead_days"]) == ("tepat", 11)
    assert warnings.ledger_line(office, make_reader(), months=60).hits >= 1
