"""What a record must keep before it is stored, for forms, sheets and feeds alike.

Each check takes the typed fields of one record and the reporting day, and returns what is wrong; nothing is raised and
nothing changed. Codes are checked against the reference tables, retired rows included (old records use old codes).
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from poa_geo.domain.action import check_action
from poa_geo.domain.plain_text import holds_telephone, names_person
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.record import CLASSIFICATIONS, VERIFICATIONS
from poa_geo.domain.region import level_of
from poa_geo.domain.sheet import SHEET_KINDS, SheetKind, columns
from poa_geo.reference import by_code
from poa_geo.texts import mark

EARLIEST = date(1945, 8, 17)
MAX_HEADCOUNT = 1_000_000
MAX_TITLE, MAX_TEXT = 300, 20_000
REVIEW_DAYS = 90
FARTHEST = timedelta(days=366 * 30)
"""A permit or passport never runs longer than this from today."""

Values = Mapping[str, Any]

_NAMES_ACCOUNT = re.compile(r"(?<![\w.])@\w|/@")

MISSING = mark("Kolom wajib {column} kosong.")
TOO_LONG = mark("Isi {column} terlalu panjang; paling banyak {limit} huruf.")
UNKNOWN_CODE = mark("Nilai {value} tidak dikenal untuk {column}.")
NEGATIVE = mark("Jumlah {column} tidak boleh kurang dari nol.")
TOO_MANY = mark("Jumlah {column} {value} tidak masuk akal; paling banyak {limit}.")
FUTURE_EVENT = mark(
    "Tanggal kejadian {value} belum terjadi; periksa tanggalnya atau catat sebagai potensi setelah diketahui."
)
TOO_EARLY = mark("Tanggal {value} terlalu lampau; paling awal 17 Agustus 1945.")
WRONG_ORDER = mark("Tanggal {column} {value} mendahului tanggal {before}.")
FUTURE_DAY = mark("Tanggal {column} {value} belum tiba.")
TOO_FAR = mark("Tanggal {column} {value} terlalu jauh di depan.")
LATE_REVIEW = mark("Tinjau ulang potensi paling lambat 90 hari lagi, yaitu {limit}.")
CLOSED_WITHOUT_STATUS = mark("Tanggal ditutup terisi, tetapi status belum selesai.")
SERIOUS_ABOVE_ALL = mark("Luka berat lebih banyak daripada seluruh luka; luka berat termasuk hitungan luka.")
COARSE_PLACE = mark("Ketelitian lokasi {value} tidak sesuai dengan wilayah {region}.")
HALF_POINT = mark("Titik tidak lengkap; isi bujur dan lintang, atau kosongkan keduanya.")
ACCOUNT_NAME = mark("Isi {column} memuat nama akun. Tulis topik atau alamat halamannya saja.")
NOT_A_LINK = mark("Isi {column} bukan alamat halaman; mulai dengan https:// atau http://.")
NAMES_PERSON = mark(
    "Isi {column} memuat nama, nomor paspor, atau nomor telepon; hapus, karena kolom ini tidak disegel."
)
MASKED_IDENTITY = mark("Identitas pada baris ini tersamar; perbaiki baris dari berkas asalnya.")
MASK_SIGN = "•"
NOT_SUBCATEGORY = mark("Subkategori {value} bukan bagian dari kategori {category}.")

INCIDENT_CODES = {
    "conflict_source": "conflict_sources", "issue_type": "issue_types", "form": "forms", "realm": "realms",
    "stage": "stages", "escalation": "escalations", "crowd_band": "crowd_bands", "status": "incident_statuses",
    "source_grade": "source_grades", "information_grade": "information_grades", "time_zone": "time_zones",
    "source_agency": "agencies",
}  # fmt: skip
PRESENCE_CODES = {
    "category": "presence_categories", "subcategory": "presence_categories", "nationality": "countries", "sex": "sexes",
    "permit_type": "permit_types", "accommodation": "accommodations", "decision": "presence_decisions",
    "source_agency": "agencies", "information_source": "information_sources", "legal_basis": "legal_bases",
}  # fmt: skip
HEADCOUNTS = ("deaths", "injured", "injured_seriously", "displaced", "buildings_damaged", "buildings_burnt")
LONG_TEXTS = ("chronology", "parties", "means", "trigger", "root_cause", "efforts", "outcome", "purpose",
              "monitoring_result", "recommendation")  # fmt: skip
SHORT_TEXTS = {
    "title": MAX_TITLE,
    "sponsor": 160,
    "position": 160,
    "rptka_number": 80,
    "work_sector": 80,
    "visa_index": 12,
    "cyber_topic": 160,
    "cyber_link": 300,
    "employer": 160,
    "issuing_office": 160,
    "entry_point": 120,
    "work_location": 200,
    "apoa_receipt": 80,
}
READABLE_TEXTS = (
    "sponsor", "employer", "position", "purpose", "work_location", "monitoring_result", "recommendation", "entry_point",
    "issuing_office", "work_sector",
)  # fmt: skip
"""Texts of a presence record that are not sealed, so they must not say who it is."""


def check_incident(values: Values, today: date) -> list[RowProblem]:
    """Return what is wrong with the fields of an incident on the reporting day; empty when it may be stored."""
    return [
        *_missing(values, ("title", "event_date", "stage", "form")),
        *_codes(values, INCIDENT_CODES),
        *_shared(values),
        *_headcounts(values, HEADCOUNTS),
        *_incident_dates(values, today),
        *_incident_sense(values),
        *_cyber(values),
    ]


def check_presence(values: Values, today: date) -> list[RowProblem]:
    """Return what is wrong with the fields of a presence record; identity fields are never quoted."""
    return [
        *_missing(values, ("category", "nationality")),
        *_codes(values, PRESENCE_CODES),
        *_shared(values),
        *_headcounts(values, ("dependants",)),
        *_presence_dates(values, today),
        *_subcategory(values),
        *_unsealed_names(values),
    ]


def check_nil_report(values: Values, today: date) -> list[RowProblem]:
    """Return what is wrong with the fields of a nil report."""
    problems = [*_missing(values, ("period_from", "period_to", "region_code"))]
    first, last, safety = values.get("period_from"), values.get("period_to"), values.get("sense_of_safety")
    if first and last and last < first:
        problems.append(_problem("period_to", last, "wrong_order", WRONG_ORDER, before="period_from"))
    if last and last > today:
        problems.append(_problem("period_to", last, "future", FUTURE_DAY))
    if (received := values.get("received_on")) and received > today:
        problems.append(_problem("received_on", received, "future", FUTURE_DAY))
    if safety is not None and not 1 <= safety <= 10:
        problems.append(_problem("sense_of_safety", safety, "unknown_code", UNKNOWN_CODE))
    return problems


CHECKS = {
    "incident": check_incident,
    "presence": check_presence,
    "nil_report": check_nil_report,
    "action": check_action,
}
"""Record kind → its check."""


def _problem(field: str, value: object, rule: str, message: str, **facts: Any) -> RowProblem:
    shown = day_text(value) if isinstance(value, date) else str(value)[:60]
    facts = {name: field_label(fact) if name == "before" else fact for name, fact in facts.items()}
    return RowProblem(field_label(field), shown, rule, message, {"column": field_label(field), "value": shown, **facts})


def day_text(day: date) -> str:
    """Return a day the short Indonesian way."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


