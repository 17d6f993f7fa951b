"""Colours, coverage, and how colours move from day to day."""

import numpy as np
import pytest
from made_up_evidence import CODES, TODAY, TREE, coverage, covered_throughout, evidence, issue

from poa_geo.domain.evidence import HISTORICAL, NIL, NO_DAY
from poa_geo.reference import table
from poa_geo.risk.band import BAND_CODES, NO_BAND, BandRule
from poa_geo.risk.band_path import BandPath, path
from poa_geo.risk.coverage import covered
from poa_geo.risk.legal_floor import LegalFloor
from poa_geo.risk.method import SCORING_COLUMNS, method_version
from poa_geo.risk.score import score_of_single, scores

KECAMATAN = TREE.index("98.01.01")
NO_REPORTS = coverage()


def covered_codes(marks, day: int = 0) -> list[str]:
    return [code for code, is_covered in zip(CODES, covered(marks, TREE, TODAY + day), strict=True) if is_covered]


def walk(rows, reports, first: int, last: int, **more) -> BandPath:
    return path(evidence(*rows), reports, TREE, TODAY + first, TODAY + last, **more)


def band(walked: BandPath, code: str = "98.01.01") -> str:
    return BAND_CODES[walked.state.band[TREE.index(code)]]


def test_a_report_covers_its_region_for_fourteen_days():
    marks = coverage(("98.01.01", 0))
    assert [len(covered_codes(marks, day)) for day in (-1, 0, 13, 14)] == [0, 1, 1, 0]


def test_a_nil_report_covers_its_region_and_everything_inside():
    marks = coverage(("98.02", 0), kind=NIL)
    assert {"98.02", "98.02.01", "98.02.02"} <= set(covered_codes(marks))


def test_an_ordinary_report_does_not_cover_what_lies_inside():
    assert covered_codes(coverage(("98.01", 0))) == ["98", "98.01"]  # one of two kabupaten covers the provinsi


def test_a_parent_is_covered_by_half_of_its_children():
    assert covered_codes(coverage(("98.01.01", 0))) == ["98.01.01"]
    assert "98.01" in covered_codes(coverage(("98.01.01", 0), ("98.01.02", 0)))
    assert "98.02" in covered_codes(coverage(("98.02.01", 0)))


def test_historical_feeds_cover_nothing():
    assert covered_codes(coverage(("98.01.01", 0), kind=HISTORICAL)) == []


@pytest.mark.parametrize(("severity", "expected"), [(5, "hijau"), (6, "kuning"), (14, "kuning"), (15, "merah")])
def test_a_single_fresh_issue_gives_the_band_of_the_five_by_five_matrix(severity, expected):
    score = scores(evidence(issue(severity=severity)), TREE, TODAY)
    everywhere = np.ones(len(TREE), dtype=bool)
    shown = BandRule.of(TREE).instantaneous(score, everywhere)
    assert BAND_CODES[shown[KECAMATAN]] == BAND_CODES[shown[TREE.index("98.01")]] == expected


def test_a_provinsi_needs_more_than_a_kabupaten_for_the_same_colour():
    starts = {int(row["level"]): (float(row["kuning_from"]), float(row["merah_from"])) for row in table("bands")}
    assert starts[2] == starts[3] == (6, 15)
    assert starts[1] > starts[2]


def test_a_region_nobody_reported_on_is_grey_not_green():
    walked = walk([], coverage(("98.01.01", 0)), 0, 0)
    assert (band(walked), band(walked, "98.01.02")) == ("hijau", "abu")


def test_an_uncovered_region_with_evidence_shows_its_colour():
    walked = walk([issue(severity=9)], NO_REPORTS, 0, 0)
    assert band(walked) == "kuning"
    assert not walked.state.is_covered[KECAMATAN]


def test_a_band_rises_at_once_by_two_steps():
    walked = walk([issue(severity=25, day=5)], covered_throughout(-20, 10), 0, 5)
    assert band(walked) == "merah"
    assert BAND_CODES[walked.state.previous[KECAMATAN]] == "hijau"
    assert walked.state.since[KECAMATAN] == TODAY + 5


