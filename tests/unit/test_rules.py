"""What a record must keep, for forms, sheets and feeds alike."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_geo.domain.rules import check_incident, check_nil_report, check_presence

TODAY = date(2026, 11, 21)
INCIDENT = {"title": "Blokade jalan", "event_date": date(2026, 8, 12), "stage": "peristiwa", "form": "blokade"}
PRESENCE = {"category": "H_TKA", "nationality": "CHN"}


def rules(values: dict[str, Any]) -> list[str]:
    return [problem.rule for problem in check_incident(INCIDENT | values, TODAY)]


def test_a_complete_incident_and_a_complete_presence_have_no_problem() -> None:
    assert check_incident(INCIDENT, TODAY) == []
    assert check_presence(PRESENCE, TODAY) == []


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"title": ""}, "missing"),
        ({"title": "x" * 301}, "too_long"),
        ({"form": "heboh"}, "unknown_code"),
        ({"verification": "pasti"}, "unknown_code"),
        ({"classification": "umum"}, "unknown_code"),
        ({"source_grade": "G"}, "unknown_code"),
        ({"event_date": TODAY + timedelta(days=1)}, "future"),
        ({"event_date": date(1900, 1, 1)}, "too_early"),
        ({"end_date": date(2026, 8, 11)}, "wrong_order"),
        ({"end_date": TODAY + timedelta(days=1)}, "future"),
        ({"deaths": -1}, "negative"),
        ({"displaced": 2_000_000}, "too_many"),
        ({"injured": 1, "injured_seriously": 2}, "serious_above_all"),
        ({"review_by": TODAY + timedelta(days=91)}, "late_review"),
        ({"closed_on": TODAY, "status": "ditangani"}, "closed_without_status"),
        ({"lon": 116.9, "lat": None}, "half_point"),
        ({"geo_precision": 7}, "unknown_code"),
    ],
)
def test_what_breaks_a_rule_is_named_once(values: dict[str, Any], rule: str) -> None:
    assert rules(values) == [rule]


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"category": None}, "missing"),
        ({"nationality": "XYZ"}, "unknown_code"),
        ({"subcategory": "C_WARTAWAN"}, "not_subcategory"),
        ({"from_date": date(2026, 2, 1), "to_date": date(2026, 1, 1)}, "wrong_order"),
        ({"entered_on": TODAY + timedelta(days=1)}, "future"),
        ({"permit_expires_on": date(2206, 1, 1)}, "too_far"),
        ({"dependants": -1}, "negative"),
    ],
)
def test_a_presence_that_breaks_a_rule_is_told_which(values: dict[str, Any], rule: str) -> None:
    assert [problem.rule for problem in check_presence(PRESENCE | values, TODAY)] == [rule]


def test_old_permit_codes_stay_valid() -> None:
    assert check_presence(PRESENCE | {"permit_type": "C312"}, TODAY) == []


def test_a_nil_report_covers_a_past_period_of_a_region() -> None:
    report = {"period_from": date(2026, 11, 1), "period_to": date(2026, 11, 20), "region_code": "64.02"}
    assert check_nil_report(report, TODAY) == []
    assert [p.rule for p in check_nil_report(report | {"region_code": None}, TODAY)] == ["missing"]
    assert [p.rule for p in check_nil_report(report | {"period_to": date(2026, 10, 1)}, TODAY)] == ["wrong_order"]
    assert [p.rule for p in check_nil_report(report | {"sense_of_safety": 11}, TODAY)] == ["unknown_code"]


def test_a_problem_names_the_column_as_people_know_it() -> None:
    (problem,) = check_incident(INCIDENT | {"end_date": date(2026, 8, 11)}, TODAY)
    assert str(problem) == "Tanggal tanggal_selesai 11/08/2026 mendahului tanggal tanggal_kejadian."


@given(st.dictionaries(st.sampled_from(["deaths", "injured", "displaced", "title", "chronology"]), st.none()))
def test_empty_fields_beside_the_required_ones_are_never_a_problem(values: dict[str, Any]) -> None:
    values.pop("title", None)
    assert rules(values) == []
