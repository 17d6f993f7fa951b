"""The facts in memory are the database, row for row, whatever was done and in whatever order."""

import random
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from support import FIRST_DAY, make_incident, make_reader, store_incidents

from poa_geo.access.reader import SYSTEM
from poa_geo.domain.filter import Filter
from poa_geo.services import incidents
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import load, read_model_of
from poa_geo.services.situation import situation
from poa_geo.store import records

MOMENT = datetime(2026, 3, 2, 4, tzinfo=UTC)
REGIONS = ["64", "64.02", "64.02.05", "64.71", "73.71.01", None]
FORMS = ["blokade", "bentrokan_massa", "unjuk_rasa", None]


def random_incident(chance: random.Random):
    return make_incident(
        region_code=chance.choice(REGIONS),
        event_date=FIRST_DAY - timedelta(days=chance.randrange(900)),
        form=chance.choice(FORMS),
        stage=chance.choice(["potensi", "peristiwa"]),
        verification=chance.choice(["belum", "terverifikasi", "tidak_terbukti"]),
        deaths=chance.choice([0, 0, 1, 12]),
        classification=chance.choice(["biasa", "terbatas", "rahasia"]),
        duplicate_group=chance.choice([None, None, "11111111-1111-7111-8111-111111111111"]),
        source_grade=chance.choice("ABCDEF"),
    )


def assert_same_facts(office: Installation) -> None:
    """Compare what the deltas made with a reading of the whole database."""
    delta = read_model_of(office).facts()
    with office.reading() as connection:
        whole = load(connection, office.tree, office.settings.time_zone)
    assert delta.version == whole.version
    for column in fields(whole.incidents):
        got, expected = getattr(delta.incidents, column.name), getattr(whole.incidents, column.name)
        np.testing.assert_array_equal(got, expected, err_msg=column.name)
    for column in fields(whole.evidence):
        if column.name not in {"row", "group"}:
            np.testing.assert_array_equal(getattr(delta.evidence, column.name), getattr(whole.evidence, column.name))
    assert delta.matters.subject == whole.matters.subject
    assert delta.matters.life_field == whole.matters.life_field
    for name in ("classification", "region", "day", "age_from", "closed_day", "severity", "credibility", "dimension"):
        np.testing.assert_array_equal(getattr(delta.matters, name), getattr(whole.matters, name), err_msg=name)
    assert (delta.assessed, delta.overrides, delta.floor) == (whole.assessed, whole.overrides, whole.floor)


def random_row(chance: random.Random, number: int, kind: str) -> dict:
    """Return a record of a small kind that facts are made of; the same number is the same record."""
    common = {
        "id": f"00000000-0000-7000-8000-{number:012}",
        "version": 1,
        "recorded_at": MOMENT,
        "known_from": MOMENT,
        "source_agency": "kesbangpol",
        "classification": chance.choice(["biasa", "terbatas", "rahasia"]),
        "region_code": chance.choice(["64", "64.02", "64.02.05"]),
        "geo_precision": 3,
        "is_deleted": chance.random() < 0.2,
    }
    day = FIRST_DAY - timedelta(days=chance.randrange(100))
    subject_kind = chance.choice(["finding", "organisation", "region_issue", "incident"])
    own = {
        "assessment": {
            "subject_kind": subject_kind,
            "subject_id": f"00000000-0000-7000-8000-{chance.randrange(3):012}",
            "dimension": chance.choice("ATHG"),
            "life_field": chance.choice(["ekonomi", "politik"]),
            "likelihood": chance.randint(1, 5),
            "impact": chance.randint(1, 5),
            "rationale": "Contoh.",
            "review_by": day + timedelta(days=30),
            "status": chance.choice(["draf", "diajukan", "disetujui", "disetujui", "digantikan"]),
            "assessed_on": day,
            "approved_on": day,
            "closed_on": chance.choice([None, None, day + timedelta(days=5)]),
        },
        "finding": {
            "subject_kind": "presence",
            "subject_id": "x",
            "finding_type": "lewat_izin_tinggal",
            "found_on": day,
            "state": chance.choice(["indikasi", "diverifikasi", "selesai", "tidak_terbukti"]),
            "closed_on": chance.choice([None, day + timedelta(days=9)]),
        },
        "organisation": {"name": "Yayasan contoh", "verification": chance.choice(["belum", "terverifikasi"])},
        "override": {
            "band": chance.choice(["hijau", "kuning", "merah"]),
            "reason": "Contoh.",
            "starts_on": day,
            "expires_on": day + timedelta(days=20),
            "approved_on": chance.choice([None, day]),
            "ended_on": chance.choice([None, day + timedelta(days=3)]),
        },
        "legal_status": {
            "scale": "kabupaten_kota",
            "decree_number": "1",
            "official": "Bupati",
            "declared_on": day,
            "valid_until": day + timedelta(days=60),
            "ended_on": chance.choice([None, day + timedelta(days=3)]),
        },
    }
    return common | own[kind]


