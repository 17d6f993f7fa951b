"""What holds for any evidence."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_evidence import (
    CODES,
    TODAY,
    TREE,
    coverage,
    covered_throughout,
    evidence,
    issue,
    issues,
    numbered,
)

from poa_geo.domain.evidence import NIL, NO_DAY, REPORT, Coverage
from poa_geo.domain.region import parent_of
from poa_geo.risk.band import ABU, HIJAU, KUNING, MERAH, BandRule
from poa_geo.risk.band_path import path
from poa_geo.risk.coverage import covered
from poa_geo.risk.evidence import weights
from poa_geo.risk.explain import explain
from poa_geo.risk.score import energy_of, part_cubes, region_cubes, scores

DAYS = st.integers(-60, 120).map(lambda day: TODAY + day)
HAIR = 1e-9
"""Scores are compared after rounding to this."""


def holds_for(*examples_of, examples=60):
    return lambda test: settings(deadline=None, max_examples=examples)(given(*examples_of)(test))


def together(rows):
    """Suspected duplicates in one place: elsewhere the strongest of a group moves its weight from region to region."""
    return [row | {"region": 2 + row["group"]} if row["group"] >= 0 else row for row in rows]


def scored(rows, day=TODAY):
    return scores(evidence(*rows), TREE, day)


@holds_for(issues(), DAYS)
def test_a_score_stays_from_zero_to_below_a_hundred(rows, day):
    score = scored(rows * 200, day)
    assert np.all((score >= 0) & (score < 100))


@holds_for(issues(), issues(3), DAYS)
def test_more_evidence_never_lowers_a_score(rows, more, day):
    assert np.all(scored(together(rows + more), day) >= scored(together(rows), day) - HAIR)


@holds_for(issues(), st.data(), DAYS)
def test_a_graver_issue_never_lowers_a_score(rows, data, day):
    which = data.draw(st.integers(0, len(rows))) - 1
    graver = [row | {"severity": 25, "credibility": 1} if i == which else row for i, row in enumerate(together(rows))]
    assert np.all(scored(graver, day) >= scored(together(rows), day) - HAIR)


@holds_for(issues().flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(numbered(rows)))), DAYS)
def test_the_order_of_arrival_changes_no_digit(rows_and_shuffled, day):
    rows, shuffled = rows_and_shuffled
    assert np.array_equal(scored(rows, day), scored(shuffled, day))
    for part in ("dimension", "conflict_source"):
        parts = [part_cubes(evidence(*order), TREE, day, part) for order in rows_and_shuffled]
        assert np.array_equal(*parts)


@holds_for(issues(), issues(4), DAYS)
def test_what_is_unverified_or_refuted_counts_nothing(rows, doubtful, day):
    alone = [row | {"credibility": 0, "group": 9} for row in doubtful]
    assert np.array_equal(scored(rows + alone, day), scored(rows, day))


@holds_for(issues(4), DAYS)
def test_a_group_of_suspected_duplicates_scores_as_its_strongest(rows, day):
    group = [row | {"region": TREE.index("98.01.02"), "group": 7} for row in rows]
    strongest = max((scored([row], day).max() for row in group), default=0)
    assert scored(group, day).max() == pytest.approx(strongest, abs=HAIR)


@holds_for(issues(), st.integers(-200, 120), DAYS)
def test_closing_an_issue_never_raises_a_score(rows, closing, day):
    is_open = [row | {"closed_day": NO_DAY} for row in together(rows)]
    is_closed = [row | {"closed_day": max(row["day"], TODAY + closing)} for row in together(rows)]
    assert np.all(scored(is_closed, day) <= scored(is_open, day) + HAIR)


@holds_for(issues(), st.integers(0, 200))
def test_time_alone_never_raises_a_score(rows, days):
    known = [row for row in together(rows) if row["day"] <= TODAY]
    assert np.all(scored(known, TODAY + days) <= scored(known, TODAY) + HAIR)


@holds_for(issues(), DAYS)
def test_a_parent_has_at_least_the_energy_of_each_child(rows, day):
    energy = energy_of(region_cubes(evidence(*rows), TREE, day))
    for code in CODES:
        if parent_of(code):
            assert energy[TREE.index(parent_of(code))] >= energy[TREE.index(code)]


@holds_for(issues(), DAYS)
def test_a_parent_is_the_sum_of_its_own_evidence_and_its_children(rows, day):
    facts = evidence(*rows)
    cubes = region_cubes(facts, TREE, day)
    own = np.bincount(facts.region + 1, weights(facts, day) ** 3, minlength=len(TREE) + 1)[1:]
    for code in CODES:
        children = sum(cubes[TREE.index(child.code)] for child in TREE.children(code))
        assert cubes[TREE.index(code)] == pytest.approx(own[TREE.index(code)] + children, abs=1e-12)


@holds_for(issues(), DAYS)
def test_parts_add_up_to_the_whole(rows, day):
    facts = evidence(*rows)
    for part in ("dimension", "conflict_source"):
        assert np.allclose(part_cubes(facts, TREE, day, part).sum(axis=0), region_cubes(facts, TREE, day), atol=1e-12)


@holds_for(issues(), st.sampled_from(CODES), DAYS)
def test_shares_add_up_to_the_score_on_the_map(rows, code, day):
    facts = evidence(*numbered(rows))
    breakdown = explain(facts, TREE, code, day)
    assert breakdown.score == scores(facts, TREE, day)[TREE.index(code)]
    assert breakdown.share.sum() == pytest.approx(breakdown.score, abs=1e-9)
    assert sum(breakdown.by_dimension.values()) == pytest.approx(breakdown.score, abs=1e-9)


@holds_for(issues(), st.sampled_from(CODES), DAYS)
def test_without_a_piece_the_score_is_that_of_the_rest(rows, code, day):
    facts = evidence(*numbered(rows))
    breakdown = explain(facts, TREE, code, day)
    for index, without in zip(breakdown.index, breakdown.without, strict=True):
        rest = facts.take(np.arange(len(facts)) != index)
        assert without == pytest.approx(scores(rest, TREE, day)[TREE.index(code)], abs=1e-9)


@holds_for(issues(), DAYS, st.data())
def test_dimension_source_and_row_number_move_no_score(rows, day, data):
    names = [column.name for column in fields(evidence()) if column.name in ("dimension", "conflict_source", "row")]
    others = [row | {name: data.draw(st.integers(-1, 3)) for name in names} | {"group": -1} for row in rows]
    assert np.array_equal(scored([row | {"group": -1} for row in rows], day), scored(others, day))


def any_reports():
    marks = st.tuples(st.sampled_from(CODES), st.integers(-30, 80))
    return st.lists(marks, max_size=12).flatmap(
        lambda some: st.sampled_from([NIL, REPORT]).map(lambda kind: coverage(*some, kind=kind))
    )


@holds_for(any_reports(), any_reports(), st.integers(-30, 80))
def test_one_more_report_never_uncovers_a_region(some, more, day):
    both = Coverage(*(np.concatenate(pair) for pair in zip(vars(some).values(), vars(more).values(), strict=True)))
    assert np.all(covered(both, TREE, TODAY + day) >= covered(some, TREE, TODAY + day))


@holds_for(issues(6), any_reports(), examples=15)
def test_bands_rise_at_once_and_fall_one_step_after_fourteen_covered_calm_days(rows, reports):
    """The same path told by a plain loop over regions and days."""
    facts, last = evidence(*rows), TODAY + 45
    state = path(facts, reports, TREE, TODAY, last).state
    days = range(TODAY - 1, last + 1)
    seen = [(scores(facts, TREE, day), covered(reports, TREE, day)) for day in days]
    for region in range(len(TREE)):
        assert state.rank[region] == told_plainly([(round(r[region], 9), c[region]) for r, c in seen], region)


def told_plainly(seen, region):
    rule = BandRule.of(TREE)
    start, falls = [-1, rule.kuning_from[region], rule.merah_from[region]], rule.falls_below[:, region]
    rank, calm = max(r for r in (HIJAU, KUNING, MERAH) if seen[0][0] >= start[r]), 0
    for score, is_covered in seen[1:]:
        rank = max(rank, max(r for r in (HIJAU, KUNING, MERAH) if score >= start[r]))
        if rank == HIJAU or score >= falls[rank]:
            calm = 0
        elif is_covered:
            calm += 1
        if calm == 14:
            rank, calm = rank - 1, 0
    return rank


@holds_for(issues(6), any_reports(), examples=15)
def test_only_green_that_nothing_proves_is_grey(rows, reports):
    state = path(evidence(*rows), reports, TREE, TODAY, TODAY + 20).state
    assert np.array_equal(state.band == ABU, (state.rank == HIJAU) & ~state.is_covered)
    assert np.array_equal(state.band[state.band != ABU], state.rank[state.band != ABU])


@holds_for(issues(6), examples=8)
def test_the_earliest_fall_comes_true_if_nothing_new_happens(rows):
    known = [row for row in rows if row["age_from"] <= TODAY]
    known = [row | {"closed_day": row["closed_day"] if row["closed_day"] <= TODAY else NO_DAY} for row in known]
    reports = covered_throughout(-30, 200)
    promised = path(evidence(*known), reports, TREE, TODAY - 20, TODAY).earliest_fall
    changes = path(evidence(*known), reports, TREE, TODAY - 20, TODAY + 200).changes
    for region in range(len(TREE)):
        days = changes.day[(changes.region == region) & (changes.day > TODAY)]
        assert promised[region] == (days[0] if days.size else NO_DAY) or promised[region] > TODAY + 200


def test_a_path_walked_in_two_halves_ends_where_the_whole_path_ends():
    rows = [issue("98.01.01", severity=16, day=-30), issue("98.02.01", severity=12, day=4, closed_day=9)]
    reports, rule = covered_throughout(-60, 60), BandRule.of(TREE)
    facts, floor = evidence(*rows), np.zeros(len(TREE), dtype=bool)
    state = path(facts, reports, TREE, TODAY - 40, TODAY).state
    for day in range(TODAY + 1, TODAY + 40):
        state = rule.step(state, scores(facts, TREE, day), covered(reports, TREE, day), floor, day)
    whole = path(facts, reports, TREE, TODAY - 40, TODAY + 39).state
    assert all(np.array_equal(getattr(state, name), getattr(whole, name)) for name in vars(whole))
