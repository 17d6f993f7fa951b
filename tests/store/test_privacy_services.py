"""Fixed tables, retention, corrections, organisations and agency figures, as offices use them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from made_up_persons import NAME, SECRETS, analyst, auditor, leader, operator, registered, verifier
from support import make_reader

from poa_geo.access.reader import SYSTEM
from poa_geo.access.roles import roles
from poa_geo.domain.agency_figure import read_parts
from poa_geo.domain.filter import Filter
from poa_geo.domain.presence_filter import PresenceFilter
from poa_geo.domain.record import Identity, Presence
from poa_geo.errors import InvalidRecord, MissingColumns, NotFound, NotPermitted, StepNotAllowed, UnknownRegion
from poa_geo.services import agency_figures, corrections, findings, monthly_tables, organisations, presences, retention
from poa_geo.services.identities import sealed_rows
from poa_geo.services.imports import import_file
from poa_geo.services.installation import Installation
from poa_geo.services.situation import situation
from poa_geo.store import identities, records

KUTIM = (
    b"kode_wilayah;definisi;satuan;wilayah_kerja;tanggal;jumlah;instansi;rincian\n"
    b"64.08;TKA menurut Disnaker;orang;Kabupaten Kutai Timur;01/02/2024;101;disnaker;"
    b'"RRC 64, Korsel 18, Thailand 5, Sri Lanka 3, Australia 3, India 3, Malaysia 2, Selandia Baru 1"\n'
)


def crowd(office: Installation, kecamatan: str, count: int, *, since: date, until: date | None = None) -> None:
    """Write registrations as they were known on the day they came."""
    with office.writing(SYSTEM, "presence.import") as write:
        for place in range(count):
            moment = datetime(since.year, since.month, since.day, 3, place % 60, tzinfo=UTC)
            presence = Presence(
                id=f"{kecamatan}-{since}-{place:03}", recorded_at=moment, known_from=moment,
                source_agency="kesbangpol", region_code=kecamatan, geo_precision=3, category="H_TKA",
                nationality="CHN", permit_type="ITAS", from_date=since, to_date=until,
                identity=Identity(full_name="CONTOH"),
            )  # fmt: skip
            row, key = sealed_rows(presence, office.keyring)
            records.insert(write.connection, "presence", [row])
            identities.insert_keys(write.connection, [key])
        write.audit("presence")


def test_leaders_read_fixed_tables_of_closed_months_that_later_entries_do_not_change(office: Installation):
    month, before = monthly_tables.months(office.today(), 2)
    crowd(office, "64.02.05", 12, since=before - timedelta(days=3))
    crowd(office, "64.02.06", 3, since=before - timedelta(days=3))
    told = monthly_tables.tables(office, leader, "64", month)
    assert told.total == 10
    assert told.kabupaten.shown == {("", "64.02"): 10}
    assert told.kecamatan.shown == {("64.02", "64.02.05"): 10}
    registered(office)
    crowd(office, "64.71.01", 9, since=office.today())
    assert monthly_tables.tables(office, leader, "64", month) == told
    assert monthly_tables.tables(office, leader, "64", before) == monthly_tables.MonthlyTables(
        **{**vars(told), "month": before}
    )


def test_there_is_no_table_for_any_other_day_region_or_reader(sqlite_office: Installation):
    month = monthly_tables.months(sqlite_office.today())[0]
    for day in (sqlite_office.today(), month - timedelta(days=1), month + timedelta(days=400)):
        with pytest.raises(UnknownRegion):
            monthly_tables.tables(sqlite_office, leader, "64", day)
    with pytest.raises(NotPermitted):
        monthly_tables.tables(sqlite_office, leader, "73", month)
    with pytest.raises(NotPermitted):
        monthly_tables.tables(sqlite_office, auditor, "64", month)


def test_a_bupati_reads_the_places_of_the_own_kabupaten_only(sqlite_office: Installation):
    month = monthly_tables.months(sqlite_office.today())[0]
    for code in ("64.02.05", "64.71.01"):
        crowd(sqlite_office, code, 11, since=month - timedelta(days=9))
    told = monthly_tables.tables(sqlite_office, make_reader("pimpinan", "64.02"), "64.02", month)
    assert told.kabupaten.shown == {("", "64.02"): 10}
    assert told.kecamatan.shown == {("64.02", "64.02.05"): 10}
    assert (told.total, told.category, told.nationality, told.permit_type) == (None, None, None, None)


def test_the_map_tells_leaders_the_fixed_tables_and_operators_the_day(sqlite_office: Installation):
    month = monthly_tables.months(sqlite_office.today())[0]
    crowd(sqlite_office, "64.02.05", 12, since=month - timedelta(days=9))
    crowd(sqlite_office, "64.02.05", 1, since=sqlite_office.today())
    where = Filter(region="64")
    for_leader = {row.code: row.presence_count for row in situation(sqlite_office, leader, where).regions}
    for_analyst = {row.code: row.presence_count for row in situation(sqlite_office, analyst, where).regions}
    assert (for_leader["64.02"], for_analyst["64.02"]) == (10, 13)
    past = situation(sqlite_office, leader, where, sqlite_office.today() - timedelta(days=200))
    assert {row.code: row.presence_count for row in past.regions}["64.02"] is None


def test_retention_tells_first_and_then_destroys_what_is_past_its_period(office: Installation):
    today = office.today()
    old = registered(
        office, from_date=today - timedelta(days=900), to_date=today - timedelta(days=500),
        permit_expires_on=today - timedelta(days=420),
    ).record.id  # fmt: skip
    held = registered(
        office, passport_number="ZZ5555555", from_date=today - timedelta(days=900),
        to_date=today - timedelta(days=500), permit_expires_on=today - timedelta(days=420),
    ).record.id  # fmt: skip
    registered(office, passport_number="ZZ6666666")
    findings.note(
        office, operator, subject_kind="presence", subject_id=held, finding_type="lewat_izin_tinggal",
        found_on=today, text="masih diperiksa",
    )  # fmt: skip
    trial = {removal.code: removal.ids for removal in retention.retention(office, SYSTEM, is_dry_run=True)}
    assert trial["presence_identity"] == (old,)
    assert presences.get(office, analyst, old).identity is not None
    done = {removal.code: removal.ids for removal in retention.retention(office)}
    assert done == trial
    assert presences.get(office, analyst, old).identity is None
    assert presences.get(office, analyst, held).identity is not None
    assert all(not removal.ids for removal in retention.retention(office))


def test_refused_rows_are_kept_thirty_days_and_no_longer(sqlite_office: Installation, monkeypatch):
    refused = f"kategori;nama_lengkap;kewarganegaraan;kode_wilayah\nTIDAK_ADA;{NAME};XYZ;99.99\n".encode()
    import_file(sqlite_office, analyst, "orang.csv", refused)

    def sealed() -> int:
        return sum(len(removal.ids) for removal in retention.retention(sqlite_office) if removal.code == "import_row")

    assert sealed() == 0
    later = sqlite_office.now() + timedelta(days=31)
    monkeypatch.setattr(type(sqlite_office), "now", lambda _: later)
    assert sealed() == 1
    assert sealed() == 0


def test_only_who_runs_the_system_runs_retention_and_only_analysts_erase(sqlite_office: Installation):
    person_id = registered(sqlite_office).record.id
    for reader in (analyst, operator, leader, auditor):
        with pytest.raises(NotPermitted):
            retention.retention(sqlite_office, reader)
    with pytest.raises(NotPermitted):
        retention.erase(sqlite_office, operator, person_id, reason="Permintaan yang bersangkutan")
    assert retention.retention(sqlite_office, make_reader("admin_sistem", "64"))


def test_a_request_for_correction_is_sealed_followed_by_receipt_and_decided_in_steps(office: Installation):
    receipt = corrections.receive(office, operator, f"Saya {NAME}, alamat saya salah")
    (told,) = corrections.every(office, verifier)
    assert not any(secret in repr(told) for secret in SECRETS)
    assert corrections.status(office, receipt.lower()).state == "diterima"
    with pytest.raises(NotFound):
        corrections.status(office, "0" * 20)
    with pytest.raises(StepNotAllowed):
        corrections.decide(office, verifier, told.id, is_granted=True, decision="Alamat diperbaiki")
    assert NAME in corrections.open_text(office, verifier, told.id, "Memproses permintaan")
    corrections.take_up(office, verifier, told.id, registered(office).record.id)
    corrections.decide(office, verifier, told.id, is_granted=True, decision="Alamat diperbaiki")
    assert corrections.status(office, receipt).state == "dikabulkan"
    with pytest.raises(NotPermitted):
        corrections.every(office, leader)


def test_kutai_timur_figures_whose_parts_lack_two_are_kept_and_noticed(office: Installation):
    count, (noticed,) = agency_figures.import_figures(office, operator_of("64.08"), "kutim.csv", KUTIM)
    assert count == 1
    assert noticed.rule == "parts_do_not_sum"
    assert noticed.text() == "Rincian berjumlah 99, sedangkan total 101; selisih 2 dicatat dan ditampilkan."
    (told,) = agency_figures.side_by_side(office, analyst, "64.08")
    (figure,) = told.figures
    assert (figure.total, sum(figure.parts.values()), figure.gap) == (101, 99, 2)
    again, _ = agency_figures.import_figures(office, operator_of("64.08"), "kutim.csv", KUTIM)
    assert again == 0


def operator_of(code: str):
    return make_reader("operator_kabkota", code)


def test_figures_of_two_agencies_stand_side_by_side_explained_and_never_added(sqlite_office: Installation):
    for agency, unit, total in (("imigrasi", "izin", 27), ("disnaker", "orang", 12)):
        values = {
            "source_agency": agency, "definition": f"Menurut {agency}", "unit": unit, "area": "Kota Bontang",
            "as_of": date(2025, 5, 1), "total": total,
        }  # fmt: skip
        agency_figures.add(sqlite_office, operator_of("64.74"), values, "64.74")
    (told,) = agency_figures.side_by_side(sqlite_office, analyst)
    (comparison,) = told.comparisons
    assert abs(comparison.difference) == 15
    assert set(comparison.reasons) == {"unit", "definition", "agency"}
    assert 39 not in [value for figure in told.figures for value in vars(figure).values()]


def test_a_figure_with_an_unknown_word_or_a_file_without_columns_is_refused_whole(sqlite_office: Installation):
    with pytest.raises(MissingColumns, match="jumlah"):
        agency_figures.import_figures(sqlite_office, analyst, "x.csv", b"kode_wilayah;definisi\n64;a\n")
    bad = KUTIM + b"64.08;TKA;ekor;Kutim;01/02/2024;7;disnaker;\n"
    with pytest.raises(InvalidRecord):
        agency_figures.import_figures(sqlite_office, analyst, "x.csv", bad)
    assert agency_figures.side_by_side(sqlite_office, analyst) == []


def test_leaders_see_no_parts_and_no_figure_below_five(sqlite_office: Installation):
    agency_figures.import_figures(sqlite_office, analyst, "kutim.csv", KUTIM)
    values = {
        "source_agency": "disnaker", "definition": "TKA", "unit": "orang", "area": "Sanga-Sanga",
        "as_of": date(2025, 5, 1), "total": 1,
    }  # fmt: skip
    agency_figures.add(sqlite_office, analyst, values, "64.02")
    (told,) = agency_figures.side_by_side(sqlite_office, leader)
    assert [(figure.total, figure.parts) for figure in told.figures] == [(101, None)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("RRC 64; Korsel 18", {"RRC": 64, "Korsel": 18}),
        ("Sri Lanka: 3, Selandia Baru 1.200", {"Sri Lanka": 3, "Selandia Baru": 1200}),
        ("", {}),
        ("RRC", None),
        ("RRC 1; RRC 2", None),
    ],
)
def test_parts_are_read_as_people_write_them(text: str, parts):
    assert read_parts(text) == parts


def test_an_organisation_is_registered_verified_by_another_and_edited(office: Installation):
    values = {
        "name": "Yayasan Contoh Asing", "origin_country": "JPN", "foreign_staff": 2, "local_staff": 9,
        "valid_from": date(2026, 1, 1), "valid_until": date(2027, 1, 1), "documents": "mou,rencana_kerja",
    }  # fmt: skip
    own = organisations.add(office, verifier, values, "64.02")
    assert own.verification == "belum"
    with pytest.raises(NotPermitted):
        organisations.verify(office, verifier, own.id, is_true=True, reason="", expected_version=1)
    organisations.verify(office, analyst, own.id, is_true=True, reason="MoU diperiksa", expected_version=1)
    edited = organisations.edit(office, operator, own.id, {"local_staff": 11}, "64.02", expected_version=2)
    assert (edited.local_staff, edited.name, edited.verification) == (11, "Yayasan Contoh Asing", "terverifikasi")
    with pytest.raises(InvalidRecord):
        organisations.add(office, operator, {"name": "", "foreign_staff": -1}, "64.02")
    with pytest.raises(NotPermitted):
        organisations.add(office, operator, values, "64.71")
    assert [(row.id, row.foreign_staff) for row in organisations.every(office, leader)] == [(own.id, None)]


SERVICES = (
    lambda office, who: presences.register(office, who, PresenceFilter()),
    lambda office, who: presences.search(office, who, NAME),
    lambda office, who: findings.every(office, who),
    lambda office, who: findings.referrals(office, who),
    lambda office, who: corrections.every(office, who),
    lambda office, who: organisations.every(office, who),
    lambda office, who: agency_figures.side_by_side(office, who),
    lambda office, who: monthly_tables.tables(office, who, "64", monthly_tables.months(office.today())[0]),
    lambda office, who: situation(office, who, Filter(region="64")),
)


def test_no_service_tells_anybody_a_sealed_value_without_a_logged_reason(sqlite_office: Installation):
    registered(sqlite_office)
    corrections.receive(sqlite_office, operator, f"Saya {NAME}")
    answers = 0
    for role in roles():
        who = make_reader(role, "64")
        for service in SERVICES:
            try:
                told = service(sqlite_office, who)
            except NotPermitted:
                continue
            answers += 1
            assert not any(secret in repr(told) for secret in SECRETS)
    assert answers > 20
