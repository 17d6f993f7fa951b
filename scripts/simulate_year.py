"""A made-up year through the daily run, with everything it promises checked at the end.

python scripts/simulate_year.py [--reports 100000] [--regions 500] [--seed 1]

A third of the reports come late or are corrected. The daily run is stopped and started at random, so that days are
caught up as they are in an office.
"""

import argparse
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from poa_geo.access.reader import SYSTEM
from poa_geo.domain.record import Incident, NilReport
from poa_geo.risk.constants import constants
from poa_geo.risk.ledger import OUTCOMES, hit_definition, severity_needed, warning_rules
from poa_geo.risk.method import method_version
from poa_geo.services.daily import run_daily
from poa_geo.services.installation import Installation
from poa_geo.services.replay import end_of
from poa_geo.services.replay_day import risk_as_known
from poa_geo.services.setup import initialise
from poa_geo.settings import load
from poa_geo.store import alerts, audit, ledger, records

FIRST_DAY = date(2025, 1, 6)
PROVINCES = ("64", "63", "62", "61", "65", "73", "94")
FORMS = ("unjuk_rasa", "blokade", "penolakan", "sengketa_klaim", "bentrokan_massa", "ketegangan")
RANK = {"abu": 0, "hijau": 0, "kuning": 1, "merah": 2}


def simulate(office: Installation, *, reports: int, regions: int, days: int, seed: int) -> date:
    """Write a year of reports and run its days in pieces; return the day after the last one run."""
    chance = random.Random(seed)
    codes = chosen_regions(office, regions, chance)
    with office.writing(SYSTEM, "incident.import") as write:
        first, second = made_up_incidents(codes, office.start_day, reports, days, chance)
        records.insert(write.connection, "incident", [vars(one) for one in first])
        records.replace_rows(write.connection, "incident", [vars(one) for one in second])
        nil = list(made_up_nil_reports(codes, office.start_day, days, chance))
        records.insert(write.connection, "nil_report", [vars(one) for one in nil])
        write.audit("incident")
    today = office.start_day
    while today < office.start_day + timedelta(days=days):
        today += timedelta(days=chance.choice([1, 1, 2, 7, 40]))
        run_daily(office, today)
    return today


def chosen_regions(office: Installation, count: int, chance: random.Random) -> list[str]:
    """Return kecamatan of several provinsi."""
    found = [office.tree.codes[i] for province in PROVINCES for i in office.tree.at_level(3, province)]
    return sorted(chance.sample(found, min(count, len(found))))


def made_up_incidents(
    codes: list[str], start: date, count: int, days: int, chance: random.Random
) -> tuple[list[Incident], list[Incident]]:
    """Return incidents as first written, and the later versions of those that were corrected."""
    first, second = [], []
    for number in range(count):
        happened = start + timedelta(days=chance.randrange(-30, days))
        is_odd = chance.random() < 1 / 3
        is_late = is_odd and chance.random() < 0.5
        written = moment(happened + timedelta(days=chance.randint(3, 40) if is_late else chance.randint(0, 1)))
        one = Incident(
            id=str(UUID(int=chance.getrandbits(128), version=4)), recorded_at=written, known_from=written,
            source_agency=chance.choice(["kesbangpol", "polres", "kodim"]), region_code=chance.choice(codes),
            geo_precision=3, event_date=happened, title=f"Kejadian karangan {number}", form=chance.choice(FORMS),
            deaths=int(chance.random() < 0.01), verification=chance.choice(["terverifikasi"] * 3 + ["belum"]),
            source_grade=chance.choice("ABCD"), information_grade=chance.choice("1234"),
        )  # fmt: skip
        first.append(one)
        if is_odd and not is_late:
            later = written + timedelta(days=chance.randint(1, 30))
            change = {
                "verification": chance.choice(["terverifikasi", "tidak_terbukti"]),
                "closed_on": chance.choice([None, later.date()]),
                "region_code": chance.choice([one.region_code, chance.choice(codes)]),
            }
            second.append(one.changed(version=2, recorded_at=later, known_from=later, **change))
    return first, second


def made_up_nil_reports(codes: list[str], start: date, days: int, chance: random.Random) -> Iterator[NilReport]:
    """Yield a nil report per region and fortnight, one in five of them missing."""
    for code in codes:
        for week in range(0, days, 14):
            if chance.random() < 0.8:
                day = start + timedelta(days=week + chance.randint(0, 6))
                yield NilReport(
                    id=str(UUID(int=chance.getrandbits(128), version=4)), recorded_at=moment(day),
                    known_from=moment(day), source_agency="kesbangpol", region_code=code, geo_precision=3,
                    period_from=day - timedelta(days=13), period_to=day, received_on=day,
                )  # fmt: skip


