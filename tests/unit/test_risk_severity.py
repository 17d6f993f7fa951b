"""What an incident weighs before time passes."""

import numpy as np
import pytest

from poa_geo.reference import by_code, table
from poa_geo.risk.severity import credibility_of, dimension_of, half_life_of, positions, severity_of


def severity(form: str | None = "unjuk_rasa", **impact: int) -> float:
    return float(severity_of([form], {name: [count] for name, count in impact.items()})[0])


def test_an_incident_without_impact_has_the_severity_of_its_form():
    assert severity("blokade", deaths=0) == float(by_code("forms")["blokade"]["severity"])


def test_an_incident_whose_form_is_not_stated_counts_as_other():
    assert severity(None) == severity("lainnya") == severity("tidak_ada_di_tabel")


@pytest.mark.parametrize(
    ("impact", "at_least"),
    [
        ({"deaths": 1}, 20),
        ({"deaths": 9}, 20),
        ({"deaths": 10}, 25),
        ({"injured_seriously": 1}, 12),
        ({"displaced": 99}, 3),
        ({"displaced": 100}, 16),
        ({"buildings_burnt": 1}, 12),
        ({"deaths": 1, "displaced": 500}, 20),
    ],
)
def test_impact_raises_the_severity_of_a_peaceful_protest(impact, at_least):
    assert severity("unjuk_rasa", **impact) == at_least


def test_impact_never_lowers_the_severity_of_a_form():
    assert severity("serangan_teror", injured_seriously=1) == severity("serangan_teror") == 20


def test_no_form_is_beyond_the_scale():
    assert all(0 <= float(row["severity"]) <= 25 and float(row["half_life_days"]) > 0 for row in table("forms"))


@pytest.mark.parametrize(
    ("source", "information", "expected"),
    [("A", "1", 1), ("B", "2", 1), ("C", "1", 0.8), ("A", "4", 0.5), ("E", "3", 0.2), ("F", "1", 0.5), ("A", "6", 0.5)],
)
def test_the_weaker_of_both_grades_counts(source, information, expected):
    assert credibility_of([source], [information], ["terverifikasi"])[0] == np.float32(expected)


@pytest.mark.parametrize("verification", ["belum", "tidak_terbukti"])
def test_what_is_not_verified_or_refuted_counts_nothing(verification):
    assert credibility_of(["A"], ["1"], [verification])[0] == 0


def test_an_unknown_grade_counts_nothing():
    assert credibility_of([None], ["1"], ["terverifikasi"])[0] == 0


def test_a_potential_keeps_its_weight_for_longer_than_an_event():
    assert half_life_of(["blokade", "blokade"], ["potensi", "peristiwa"]).tolist() == [90, 30]


def test_a_potential_is_a_challenge_and_an_event_takes_the_dimension_of_its_form():
    position = positions("dimensions")
    stages = ["potensi", "peristiwa", "konflik"]
    expected = [position["T"], position["A"], position["A"]]
    assert dimension_of(["sweeping"] * 3, stages).tolist() == expected


@pytest.mark.parametrize(
    ("source", "grade", "verification"), [("UCDP", "A2", "terverifikasi"), ("ACLED", "B2", "terverifikasi")]
)
def test_curated_feeds_arrive_verified_with_their_grade(source, grade, verification):
    row = by_code("sources")[source]
    assert (row["source_grade"] + row["information_grade"], row["verification"]) == (grade, verification)


def test_machine_coded_feeds_arrive_unverified():
    assert by_code("sources")["GDELT"]["verification"] == "belum"
