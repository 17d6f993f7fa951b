"""Scores as the method promises them."""

from dataclasses import fields

import numpy as np
import pytest
from made_up_evidence import TODAY, TREE, evidence, issue

from poa_geo.domain.evidence import Evidence
from poa_geo.risk.evidence import Weigher, weights
from poa_geo.risk.explain import explain
from poa_geo.risk.neighbours import pressure
from poa_geo.risk.score import part_cubes, region_cubes, score_of_single, scores


def score(code: str, *rows: dict, day: int = TODAY) -> float:
    return float(scores(evidence(*rows), TREE, day)[TREE.index(code)])


def test_evidence_has_no_column_that_tells_persons_apart():
    assert [column.name for column in fields(Evidence)] == [
        "region", "day", "age_from", "closed_day", "half_life", "severity", "credibility", "dimension",
        "conflict_source", "group", "row",
    ]  # fmt: skip


def test_one_fresh_confirmed_15_scores_50_and_so_do_about_five_of_9():
    assert score("98.01.01", issue(severity=15)) == pytest.approx(50)
    assert score("98.01.01", *[issue(severity=9)] * 5) == pytest.approx(50, abs=1.5)


def test_one_of_6_scores_24_and_ten_score_45():
    assert score("98.01.01", issue(severity=6)) == pytest.approx(24.2, abs=0.05)
    assert score("98.01.01", *[issue(severity=6)] * 10) == pytest.approx(45, abs=0.5)


def test_thresholds_are_the_score_of_one_fresh_issue():
    assert score("98.01.01", issue(severity=15)) == score_of_single(15)


def test_an_incident_halves_in_thirty_days():
    weight = weights(evidence(issue(severity=25, day=-30)), TODAY)
    assert weight.tolist() == pytest.approx([0.5])


def test_evidence_dated_after_the_day_is_out():
    assert weights(evidence(issue(day=1)), TODAY).tolist() == [0]


def test_age_is_never_negative():
    waiting = issue(severity=25, day=-10, age_from=TODAY + 20)
    assert weights(evidence(waiting), TODAY).tolist() == [1]


def test_a_closed_issue_goes_on_from_where_it_was_and_halves_every_ten_days():
    closed = issue(severity=25, day=-50, closed_day=-20)
    assert weights(evidence(closed), TODAY).tolist() == pytest.approx([0.5 * 0.25])


def test_closing_a_potential_on_a_day_changes_nothing_on_that_day():
    rows = [issue(severity=25, half_life=90, day=-45, closed_day=day) for day in (0, None)]
    assert weights(evidence(*rows), TODAY).tolist() == pytest.approx([2**-0.5] * 2)


def test_only_the_strongest_of_suspected_duplicates_counts_on_each_day():
    sharp, lasting = issue(severity=20, group=4, half_life=30), issue(severity=18, group=4, half_life=90)
    for day in (TODAY, TODAY + 60):
        alone = max(score("98.01.01", sharp, day=day), score("98.01.01", lasting, day=day))
        assert score("98.01.01", sharp, lasting, day=day) == alone


def test_an_unplaced_issue_colours_nothing():
    assert not scores(evidence(issue(None, severity=25)), TREE, TODAY).any()


def test_evidence_placed_at_a_provinsi_colours_nothing_below_it():
    cubes = region_cubes(evidence(issue("98", severity=25)), TREE, TODAY)
    assert [TREE.codes[i] for i in np.flatnonzero(cubes)] == ["98"]


def test_a_region_without_evidence_scores_zero_and_explains_itself_with_nothing():
    breakdown = explain(evidence(issue("99.01.01")), TREE, "98", TODAY)
    assert (breakdown.score, len(breakdown.share)) == (0, 0)


def test_without_a_piece_is_what_the_score_would_be_if_it_had_not_been():
    large, small = issue(severity=20, row=1), issue(severity=8, row=2)
    breakdown = explain(evidence(large, small), TREE, "98.01", TODAY)
    assert breakdown.row.tolist() == [1, 2]
    assert breakdown.without.tolist() == [score("98.01", small), score("98.01", large)]


def test_without_the_only_piece_the_score_is_zero_exactly():
    assert explain(evidence(issue(severity=20)), TREE, "98.01", TODAY).without.tolist() == [0]


def test_without_a_piece_its_strongest_duplicate_takes_its_place():
    first, second = issue(severity=20, group=1, row=1), issue(severity=8, group=1, row=2)
    breakdown = explain(evidence(first, second), TREE, "98.01", TODAY)
    assert breakdown.row.tolist() == [1]
    assert breakdown.without.tolist() == pytest.approx([score("98.01", second)])


def test_shares_are_subtotalled_by_dimension():
    rows = [issue(severity=10, dimension=0), issue(severity=10, dimension=3), issue(severity=10, dimension=-1)]
    breakdown = explain(evidence(*rows), TREE, "98", TODAY)
    third = breakdown.score / 3
    assert breakdown.by_dimension == pytest.approx({"A": third, "T": 0, "H": 0, "G": third, "": third})


def test_parts_of_a_score_are_sums_over_a_part_of_the_evidence():
    rows = [issue(severity=10, conflict_source=2), issue(severity=12, conflict_source=-1)]
    parts = part_cubes(evidence(*rows), TREE, TODAY, "conflict_source")
    of = [region_cubes(evidence(row), TREE, TODAY) for row in rows]
    assert np.array_equal(parts[2], of[0])
    assert np.array_equal(parts[-1], of[1])


def test_rows_out_of_order_are_refused_because_sums_would_depend_on_arrival():
    unsorted = evidence(issue(day=-3), issue(day=-1)).take(np.array([1, 0]))
    with pytest.raises(ValueError, match="canonically"):
        Weigher(unsorted)


def test_the_pressure_of_neighbours_is_their_energy_by_shared_border():
    i, j = np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 0, 0], np.int32)
    km, energy = np.array([30.0, 10, 30, 10]), np.array([0.0, 1, 0.2, 9])
    assert pressure(i, j, km, energy).tolist() == pytest.approx([0.75 * 1 + 0.25 * 0.2, 0, 0, 0])
