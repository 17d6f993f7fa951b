"""What daily work on incidents promises: steps, merges that can be undone, an honest chronology, sealed files."""

from datetime import timedelta

import pytest
from support import make_incident, make_reader, store_incidents

from poa_geo.domain.filter import Filter
from poa_geo.errors import Conflict, InvalidRecord, NotFound, NotPermitted, SealBroken, StepNotAllowed, UnsafeFile
from poa_geo.services import attachments, chronology, duplicates, incidents
from poa_geo.services.imports import import_file
from poa_geo.services.installation import Installation
from poa_geo.services.situation import explain, situation

ANALYST = make_reader(account_id="analis")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c63000100000500010d0a2db4"
    "0000000049454e44ae426082"
)


def count(office: Installation) -> int:
    return situation(office, ANALYST, Filter(region="64")).incident_count


def score(office: Installation) -> float:
    return explain(office, ANALYST, "64.02.05").score


def two(office: Installation, **changes):
    pair = [make_incident(event_date=office.today(), **changes) for _ in range(2)]
    store_incidents(office, *pair)
    return pair


def test_a_verified_incident_goes_from_potential_to_event_to_conflict_and_no_other_way(sqlite_office: Installation):
    office = sqlite_office
    one = make_incident(event_date=office.today(), stage="potensi")
    store_incidents(office, one)
    with pytest.raises(StepNotAllowed):
        incidents.edit(office, ANALYST, one.changed(stage="konflik"), expected_version=1)
    for version, stage in enumerate(("peristiwa", "konflik"), 1):
        one = incidents.edit(office, ANALYST, one.changed(stage=stage), expected_version=version)
    for stage in ("potensi", "peristiwa"):
        with pytest.raises(StepNotAllowed):
            incidents.edit(office, ANALYST, one.changed(stage=stage), expected_version=3)


def test_what_nobody_verified_may_still_be_mended(sqlite_office: Installation):
    one = make_incident(event_date=sqlite_office.today(), stage="konflik", verification="belum")
    store_incidents(sqlite_office, one)
    mended = incidents.edit(sqlite_office, ANALYST, one.changed(stage="peristiwa"), expected_version=1)
    assert mended.stage == "peristiwa"


def test_an_incident_closes_with_what_was_done_and_opens_again_with_a_reason(office: Installation):
    one = make_incident(event_date=office.today())
    store_incidents(office, one)
    before = score(office)
    with pytest.raises(InvalidRecord, match="Tutup kejadian"):
        incidents.edit(office, ANALYST, one.changed(status="selesai"), expected_version=1)
    incidents.close(
        office, ANALYST, one.id, closed_on=office.today(), outcome="Mediasi disepakati.", expected_version=1
    )
    assert score(office) <= before
    with pytest.raises(StepNotAllowed):
        incidents.close(office, ANALYST, one.id, closed_on=office.today(), outcome="Lagi.", expected_version=2)
    again = incidents.reopen(office, ANALYST, one.id, reason="Blokade berulang.", expected_version=2)
    assert (again.status, again.closed_on) == ("ditangani", None)


def test_a_merge_hides_one_keeps_both_histories_and_can_be_undone(office: Installation):
    kept, merged = two(office)
    incidents.edit(office, ANALYST, merged.changed(title="Jalan desa diblokade"), expected_version=1)
    merge_id = duplicates.merge(office, ANALYST, kept.id, merged.id, reason="Laporan FKDM yang sama.")
    assert count(office) == 1
    with pytest.raises(NotFound):
        incidents.get(office, ANALYST, merged.id)
    assert duplicates.kept_in(office, ANALYST, merged.id) == kept.id
    assert [row["title"] for row in duplicates.merges(office, ANALYST, kept.id)] == ["Jalan desa diblokade"]
    back = duplicates.undo(office, ANALYST, merge_id, reason="Ternyata dua lokasi.")
    assert (back.title, back.is_deleted, count(office)) == ("Jalan desa diblokade", False, 2)
    assert [version["version"] for version in incidents.timeline(office, ANALYST, merged.id)] == [1, 2, 3, 4]
    assert [version["version"] for version in incidents.timeline(office, ANALYST, kept.id)] == [1]
    with pytest.raises(NotFound):
        duplicates.undo(office, ANALYST, merge_id, reason="Lagi.")


def test_a_merge_needs_a_reason_two_records_and_what_the_reader_saw(sqlite_office: Installation):
    office = sqlite_office
    kept, merged = two(office)
    with pytest.raises(InvalidRecord):
        duplicates.merge(office, ANALYST, kept.id, merged.id, reason=" ")
    with pytest.raises(InvalidRecord):
        duplicates.merge(office, ANALYST, kept.id, kept.id, reason="Sama.")
    incidents.edit(office, ANALYST, merged.changed(deaths=1), expected_version=1)
    with pytest.raises(Conflict, match="meninggal"):
        duplicates.merge(office, ANALYST, kept.id, merged.id, reason="Sama.", expected_versions=(1, 1))
    with pytest.raises(NotPermitted):
        duplicates.merge(office, make_reader("operator_kabkota"), kept.id, merged.id, reason="Sama.")


