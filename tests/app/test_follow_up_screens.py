"""What people do on the screens of intake and follow-up."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up import Open, make_person, texts
from streamlit.testing.v1 import AppTest

from poa_geo.importers.draft import Place
from poa_geo.services import actions, incidents, nil_reports, reports
from poa_geo.services.installation import Installation, open_installation
from poa_geo.settings import load
from poa_geo.store import records

PASTED = (
    "Mohon izin melaporkan, kemarin pukul 10.30 WITA telah terjadi blokade jalan oleh sekitar 150 orang di Kec. Muara "
    "Badak. Pelapor an. Sekar Wangi 0812-3456-7890. 2 orang luka."
)


@pytest.fixture
def own_office(full_home: Path, tmp_path: Path) -> Iterator[Installation]:
    """A full installation that the test may change."""
    home = tmp_path / "home"
    shutil.copytree(full_home, home)
    office = open_installation(
        load({"POA_HOME": str(home), "POA_DATABASE_URL": f"sqlite:///{home / 'poa-geo.sqlite'}"})
    )
    yield office
    office.engine.dispose()


def errors(app: AppTest) -> list[str]:
    return [error.value for error in app.error]


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_a_camat_sends_a_nil_report_with_three_taps(own_office: Installation, open_screen: Open) -> None:
    person = make_person("operator_kecamatan")
    app = open_screen(own_office, person, "laporan_masuk")
    assert "Muara Badak" in texts(app)
    app.button_group(key="nil-safety").set_value(8)
    app.button_group(key="nil-signs").set_value(["ronda"])
    press(app, "Kirim laporan nihil")
    assert errors(app) == []
    sent = nil_reports.recent(own_office, person)[0]
    assert (sent.region_code, sent.sense_of_safety, sent.peace_signs) == ("64.02.05", 8, "Ronda malam aktif")
    assert sent.received_on == own_office.today()


def test_a_pasted_report_is_confirmed_by_a_person_and_becomes_an_incident(
    own_office: Installation, open_screen: Open
) -> None:
    person = make_person()
    app = open_screen(own_office, person, "laporan_masuk", bagian="tempel")
    app.text_area(key="pasted").set_value(PASTED)
    press(app, "Baca laporan")
    assert errors(app) == []
    shown = texts(app)
    assert "Sekar" not in shown
    assert "7890" not in shown
    assert app.selectbox(key="i-form").value == "blokade"
    assert app.number_input(key="i-injured").value == 2
    press(app, "Simpan sebagai kejadian")
    assert errors(app) == []
    newest = reports.queue(own_office, person, is_closed=True)[0]
    assert newest.state == "dicatat"
    made = incidents.get(own_office, person, str(newest.incident_id))
    assert (made.verification, made.injured, made.region_code) == ("belum", 2, "64.02.05")


def test_the_next_report_is_taken_and_nobody_else_takes_it(own_office: Installation, open_screen: Open) -> None:
    first, second = make_person(), make_person()
    object.__setattr__(second, "account_id", "lain")
    waiting = reports.queue(own_office, first)
    app = open_screen(own_office, first, "laporan_masuk")
    press(app, "Ambil laporan berikutnya")
    assert reports.get(own_office, first, waiting[0].id).claimed_by == first.account_id
    other = open_screen(own_office, second, "laporan_masuk", id=waiting[0].id)
    assert "Diperiksa petugas lain" in texts(other)
    assert "Simpan sebagai kejadian" not in [button.label for button in other.button]


def test_the_overdue_stands_first_on_the_screen(full_office: Installation, open_screen: Open) -> None:
    shown = texts(open_screen(full_office, make_person(), "tindak_lanjut"))
    assert shown.index("Lewat 9 hari") < shown.index("Lewat 4 hari") < shown.index("Hari ini")


def test_a_follow_up_is_planned_and_finished(own_office: Installation, open_screen: Open) -> None:
    person = make_person()
    app = open_screen(own_office, person, "tindak_lanjut", tambah="1", wilayah="64.02.05")
    app.text_input(key="a-title").set_value("Rapat dengan warga")
    app.selectbox(key="a-agency").set_value("kesbangpol")
    press(app, "Simpan tindak lanjut")
    assert errors(app) == []
    [made] = [one for one in actions.every(own_office, person) if one.title == "Rapat dengan warga"]
    assert made.region_code == "64.02.05"


def test_closing_an_incident_tells_the_score_before_and_now(own_office: Installation, open_screen: Open) -> None:
    person = make_person()
    about = next(one.subject_id for one in actions.every(own_office, person, is_open=True) if one.subject_id)
    app = open_screen(own_office, person, "tindak_lanjut", tutup=str(about))
    press(app, "Tutup kejadian")
    assert errors(app) == ["Isian belum dapat disimpan: Tuliskan apa yang telah dilakukan dan hasilnya."]
    app.text_area(key="close-outcome").set_value("Kesepakatan ditandatangani")
    press(app, "Tutup kejadian")
    assert errors(app) == []
    assert "Skor sebelum ditutup" in texts(app)
    assert "Status turun paling cepat" in texts(app)
    assert incidents.get(own_office, person, str(about)).outcome == "Kesepakatan ditandatangani"


def test_a_region_shows_its_way_and_what_was_done(full_office: Installation, open_screen: Open) -> None:
    shown = texts(open_screen(full_office, make_person(), "wilayah", wilayah="64.72"))
    assert "Mediasi upah bongkar muat" in shown
    way = shown.split("Jalan status dan tindakan")[1]
    assert way.index("Kuning – Waspada") < way.index("Mediasi upah bongkar muat") < way.rindex("dari kuning")


def test_hostile_text_is_shown_as_text(own_office: Installation, open_screen: Open) -> None:
    person, hostile = make_person(), "<script>alert(1)</script><img src=x>"
    report = reports.add_pasted(own_office, person, hostile)
    values = {"title": hostile, "agency": "kesbangpol", "due_on": own_office.today(), "region_code": "64.02.05"}
    action = actions.add(own_office, person, values)
    for name, params in (
        ("laporan_masuk", {}), ("laporan_masuk", {"id": report.id}), ("tindak_lanjut", {"id": action.id}),
        ("wilayah", {"wilayah": "64.02.05"}), ("kualitas_data", {}),
    ):  # fmt: skip
        html = texts(open_screen(own_office, person, name, **params))
        assert "<script>" not in html
        assert "<img src=x" not in html


def test_data_quality_leads_to_where_it_is_mended(full_office: Installation, open_screen: Open) -> None:
    shown = texts(open_screen(full_office, make_person(), "kualitas_data"))
    for link in ("laporan_masuk?bagian=nihil", "kejadian?tanpa-lokasi=1", "tindak_lanjut?id=", "wilayah?wilayah=64.11"):
        assert link in shown


def test_a_leader_reads_follow_up_and_changes_nothing(full_office: Installation, open_screen: Open) -> None:
    app = open_screen(full_office, make_person("pimpinan"), "tindak_lanjut")
    assert "Rapat Tim Terpadu" in texts(app)
    assert [button.label for button in app.button if "Tambah" in button.label] == []


def test_the_records_of_the_demo_are_all_stored(full_office: Installation) -> None:
    with full_office.reading() as connection:
        counts = {kind: len(connection.execute(records.KINDS[kind].select()).all()) for kind in KINDS}
    assert all(counts.values())


KINDS = ("action", "plan_item", "report")


def test_an_incident_leads_back_to_its_report_and_to_its_follow_up(own_office: Installation, open_screen: Open) -> None:
    person = make_person()
    about = next(one for one in actions.every(own_office, person, is_open=True) if one.subject_id)
    shown = texts(open_screen(own_office, person, "kejadian", id=str(about.subject_id)))
    assert about.title in shown
    report = reports.claim(own_office, person, reports.add_pasted(own_office, person, PASTED).id)
    values = {"title": "Blokade jalan", "form": "blokade", "event_date": own_office.today()}
    made = reports.make_incident(own_office, person, report.id, values, Place(code="64.02.05"))
    assert f"laporan_masuk?id={report.id}" in texts(open_screen(own_office, person, "kejadian", id=made.id))
