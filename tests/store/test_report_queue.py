"""The intake queue: claimed once, decided once, and nothing of a person readable anywhere."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import text
from support import make_reader

from poa_geo.domain.report import CLAIM_TIME
from poa_geo.errors import Conflict, InvalidRecord, NotFound, NotPermitted, StepNotAllowed
from poa_geo.importers.draft import Place
from poa_geo.services import incidents, originals, reports
from poa_geo.services.installation import Installation
from poa_geo.services.retention import retention
from poa_geo.store import tables

PASTED = (
    "Mohon izin melaporkan, pada hari Minggu, 1 Maret 2026 pukul 10.30 WITA telah terjadi blokade jalan oleh sekitar "
    "150 orang di Desa Contoh, Kec. Muara Badak, Kab. Kutai Kartanegara. Pelapor an. Sekar Wangi (0812-3456-7890). "
    "2 orang luka."
)
VALUES = {"title": "Blokade jalan di Muara Badak", "form": "blokade", "stage": "peristiwa"}


def on_day(office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand on the day the pasted report arrived."""
    moment = office.now().replace(year=2026, month=3, day=2, hour=4)
    monkeypatch.setattr(Installation, "now", lambda self: moment)


@pytest.fixture(autouse=True)
def march(office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(office, monkeypatch)


ANALYST = make_reader(account_id="satu")
OTHER = make_reader(account_id="dua")


def incident_values(office: Installation) -> dict[str, object]:
    return VALUES | {"event_date": office.today() - timedelta(days=1)}


def test_a_pasted_report_becomes_a_proposal_without_persons(office: Installation) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    assert report.proposal is not None
    assert report.region_code == "64.02.05"
    assert report.event_date is not None
    assert report.event_date.isoformat() == "2026-03-01"
    told = {name: report.proposal[name] for name in ("event_time", "time_zone", "form", "crowd", "injured")}
    assert told == {"event_time": "10:30", "time_zone": "WITA", "form": "blokade", "crowd": 150, "injured": 2}
    assert "7890" not in report.text
    assert "Sekar" not in report.text


def test_no_table_holds_a_name_or_number_of_a_pasted_report(office: Installation) -> None:
    reports.add_pasted(office, ANALYST, PASTED)
    with office.reading() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name.startswith("region"):
                continue
            rows = str(connection.execute(table.select()).all())
            assert "Sekar" not in rows, table.name
            assert "3456" not in rows, table.name


def test_the_original_opens_for_a_reason_and_the_audit_says_so(office: Installation) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    with pytest.raises(InvalidRecord):
        originals.open_original(office, ANALYST, report.id, "perlu")
    assert originals.open_original(office, ANALYST, report.id, "menghubungi pelapor") == {"text": PASTED}
    with office.reading() as connection:
        row = connection.execute(text("SELECT reason FROM audit WHERE action = 'report.open_original'")).scalar_one()
    assert row == "menghubungi pelapor"


def test_a_destroyed_original_opens_no_more_and_its_text_stays(
    office: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    later = office.now() + timedelta(days=31)
    monkeypatch.setattr(Installation, "now", lambda self: later)
    told = {removal.code: removal.ids for removal in retention(office)}
    assert told["report_original"] == (report.id,)
    with pytest.raises(NotFound):
        originals.open_original(office, ANALYST, report.id, "menghubungi pelapor")
    assert "blokade" in reports.get(office, ANALYST, report.id).text


def test_two_people_do_not_do_one_report(office: Installation) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    reports.claim(office, ANALYST, report.id)
    with pytest.raises(NotPermitted):
        reports.claim(office, OTHER, report.id)
    with pytest.raises(NotPermitted):
        reports.refuse(office, OTHER, report.id, "bukan konflik")


def test_a_claim_ends_by_itself(office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    reports.claim(office, ANALYST, report.id)
    later = office.now() + CLAIM_TIME
    monkeypatch.setattr(Installation, "now", lambda self: later)
    with pytest.raises(NotPermitted):
        reports.refuse(office, ANALYST, report.id, "bukan konflik")
    assert reports.claim(office, OTHER, report.id).claimed_by == "dua"


def test_of_two_claims_in_one_moment_one_fails(office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    monkeypatch.setattr(reports, "get", lambda *_: report)
    reports.claim(office, ANALYST, report.id)
    with pytest.raises(Conflict):
        reports.claim(office, OTHER, report.id)


def test_a_report_becomes_an_incident_that_leads_back(office: Installation) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    reports.claim(office, ANALYST, report.id)
    made = reports.make_incident(office, ANALYST, report.id, incident_values(office), Place(code="64.02.05"))
    assert incidents.get(office, ANALYST, made.id).verification == "belum"
    assert [one.id for one in reports.of_incident(office, ANALYST, made.id)] == [report.id]
    assert reports.get(office, ANALYST, report.id).incident_id == made.id
    assert reports.queue(office, ANALYST) == []


def test_a_report_that_cannot_be_an_incident_stays_as_it_was(office: Installation) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    claimed = reports.claim(office, ANALYST, report.id)
    with pytest.raises(InvalidRecord):
        reports.make_incident(office, ANALYST, report.id, {"title": "Tanpa bentuk"}, Place(code="64.02.05"))
    assert reports.get(office, ANALYST, report.id) == claimed


def test_a_duplicate_shares_the_incident_and_can_be_reopened(office: Installation) -> None:
    first, second = reports.add_pasted(office, ANALYST, PASTED), reports.add_pasted(office, ANALYST, PASTED)
    assert [one.report.id for one in reports.alike(office, ANALYST, second)] == [first.id]
    reports.claim(office, ANALYST, first.id)
    made = reports.make_incident(office, ANALYST, first.id, incident_values(office), Place(code="64.02.05"))
    reports.claim(office, ANALYST, second.id)
    assert reports.mark_duplicate(office, ANALYST, second.id, first.id).incident_id == made.id
    assert reports.reopen(office, ANALYST, second.id).incident_id is None


def test_a_decided_report_takes_no_other_step(office: Installation) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    reports.claim(office, ANALYST, report.id)
    reports.refuse(office, ANALYST, report.id, "tidak ada kejadian")
    with pytest.raises(StepNotAllowed):
        reports.claim(office, ANALYST, report.id)


def test_a_report_outside_the_scope_reads_as_if_there_were_none(office: Installation) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    neighbour = make_reader("verifikator_kabkota", "64.71")
    assert reports.queue(office, neighbour) == []
    with pytest.raises(NotFound):
        reports.get(office, neighbour, report.id)


def test_a_leader_reads_no_report(office: Installation) -> None:
    with pytest.raises(NotPermitted):
        reports.queue(office, make_reader("pimpinan"))


def test_the_version_kept_of_a_report_holds_no_readable_original(office: Installation) -> None:
    report = reports.add_pasted(office, ANALYST, PASTED)
    assert {field.name for field in dataclasses.fields(report)} == {column.name for column in tables.report.columns}
