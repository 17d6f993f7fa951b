"""Findings: indications go to the agency that may judge them, step by step, and what they tell stays sealed."""

from datetime import timedelta

import pytest
from made_up_persons import SECRETS, analyst, auditor, leader, operator, registered, verifier
from support import make_reader

from poa_geo.domain.steps import next_steps
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, StepNotAllowed
from poa_geo.reference import table
from poa_geo.services import disclosures, findings
from poa_geo.services.findings import ReferralForm
from poa_geo.services.installation import Installation

TEXT = "Izin tinggal lewat; yang bersangkutan masih bekerja di tapak proyek"
immigration = make_reader("mitra", "64", account_id="imigrasi")
immigration = type(immigration)(**{**vars(immigration), "agency": "imigrasi"})
police = type(immigration)(**{**vars(immigration), "agency": "polri", "account_id": "polri"})


def noted(office: Installation, reader=operator) -> str:
    return findings.note(
        office, reader, subject_kind="presence", subject_id=registered(office).record.id,
        finding_type="lewat_izin_tinggal", found_on=office.today(), text=TEXT,
    )  # fmt: skip


def form(office: Installation, agency: str = "imigrasi") -> ReferralForm:
    return ReferralForm(
        agency=agency, reference_number="R-12/KSBP/2026", referred_on=office.today(), unit="Inteldakim", channel="surat"
    )


def test_a_finding_goes_from_indication_to_the_judgement_of_the_agency(office: Installation):
    finding_id = noted(office)
    findings.step(
        office, verifier, finding_id, "diverifikasi", reason="Dokumen diperiksa di tempat", expected_version=1
    )
    referral_id = findings.refer(office, verifier, finding_id, form(office), text=TEXT, expected_version=2)
    (cover,) = findings.referrals(office, immigration)
    assert (cover.id, cover.reference_number, cover.sealed_text) == (referral_id, "R-12/KSBP/2026", None)
    findings.answer(office, immigration, referral_id, "diterima", office.today(), expected_version=1)
    findings.answer(office, immigration, referral_id, "terbukti", office.today(), expected_version=2)
    told = findings.get(office, analyst, finding_id)
    assert (told.state, told.closed_on) == ("selesai", office.today())
    (line,) = disclosures.disclosures(office, auditor)
    assert (line.to_agency, line.legal_basis) == ("imigrasi", "rujukan")


def test_no_step_is_possible_but_those_of_the_table(sqlite_office: Installation):
    finding_id = noted(sqlite_office)
    states = {row["code"] for row in table("finding_states")}
    allowed = set(next_steps("finding", "indikasi"))
    assert allowed == {"diverifikasi", "tidak_terbukti"}
    for state in sorted(states - allowed):
        with pytest.raises(StepNotAllowed):
            findings.step(sqlite_office, analyst, finding_id, state, reason="Alasan yang cukup", expected_version=1)
    assert next_steps("finding", "selesai") == next_steps("finding", "tidak_terbukti") == ()


def test_a_referral_needs_its_form_a_verified_finding_and_a_number(sqlite_office: Installation):
    finding_id = noted(sqlite_office)
    with pytest.raises(StepNotAllowed):
        findings.refer(sqlite_office, analyst, finding_id, form(sqlite_office), text="", expected_version=1)
    findings.step(sqlite_office, analyst, finding_id, "diverifikasi", reason="Diperiksa bersama", expected_version=1)
    with pytest.raises(NotPermitted, match="formulir rujukan"):
        findings.step(sqlite_office, analyst, finding_id, "dirujuk", reason="Langsung saja dirujuk", expected_version=2)
    empty = ReferralForm(agency="imigrasi", reference_number=" ", referred_on=sqlite_office.today())
    with pytest.raises(InvalidRecord, match="Nomor rujukan"):
        findings.refer(sqlite_office, analyst, finding_id, empty, text="", expected_version=2)
    with pytest.raises(InvalidRecord, match="bawaslu"):
        findings.refer(sqlite_office, analyst, finding_id, form(sqlite_office, "bawaslu"), text="", expected_version=2)


def test_who_notes_does_not_verify_and_an_agency_answers_only_its_own(sqlite_office: Installation):
    finding_id = noted(sqlite_office, analyst)
    with pytest.raises(NotPermitted):
        findings.step(
            sqlite_office, analyst, finding_id, "diverifikasi", reason="Diperiksa sendiri", expected_version=1
        )
    findings.step(sqlite_office, verifier, finding_id, "diverifikasi", reason="Diperiksa bersama", expected_version=1)
    referral_id = findings.refer(sqlite_office, analyst, finding_id, form(sqlite_office), text="", expected_version=2)
    with pytest.raises(NotPermitted, match="instansi lain"):
        findings.answer(sqlite_office, police, referral_id, "diterima", sqlite_office.today(), expected_version=1)
    assert findings.referrals(sqlite_office, police) == []


def test_findings_are_closed_to_who_may_not_read_confidential_matters(sqlite_office: Installation):
    finding_id = noted(sqlite_office)
    for reader in (operator, leader, immigration, make_reader("operator_kecamatan", "64.02.05")):
        with pytest.raises(NotPermitted):
            findings.every(sqlite_office, reader)
        with pytest.raises(NotPermitted):
            findings.open_text(sqlite_office, reader, "finding", finding_id, "Ingin tahu isinya")
    with pytest.raises(NotFound):
        findings.get(sqlite_office, make_reader("verifikator_kabkota", "64.71"), finding_id)


def test_what_a_finding_tells_is_in_no_list_and_opens_with_a_reason_that_is_kept(office: Installation):
    person_id = registered(office).record.id
    referral_id = findings.refer_directly(office, analyst, person_id, form(office), text="Uraian sangat tertutup")
    for told in (
        findings.every(office, analyst), findings.referrals(office, analyst), findings.referrals(office, immigration)
    ):  # fmt: skip
        assert "tertutup" not in repr(told)
        assert not any(secret in repr(told) for secret in SECRETS)
    (finding,) = findings.every(office, analyst)
    assert (finding.state, finding.classification) == ("dirujuk", "rahasia")
    with pytest.raises(InvalidRecord):
        findings.open_text(office, analyst, "referral", referral_id, "  ")
    text = findings.open_text(office, analyst, "referral", referral_id, "Menyiapkan rapat TIMPORA")
    assert text == "Uraian sangat tertutup"


def test_a_type_for_organisations_or_a_day_to_come_is_refused(sqlite_office: Installation):
    person_id = registered(sqlite_office).record.id
    for kind, day in (("di_luar_mou", 0), ("rujukan_langsung", 0), ("tidak_ada", 0), ("lewat_izin_tinggal", 1)):
        with pytest.raises(InvalidRecord):
            findings.note(
                sqlite_office, operator, subject_kind="presence", subject_id=person_id, finding_type=kind,
                found_on=sqlite_office.today() + timedelta(days=day), text="",
            )  # fmt: skip
    assert findings.every(sqlite_office, analyst) == []
