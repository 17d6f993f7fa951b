"""A foreign community organisation (ormas asing): a body, not a person."""

from dataclasses import dataclass
from datetime import date

from poa_geo.domain.record import Record, Verification


@dataclass(frozen=True, kw_only=True)
class Organisation(Record):
    """What Permendagri 49/2010 article 19 wants known of one. Its country never moves a score.

    `documents` holds codes of ``reference/document_checklist.csv``, parted by commas.
    """

    name: str
    origin_country: str | None = None  # ISO 3166-1 alpha-3
    office: str | None = None
    partner_ministry: str | None = None
    mou_number: str | None = None
    field: str | None = None
    aims: str | None = None
    work_area: str | None = None
    work_pattern: str | None = None
    recommendation_letter: str | None = None
    funding_source: str | None = None
    foreign_staff: int | None = None
    local_staff: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    information_source: str | None = None
    documents: str | None = None
    decision: str | None = None  # persetujuan, penundaan, penolakan
    verification: Verification = "belum"
    verified_by: str | None = None
