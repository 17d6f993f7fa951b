"""What assessments promise: drafts count nothing, grave ones need two people, and no person is ever a subject."""

from datetime import timedelta

import pytest
from support import make_incident, make_reader, store_incidents

from poa_geo.domain.assessment import Judgement, matrix, region_issue
from poa_geo.domain.filter import Filter
from poa_geo.errors import Conflict, InvalidRecord, NotFound, NotPermitted, StepNotAllowed
from poa_geo.services import assessments
from poa_geo.services.installation import Installation
from poa_geo.services.situation import explain, situation

KECAMATAN = "64.02.05"
ANALYST = make_reader(account_id="analis")
SECOND = make_reader(account_id="kedua")
LEADER = make_reader("pimpinan", account_id="pimpinan")


def judgement(office: Installation, **changes) -> Judgement:
    values = {
        "dimension": "H",
        "life_field": "ekonomi",
        "likelihood": 3,
        "impact": 3,
        "rationale": "Lahan pengganti belum disepakati.",
        "review_by": office.today() + timedelta(days=30),
    }
    return Judgement(**values | changes)


def score(office: Installation, days: int = 0) -> float:
    return explain(office, ANALYST, KECAMATAN, office.today() + timedelta(days=days)).score


def assess(office: Installation, kind="region_issue", subject=None, **changes):
    """Draft and submit; a second reader approves where one is needed."""
    made = assessments.draft(
        office, ANALYST, kind, subject or region_issue(KECAMATAN, "ekonomi"), judgement(office, **changes)
    )
    handed = assessments.submit(office, ANALYST, made.id, expected_version=1)
    if handed.status == "disetujui":
        return handed
    return assessments.approve(office, SECOND, made.id, expected_version=2)


def test_a_draft_counts_nothing_and_an_approval_counts_at_once(office: Installation):
    made = assessments.draft(office, ANALYST, "region_issue", region_issue(KECAMATAN, "ekonomi"), judgement(office))
    assert score(office) == 0
    assert assessments.submit(office, ANALYST, made.id, expected_version=1).status == "disetujui"
    assert score(office) > 0


def test_fifteen_and_above_waits_for_somebody_else(sqlite_office: Installation):
    office = sqlite_office
    issue = region_issue(KECAMATAN, "ekonomi")
    made = assessments.draft(office, ANALYST, "region_issue", issue, judgement(office, likelihood=5))
    assert assessments.submit(office, ANALYST, made.id, expected_version=1).status == "diajukan"
    assert score(office) == 0
    with pytest.raises(NotPermitted, match="orang lain"):
        assessments.approve(office, ANALYST, made.id, expected_version=2)
    with pytest.raises(NotPermitted):
        assessments.approve(office, LEADER, made.id, expected_version=2)
    done = assessments.approve(office, SECOND, made.id, expected_version=2)
    assert (done.assessor, done.second_reader) == ("analis", "kedua")
    assert score(office) == pytest.approx(50)


@pytest.mark.parametrize("kind", ["presence", "person", "account", ""])
def test_a_person_is_never_assessed(sqlite_office: Installation, kind: str):
    with pytest.raises(NotPermitted, match="tidak menilai orang"):
        assessments.draft(sqlite_office, ANALYST, kind, "x", judgement(sqlite_office))


@pytest.mark.parametrize(
    "wrong",
    [{"rationale": " "}, {"likelihood": 6}, {"impact": 0}, {"dimension": "X"}, {"life_field": "agama"}],
)
def test_an_incomplete_judgement_is_refused(sqlite_office: Installation, wrong: dict):
    with pytest.raises(InvalidRecord):
        assess(sqlite_office, **wrong)


@pytest.mark.parametrize("days", [0, 91])
def test_a_review_is_due_between_tomorrow_and_ninety_days(sqlite_office: Installation, days: int):
    with pytest.raises(InvalidRecord, match="90 hari"):
        assess(sqlite_office, review_by=sqlite_office.today() + timedelta(days=days))


def test_a_new_judgement_replaces_the_old_one_of_its_dimension_and_the_score_follows(sqlite_office: Installation):
    office = sqlite_office
    first = assess(office, likelihood=4)
    before = score(office)
    assess(office, likelihood=1)
    assert assessments.get(office, ANALYST, first.id).status == "digantikan"
    assert score(office) < before