def moment(day: date) -> datetime:
    """Return ten in the morning in Jakarta."""
    return datetime.combine(day, clock(3), tzinfo=UTC)


# --- What must hold -------------------------------------------------------------------------------------------------


def check(office: Installation, today: date, *, replayed: int = 6) -> Mapping[str, Any]:
    """Check every promise of the daily run; return what there is to count."""
    with office.reading() as connection:
        bands, warnings = ledger.band_days(connection, method_version()), ledger.warnings(connection, method_version())
        missed, told = ledger.misses(connection, method_version()), alerts.newest(connection, office.start_day)
        assert audit.verify(connection, office.keyring.audit_key) == [], "the audit chain is broken"
    check_bands(bands)
    check_ledger(warnings, missed, today)
    check_alerts(told)
    check_replay(office, bands, replayed)
    again = run_daily(office, today)
    assert again.days == 0, "a day was run twice"
    return {"bands": len(bands), "warnings": len(warnings), "missed": len(missed), "alerts": len(told)}


def check_bands(bands: list[dict[str, Any]]) -> None:
    """Changes only; up at once, down one step at a time and never sooner than the dwell allows."""
    paths = defaultdict(list)
    for row in bands:
        paths[row["region_code"]].append(row)
    for path in paths.values():
        turned: date | None = None
        for before, after in pairwise(path):
            assert before["band"] != after["band"], "an unchanged colour was stored"
            assert 0 <= after["score"] < 100, "a score left its scale"
            step = RANK[after["band"]] - RANK[before["band"]]
            if RANK[before["band"]] and step > 0:
                turned = after["day"]
            if step < 0:
                assert step == -1, "a colour fell two steps at once"
                if turned is not None:
                    assert (after["day"] - turned).days >= constants().dwell_days, "a colour fell too soon"
                turned = after["day"]


def check_ledger(warnings: list[dict[str, Any]], missed: list[dict[str, Any]], today: date) -> None:
    """Final warnings have one outcome; what nobody warned of is a miss, and nothing is both."""
    rules, given = warning_rules(), defaultdict(list)
    for row in warnings:
        given[row["region_code"]].append(row)
        if row["day"] < today - timedelta(days=rules.final_days + 2):
            assert row["outcome"] in OUTCOMES, "a final warning has no outcome"
        if row["outcome"] == "tepat":
            assert row["day"] < row["outcome_on"] <= row["window_until"], "a hit outside its window"
    needed = severity_needed(hit_definition(), "kuning")
    for row in missed:
        for warning in given[row["region_code"]]:
            is_before = warning["day"] < row["day"] <= warning["window_until"]
            is_kuning = severity_needed(warning["hit_definition"], warning["band"]) <= needed
            assert not (is_before and is_kuning), "an incident is both warned of and missed"
    pairs = [(row["incident_id"], row["region_code"]) for row in missed]
    assert len(pairs) == len(set(pairs)), "an incident was missed twice"


def check_alerts(told: list[dict[str, Any]]) -> None:
    """No state is told twice."""
    states = [row["state"] for row in told]
    assert len(states) == len(set(states)), "a state was told twice"


def check_replay(office: Installation, bands: list[dict[str, Any]], count: int) -> None:
    """A replayed day has the scores that were stored on it, bit by bit."""
    by_day = defaultdict(list)
    for row in bands:
        if row["day"] >= office.start_day:
            by_day[row["day"]].append(row)
    days = sorted(by_day)
    for day in days[:: max(1, len(days) // count)]:
        _, risk = risk_as_known(office, day, end_of(day, office))
        for row in by_day[day]:
            assert risk.score[office.tree.index(row["region_code"])] == row["score"], "a replayed score differs"


def main() -> None:
    """Simulate in a folder of its own and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--regions", type=int, default=500)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'poa-geo.sqlite'}"
        office = initialise(load({"POA_HOME": folder, "POA_DATABASE_URL": url}), FIRST_DAY)
        begun = time.perf_counter()
        today = simulate(office, reports=given.reports, regions=given.regions, days=given.days, seed=given.seed)
        ran = time.perf_counter()
        print(check(office, today))
        print(f"{given.reports} reports: run {ran - begun:.0f} s, checked {time.perf_counter() - ran:.0f} s")
        office.engine.dispose()


if __name__ == "__main__":
    main()
