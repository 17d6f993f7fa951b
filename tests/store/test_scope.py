"""A reader of one province asks every service for everything of another, and gets nothing."""

import importlib
import inspect
import pkgutil
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from support import make_reader

import poa_geo.services as package
from poa_geo.domain.filter import Filter
from poa_geo.domain.presence_filter import PresenceFilter
from poa_geo.errors import PoaError
from poa_geo.importers.draft import Place
from poa_geo.services import demo
from poa_geo.services.installation import Installation, open_installation
from poa_geo.settings import load
from poa_geo.store import tables
from poa_geo.store.records import KINDS

ELSEWHERE, WANTED = "73", "64.02"
TODAY = date(2026, 11, 20)
REASON = "alasan yang cukup panjang untuk uji ini"

NOT_OF_A_REGION = {
    "accounts.change_own_password": "one's own account",
    "accounts.set_language": "one's own account",
    "boundaries.put_in_force": "boundaries are of the whole country; the right is the administrator's",
    "boundaries.preview": "boundaries are of the whole country; the right is the administrator's",
    "boundaries.replace": "boundaries are of the whole country; the right is the administrator's",
    "briefings.issue": "writes a briefing that `make` has let the reader have",
    "exports.heading": "the heading of a file, without rows",
    "forecast.save": "keeps a forecast that `forecast_now` has made",
    "forecast.backtest": "past events of the whole country, by command only",
    "forecast.forecast_now": "made by the daily run for the whole country",
    "last_look.look": "remembers what `summary` has told this reader",
    "mappings.propose": "reads a file the reader brought",
    "reports.alike": "compares a report that `get` has let the reader have",
    "typed.check": "judges what the reader typed",
    "corrections.receive": "a person's own request",
    "reports.add_pasted": "a report that the reader brings",
}
"""Services that tell nothing of a region, and why."""


def services() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every public function that takes an installation and a reader."""
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"poa_geo.services.{module.name}")
        for name, function in vars(loaded).items():
            if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != loaded.__name__:
                continue
            parameters = list(inspect.signature(function).parameters)
            if parameters[:2] == ["office", "reader"]:
                yield f"{module.name}.{name}", function


SERVICES = dict(services())


@pytest.fixture(scope="module")
def full(installed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo of Kalimantan Timur, read by this module and never changed."""
    home = tmp_path_factory.mktemp("scope") / "home"
    shutil.copytree(installed_home, home)
    url = f"sqlite:///{home / 'poa-geo.sqlite'}"
    office = open_installation(load({"POA_HOME": str(home), "POA_DATABASE_URL": url}))
    demo.fill(office, office.today())
    yield office
    office.engine.dispose()


@pytest.fixture(scope="module")
def ids(full: Installation) -> dict[str, str]:
    """One id of every kind of record there is in Kalimantan Timur."""
    kinds = {**KINDS, "alert": tables.alert, "warning": tables.warning, "attachment": tables.attachment}
    found = {}
    with full.reading() as connection:
        for kind, table in kinds.items():
            found[kind] = connection.execute(select(table.c.id).limit(1)).scalar_one_or_none() or "tidak-ada"
    return found


def argument(name: str, annotation: Any, ids: dict[str, str]) -> Any:
    """Return a value for a parameter: the other province's wherever it names a place or a record."""
    if name.endswith("_ids"):
        return [ids.get(name.removesuffix("_ids"), "tidak-ada")]
    if name.endswith("_id"):
        kind = name.removesuffix("_id")
        kind = {"status": "legal_status", "item": "plan_item", "subject": "incident", "record": "incident"}.get(
            kind, kind
        )
        if kind in {"first", "second", "kept", "merged"}:
            kind = "incident"
        return ids.get({"other": "report"}.get(kind, kind), "tidak-ada")
    known: dict[str, Any] = {
        "code": WANTED, "region": WANTED, "codes": [WANTED], "kind": "incident", "subject_kind": "incident",
        "values": {}, "place": Place(code=WANTED), "expected_version": 1, "reason": REASON, "text": REASON,
        "outcome": "selesai", "closed_on": TODAY, "day": TODAY, "month": TODAY.replace(day=1), "since": TODAY,
        "year": TODAY.year, "period": "B12", "order_by": "id", "equal": {}, "name": "berkas.csv", "data": b"a;b\n1;2\n",
        "file_format": "csv", "username": "analis", "language": "id", "password": REASON, "clock": "10:00",
    }  # fmt: skip
    if name == "where":
        return PresenceFilter(region=WANTED) if "Presence" in str(annotation) else Filter(region=WANTED)
    return known.get(name, True if name.startswith("is_") else REASON)


def told_of_elsewhere(answer: Any, ids: dict[str, str]) -> list[str]:
    """Return what an answer says of the other province: its codes, its records, its places."""
    if isinstance(answer, dict):
        answer = {key: value for key, value in answer.items() if value is not None}  # what was asked, unanswered
    text = repr(answer)
    codes = re.findall(r"'64(?:\.\d\d)*'", text)
    return codes + [one for one in ids.values() if one in text] + re.findall("Kutai|Samarinda|Balikpapan", text)


def counts(office: Installation) -> dict[str, int]:
    """Return how many rows each table of records and versions holds."""
    kept = [*KINDS.values(), tables.record_version, tables.import_batch, tables.unmask_grant, tables.briefing]
    with office.reading() as connection:
        return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in kept}


@pytest.mark.parametrize("role", ["analis_provinsi", "verifikator_kabkota", "operator_kabkota", "mitra", "pimpinan"])
def test_no_service_tells_or_changes_anything_outside_the_scope(full: Installation, ids: dict[str, str], role: str):
    reader, before, leaks = make_reader(role, ELSEWHERE), counts(full), {}
    for name, service in SERVICES.items():
        if name in NOT_OF_A_REGION:
            continue
        required = [
            parameter
            for parameter in list(inspect.signature(service).parameters.values())[2:]
            if parameter.default is parameter.empty
        ]
        given = {one.name: argument(one.name, one.annotation, ids) for one in required}
        try:
            answer = service(full, reader, **given)
        except PoaError:
            continue
        except (AttributeError, TypeError, KeyError, ValueError, LookupError, OSError):
            continue  # an argument that is no form: nothing was told
        if inspect.isgenerator(answer):
            answer = list(answer)
        if told := told_of_elsewhere(answer, ids):
            leaks[name] = told[:5]
    assert leaks == {}
    assert counts(full) == before


def test_every_exception_is_a_service_that_exists():
    assert set(NOT_OF_A_REGION) <= set(SERVICES)