def test_likely_duplicates_are_proposed_and_nothing_is_merged_by_itself(sqlite_office: Installation):
    office = sqlite_office
    first, second = two(office)
    store_incidents(office, make_incident(event_date=office.today(), title="Penolakan pembangunan rumah", form=None))
    pairs = duplicates.proposed(office, ANALYST)
    assert [{pair.first.id, pair.second.id} for pair in pairs] == [{first.id, second.id}]
    assert count(office) == 3
    both_ways = [duplicates.proposed_for(office, ANALYST, one.id) for one in (first, second)]
    assert both_ways[0] == both_ways[1] != []


def test_a_suspected_group_scores_as_its_strongest_until_somebody_decides(sqlite_office: Installation):
    office = sqlite_office
    first, second = two(office)
    apart = score(office)
    duplicates.suspect(office, ANALYST, first.id, second.id)
    suspected = score(office)
    assert suspected < apart
    duplicates.dismiss(office, ANALYST, first.id)
    assert incidents.get(office, ANALYST, second.id).duplicate_group is None
    assert score(office) == apart
    duplicates.merge(office, ANALYST, first.id, second.id, reason="Sama.")
    assert score(office) == suspected


def test_the_chronology_only_grows_and_stands_in_order(sqlite_office: Installation):
    office = sqlite_office
    one = make_incident(event_date=office.today(), time_zone="WITA")
    store_incidents(office, one)
    today = office.today()
    chronology.add(office, ANALYST, one.id, day=today, clock="10:30", text="Jalan dibuka.")
    chronology.add(office, ANALYST, one.id, day=today, clock="08:00", text="Warga berkumpul.")
    told = chronology.entries(office, ANALYST, one.id)
    assert [entry["text"] for entry in told] == ["Warga berkumpul.", "Jalan dibuka."]
    assert told[0]["happened_at"] == f"{today.isoformat()} 08:00 WITA"
    for wrong in ({"text": " "}, {"text": "x", "day": today + timedelta(days=1)}, {"text": "x" * 5000}):
        with pytest.raises(InvalidRecord):
            chronology.add(office, ANALYST, one.id, **{"day": today, "clock": None} | wrong)
    with pytest.raises(NotPermitted):
        chronology.add(office, make_reader("pimpinan"), one.id, day=today, clock=None, text="x")


def test_an_attachment_is_sealed_outside_the_web_root_and_opens_as_it_was(office: Installation):
    one = make_incident(event_date=office.today())
    store_incidents(office, one)
    row = attachments.attach(office, ANALYST, "incident", one.id, "../foto.png", PNG)
    assert (row["file_name"], row["media_type"]) == ("foto.png", "image/png")
    file = office.settings.home / "attachments" / row["id"]
    assert PNG[8:40] not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert attachments.content_of(office, ANALYST, row["id"]) == PNG
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    with pytest.raises(SealBroken):
        attachments.content_of(office, ANALYST, row["id"])
    attachments.destroy(office, ANALYST, row["id"], reason="Salah unggah.")
    assert not file.exists()
    assert attachments.attachments(office, ANALYST, "incident", one.id) == []


def test_who_may_not_see_a_record_sees_no_file_of_it(sqlite_office: Installation):
    office = sqlite_office
    one = make_incident(event_date=office.today(), classification="rahasia")
    store_incidents(office, one)
    row = attachments.attach(office, ANALYST, "incident", one.id, "foto.png", PNG)
    for reader in (make_reader("operator_kabkota"), make_reader("analis_provinsi", "73")):
        with pytest.raises(NotFound):
            attachments.content_of(office, reader, row["id"])
    with pytest.raises(UnsafeFile):
        attachments.attach(office, ANALYST, "incident", one.id, "foto.svg", b"<svg/>")
    assert len(list((office.settings.home / "attachments").iterdir())) == 1


def test_newer_content_of_a_merged_duplicate_stays_behind_the_record_that_was_kept(sqlite_office: Installation):
    office, reader = sqlite_office, ANALYST
    sheet = "id_sumber;tanggal_kejadian;judul;bentuk;kode_wilayah;diperbarui\n{};{};{};blokade;64.02.05;{}\n"
    day = f"{office.today():%d/%m/%Y}"

    def bring(number: str, title: str, revised: str) -> None:
        import_file(office, reader, f"{number}{title}.csv", sheet.format(number, day, title, revised).encode())

    bring("A-1", "Blokade jalan desa", f"{day} 01.00")
    bring("A-2", "Jalan desa diblokade", f"{day} 01.00")
    rows = {row.title: row.id for row in situation(office, reader, Filter(region="64")).incidents}
    kept, merged = rows["Blokade jalan desa"], rows["Jalan desa diblokade"]
    merge_id = duplicates.merge(office, reader, kept, merged, reason="Laporan yang sama.")
    bring("A-2", "Jalan desa diblokade warga", f"{day} 02.00")
    assert count(office) == 1
    assert duplicates.undo(office, reader, merge_id, reason="Dua lokasi.").title == "Jalan desa diblokade warga"