def test_several_assessments_of_one_issue_are_one_piece(sqlite_office: Installation):
    assess(sqlite_office, dimension="A")
    assess(sqlite_office, dimension="T", likelihood=4)
    pieces = explain(sqlite_office, ANALYST, KECAMATAN).pieces
    assert [(piece.kind, piece.title, piece.dimension) for piece in pieces] == [
        ("region_issue", "Ekonomi, Muara Badak", "T")
    ]


def test_an_assessed_matter_fades_like_a_potential_and_faster_once_it_is_closed(sqlite_office: Installation):
    office = sqlite_office
    made = assess(office)
    left_open = score(office, 30)
    now = score(office)
    with pytest.raises(InvalidRecord):
        assessments.close_matter(office, ANALYST, made.id, closed_on=office.today(), outcome="")
    assessments.close_matter(office, ANALYST, made.id, closed_on=office.today(), outcome="Lahan pengganti diserahkan.")
    assert score(office) <= now
    assert score(office, 30) < left_open


def test_an_assessment_of_an_incident_sets_its_severity_and_is_no_evidence_of_its_own(sqlite_office: Installation):
    office = sqlite_office
    incident = make_incident(event_date=office.today(), form="unjuk_rasa")
    store_incidents(office, incident)
    assess(office, "incident", incident.id, likelihood=5)
    pieces = explain(office, ANALYST, KECAMATAN).pieces
    assert [(piece.id, piece.kind) for piece in pieces] == [(incident.id, "incident")]
    assert score(office) == pytest.approx(50)


def test_what_lies_outside_scope_or_clearance_is_not_assessed_nor_named(sqlite_office: Installation):
    office = sqlite_office
    secret = make_incident(event_date=office.today(), classification="rahasia")
    store_incidents(office, secret)
    elsewhere = make_reader("verifikator_kabkota", "64.71", account_id="lain")
    with pytest.raises(NotPermitted):
        assessments.draft(office, elsewhere, "region_issue", region_issue(KECAMATAN, "ekonomi"), judgement(office))
    made = assess(office, "incident", secret.id)
    with pytest.raises(NotFound):
        assessments.get(office, elsewhere, made.id)
    assert assessments.every(office, elsewhere) == []


def test_a_piece_above_clearance_has_a_share_and_no_name(sqlite_office: Installation):
    office = sqlite_office
    store_incidents(office, make_incident(event_date=office.today(), classification="rahasia"))
    told = explain(office, make_reader("operator_kabkota", account_id="op"), KECAMATAN)
    assert [(piece.id, piece.title) for piece in told.pieces] == [(None, "")]
    assert told.pieces[0].share == pytest.approx(told.score)


def test_the_second_to_save_is_told_what_changed(sqlite_office: Installation):
    office = sqlite_office
    issue = region_issue(KECAMATAN, "ekonomi")
    made = assessments.draft(office, ANALYST, "region_issue", issue, judgement(office))
    assessments.revise(office, ANALYST, made.id, judgement(office, likelihood=4), expected_version=1)
    with pytest.raises(Conflict, match="kemungkinan"):
        assessments.revise(office, ANALYST, made.id, judgement(office, impact=2), expected_version=1)


def test_only_its_author_revises_a_draft_and_nobody_revises_what_is_approved(sqlite_office: Installation):
    office = sqlite_office
    made = assess(office)
    with pytest.raises(NotPermitted):
        assessments.revise(office, ANALYST, made.id, judgement(office), expected_version=made.version)
    with pytest.raises(StepNotAllowed):
        assessments.submit(office, ANALYST, made.id, expected_version=made.version)
    with pytest.raises(StepNotAllowed):
        assessments.refuse(office, SECOND, made.id, reason="Terlambat.", expected_version=made.version)


def test_the_matrix_counts_every_assessment_once(sqlite_office: Installation):
    office = sqlite_office
    for field in ("ekonomi", "politik"):
        assess(office, subject=region_issue(KECAMATAN, field))
    rows = [row for row in assessments.every(office, ANALYST) if assessments.stands(row)]
    cells = matrix(rows)
    assert (cells[3, 3], sum(cells.values()), len(cells)) == (2, 2, 25)


def test_assessments_cover_nothing(sqlite_office: Installation):
    assess(sqlite_office)
    told = situation(sqlite_office, ANALYST, Filter(region="64.02"))
    assert not any(region.is_covered for region in told.regions)
