"""A score can be worked out again by somebody else, from an export and the tables of weights alone."""

import csv
import importlib.util
import io
from datetime import date, timedelta
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from made_up_ground import TREE
from support import REPOSITORY, make_incident

from poa_geo.domain.record import Incident
from poa_geo.facts import Facts, IncidentFacts, NilFacts, PresenceFacts
from poa_geo.reference import by_code
from poa_geo.risk.score import scores
from poa_geo.services.evidence_export import as_csv
from poa_geo.store.read_model import COLUMNS

DAY = date(2026, 6, 1)
ZONE = ZoneInfo("Asia/Makassar")


def recompute() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recompute", REPOSITORY / "scripts" / "recompute.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RECOMPUTE = recompute()
day = some.integers(-200, 20).map(lambda days: DAY + timedelta(days=days))


@some.composite
def incident(draw: some.DrawFn) -> Incident:
    happened = draw(day)
    return make_incident(
        region_code=draw(some.sampled_from(TREE.codes)),
        event_date=happened,
        stage=draw(some.sampled_from(list(by_code("stages")))),
        form=draw(some.sampled_from([None, *by_code("forms")])),
        verification=draw(some.sampled_from(["terverifikasi", "terverifikasi", "belum", "tidak_terbukti"])),
        source_grade=draw(some.sampled_from("ABCDEF")),
        information_grade=draw(some.sampled_from("123456")),
        deaths=draw(some.sampled_from([0, 0, 0, 1, 12])),
        injured_seriously=draw(some.sampled_from([0, 0, 3])),
        displaced=draw(some.sampled_from([0, 0, 150])),
        buildings_burnt=draw(some.sampled_from([0, 0, 2])),
        updated_on=draw(some.none() | day),
        closed_on=draw(some.none() | some.integers(0, 120).map(lambda days: happened + timedelta(days=days))),
    )


def facts_of(incidents: list[Incident], assessed: dict[str, float]) -> Facts:
    def columns(kind: str, rows: list[Any]) -> dict[str, list[Any]]:
        return {name: [getattr(row, name) for row in rows] for name in COLUMNS[kind]}

    return Facts(
        version=0,
        tree=TREE,
        incidents=IncidentFacts.read(columns("incident", incidents), TREE, ZONE),
        assessed={key: (value, 0) for key, value in assessed.items()},
        nil_reports=NilFacts.read(columns("nil_report", []), TREE),
        presences=PresenceFacts.read(columns("presence", []), TREE),
    )


@settings(max_examples=30, deadline=None)
@given(some.lists(incident(), max_size=12), some.data())
def test_two_people_working_apart_find_the_same_score(incidents: list[Incident], data: some.DataObject):
    judged = data.draw(some.lists(some.sampled_from(incidents), unique_by=id)) if incidents else []
    assessed = {one.id: float(data.draw(some.integers(1, 5)) * data.draw(some.integers(1, 5))) for one in judged}
    rows = list(csv.DictReader(io.StringIO(as_csv([vars(one) for one in incidents], assessed))))
    ours = scores(facts_of(incidents, assessed).evidence, TREE, DAY.toordinal())
    for index, code in enumerate(TREE.codes):
        assert RECOMPUTE.score(rows, code, DAY) == pytest.approx(ours[index], abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(some.lists(incident(), min_size=2, max_size=6))
def test_of_suspected_duplicates_both_count_the_strongest(incidents: list[Incident]):
    group = [one.changed(duplicate_group="g" * 36, region_code=TREE.codes[-1]) for one in incidents]
    rows = list(csv.DictReader(io.StringIO(as_csv([vars(one) for one in group], {}))))
    ours = scores(facts_of(group, {}).evidence, TREE, DAY.toordinal())
    assert RECOMPUTE.score(rows, TREE.codes[-1], DAY) == pytest.approx(ours[len(TREE) - 1], abs=1e-6)
