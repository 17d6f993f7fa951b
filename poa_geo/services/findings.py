"""Findings: noted, verified by another person, referred to the agency that may judge them, answered by it.

What a finding tells is sealed under a key of its own and opened with a reason; no list shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from uuid_utils import uuid7

from poa_geo.access.reader import Reader
from poa_geo.access.sealing import Keyring, master_version, seal, unseal
from poa_geo.domain.finding import BEGINNING, DIRECT_REFERRAL, MACHINE, REFERRED, Finding, Referral, is_closed
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.region import NATION
from poa_geo.domain.steps import require_step
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, mark
from poa_geo.reference import by_code
from poa_geo.services import disclosures
from poa_geo.services.installation import Installation, Write
from poa_geo.services.visible import (
    all_visible,
    get_visible,
    next_version,
    require_reason,
    require_version,
)
from poa_geo.store import identities, records, registers

KIND, REFERRAL, LABEL = "finding", "referral", "temuan"
SUBJECT_LABELS = {"presence": "orang asing", "organisation": "organisasi"}
RIGHT_OF_STEP = {"diverifikasi": "finding.verify", "tidak_terbukti": "finding.verify"}
LEGAL_BASIS = "rujukan"

UNKNOWN_CODE = mark("Nilai {value} tidak dikenal.")
FUTURE_DAY = mark("Tanggal {value} belum tiba.")
MISSING_NUMBER = mark("Nomor rujukan belum diisi.")
OWN_FINDING = mark("Temuan yang Anda catat sendiri harus diverifikasi orang lain.")
REFER_INSTEAD = mark("Rujuk temuan ini dengan formulir rujukan, karena nomor rujukan wajib diisi.")
OTHERS_REFERRAL = mark("Rujukan ini ditujukan kepada instansi lain.")


@dataclass(frozen=True, kw_only=True)
class ReferralForm:
    """How a finding is handed over."""

    agency: str
    reference_number: str
    referred_on: date
    unit: str | None = None
    channel: str | None = None


def note(
    office: Installation,
    reader: Reader,
    *,
    subject_kind: str,
    subject_id: str,
    finding_type: str,
    found_on: date,
    text: str,
) -> str:
    """Note an indication and return its id. Who may not read findings may still report one.

    Raises
    ------
    InvalidRecord
        If the type does not fit the subject, or the day is still to come.
    NotFound
        If there is no such subject for this reader.

    """
    reader.require("finding.write")
    subject = get_visible(office, reader, subject_kind, subject_id, SUBJECT_LABELS[subject_kind])
    kind = by_code("finding_types").get(finding_type)
    if kind is None or kind["subject_kind"] != subject_kind or finding_type == DIRECT_REFERRAL:
        raise InvalidRecord([RowProblem("jenis", finding_type, "unknown_code", UNKNOWN_CODE, {"value": finding_type})])
    _require_past(office, found_on)
    require_step(MACHINE, BEGINNING, "indikasi")
    with office.writing(reader, "finding.add") as write:
        return _insert_finding(write, subject_kind, subject, finding_type, found_on, "indikasi", text)


def step(
    office: Installation, reader: Reader, finding_id: str, state: str, *, reason: str, expected_version: int
) -> Finding:
    """Take a finding one step further; its table of steps allows no other.

    Raises
    ------
    StepNotAllowed
        If the table has no such step.
    NotPermitted
        If the reader noted it and verifies it, or the step is a referral.
    Conflict
        If somebody else saved meanwhile.

    """
    reader.require(RIGHT_OF_STEP.get(state, "finding.refer"))
    stored = get_visible(office, reader, KIND, finding_id, LABEL)
    require_step(MACHINE, stored["state"], state)
    if state == REFERRED:
        raise NotPermitted(REFER_INSTEAD)
    if state == "diverifikasi" and reader.account_id is not None and reader.account_id == stored["created_by"]:
        raise NotPermitted(OWN_FINDING)
    require_version(office, KIND, stored, expected_version)
    told = require_reason(reason)
    with office.writing(reader, "finding.step") as write:
        return _move(write, stored, state, told)


def refer(
    office: Installation, reader: Reader, finding_id: str, form: ReferralForm, *, text: str, expected_version: int
) -> str:
    """Hand a verified finding to the agency that may judge it; return the id of the referral.

    Raises
    ------
    InvalidRecord
        If the agency is none of those, or the reference number is missing.

    """
    reader.require("finding.refer")
    stored = get_visible(office, reader, KIND, finding_id, LABEL)
    require_step(MACHINE, stored["state"], REFERRED)
    require_version(office, KIND, stored, expected_version)
    _check_form(office, form)
    with office.writing(reader, "finding.refer") as write:
        _move(write, stored, REFERRED, None)
        return _insert_referral(write, stored, form, text)


def refer_directly(office: Installation, reader: Reader, presence_id: str, form: ReferralForm, *, text: str) -> str:
    """Hand a registration to immigration or police at once; why is sealed, and no list of names is kept.

    Raises
    ------
    InvalidRecord
        As `refer`.

    """
    reader.require("finding.refer")
    subject = get_visible(office, reader, "presence", presence_id, SUBJECT_LABELS["presence"])
    require_step(MACHINE, BEGINNING, REFERRED)
    _check_form(office, form)
    with office.writing(reader, "finding.refer") as write:
        finding_id = _insert_finding(write, "presence", subject, DIRECT_REFERRAL, form.referred_on, REFERRED, "")
        stored = records.get(write.connection, KIND, finding_id)
        return _insert_referral(write, stored, form, text)


def answer(
    office: Installation, reader: Reader, referral_id: str, outcome: str, outcome_on: date, *, expected_version: int
) -> None:
    """Note what the agency made of a referral; only its own people, or who referred it, may.

    Raises
    ------
    NotPermitted
        If the referral went to another agency.

    """
    row = _referral(office, referral_id)
    if not reader.can("finding.refer"):
        reader.require("referral.answer")
        if row["agency"] != reader.agency:
            raise NotPermitted(OTHERS_REFERRAL)
    reader.require_region(row["region_code"])
    require_version(office, REFERRAL, row, expected_version)
    _require_past(office, outcome_on)
    chosen = by_code("referral_outcomes").get(outcome)
    if chosen is None:
        raise InvalidRecord([RowProblem("hasil", outcome, "unknown_code", UNKNOWN_CODE, {"value": outcome})])
    with office.writing(reader, "referral.answer") as write:
        write.replace(REFERRAL, next_version(write, row, outcome=outcome, outcome_on=outcome_on))
        finding = records.get(write.connection, KIND, row["finding_id"])
        if finding["state"] != chosen["finding_state"]:
            require_step(MACHINE, finding["state"], chosen["finding_state"])
            _move(write, finding, chosen["finding_state"], None)


def every(office: Installation, reader: Reader, region: str = NATION) -> list[Finding]:
    """Return the findings a reader may see, newest first, without what they tell."""
    reader.require("finding.read")
    rows = all_visible(office, reader, KIND, region, order_by="found_on")
    return [Finding(**{**row, "sealed_text": None}) for row in rows]


def get(office: Installation, reader: Reader, finding_id: str) -> Finding:
    """Return one finding without what it tells."""
    reader.require("finding.read")
    return Finding(**{**get_visible(office, reader, KIND, finding_id, LABEL), "sealed_text": None})


def referrals(office: Installation, reader: Reader, region: str = NATION) -> list[Referral]:
    """Return referrals, newest first, without what they tell: all for who refers, those to it for an agency.

    An agency learns place, day and number here; what it is about went to it by the channel of the referral.
    """
    if not reader.can("finding.read"):
        reader.require("referral.answer")
        equal = {"agency": reader.agency}
    else:
        equal = {}
    with office.reading() as connection:
        rows = registers.inside(
            connection, REFERRAL, reader.scope_within(region), ("biasa", "terbatas", "rahasia"),
            with_unplaced=reader.may_see_region(None), order_by="referred_on", **equal,
        )  # fmt: skip
    return [Referral(**{**row, "sealed_text": None}) for row in rows]


def open_text(office: Installation, reader: Reader, kind: str, record_id: str, reason: str) -> str:
    """Return what a finding or a referral tells; who opened it and why stands in the audit trail.

    Raises
    ------
    NotFound
        If there is none for this reader, or its text was erased.

    """
    reader.require("finding.read")
    row = get_visible(office, reader, kind, record_id, LABEL)
    told = require_reason(reason)
    with office.writing(reader, f"{kind}.open_text") as write:
        wrapped = identities.wrapped_keys(write.connection, [record_id]).get(record_id)
        if wrapped is None or row["sealed_text"] is None:
            raise NotFound(kind="uraian")
        write.audit(kind, record_id, fields=("sealed_text",), reason=told)
        return str(unseal(row["sealed_text"], wrapped, record_id, office.keyring)["text"])


def _insert_finding(
    write: Write,
    subject_kind: str,
    subject: Mapping[str, Any],
    finding_type: str,
    found_on: date,
    state: str,
    text: str,
) -> str:
    finding_id = str(uuid7())
    finding = Finding(
        **_origin(write, subject, finding_id),
        subject_kind=subject_kind,
        subject_id=subject["id"],
        finding_type=finding_type,
        found_on=found_on,
        state=state,
        sealed_text=_sealed(write, finding_id, text),
    )
    write.insert(KIND, vars(finding))
    return finding_id


def _insert_referral(write: Write, finding: Mapping[str, Any], form: ReferralForm, text: str) -> str:
    referral_id = str(uuid7())
    referral = Referral(
        **_origin(write, finding, referral_id),
        classification="rahasia",
        finding_id=finding["id"],
        **{field.name: getattr(form, field.name) for field in fields(form)},
        sealed_text=_sealed(write, referral_id, text),
    )
    write.insert(REFERRAL, vars(referral))
    purpose = f"{LEGAL_BASIS} {form.reference_number}"
    disclosures.note(write, finding["subject_kind"], finding["subject_id"], form.agency, purpose, LEGAL_BASIS)
    return referral_id


def _origin(write: Write, place: Mapping[str, Any], record_id: str) -> dict[str, Any]:
    by = write.reader
    return {
        "id": record_id, "recorded_at": write.now, "known_from": write.now, "source_agency": by.agency,
        "region_code": place["region_code"], "geo_precision": place["geo_precision"], "created_by": by.account_id,
        "updated_by": by.account_id,
    }  # fmt: skip


def _sealed(write: Write, record_id: str, text: str) -> bytes | None:
    if not text.strip():
        return None
    sealed, key = sealed_text(record_id, text, write.installation.keyring)
    identities.insert_keys(write.connection, [key])
    return sealed


def sealed_text(record_id: str, text: str, keyring: Keyring) -> tuple[bytes, dict[str, Any]]:
    """Return a text sealed for a finding or referral, and the row of its data key."""
    sealed, wrapped = seal({"text": text.strip()}, record_id, keyring)
    key = {"record_id": record_id, "wrapped_key": wrapped, "master_version": master_version(wrapped)}
    return sealed, key | {"name_hash": None, "passport_hash": None}


def _move(write: Write, stored: Mapping[str, Any], state: str, reason: str | None) -> Finding:
    closed_on = write.installation.today() if is_closed(state) else None
    row = next_version(write, stored, state=state, closed_on=closed_on)
    write.replace(KIND, row, reason=reason)
    return Finding(**{**row, "sealed_text": None})


def _referral(office: Installation, referral_id: str) -> dict[str, Any]:
    with office.reading() as connection:
        found = records.find(connection, REFERRAL, [referral_id])
    if referral_id not in found:
        raise NotFound(kind="rujukan")
    return found[referral_id]


def _check_form(office: Installation, form: ReferralForm) -> None:
    if form.agency not in by_code("referral_agencies"):
        raise InvalidRecord([RowProblem("instansi", form.agency, "unknown_code", UNKNOWN_CODE, {"value": form.agency})])
    if not form.reference_number.strip():
        raise InvalidRecord([RowProblem("nomor_rujukan", "", "missing", MISSING_NUMBER)])
    _require_past(office, form.referred_on)


def _require_past(office: Installation, day: date) -> None:
    if day > office.today():
        raise InvalidRecord([RowProblem("tanggal", day.isoformat(), "future", FUTURE_DAY, {"value": day.isoformat()})])
