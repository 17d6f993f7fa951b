"""What warnings are counted by: every cell once, and no surge without something new."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some
from made_up_ground import TREE

from poa_geo.risk.ledger import Outcomes, warning_rules
from poa_geo.risk.skill_cells import skill_of
from poa_geo.services.channels import LONGEST_WAIT, wait_after
from poa_geo.services.surges import WeekCounts

WINDOWS = [730_000 + 30 * n for n in range(6)]
REGIONS = TREE.at_level(3)
day = some.integers(WINDOWS[0] - 40, WINDOWS[-1] + 60)
place = some.sampled_from(REGIONS.tolist())


def outcomes(events: list[tuple[int, int]]) -> Outcomes:
    events = sorted(events)
    days = np.array([when for when, _ in events], dtype=np.int32)
    return Outcomes(
        day=days,
        known_day=days,
        region=np.array([where for _, where in events], dtype=np.int32),
        severity=np.full(len(events), 10.0, dtype=np.float32),
        row=np.arange(len(events), dtype=np.int32),
    )


def cells(events: list[tuple[int, int]]) -> set[tuple[int, int]]:
    return {(where, (when - WINDOWS[0]) // 30) for when, where in events if 0 <= (when - WINDOWS[0]) // 30 < 6}


@settings(max_examples=30, deadline=None)
@given(some.lists(some.tuples(day, place), max_size=25), some.lists(some.tuples(place, day), max_size=25))
def test_hits_and_misses_are_the_cells_in_which_something_happened_and_all_cells_are_counted_once(
    events: list[tuple[int, int]], warned: list[tuple[int, int]]
):
    found = skill_of(warned, outcomes(events), TREE, REGIONS, 6.0, WINDOWS)
    assert found.hits + found.misses == len(cells(events))
    assert found.hits + found.misses + found.false_alarms + found.quiet == len(REGIONS) * len(WINDOWS)
    assert min(found.hits, found.misses, found.false_alarms, found.quiet) >= 0
    assert found.lead_days is None or 1 <= found.lead_days <= warning_rules().window_days


@settings(max_examples=30, deadline=None)
@given(some.lists(some.tuples(day, place), max_size=25))
def test_without_warnings_all_that_happened_is_missed_and_nothing_was_a_false_alarm(events: list[tuple[int, int]]):
    found = skill_of([], outcomes(events), TREE, REGIONS, 6.0, WINDOWS)
    assert (found.hits, found.false_alarms, found.misses) == (0, 0, len(cells(events)))


@settings(max_examples=30, deadline=None)
@given(some.lists(some.tuples(day, place), min_size=1, max_size=25), some.lists(some.tuples(place, day), max_size=25))
def test_a_warning_on_the_day_before_each_incident_misses_none(
    events: list[tuple[int, int]], others: list[tuple[int, int]]
):
    warned = [(where, when - 1) for when, where in events] + others
    assert skill_of(warned, outcomes(events), TREE, REGIONS, 6.0, WINDOWS).misses == 0


counts = some.lists(some.tuples(some.integers(0, 9), some.integers(0, 9), some.floats(0, 5), some.floats(0, 5)))


@given(counts)
def test_a_surge_begins_only_where_more_is_known_than_the_day_before(rows: list[tuple[int, int, float, float]]):
    columns = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    before = WeekCounts(columns[0].astype(np.int64), columns[2])
    now = WeekCounts(columns[1].astype(np.int64), columns[3])
    surged = now.surges_over(before)
    assert np.all(now.this_week[surged] > before.this_week[surged])
    assert np.all(now.this_week[surged] >= warning_rules().surge_ratio * now.mean[surged] - 1e-9)
    assert not now.surges_over(now).any()


@given(some.integers(0, 30))
def test_a_dead_channel_waits_longer_each_time_but_never_for_good(tries: int):
    assert wait_after(tries) <= wait_after(tries + 1) <= LONGEST_WAIT
