"""ATHG assessments: draft, submit, second reader, review. What is approved scores; what is drafted counts nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection
from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain import assessment as rules
from poa_geo.domain.assessment import AssessmentRow, Judgement
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Assessment
from poa_geo.domain.region import NATION, is_within
from poa_geo.domain.steps import require_step
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, mark
from poa_geo.reference import by_code, label
from poa_geo.risk.constants import constants
from poa_geo.services.history import versions_of
from poa_geo.services.installation import Installation, Write
from poa_geo.services.record_steps import may_see, next_version, placed, require_version, stored, visible
from poa_geo.store import assessments as store
from poa_geo.store import records

KIND, LABEL = "assessment", "penilaian"
REVISE = "assessment.revise"
"""The one change that is no step: a draft stays a draft."""

NOT_A_PERSON = mark("Penilaian ATHG tidak menilai orang. Pilih kejadian, temuan, organisasi, atau persoalan wilayah.")
OWN_ASSESSMENT = mark("Penilaian Anda sendiri harus dibaca dan disetujui orang lain.")
OTHERS_DRAFT = mark("Draf ini disusun orang lain. Buat penilaian baru bila pendapat Anda berbeda.")
NOT_SHOWN = mark("Rujukan ini rahasia dan tidak dinilai.")
NO_REASON = mark("Tuliskan alasan penolakan.")
NO_OUTCOME = mark("Tuliskan apa yang sudah dilakukan sebelum menutup persoalan.")
BAD_CLOSING = mark("Tanggal ditutup harus antara hari disetujui dan hari ini.")
OWN_RECORD = mark("Kejadian dan temuan ditutup pada catatannya sendiri.")
DUE_SOON_DAYS = 14
READ_RIGHT = {"incident": "incident.read", "finding": "finding.read", "organisation": "organisation.read"}
"""Kind of subject → the right to read its record."""


def draft(office: Installation, reader: Reader, kind: str, subject_id: str, judgement: Judgement) -> Assessment:
    """Write down a judgement of an issue; it counts nothing until it is approved.

    Parameters
    ----------
    kind : {"incident", "finding", "organisation", "region_issue"}
    subject_id : str
        Id of the record; of a region's issue as `domain.assessment.region_issue` makes it.
    judgement : Judgement

    Raises
    ------
    NotPermitted
        If a right is missing, the place lies outside the scope, or the subject is a person.
    InvalidRecord
        If the judgement is incomplete.
    NotFound
        If there is no such subject for this reader.

    """
    reader.require("assessment.write")
    _require_sound(office, judgement)
    with office.reading() as connection:
        placed = _subject(office, connection, reader, kind, subject_id)
    reader.require_region(placed["region_code"])
    if kind == "region_issue":  # its id says which field of life it belongs to
        judgement = replace(judgement, life_field=rules.parts_of_issue(subject_id)[1])
    with office.writing(reader, "assessment.draft") as write:
        made = Assessment(
            id=str(uuid7()),
            recorded_at=write.now,
            known_from=write.now,
            source_agency=reader.agency,
            created_by=reader.account_id,
            updated_by=reader.account_id,
            subject_kind=kind,
            subject_id=subject_id,
            assessed_on=office.today(),
            assessor=reader.account_id,
            **placed,
            **vars(judgement),
        )
        write.insert(KIND, vars(made))
    return made


def revise(
    office: Installation, reader: Reader, assessment_id: str, judgement: Judgement, *, expected_version: int
) -> Assessment:
    """Change one's own draft; `Conflict` names what somebody else changed meanwhile."""
    reader.require("assessment.write")
    _require_sound(office, judgement)

    def revised(before: Assessment) -> Assessment:
        if before.status != rules.DRAFT or before.assessor != reader.account_id:
            raise NotPermitted(OTHERS_DRAFT)
        return before.changed(**vars(judgement), assessed_on=office.today())

    return _step(office, reader, REVISE, assessment_id, expected_version, revised)


def submit(office: Installation, reader: Reader, assessment_id: str, *, expected_version: int) -> Assessment:
    """Hand in a draft: approved at once where it is light and the reader may approve, else it waits for a second."""
    reader.require("assessment.write")

    def submitted(before: Assessment) -> Assessment:
        if before.assessor != reader.account_id:
            raise NotPermitted(OTHERS_DRAFT)
        if is_grave(before.likelihood * before.impact) or not reader.can("assessment.approve"):
            return before.changed(status=rules.SUBMITTED)
        return before.changed(status=rules.APPROVED, approved_on=office.today())

    return _step(office, reader, "assessment.submit", assessment_id, expected_version, submitted)


