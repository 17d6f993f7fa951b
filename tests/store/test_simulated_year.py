"""A year of five hundred regions whose reports come late and are corrected keeps every promise of the daily run."""

import importlib.util
from types import ModuleType

from support import REPOSITORY

from poa_geo.services.installation import Installation


def simulate_year() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulate_year", REPOSITORY / "scripts" / "simulate_year.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_simulated_year_keeps_every_promise(sqlite_office: Installation):
    year = simulate_year()
    today = year.simulate(sqlite_office, reports=5_000, regions=500, days=365, seed=7)
    found = year.check(sqlite_office, today)
    assert min(found.values()) > 0
