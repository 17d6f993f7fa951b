"""An assessed matter is one piece of evidence: where it is, when it began, how it ages, and when it counts nothing."""

from datetime import date, timedelta

import numpy as np
import pytest

from poa_geo.domain.evidence import NO_DAY
from poa_geo.regions.reference import load_regions
from poa_geo.risk.matters import ASSESSMENT, Matters, Standing, standings

DAY = date(2026, 11, 1)
TREE = load_regions()


def row(**changes) -> dict:
    values = {
        "subject_kind": "region_issue",
        "subject_id": "64.02:ekonomi",
        "dimension": "T",
        "life_field": "ekonomi",
        "likelihood": 3,
        "impact": 3,
        "status": "disetujui",
        "region_code": "64.02",
        "classification": "terbatas",
        "approved_on": DAY,
        "closed_on": None,
    }
    return values | changes


def read(*rows: dict, standing: dict | None = None) -> Matters:
    return Matters.read({name: [one[name] for one in rows] for name in ASSESSMENT}, standing or {}, TREE)


def test_it_begins_with_its_first_approval_and_ages_from_its_last():
    told = read(row(status="digantikan"), row(approved_on=DAY + timedelta(days=20), likelihood=4))
    assert (told.day[0], told.age_from[0]) == (DAY.toordinal(), DAY.toordinal() + 20)
    assert (told.severity[0], told.half_life[0], told.closed_day[0]) == (12, 90, NO_DAY)


@pytest.mark.parametrize("status", ["draf", "diajukan", "ditolak", "digantikan"])
def test_nothing_counts_that_is_not_approved(status: str):
    assert len(read(row(status=status))) == 0


def test_incidents_and_unknown_records_are_no_matters():
    assert len(read(row(subject_kind="incident"))) == 0
    assert len(read(row(subject_kind="finding", subject_id="gone"))) == 0


@pytest.mark.parametrize(
    ("state", "counts"), [("indikasi", 0), ("diverifikasi", 1), ("dirujuk", 1), ("selesai", 1), ("tidak_terbukti", 0)]
)
def test_a_finding_counts_once_it_is_verified_and_not_when_refuted(state: str, counts: int):
    known = standings({"id": ["f"], "state": [state], "closed_on": [None]}, {"id": [], "verification": []})
    assert len(read(row(subject_kind="finding", subject_id="f"), standing=known)) == counts


def test_a_finding_closes_with_its_record_and_a_matter_with_its_last_assessment():
    closed = {("finding", "f"): Standing(1.0, DAY + timedelta(days=9))}
    told = read(row(subject_kind="finding", subject_id="f"), standing=closed)
    assert told.closed_day[0] == DAY.toordinal() + 9
    later = DAY + timedelta(days=3)
    assert read(row(closed_on=later)).closed_day[0] == later.toordinal()
    assert read(row(closed_on=later), row(dimension="A")).closed_day[0] == NO_DAY


def test_the_most_closed_assessment_decides_who_may_read_its_name():
    assert read(row(), row(classification="rahasia", likelihood=1)).classification[0] == 2


def test_the_order_of_assessments_does_not_matter():
    rows = [row(dimension=one, likelihood=n) for n, one in enumerate("ATHG", 1)]
    first, second = read(*rows), read(*reversed(rows))
    assert all(np.array_equal(first.__dict__[name], second.__dict__[name]) for name in first.__dict__)
