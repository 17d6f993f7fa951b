"""What every record carries, and the words records share."""

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import IntEnum
from typing import Any, Literal, Self

Classification = Literal["biasa", "terbatas", "rahasia"]
CLASSIFICATIONS: tuple[Classification, ...] = ("biasa", "terbatas", "rahasia")
"""From open to closed; the position is the rank that a clearance is compared with."""

Verification = Literal["belum", "terverifikasi", "tidak_terbukti"]
VERIFICATIONS: tuple[Verification, ...] = ("belum", "terverifikasi", "tidak_terbukti")


class Precision(IntEnum):
    """How exactly a place is known (`geo_precision`)."""

    POINT = 1  # exact point or desa stated
    NEAR = 2  # within 25 km
    KECAMATAN = 3
    KABUPATEN = 4
    PROVINSI = 5
    UNKNOWN = 6


LEVEL_OF_PRECISION: dict[int, int] = {1: 3, 2: 2, 3: 3, 4: 2, 5: 1, 6: 0}
"""The finest level a record of a precision counts for; 0 is unplaced."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """The columns of every record kind.

    `region_code` is already cut to the level that `geo_precision` allows, so its level is the depth at which the
    record counts. `known_from` is when it could have been known, `recorded_at` when we wrote it.
    """

    id: str
    version: int = 1
    recorded_at: datetime
    known_from: datetime
    source_agency: str
    classification: Classification = "terbatas"
    region_code: str | None = None
    geo_precision: int = Precision.UNKNOWN
    source_name: str | None = None
    source_id: str | None = None
    source_revision: str | None = None  # orders contents of one source id: see `importers.merging`
    batch_id: str | None = None
    created_by: str | None = None
    updated_by: str | None = None
    is_deleted: bool = False

    def changed(self, **changes: Any) -> Self:
        """Return a copy with other values."""
        return replace(self, **changes)

    @classmethod
    def column_names(cls) -> tuple[str, ...]:
        """Return the names of all columns, in order."""
        return tuple(column.name for column in fields(cls))


@dataclass(frozen=True, kw_only=True)
class Incident(Record):
    """A social-conflict event or potential. `parties` names groups only, never persons."""

    event_date: date
    end_date: date | None = None
    date_precision: int = 1  # 1 day, 2 week, 3 month, 4 longer, as in UCDP `date_prec`
    event_time: str | None = None  # HH:MM, local to `time_zone`
    time_zone: str | None = None  # WIB, WITA, WIT
    title: str
    chronology: str | None = None
    conflict_source: str | None = None
    issue_type: str | None = None
    form: str | None = None
    realm: str = "fisik"
    cyber_topic: str | None = None  # what is talked about; never an account
    cyber_link: str | None = None
    stage: str = "peristiwa"  # potensi, peristiwa, konflik
    escalation: str | None = None  # PG, AG, GN
    deaths: int = 0
    injured: int = 0
    injured_seriously: int = 0
    displaced: int = 0
    buildings_damaged: int = 0
    buildings_burnt: int = 0
    crowd_band: str | None = None
    parties: str | None = None
    means: str | None = None  # dengan apa
    trigger: str | None = None
    root_cause: str | None = None
    efforts: str | None = None
    outcome: str | None = None
    verification: Verification = "belum"
    verified_on: date | None = None
    verified_by: str | None = None
    status: str = "baru"  # baru, ditangani, mereda, selesai
    source_grade: str = "F"
    information_grade: str = "6"
    updated_on: date | None = None  # last verified update of a potential
    review_by: date | None = None
    closed_on: date | None = None
    duplicate_group: str | None = None
    lon: float | None = None
    lat: float | None = None
    placed_by: str | None = None  # kode, titik, titik_skematik
    stated_code: str | None = None  # region the report itself names, and how exact it says its place is: with the
    stated_precision: int | None = None  # point, all that placing needs when boundaries change


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What tells a person apart: sealed at rest, masked on screen."""

    full_name: str
    passport_number: str | None = None
    birth_date: date | None = None
    birth_place: str | None = None
    address: str | None = None
    permit_number: str | None = None
    contact: str | None = None


@dataclass(frozen=True, kw_only=True)
class Presence(Record):
    """One foreign national's registration. It is never evidence: no field of it moves a score."""

    category: str
    subcategory: str | None = None
    nationality: str | None = None  # ISO 3166-1 alpha-3
    sex: str | None = None  # L, P
    identity: Identity | None = field(default=None, repr=False)
    permit_type: str | None = None
    visa_index: str | None = None
    permit_expires_on: date | None = None
    passport_expires_on: date | None = None
    entered_on: date | None = None
    sponsor: str | None = None
    purpose: str | None = None
    position: str | None = None
    accommodation: str | None = None
    from_date: date | None = None
    to_date: date | None = None
    decision: str | None = None  # persetujuan, penundaan, penolakan
    dependants: int = 0
    rptka_number: str | None = None
    work_sector: str | None = None
    local_counterpart: bool | None = None
    employer: str | None = None
    rptka_valid_until: date | None = None
    work_location: str | None = None
    issuing_office: str | None = None
    entry_point: str | None = None
    checked_in_on: date | None = None
    checked_out_on: date | None = None
    apoa_receipt: str | None = None
    last_reported_on: date | None = None
    information_source: str | None = None
    documents: str | None = None  # codes of the checklist that were seen, parted by commas
    monitoring_result: str | None = None
    recommendation: str | None = None
    legal_basis: str | None = None
    retain_until: date | None = None
    verification: Verification = "belum"
    verified_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Assessment(Record):
    """An ATHG judgement of an issue; never of a person."""

    subject_kind: str  # incident, finding, organisation, region_issue
    subject_id: str
    dimension: str  # A, T, H, G
    life_field: str  # ideologi, politik, ekonomi, sosial_budaya, hankam
    likelihood: int
    impact: int
    rationale: str
    review_by: date
    status: str = "draf"  # draf, diajukan, disetujui, ditolak, digantikan
    assessed_on: date
    assessor: str | None = None
    second_reader: str | None = None
    approved_on: date | None = None
    closed_on: date | None = None  # of a matter without a record of its own: organisation, region issue
    outcome: str | None = None


@dataclass(frozen=True, kw_only=True)
class NilReport(Record):
    """Nothing happened: proof that a region was looked at."""

    period_from: date
    period_to: date
    received_on: date
    sense_of_safety: int | None = None  # 1-10
    peace_signs: str | None = None
