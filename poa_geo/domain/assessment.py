"""ATHG assessments: what one must say, how grave it is, and how lists show it. A subject is never a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import Assessment
from poa_geo.reference import by_code
from poa_geo.texts import mark

MACHINE = "assessment"
"""Name of its steps in ``reference/steps.csv``."""

DRAFT, SUBMITTED, APPROVED, REFUSED, REPLACED = "draf", "diajukan", "disetujui", "ditolak", "digantikan"
SUBJECT_KINDS = {
    "incident": mark("Kejadian"),
    "finding": mark("Temuan"),
    "organisation": mark("Organisasi"),
    "region_issue": mark("Persoalan wilayah"),
}
"""What may be assessed → what people call it."""

MATTERS_WITHOUT_RECORD = ("organisation", "region_issue")
"""Kinds whose assessed matter is closed on the assessment itself; an incident or a finding closes by its record."""

MAX_RATIONALE = 4_000
SEPARATOR = ":"

NO_RATIONALE = mark("Tuliskan dasar penilaian.")
LONG_RATIONALE = mark("Dasar penilaian terlalu panjang; paling banyak {limit} huruf.")
UNKNOWN_CHOICE = mark("Pilih {what} dari daftar.")
NOT_ON_SCALE = mark("Kemungkinan dan dampak dinilai 1 sampai 5.")
BAD_REVIEW = mark("Tinjau ulang paling cepat besok dan paling lambat {days} hari lagi.")


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What an assessor fills in."""

    dimension: str
    life_field: str
    likelihood: int
    impact: int
    rationale: str
    review_by: date

    @property
    def severity(self) -> int:
        """Return likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact


@dataclass(frozen=True, kw_only=True)
class AssessmentRow:
    """An assessment as lists show it, with the name of what it judges and whether that is still open."""

    assessment: Assessment
    title: str
    place: str
    is_open: bool

    @property
    def severity(self) -> int:
        """Return likelihood times impact, 1 to 25."""
        return self.assessment.likelihood * self.assessment.impact


def check(judgement: Judgement, today: date, review_days: int) -> list[RowProblem]:
    """Return what is wrong with a judgement on a day; empty when it may be stored."""
    scale = range(1, 6)
    latest = today + timedelta(days=review_days)
    found: list[tuple[bool, str, str, Mapping[str, Any]]] = [
        (judgement.dimension not in by_code("dimensions"), "dimension", UNKNOWN_CHOICE, {"what": "dimensi"}),
        (judgement.life_field not in by_code("life_fields"), "life_field", UNKNOWN_CHOICE, {"what": "bidang"}),
        (judgement.likelihood not in scale or judgement.impact not in scale, "likelihood", NOT_ON_SCALE, {}),
        (not judgement.rationale.strip(), "rationale", NO_RATIONALE, {}),
        (len(judgement.rationale) > MAX_RATIONALE, "rationale", LONG_RATIONALE, {"limit": MAX_RATIONALE}),
        (not today < judgement.review_by <= latest, "review_by", BAD_REVIEW, {"days": review_days}),
    ]
    return [RowProblem(field, "", field, message, dict(facts)) for is_wrong, field, message, facts in found if is_wrong]


def region_issue(code: str, life_field: str) -> str:
    """Return the id of a region's issue: one per region and field of life."""
    return f"{code}{SEPARATOR}{life_field}"


def parts_of_issue(subject_id: str) -> tuple[str, str]:
    """Return region code and field of life of a region's issue."""
    code, _, life_field = subject_id.partition(SEPARATOR)
    return code, life_field


def matrix(rows: Sequence[AssessmentRow]) -> dict[tuple[int, int], int]:
    """Return how many assessments stand in each cell (likelihood, impact) of the 5 × 5 matrix."""
    cells = {(likelihood, impact): 0 for likelihood in range(1, 6) for impact in range(1, 6)}
    for row in rows:
        cells[row.assessment.likelihood, row.assessment.impact] += 1
    return cells
