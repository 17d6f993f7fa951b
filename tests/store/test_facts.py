"""The facts in memory are the database, row for row, whatever was done and in whatever order."""

import random
from dataclasses import fields
from datetime import timedelta

import numpy as np
import pytest
from support import FIRST_DAY, make_incident, make_reader, store_incidents

from poa_geo.domain.filter import Filter
from poa_geo.services import incidents
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import load, read_model_of
from poa_geo.services.situation import situation

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
