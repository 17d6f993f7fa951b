"""Status keadaan konflik (UU 7/2012): entered by the province role from a decree, extended or lifted, never scored.

While it is in force its area is at least merah; it stands apart from the score on every screen.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.domain.legal_status import LegalStatus
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.region import NATION, is_within, level_of
from poa_geo.errors import InvalidRecord, StepNotAllowed, mark
from poa_geo.reference import by_code
from poa_geo.services.installation import Installation
from poa_geo.services.record_steps import every_row, may_see, next_version, placed, require_version, stored, visible

KIND, LABEL = "legal_status", "status keadaan konflik"
LONGEST_DAYS = 90
EXTENSION_DAYS = 30
"""UU 7/2012: declared for at most 90 days, extended for at most 30 more."""

NO_DECREE = mark("Isi nomor keputusan dan jabatan pejabat yang menetapkan.")
BAD_SCALE = mark("Skala {scale} tidak sesuai dengan wilayah yang dipilih.")
BAD_DATES = mark("Masa berlaku dihitung dari tanggal penetapan dan paling lama {days} hari.")
LATER = mark("Tanggal penetapan belum tiba.")
BAD_EXTENSION = mark("Perpanjangan paling lama {days} hari setelah masa berlaku.")
NO_REASON = mark("Tuliskan dasar perpanjangan atau pencabutan, misalnya nomor keputusannya.")


@dataclass(frozen=True, kw_only=True)
class Decree:
    """What is entered from a decree. `official` is an office such as `Bupati Paser`, never a person's name."""

    region_code: str
    scale: str
    decree_number: str
    official: str
    declared_on: date
    valid_until: date


def declare(office: Installation, reader: Reader, decree: Decree) -> LegalStatus:
    """Enter a declared state of conflict; its area is at least merah from that day on.

    Raises
    ------
    NotPermitted
        If the reader has no province role, or the region lies outside the scope.
    InvalidRecord
        If the decree is incomplete, longer than the law allows, or of another level than its region.

    """
    reader.require("legal_status.write")
    placement = placed(office, decree.region_code)
    reader.require_region(decree.region_code)
    _require_sound(decree, office.today())
    with office.writing(reader, "legal_status.declare") as write:
        made = LegalStatus(
            id=str(uuid7()),
            recorded_at=write.now,
            known_from=write.now,
            source_agency=reader.agency,
            classification="biasa",  # a decree is public
            **placement,
            created_by=reader.account_id,
            updated_by=reader.account_id,
            scale=decree.scale,
            decree_number=decree.decree_number.strip(),
            official=decree.official.strip(),
            declared_on=decree.declared_on,
            valid_until=decree.valid_until,
        )
        write.insert(KIND, vars(made))
    return made


def extend(
    office: Installation, reader: Reader, status_id: str, *, valid_until: date, reason: str, expected_version: int
) -> LegalStatus:
    """Extend a status that is in force, once, by what the law allows."""
    before = _standing(office, reader, status_id, reason, expected_version)
    latest = before.declared_on + timedelta(days=LONGEST_DAYS + EXTENSION_DAYS)
    if not before.valid_until < valid_until <= min(latest, before.valid_until + timedelta(days=EXTENSION_DAYS)):
        raise InvalidRecord([RowProblem("valid_until", "", "valid_until", BAD_EXTENSION, {"days": EXTENSION_DAYS})])
    with office.writing(reader, "legal_status.extend") as write:
        return next_version(write, KIND, before, reason=reason, valid_until=valid_until)


def lift(office: Installation, reader: Reader, status_id: str, *, reason: str, expected_version: int) -> LegalStatus:
    """Lift a status today; the band then falls as any other."""
    before = _standing(office, reader, status_id, reason, expected_version)
    with office.writing(reader, "legal_status.lift") as write:
        return next_version(write, KIND, before, reason=reason, ended_on=office.today())


def get(office: Installation, reader: Reader, status_id: str) -> LegalStatus:
    """Return one status; `NotFound` where the reader may see none."""
    reader.require("legal_status.read")
    return LegalStatus(**visible(reader, stored(office, KIND, status_id), LABEL))


def every(office: Installation, reader: Reader, region: str = NATION) -> list[LegalStatus]:
    """Return the statuses of regions inside a region that the reader may see, the newest first."""
    reader.require("legal_status.read")
    rows = every_row(office, KIND)
    return [LegalStatus(**row) for row in rows if may_see(reader, row) and is_within(row["region_code"], region)]


def _standing(office: Installation, reader: Reader, status_id: str, reason: str, expected_version: int) -> LegalStatus:
    reader.require("legal_status.write")
    before = get(office, reader, status_id)
    require_version(office, KIND, before, expected_version)
    if not before.is_in_force(office.today()):
        raise StepNotAllowed(before="berakhir", after="berlaku")
    if not reason.strip():
        raise InvalidRecord([RowProblem("reason", "", "missing", NO_REASON)])
    return before


def _require_sound(decree: Decree, today: date) -> None:
    if not decree.decree_number.strip() or not decree.official.strip():
        raise InvalidRecord([RowProblem("decree_number", "", "missing", NO_DECREE)])
    scale = by_code("legal_scales").get(decree.scale)
    if scale is None or int(scale["level"]) != level_of(decree.region_code):
        raise InvalidRecord([RowProblem("scale", decree.scale, "scale", BAD_SCALE, {"scale": decree.scale})])
    if decree.declared_on > today:
        raise InvalidRecord([RowProblem("declared_on", "", "future", LATER)])
    if not decree.declared_on <= decree.valid_until <= decree.declared_on + timedelta(days=LONGEST_DAYS):
        raise InvalidRecord([RowProblem("valid_until", "", "valid_until", BAD_DATES, {"days": LONGEST_DAYS})])
