"""Follow-up, the plan of the year, nil reports and closing: what an office does after a region turned yellow."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from openpyxl import load_workbook
from support import FIRST_DAY, make_incident, make_reader, store_incidents

from poa_geo.access.reader import SYSTEM
from poa_geo.domain.filter import Filter
from poa_geo.domain.situation import RegionStatus
from poa_geo.errors import Conflict, InvalidRecord, NotFound, NotPermitted, StepNotAllowed
from poa_geo.services import actions, closing, data_quality, nil_reports, plan_items, reports
from poa_geo.services.installation import Installation
from poa_geo.services.region_path import region_path
from poa_geo.services.situation import situation
from poa_geo.services.summary import summary

ANALYST = make_reader()
CAMAT = make_reader("operator_kecamatan", "64.02.05", account_id="camat")
CODE = "64.02.05"
Clock = Callable[[date], None]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stand on the first day; the returned function goes to another."""

    def go(day: date) -> None:
        moment = datetime.combine(day, time(6), UTC)
        monkeypatch.setattr(Installation, "now", lambda self: moment)

    go(FIRST_DAY)
    return go


def planned(office: Installation, title: str = "Mediasi", due_in: int = 3, **changes: object) -> actions.Action:
    values = {"title": title, "agency": "kesbangpol", "due_on": FIRST_DAY + timedelta(days=due_in), "region_code": CODE}
    return actions.add(office, ANALYST, values | changes)


def status_of(office: Installation, code: str) -> RegionStatus:
    found = situation(office, SYSTEM, Filter(region=code), list_limit=0).focus
    assert found is not None
    return found


# --- Follow-up ------------------------------------------------------------------------------------------------------


def test_the_overdue_stands_first_and_the_finished_last(office: Installation, clock: Clock) -> None:
    done = planned(office, "Selesai", 1)
    actions.change(office, ANALYST, done.id, {"status": "selesai", "outcome": "Sepakat"}, expected_version=1)
    planned(office, "Nanti", 9)
    planned(office, "Lewat", 2)
    clock(FIRST_DAY + timedelta(days=5))
    assert [one.title for one in actions.every(office, ANALYST)] == ["Lewat", "Nanti", "Selesai"]
    told = actions.open_for_region(office, ANALYST, "64.02")
    assert told is not None
    assert (told.title, told.days_late) == ("Lewat", 3)


def test_finishing_says_what_came_of_it(office: Installation) -> None:
    action = planned(office)
    with pytest.raises(InvalidRecord):
        actions.change(office, ANALYST, action.id, {"status": "selesai"}, expected_version=1)
    done = actions.change(office, ANALYST, action.id, {"status": "selesai", "outcome": "Sepakat"}, expected_version=1)
    assert done.done_on == FIRST_DAY
    assert actions.open_for_region(office, ANALYST, "64") is None


def test_a_status_takes_no_other_step(office: Installation) -> None:
    action = planned(office)
    stopped = actions.change(office, ANALYST, action.id, {"status": "batal"}, expected_version=1)
    with pytest.raises(StepNotAllowed):
        actions.change(
            office, ANALYST, action.id, {"status": "selesai", "outcome": "x"}, expected_version=stopped.version
        )


def test_the_second_of_two_editors_is_told(office: Installation) -> None:
    action = planned(office)
    actions.change(office, ANALYST, action.id, {"owner": "Camat"}, expected_version=1)
    with pytest.raises(Conflict):
        actions.change(office, ANALYST, action.id, {"owner": "Lurah"}, expected_version=1)
    assert actions.get(office, ANALYST, action.id).owner == "Camat"


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"agency": "tidak_ada"}, {"due_on": None}, {"region_code": ""}, {"due_on": date(2099, 1, 1)}],
)
def test_an_incomplete_follow_up_is_refused(office: Installation, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidRecord):
        planned(office, **wrong)
    assert actions.every(office, ANALYST) == []


def test_scope_and_rights_hold_for_follow_up(office: Installation) -> None:
    action = planned(office)
    neighbour = make_reader("operator_kabkota", "64.71")
    assert actions.every(office, neighbour) == []
    with pytest.raises(NotFound):
        actions.get(office, neighbour, action.id)
    with pytest.raises(NotPermitted):
        actions.add(office, neighbour, {**vars(action), "region_code": CODE})
    with pytest.raises(NotPermitted):
        actions.add(office, make_reader("pimpinan"), vars(action))
    assert actions.open_for_region(office, make_reader("auditor"), "64") is None