def approve(office: Installation, reader: Reader, assessment_id: str, *, expected_version: int) -> Assessment:
    """Approve what another has assessed; from now on it scores, and replaces what it judges anew.

    Raises
    ------
    NotPermitted
        If the reader assessed it.
    StepNotAllowed
        If it does not wait for a second reader.

    """
    reader.require("assessment.approve")

    def approved(before: Assessment) -> Assessment:
        _require_another(reader, before)
        return before.changed(status=rules.APPROVED, second_reader=reader.account_id, approved_on=office.today())

    return _step(office, reader, "assessment.approve", assessment_id, expected_version, approved)


def refuse(
    office: Installation, reader: Reader, assessment_id: str, *, reason: str, expected_version: int
) -> Assessment:
    """Refuse what another has assessed, with a reason."""
    reader.require("assessment.approve")
    if not reason.strip():
        raise InvalidRecord([RowProblem("reason", "", "missing", NO_REASON)])

    def refused(before: Assessment) -> Assessment:
        _require_another(reader, before)
        return before.changed(status=rules.REFUSED, second_reader=reader.account_id)

    return _step(office, reader, "assessment.refuse", assessment_id, expected_version, refused, reason)


def take_back(office: Installation, reader: Reader, assessment_id: str, *, expected_version: int) -> Assessment:
    """Make one's own waiting assessment a draft again."""
    reader.require("assessment.write")

    def taken(before: Assessment) -> Assessment:
        if before.assessor != reader.account_id:
            raise NotPermitted(OTHERS_DRAFT)
        return before.changed(status=rules.DRAFT)

    return _step(office, reader, "assessment.take_back", assessment_id, expected_version, taken)


def close_matter(
    office: Installation, reader: Reader, assessment_id: str, *, closed_on: date, outcome: str
) -> Sequence[Assessment]:
    """Close an organisation's matter or a region's issue with what was done; its weight then ages faster.

    All its approved assessments close together. Incidents and findings close on their own records.
    """
    reader.require("assessment.approve")
    chosen = get(office, reader, assessment_id)
    if chosen.subject_kind not in rules.MATTERS_WITHOUT_RECORD:
        raise NotPermitted(OWN_RECORD)
    reader.require_region(chosen.region_code)
    if not outcome.strip():
        raise InvalidRecord([RowProblem("outcome", "", "missing", NO_OUTCOME)])
    with office.writing(reader, "assessment.close") as write:
        rows = store.of_subject(write.connection, chosen.subject_kind, chosen.subject_id)
        open_rows = [row for row in rows if row["status"] == rules.APPROVED and row["closed_on"] is None]
        if not open_rows:
            raise NotFound(kind=LABEL)
        if not max(row["approved_on"] for row in open_rows) <= closed_on <= office.today():
            raise InvalidRecord([RowProblem("closed_on", "", "closed_on", BAD_CLOSING)])
        return [
            next_version(write, KIND, Assessment(**row), closed_on=closed_on, outcome=outcome.strip())
            for row in open_rows
        ]


def get(office: Installation, reader: Reader, assessment_id: str) -> Assessment:
    """Return one assessment; `NotFound` where there is none that the reader may see."""
    reader.require("assessment.read")
    row = visible(reader, stored(office, KIND, assessment_id), LABEL)
    if not _may_see(reader, row):
        raise NotFound(kind=LABEL)
    return Assessment(**row)


def history(office: Installation, reader: Reader, assessment_id: str) -> list[dict[str, Any]]:
    """Return every version of an assessment, oldest first, with the fields each one changed."""
    get(office, reader, assessment_id)
    return versions_of(office, KIND, assessment_id)


def every(office: Installation, reader: Reader, region: str = NATION) -> list[AssessmentRow]:
    """Return the assessments inside a region that the reader may see, the newest first, with what they judge."""
    reader.require("assessment.read")
    with office.reading() as connection:
        found = [
            Assessment(**row)
            for row in store.current(connection)
            if _may_see(reader, row) and is_within(row["region_code"], region)
        ]
        records_of = {
            kind: records.find(connection, kind, {one.subject_id for one in found if one.subject_kind == kind})
            for kind in READ_RIGHT
        }
    return [_row(office, reader, one, records_of.get(one.subject_kind, {}).get(one.subject_id)) for one in found]