def test_a_band_falls_one_step_after_fourteen_calm_days_and_another_after_fourteen_more():
    closed = issue(severity=16, day=0, closed_day=0)
    calm = next(d for d in range(100) if calm_on(closed, d, 15))
    shown = [band(walk([closed], covered_throughout(-20, 90), 0, day)) for day in range(60)]
    first_kuning = calm + 13
    assert shown[: first_kuning + 1] == ["merah"] * first_kuning + ["kuning"]
    second_calm = max(first_kuning + 1, next(d for d in range(100) if calm_on(closed, d, 6)))
    assert shown.index("hijau") == second_calm + 13


def calm_on(row, day: int, start: float) -> bool:
    return bool(scores(evidence(row), TREE, TODAY + day)[KECAMATAN] < 0.9 * score_of_single(start))


def test_without_coverage_a_band_holds():
    closed = issue(severity=16, day=0, closed_day=0)
    assert band(walk([closed], covered_throughout(-20, 0), 0, 200)) == "merah"


def test_uncovered_days_pause_the_count_and_do_not_restart_it():
    closed = issue(severity=16, day=0, closed_day=0)
    throughout = walk([closed], covered_throughout(-20, 90), 0, 30).changes
    fell = int(throughout.day[(throughout.region == KECAMATAN) & (throughout.band == 1)][0])
    days = [day for day in range(-20, 90) if not 1 < day < 25]
    paused = walk([closed], coverage(*(("98", day) for day in days), kind=NIL), 0, 60).changes
    fell_later = int(paused.day[(paused.region == KECAMATAN) & (paused.band == 1)][0])
    assert fell_later == fell + 10  # the report of day 1 covers until day 14; days 15 to 24 are uncovered


def test_a_legal_status_keeps_a_region_at_merah_while_it_is_in_force():
    declared = LegalFloor(TREE, (CODES[KECAMATAN],), (TODAY - 30,), (TODAY + 10,))
    held = walk([], covered_throughout(-20, 90), 0, 5, legal_floor=declared)
    assert (band(held), band(held, "98.01")) == ("merah", "hijau")
    assert held.earliest_fall[KECAMATAN] == TODAY + 10 + 14


def test_the_earliest_fall_is_the_day_the_band_falls_if_nothing_new_happens():
    rows = [issue(severity=16, day=0), issue(severity=9, day=-3, closed_day=2, half_life=90)]
    walked = walk(rows, covered_throughout(-20, 300), -10, 4)
    promised = int(walked.earliest_fall[KECAMATAN])
    later = walk(rows, covered_throughout(-20, 300), -10, 300).changes
    fallen = later.day[(later.region == KECAMATAN) & (later.day > TODAY + 4)]
    assert promised == fallen[0]


def test_green_has_no_fall_ahead():
    assert set(walk([], covered_throughout(-20, 3), 0, 3).earliest_fall) == {NO_DAY}


def test_before_its_first_day_a_path_has_the_instantaneous_band():
    walked = walk([issue(severity=16, day=-40)], covered_throughout(-60, 0), 0, 0)
    assert band(walked) == "kuning"
    assert walked.state.previous[KECAMATAN] == NO_BAND
    assert walked.state.since[KECAMATAN] == TODAY - 1


def test_a_path_remembers_every_change_and_nothing_else():
    changes = walk([issue(severity=9, day=3)], covered_throughout(-20, 9), 0, 9).changes
    seen = [(int(d) - TODAY, CODES[r], BAND_CODES[b]) for d, r, b in zip(*vars(changes).values(), strict=True)]
    assert seen == [(3, "98.01", "kuning"), (3, "98.01.01", "kuning")]


def test_the_method_version_covers_every_table_of_numbers_and_ignores_labels():
    assert len(method_version()) == 12
    for name, columns in SCORING_COLUMNS.items():
        assert set(columns) <= set(table(name)[0])
        assert not any(column.startswith(("label", "help")) for column in columns)
