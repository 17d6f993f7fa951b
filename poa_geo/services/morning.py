"""What an office runs every morning: the days that are due, a forecast when it is time, and what waits to be sent."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import SYSTEM
from poa_geo.reference import by_code
from poa_geo.risk.forecast.run import ForecastRun
from poa_geo.risk.ledger import hit_definition, warning_rules
from poa_geo.risk.method import method_version
from poa_geo.services import forecast
from poa_geo.services.daily import DailyResult, run_daily
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of
from poa_geo.store import forecasts, ledger

LEVELS = (2,)


def run_morning(
    office: Installation, today: date | None = None, *, tell: Callable[[date], None] = lambda _: None
) -> DailyResult:
    """Run every finished day, then forecast where the last forecast is old enough; safe to run twice."""
    result = run_daily(office, today, tell=tell)
    until = (today or office.today()) - timedelta(days=1)
    with office.reading() as connection:
        last = forecasts.last_day(connection)
    is_due = last is None or (until - last).days >= _rule("forecast_days")
    if is_due and len(read_model_of(office).facts().incidents):
        for level in LEVELS:
            made = forecast.forecast_now(office, SYSTEM, until, level)
            forecast.save(office, SYSTEM, made)
            _warn(office, made)
    return result


def _warn(office: Installation, made: ForecastRun) -> None:
    """Make warnings of the probabilities that are high, if the forecast has proven better than its baselines."""
    high = [int(i) for i in made.regions[made.probability >= _rule("forecast_from")]] if made.is_better else []
    if not high:
        return
    with office.writing(SYSTEM, "warning.forecast") as write:
        given = {
            row["region_code"]
            for row in ledger.warnings(write.connection, method_version(), since=made.day)
            if row["kind"] == "prakiraan"
        }
        rows = [_warning(office, made, i) for i in high if office.tree.codes[i] not in given]
        ledger.insert_warnings(write.connection, rows)
        write.audit("warning", made.day.isoformat(), fields=["prakiraan"])


def _warning(office: Installation, made: ForecastRun, region: int) -> dict[str, Any]:
    return {
        "id": str(uuid7()),
        "region_code": office.tree.codes[region],
        "day": made.day,
        "kind": "prakiraan",
        "band": "kuning",
        "method": method_version(),
        "hit_definition": hit_definition(),
        "evidence": [],
        "window_until": made.day + timedelta(days=warning_rules().window_days),
        "outcome": None,
        "outcome_on": None,
        "lead_days": None,
        "owner": None,
    }


def _rule(code: str) -> float:
    return float(by_code("warning_rules")[code]["value"])