def test_the_first_screen_tells_owner_and_due_day(office: Installation) -> None:
    store_incidents(office, make_incident(form="kerusuhan"))
    planned(office, "Mediasi warga", owner="Camat Muara Badak")
    row = summary(office, ANALYST, "64.02").attention[0]
    assert (row.status.code, row.action, row.owner, row.due_on) == (
        CODE, "Mediasi warga", "Camat Muara Badak", FIRST_DAY + timedelta(days=3),
    )  # fmt: skip


# --- Closing --------------------------------------------------------------------------------------------------------


def test_closing_asks_what_was_done(office: Installation) -> None:
    incident = make_incident(form="kerusuhan")
    store_incidents(office, incident)
    for outcome, day in (("", FIRST_DAY), ("Sepakat", FIRST_DAY - timedelta(days=1)), ("Sepakat", date(2099, 1, 1))):
        with pytest.raises(InvalidRecord):
            closing.close_issue(office, ANALYST, incident.id, closed_on=day, outcome=outcome, expected_version=1)


def test_closing_never_raises_the_score_and_names_an_earlier_fall(office: Installation, clock: Clock) -> None:
    incident = make_incident(form="kerusuhan")
    store_incidents(office, incident)
    clock(FIRST_DAY + timedelta(days=2))
    before = closing.outlook(office, ANALYST, CODE)
    closed = closing.close_issue(
        office, ANALYST, incident.id, closed_on=office.today(), outcome="Sepakat", expected_version=1
    )
    after = closed.outlook
    assert after is not None
    assert after.status.score <= closed.score_before == before.status.score
    assert after.score_ahead < before.score_ahead
    assert after.status.earliest_fall is not None
    assert before.status.earliest_fall is not None
    assert after.status.earliest_fall < before.status.earliest_fall


def test_on_the_day_named_the_colour_has_fallen_when_nil_reports_kept_coming(
    office: Installation, clock: Clock
) -> None:
    incident = make_incident(form="blokade")
    store_incidents(office, incident)
    clock(FIRST_DAY + timedelta(days=1))
    closed = closing.close_issue(
        office, ANALYST, incident.id, closed_on=office.today(), outcome="Jalan dibuka", expected_version=1
    )
    assert closed.outlook is not None
    fall = closed.outlook.status.earliest_fall
    assert closed.outlook.status.band == "kuning"
    assert fall is not None
    day = FIRST_DAY + timedelta(days=1)
    while day < fall:
        clock(day)
        nil_reports.send(office, CAMAT, CODE, sense_of_safety=8)
        day += timedelta(days=7)
    clock(fall - timedelta(days=1))
    assert status_of(office, CODE).band == "kuning"
    clock(fall)
    assert status_of(office, CODE).band == "hijau"
    steps = region_path(office, ANALYST, CODE, since=FIRST_DAY - timedelta(days=5))
    assert [(step.kind, step.after) for step in steps if step.kind in ("warna", "ditutup")] == [
        ("warna", "kuning"), ("ditutup", None), ("warna", "hijau"),
    ]  # fmt: skip
    assert [step.detail for step in steps if step.kind == "ditutup"] == ["Jalan dibuka"]


def test_only_who_verifies_closes(office: Installation) -> None:
    incident = make_incident()
    store_incidents(office, incident)
    with pytest.raises(NotPermitted):
        closing.close_issue(office, CAMAT, incident.id, closed_on=FIRST_DAY, outcome="x", expected_version=1)


# --- Nil reports ----------------------------------------------------------------------------------------------------


def test_a_nil_report_takes_a_region_off_the_list_of_the_late(office: Installation) -> None:
    late = {one.code for one in nil_reports.late(office, CAMAT)}
    assert late == {CODE}
    report = nil_reports.send(office, CAMAT, CODE, sense_of_safety=7, peace_signs="Ronda malam aktif")
    assert (report.period_to, report.sense_of_safety) == (FIRST_DAY, 7)
    assert nil_reports.late(office, CAMAT) == []
    assert status_of(office, CODE).band == "hijau"


def test_pressing_twice_is_one_nil_report(office: Installation) -> None:
    first = nil_reports.send(office, CAMAT, CODE, sense_of_safety=7)
    assert nil_reports.send(office, CAMAT, CODE, sense_of_safety=7).id == first.id
    assert len(nil_reports.recent(office, CAMAT)) == 1