@lru_cache(maxsize=256)
def field_label(field: str) -> str:
    """Return what our sheets call a field, which is also what people know it by."""
    kinds: tuple[SheetKind, ...] = SHEET_KINDS
    return next((column.name for kind in kinds for column in columns(kind) if column.field == field), field)


def _missing(values: Values, needed: tuple[str, ...]) -> list[RowProblem]:
    return [_problem(field, "", "missing", MISSING) for field in needed if values.get(field) in (None, "")]


@lru_cache(maxsize=64)
def _known_codes(name: str) -> frozenset[str]:
    return frozenset(by_code(name))


def _codes(values: Values, vocabularies: Mapping[str, str]) -> list[RowProblem]:
    return [
        _problem(field, value, "unknown_code", UNKNOWN_CODE)
        for field, name in vocabularies.items()
        if (value := values.get(field)) and value not in _known_codes(name)
    ]


def _shared(values: Values) -> list[RowProblem]:
    problems = []
    for field, allowed in (("classification", CLASSIFICATIONS), ("verification", VERIFICATIONS)):
        if (value := values.get(field)) is not None and value not in allowed:
            problems.append(_problem(field, value, "unknown_code", UNKNOWN_CODE))
    for field, limit in SHORT_TEXTS.items():
        if (value := values.get(field)) and len(value) > limit:
            problems.append(_problem(field, value, "too_long", TOO_LONG, limit=limit))
    for field in LONG_TEXTS:
        if (value := values.get(field)) and len(value) > MAX_TEXT:
            problems.append(_problem(field, value, "too_long", TOO_LONG, limit=MAX_TEXT))
    return problems + _place(values)