def put(office: Installation, kind: str, row: dict) -> None:
    """Write a record, or its next version where it is there already."""
    with office.writing(SYSTEM, f"{kind}.test") as write:
        known = records.find(write.connection, kind, [row["id"]]).get(row["id"])
        if known is None:
            write.insert(kind, row)
        else:
            write.replace(kind, known | row | {"version": known["version"] + 1})


def test_facts_of_matters_and_declarations_equal_the_database_after_any_writes(office: Installation):
    chance = random.Random(5)
    kinds = ["assessment", "finding", "organisation", "override", "legal_status"]
    for kind in kinds:
        put(office, kind, random_row(chance, 0, kind))
    most_matters = 0
    for _ in range(15):
        kind = chance.choice([*kinds, "assessment", "assessment"])
        put(office, kind, random_row(chance, chance.randrange(3), kind))
        assert_same_facts(office)
        most_matters = max(most_matters, len(read_model_of(office).facts().matters))
    assert most_matters


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_facts_equal_the_database_after_random_inserts_edits_and_deletes(office: Installation, seed: int):
    chance, reader = random.Random(seed), make_reader("analis_provinsi", "")
    store_incidents(office, *(random_incident(chance) for _ in range(40)))
    assert_same_facts(office)
    for _ in range(12):
        known = situation(office, reader, Filter()).incidents
        chosen = incidents.get(office, reader, chance.choice(known).id)
        if chance.random() < 0.3:
            incidents.delete(office, reader, chosen.id, reason="salah catat", expected_version=chosen.version)
        elif chance.random() < 0.6:
            other = random_incident(chance)
            changed = chosen.changed(region_code=other.region_code, event_date=other.event_date, form=other.form)
            incidents.edit(office, reader, changed, expected_version=chosen.version)
        else:
            store_incidents(office, random_incident(chance))
        assert_same_facts(office)


def test_map_list_and_counts_give_one_number(office: Installation):
    chance, reader = random.Random(7), make_reader("analis_provinsi", "")
    store_incidents(office, *(random_incident(chance) for _ in range(120)))
    for region in ["", "64", "64.02", "64.02.05"]:
        told = situation(office, reader, Filter(region=region))
        assert told.incident_count == len(told.incidents)
        assert told.incident_count == told.placed_count + told.coarse_count + told.unplaced_count
        if len(region) < 6:
            assert told.placed_count == sum(one.incident_count for one in told.regions)


def test_a_reader_sees_nothing_outside_scope_or_clearance(office: Installation):
    chance = random.Random(11)
    store_incidents(office, *(random_incident(chance) for _ in range(120)))
    reader = make_reader("operator_kabkota", "64.02")
    told = situation(office, reader, Filter(region="64"))
    assert {row.region_code[:5] for row in told.incidents} == {"64.02"}
    assert {one.code for one in told.regions} == {"64.02"}
    assert told.unplaced_count == 0