def test_a_nil_report_speaks_for_what_lies_below_and_half_of_the_children_for_their_parent(
    office: Installation,
) -> None:
    analyst = replace(ANALYST, scope=("64.74",))
    nil_reports.send(office, analyst, "64.74", sense_of_safety=None)
    assert nil_reports.late(office, analyst) == []


def test_a_nil_report_outside_the_scope_or_scale_is_refused(office: Installation) -> None:
    with pytest.raises(NotPermitted):
        nil_reports.send(office, CAMAT, "64.02.06", sense_of_safety=7)
    with pytest.raises(InvalidRecord):
        nil_reports.send(office, CAMAT, CODE, sense_of_safety=11)


# --- Plan -----------------------------------------------------------------------------------------------------------

ROW = {"year": 2026, "stage": "pencegahan", "action": "=Forum nelayan", "responsible": "Kesbangpol",
       "target_b04": "Forum terbentuk", "region_code": "64.02"}  # fmt: skip


def test_the_plan_of_a_period_leaves_as_a_workbook(office: Installation) -> None:
    item = plan_items.add(office, ANALYST, ROW)
    plan_items.change(office, ANALYST, item.id, {"progress_b04": 60}, expected_version=1)
    first, second = (plan_items.export(office, ANALYST, 2026, "b04") for _ in range(2))
    sheet = load_workbook(io.BytesIO(first)).worksheets[0]
    assert [cell.value for cell in sheet[2]][3:9] == [
        "'=Forum nelayan", "Kesbangpol", None, None, "Forum terbentuk", 60,
    ]  # fmt: skip
    assert first == second


@pytest.mark.parametrize("wrong", [{"year": 1900}, {"stage": "lain"}, {"action": ""}, {"progress_b04": 101}])
def test_an_impossible_plan_row_is_refused(office: Installation, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidRecord):
        plan_items.add(office, ANALYST, ROW | wrong)


def test_two_editors_of_a_plan_row_lose_nothing(office: Installation) -> None:
    item = plan_items.add(office, ANALYST, ROW)
    plan_items.change(office, ANALYST, item.id, {"progress_b04": 60}, expected_version=1)
    with pytest.raises(Conflict):
        plan_items.change(office, ANALYST, item.id, {"progress_b04": 70}, expected_version=1)


# --- Data quality ---------------------------------------------------------------------------------------------------


def counts(office: Installation) -> dict[str, int]:
    return {found.code: found.count for found in data_quality.findings(office, ANALYST)}


def test_every_defect_is_counted_and_opens_its_place(office: Installation, clock: Clock) -> None:
    quiet = counts(office)
    assert {code for code, count in quiet.items() if count} == {"late"}
    pair = [make_incident(duplicate_group="00000000-0000-7000-8000-000000000001", title="Dua kali") for _ in range(2)]
    store_incidents(office, *pair, make_incident(region_code=None, geo_precision=6, verification="belum"))
    planned(office, due_in=1)
    reports.add_pasted(office, ANALYST, "Mohon izin melaporkan, di Kec. Muara Badak situasi ramai.")
    clock(FIRST_DAY + timedelta(days=4))
    told = counts(office)
    assert {code: told[code] for code in ("unplaced", "unverified", "duplicates", "waiting", "overdue")} == {
        "unplaced": 1, "unverified": 1, "duplicates": 1, "waiting": 1, "overdue": 1,
    }  # fmt: skip
    pages = {example.page for found in data_quality.findings(office, ANALYST) for example in found.examples}
    assert pages == {"wilayah", "kejadian", "laporan_masuk", "tindak_lanjut"}


def test_coverage_tells_each_kabupaten_with_its_sources(office: Installation) -> None:
    store_incidents(office, make_incident(source_agency="polri"))
    nil_reports.send(office, CAMAT, CODE, sense_of_safety=7)
    rows = {row.code: row for row in data_quality.coverage(office, ANALYST)}
    assert len(rows) == 10
    assert (rows["64.02"].by_agency, rows["64.02"].nil_reports, rows["64.02"].covered_below) == ({"polri": 1}, 1, 1)
    assert rows["64.71"].days_silent is None


def test_the_page_of_data_quality_needs_its_right(office: Installation) -> None:
    with pytest.raises(NotPermitted):
        data_quality.findings(office, make_reader("pimpinan"))
