"""The real events of 1989–2004: read whole, placed no finer than they are known, scored alike on both databases."""

from datetime import date
from pathlib import Path

import pytest

from poa_geo.access.reader import SYSTEM
from poa_geo.domain.filter import Filter
from poa_geo.services.imports import import_file
from poa_geo.services.installation import Installation
from poa_geo.services.situation import explain, scores, situation
from poa_geo.store import records

pytestmark = pytest.mark.shared_data
LAST_DAY = date(2004, 12, 31)


@pytest.fixture
def events(shared_data: Path) -> Path:
    return shared_data / "events" / "events_ucdp_ged_idn.csv"


def bring_in(office: Installation, file: Path) -> dict[str, int]:
    return dict(import_file(office, SYSTEM, file.name, file.read_bytes()).counts)


def test_every_event_is_accepted_or_refused_and_the_same_file_twice_changes_nothing(office: Installation, events: Path):
    first = bring_in(office, events)
    assert sum(first.values()) == 1657
    assert first["accepted"] + first["fixed"] + first["refused"] == 1657
    with office.reading() as connection:
        before = records.last_change(connection)
    second = bring_in(office, events)
    with office.reading() as connection:
        assert records.last_change(connection) == before
    assert second["accepted"] == second["fixed"] == 0


def test_aceh_leads_and_a_point_known_to_the_provinsi_colours_no_kabupaten(office: Installation, events: Path):
    bring_in(office, events)
    worst = scores(office, SYSTEM, LAST_DAY, level=2)
    assert {one.code[:2] for one in worst[:3]} == {"11"}
    listed = situation(office, SYSTEM, Filter(until=LAST_DAY), LAST_DAY, list_limit=5000).incidents
    assert not [row for row in listed if row.geo_precision == 5 and "." in (row.region_code or "")]
    assert not [row for row in listed if row.geo_precision == 6 and row.region_code]
    banda_aceh = situation(office, SYSTEM, Filter(region="11.71", until=LAST_DAY), LAST_DAY, list_limit=5000)
    assert all(row.geo_precision <= 4 for row in banda_aceh.incidents)
    mahakam_ulu = next(one for one in worst if one.code == "64.11")
    assert mahakam_ulu.score == 0


def test_shares_of_aceh_add_up_to_its_score(office: Installation, events: Path):
    bring_in(office, events)
    told = explain(office, SYSTEM, "11", LAST_DAY)
    assert abs(sum(piece.share for piece in told.pieces) - told.score) < 1e-9
    assert abs(sum(told.by_dimension.values()) - told.score) < 1e-9


def test_both_databases_give_the_same_scores_to_the_last_digit(
    sqlite_office: Installation, postgis_office: Installation, events: Path
):
    answers = []
    for office in (sqlite_office, postgis_office):
        bring_in(office, events)
        answers.append([scores(office, SYSTEM, LAST_DAY, level=level) for level in (1, 2, 3)])
    assert answers[0] == answers[1]
