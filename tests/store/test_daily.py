"""The daily run keeps what was known on each day, however often and however late it is run."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from support import FIRST_DAY, make_incident, make_reader

from poa_geo.access.reader import SYSTEM
from poa_geo.risk.ledger import OUTCOMES, warning_rules
from poa_geo.risk.method import method_version
from poa_geo.services.daily import run_daily
from poa_geo.services.installation import Installation
from poa_geo.store import ledger, records

DAYS = 100
REGIONS = ["64.02.05", "64.02.05", "64.02.06", "64.71", "64"]


def instant(day: date, hour: int = 2) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def store_a_history(office: Installation, seed: int, until: date) -> None:
    """Write incidents of every sort: on time, late, backdated by a feed, corrected, refuted, closed."""
    chance = random.Random(seed)
    with office.writing(SYSTEM, "incident.import") as write:
        for _ in range(60):
            event_day = FIRST_DAY + timedelta(days=chance.randrange(-20, DAYS))
            recorded = instant(min(event_day + timedelta(days=chance.choice([0, 0, 1, 12])), until))
            known = chance.choice([recorded, instant(event_day)])
            first = make_incident(
                event_date=event_day,
                region_code=chance.choice(REGIONS),
                form=chance.choice(["blokade", "unjuk_rasa", "bentrokan_massa"]),
                deaths=chance.choice([0, 0, 0, 1]),
                recorded_at=recorded,
                known_from=known,
            )
            records.insert(write.connection, "incident", [vars(first)])
            if chance.random() < 0.3:
                later = recorded + timedelta(days=chance.choice([1, 9]))
                second = first.changed(
                    version=2,
                    recorded_at=later,
                    known_from=later,
                    verification=chance.choice(["terverifikasi", "tidak_terbukti"]),
                    closed_on=chance.choice([None, later.date()]),
                )
                records.replace_rows(write.connection, "incident", [vars(second)])
        write.audit("incident")


def told(office: Installation) -> dict[str, list]:
    """Return everything the runs have left, without ids and clock times."""
    with office.reading() as connection:
        bands = ledger.band_days(connection, method_version())
        warnings = ledger.warnings(connection, method_version())
        misses = ledger.misses(connection, method_version())
        states = ledger.states(connection, method_version())
    for row in bands:
        row.pop("recorded_at")
    for row in warnings:
        row.pop("id")
    return {
        "bands": bands,
        "warnings": sorted(warnings, key=lambda row: (row["day"], row["region_code"], row["kind"])),
        "misses": misses,
        "states": sorted(states.items()),
    }


@pytest.fixture
def history(office: Installation) -> Installation:
    store_a_history(office, 5, FIRST_DAY + timedelta(days=DAYS))
    return office


def test_running_twice_is_running_once(history: Installation):
    today = FIRST_DAY + timedelta(days=DAYS)
    run_daily(history, today)
    once = told(history)
    assert run_daily(history, today).days == 0
    assert told(history) == once
    assert once["warnings"]
    assert once["bands"]


def test_days_caught_up_are_the_days_never_missed(history: Installation):
    last = FIRST_DAY + timedelta(days=DAYS)
    for day in (3, 4, 5, 40, 41, 90, DAYS):
        run_daily(history, FIRST_DAY + timedelta(days=day))
    stepwise = told(history)
    with history.writing(SYSTEM, "test") as write:
        for table in ("band_day", "band_state", "daily_run", "warning", "missed_incident"):
            write.connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        write.audit("test")
    run_daily(history, last)
    assert told(history) == stepwise


def test_a_late_report_changes_today_and_no_day_before(history: Installation):
    middle = FIRST_DAY + timedelta(days=50)
    run_daily(history, middle)
    before = told(history)["bands"]
    with history.writing(SYSTEM, "incident.import") as write:
        late = make_incident(
            event_date=FIRST_DAY + timedelta(days=20),
            region_code="64.72.01",
            deaths=12,
            form="bentrokan_massa",
            recorded_at=instant(middle),
            known_from=instant(FIRST_DAY + timedelta(days=21)),
        )
        records.insert(write.connection, "incident", [vars(late)])
        write.audit("incident")
    run_daily(history, middle + timedelta(days=2))
    after = told(history)["bands"]
    assert after[: len(before)] == before
    assert {row["region_code"] for row in after[len(before) :]} >= {"64.72.01", "64.72"}


def test_every_final_warning_has_one_outcome_and_every_grave_incident_a_warning_or_a_miss(history: Installation):
    run_daily(history, FIRST_DAY + timedelta(days=DAYS))
    left, rules = told(history), warning_rules()
    for warning in left["warnings"]:
        if warning["day"] < FIRST_DAY + timedelta(days=DAYS - rules.final_days - 2):
            assert warning["outcome"] in OUTCOMES
    missed = Counter((row["incident_id"], row["region_code"]) for row in left["misses"])
    assert max(missed.values(), default=1) == 1
    for row in left["misses"]:
        warned = [
            warning
            for warning in left["warnings"]
            if warning["region_code"] == row["region_code"]
            and warning["day"] < row["day"] <= warning["window_until"]
            and warning["band"] == "kuning"
        ]
        assert warned == []


def test_without_new_evidence_no_band_rises_and_no_warning_is_given(office: Installation):
    reader = make_reader()
    assert reader.can("risk.read")
    store_a_history(office, 9, FIRST_DAY + timedelta(days=10))
    quiet_from = FIRST_DAY + timedelta(days=DAYS + 15)
    run_daily(office, quiet_from)
    before = len(told(office)["warnings"])
    run_daily(office, quiet_from + timedelta(days=60))
    after = told(office)
    order = {"abu": 0, "hijau": 0, "kuning": 1, "merah": 2}
    assert len(after["warnings"]) == before
    path: dict[str, str] = {}
    for row in after["bands"]:
        if row["day"] >= quiet_from:
            assert order[row["band"]] <= order[path.get(row["region_code"], "abu")]
        path[row["region_code"]] = row["band"]