def due_for_review(rows: Sequence[AssessmentRow], today: date) -> list[AssessmentRow]:
    """Return the approved assessments of open issues whose review is overdue or near, the oldest first."""
    until = today + timedelta(days=DUE_SOON_DAYS)
    due = [row for row in rows if stands(row) and row.assessment.review_by <= until]
    return sorted(due, key=lambda row: (row.assessment.review_by, row.assessment.id))


def stands(row: AssessmentRow) -> bool:
    """Say whether an assessment is approved and its issue open."""
    return row.assessment.status == rules.APPROVED and row.is_open


def is_grave(severity: int) -> bool:
    """Say whether a judgement needs a second reader."""
    return severity >= constants().second_reader_from


def _require_sound(office: Installation, judgement: Judgement) -> None:
    problems = rules.check(judgement, office.today(), int(constants().review_within_days))
    if problems:
        raise InvalidRecord(problems)


def _require_another(reader: Reader, before: Assessment) -> None:
    if reader.account_id is None or reader.account_id in (before.assessor, before.created_by):
        raise NotPermitted(OWN_ASSESSMENT)


def _subject(
    office: Installation, connection: Connection, reader: Reader, kind: str, subject_id: str
) -> dict[str, Any]:
    """Return place and classification of a subject; stops where it is a person or not the reader's to see."""
    if kind not in rules.SUBJECT_KINDS:
        raise NotPermitted(NOT_A_PERSON)
    if kind == "region_issue":
        code, life_field = rules.parts_of_issue(subject_id)
        if life_field not in by_code("life_fields"):
            raise NotFound(kind="persoalan wilayah")
        return placed(office, code) | {"classification": "terbatas"}
    reader.require(READ_RIGHT[kind])
    row = visible(reader, records.find(connection, kind, [subject_id]).get(subject_id), "yang dinilai")
    if kind == "finding" and by_code("finding_types").get(row["finding_type"], {}).get("is_shown") == "0":
        raise NotPermitted(NOT_SHOWN)
    return {name: row[name] for name in ("region_code", "geo_precision", "classification")}


def _step(
    office: Installation,
    reader: Reader,
    action: str,
    assessment_id: str,
    expected_version: int,
    changed: Callable[[Assessment], Assessment],
    reason: str | None = None,
) -> Assessment:
    """Take one step of the state machine, as one transaction; an approval retires what it replaces."""
    before = get(office, reader, assessment_id)
    reader.require_region(before.region_code)
    require_version(office, KIND, before, expected_version)
    after = changed(before)
    if action != REVISE:
        require_step(rules.MACHINE, before.status, after.status)
    with office.writing(reader, action) as write:
        if after.status == rules.APPROVED:
            _retire(write, after)
        return next_version(write, KIND, after, reason=reason)


def _retire(write: Write, approved: Assessment) -> None:
    """Replace the earlier judgements of the same issue in the same dimension."""
    for row in store.of_subject(write.connection, approved.subject_kind, approved.subject_id):
        if row["status"] == rules.APPROVED and row["dimension"] == approved.dimension and row["id"] != approved.id:
            next_version(write, KIND, Assessment(**row), status=rules.REPLACED)


def _may_see(reader: Reader, row: Mapping[str, Any]) -> bool:
    right = READ_RIGHT.get(row["subject_kind"])
    return may_see(reader, row) and (right is None or reader.can(right))


def _row(office: Installation, reader: Reader, one: Assessment, record: Mapping[str, Any] | None) -> AssessmentRow:
    place = office.tree[one.region_code].name if one.region_code and one.region_code in office.tree else "–"
    field = label("life_fields", one.life_field, reader.language)
    readable = record if record is not None and may_see(reader, record) else {}
    name = readable.get("title") or readable.get("name")
    if not name and readable.get("finding_type"):
        name = label("finding_types", readable["finding_type"], reader.language)
    is_open = one.closed_on is None and (record is None or record.get("closed_on") is None)
    return AssessmentRow(assessment=one, title=name or f"{field}, {place}", place=place, is_open=is_open)