def _place(values: Values) -> list[RowProblem]:
    region, precision = values.get("region_code"), values.get("geo_precision")
    if precision is not None and not 1 <= precision <= 6:
        return [_problem("geo_precision", precision, "unknown_code", UNKNOWN_CODE)]
    if (values.get("lon") is None) != (values.get("lat") is None):
        return [_problem("lon", "", "half_point", HALF_POINT)]
    if region and precision and level_of(region) > 3:
        return [_problem("geo_precision", precision, "coarse_place", COARSE_PLACE, region=region)]
    return []


def _headcounts(values: Values, fields: tuple[str, ...]) -> list[RowProblem]:
    problems = []
    for field in fields:
        value = values.get(field) or 0
        if value < 0:
            problems.append(_problem(field, value, "negative", NEGATIVE))
        elif value > MAX_HEADCOUNT:
            problems.append(_problem(field, value, "too_many", TOO_MANY, limit="1.000.000"))
    return problems


def _incident_dates(values: Values, today: date) -> list[RowProblem]:
    begin, end, closed, review = (values.get(field) for field in ("event_date", "end_date", "closed_on", "review_by"))
    problems = []
    if begin and begin > today:
        problems.append(_problem("event_date", begin, "future", FUTURE_EVENT))
    if begin and begin < EARLIEST:
        problems.append(_problem("event_date", begin, "too_early", TOO_EARLY))
    for field, day in (("end_date", end), ("closed_on", closed)):
        if day and begin and day < begin:
            problems.append(_problem(field, day, "wrong_order", WRONG_ORDER, before="event_date"))
    for field, day in (("end_date", end), ("closed_on", closed), ("verified_on", values.get("verified_on"))):
        if day and day > today:
            problems.append(_problem(field, day, "future", FUTURE_DAY))
    limit = today + timedelta(days=REVIEW_DAYS)
    if review and review > limit:
        problems.append(_problem("review_by", review, "late_review", LATE_REVIEW, limit=day_text(limit)))
    return problems


def _incident_sense(values: Values) -> list[RowProblem]:
    problems = []
    if values.get("closed_on") and values.get("status") not in (None, "selesai"):
        problems.append(_problem("closed_on", values["closed_on"], "closed_without_status", CLOSED_WITHOUT_STATUS))
    serious, injured = values.get("injured_seriously") or 0, values.get("injured") or 0
    if serious > injured:
        problems.append(_problem("injured_seriously", serious, "serious_above_all", SERIOUS_ABOVE_ALL))
    return problems


def _cyber(values: Values) -> list[RowProblem]:
    """Check what is told of the cyber realm: topics and pages, never the account behind them."""
    link = values.get("cyber_link")
    problems = [
        _problem(field, "", "account_name", ACCOUNT_NAME)
        for field in ("cyber_topic", "cyber_link")
        if _NAMES_ACCOUNT.search(values.get(field) or "")
    ]
    if link and not link.startswith(("https://", "http://")):
        problems.append(_problem("cyber_link", link, "not_a_link", NOT_A_LINK))
    return problems


def _presence_dates(values: Values, today: date) -> list[RowProblem]:
    problems = []
    first, last, entered = values.get("from_date"), values.get("to_date"), values.get("entered_on")
    if first and last and last < first:
        problems.append(_problem("to_date", last, "wrong_order", WRONG_ORDER, before="from_date"))
    if entered and entered > today:
        problems.append(_problem("entered_on", entered, "future", FUTURE_DAY))
    for field in PRESENCE_DAYS:
        day = values.get(field)
        if day and day < EARLIEST:
            problems.append(_problem(field, day, "too_early", TOO_EARLY))
        elif day and day - today > FARTHEST:
            problems.append(_problem(field, day, "too_far", TOO_FAR))
    return problems


PRESENCE_DAYS = (
    "from_date", "to_date", "entered_on", "permit_expires_on", "passport_expires_on", "rptka_valid_until",
    "checked_in_on", "checked_out_on", "last_reported_on", "retain_until",
)  # fmt: skip


def _unsealed_names(values: Values) -> list[RowProblem]:
    identity = values.get("identity")
    if identity is not None and any(MASK_SIGN in str(value) for value in vars(identity).values()):
        return [_problem("full_name", "", "masked_identity", MASKED_IDENTITY)]
    return [
        _problem(field, "", "names_person", NAMES_PERSON)
        for field in READABLE_TEXTS
        if (text := values.get(field)) and (names_person(text, identity) or holds_telephone(text))
    ]


def _subcategory(values: Values) -> list[RowProblem]:
    category, subcategory = values.get("category"), values.get("subcategory")
    row = by_code("presence_categories").get(subcategory) if subcategory else None
    if row is None or row["parent_code"] == category:
        return []
    return [_problem("subcategory", subcategory, "not_subcategory", NOT_SUBCATEGORY, category=category)]
