"""Proposals of duplicates do not depend on an order; state machines allow the steps of their table and no other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_geo.domain.duplicates import Sketch, likeness, proposals
from poa_geo.domain.steps import next_steps, require_step
from poa_geo.errors import StepNotAllowed
from poa_geo.reference import table

REGIONS = [None, "64", "64.02", "64.02.05", "64.02.06", "64.71", "73"]
WORDS = st.sampled_from(["blokade", "jalan", "desa", "warga", "tambang", "unjuk", "rasa", "Muara", "Badak", "–", "PT"])
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
SKETCHES = st.builds(
    Sketch,
    id=st.uuids().map(str),
    event_date=st.integers(0, 8).map(lambda days: date(2026, 11, 1) + timedelta(days=days)),
    region_code=st.sampled_from(REGIONS),
    form=st.sampled_from([None, "blokade", "unjuk_rasa"]),
    title=TEXTS,
    chronology=TEXTS,
)


@given(SKETCHES, SKETCHES)
def test_likeness_is_symmetric_and_within_its_scale(one: Sketch, other: Sketch):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100


@given(st.lists(SKETCHES, max_size=8, unique_by=lambda sketch: sketch.id), st.randoms())
def test_proposals_do_not_depend_on_the_order_of_records(sketches: list[Sketch], chance):
    shuffled = list(sketches)
    chance.shuffle(shuffled)
    assert proposals(sketches) == proposals(shuffled)


@given(st.lists(SKETCHES, max_size=8, unique_by=lambda sketch: sketch.id))
def test_every_pair_alike_enough_is_proposed_once_and_no_incident_with_itself(sketches: list[Sketch]):
    found = [(one.first, one.second) for one in proposals(sketches)]
    alike = {tuple(sorted((one.id, other.id))) for one in sketches for other in sketches if likeness(one, other) >= 70}
    assert sorted(found) == sorted(alike)


@given(SKETCHES)
def test_the_same_words_in_another_region_or_week_are_no_duplicate(one: Sketch):
    later = Sketch("x", one.event_date + timedelta(days=8), one.region_code, one.form, one.title, one.chronology)
    elsewhere = Sketch("y", one.event_date, "98.01", one.form, one.title, one.chronology)
    assert likeness(one, later) == likeness(one, elsewhere) == 0


MACHINES = sorted({row["machine"] for row in table("steps")})


@pytest.mark.parametrize("machine", MACHINES)
def test_a_machine_takes_the_steps_of_its_table_and_no_other(machine: str):
    rows = [row for row in table("steps") if row["machine"] == machine]
    states = {row["from_state"] for row in rows} | {row["to_state"] for row in rows}
    allowed = {(row["from_state"], row["to_state"]) for row in rows}
    for before in states:
        assert set(next_steps(machine, before)) == {after for first, after in allowed if first == before}
        for after in states - set(next_steps(machine, before)):
            with pytest.raises(StepNotAllowed):
                require_step(machine, before, after)
