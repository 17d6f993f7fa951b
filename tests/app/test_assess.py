"""What people do on the ATHG screens and around one incident: assess, read a second time, propose, correct together."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from made_up import Open, make_person, texts
from support import make_incident, store_incidents

from poa_geo.access.reader import Reader
from poa_geo.domain.assessment import Judgement, region_issue
from poa_geo.domain.filter import Filter
from poa_geo.services import assessments, incidents, overrides
from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.situation import explain, situation
from poa_geo.settings import load

KECAMATAN = "64.02.05"


@pytest.fixture
def own_office(installed_home: Path, tmp_path: Path) -> Iterator[Installation]:
    """A fresh installation that the test may change."""
    home = tmp_path / "home"
    shutil.copytree(installed_home, home)
    office = open_installation(
        load({"POA_HOME": str(home), "POA_DATABASE_URL": f"sqlite:///{home / 'poa-geo.sqlite'}"})
    )
    yield office
    office.engine.dispose()


def person(account_id: str, role: str = "analis_provinsi") -> Reader:
    return Reader(
        account_id=account_id, username=account_id, display_name=account_id, role=role, agency="kesbangpol",
        scope=("64",),
    )  # fmt: skip


def assessed(office: Installation, likelihood: int = 3) -> str:
    judgement = Judgement(
        dimension="T", life_field="ekonomi", likelihood=likelihood, impact=4, rationale="Lahan pengganti belum ada.",
        review_by=office.today() + timedelta(days=10),
    )  # fmt: skip
    analyst = person("analis")
    made = assessments.draft(office, analyst, "region_issue", region_issue(KECAMATAN, "ekonomi"), judgement)
    assessments.submit(office, analyst, made.id, expected_version=1)
    return made.id


def test_an_analyst_assesses_a_region_and_a_second_reader_approves(own_office: Installation, open_screen: Open):
    app = open_screen(own_office, person("analis"), "athg", tambah="1")
    app.selectbox(key="a-region").set_value(KECAMATAN)
    for key, value in {"dimensions": "T", "life_fields": "ekonomi", "likelihood": "5", "impact": "4"}.items():
        app.radio(key=f"a-{key}").set_value(value)
    app.text_area(key="a-rationale").set_value("Lahan pengganti belum ada.")
    next(button for button in app.button if button.label == "Simpan dan ajukan").click()
    app.run()
    assert "Menunggu pembaca kedua" in texts(app)
    assert explain(own_office, person("analis"), KECAMATAN).score == 0
    made = assessments.every(own_office, person("kedua"))[0].assessment
    app = open_screen(own_office, person("kedua"), "athg", id=made.id)
    app.button(key="a-approve").click().run()
    assert "Disetujui" in texts(app)
    shown = texts(open_screen(own_office, person("analis"), "peta", wilayah="64.02"))
    assert "Ekonomi, Muara Badak" in shown


def test_an_incomplete_assessment_says_what_is_missing_and_keeps_what_was_typed(
    own_office: Installation, open_screen: Open
):
    app = open_screen(own_office, person("analis"), "athg", tambah="1")
    app.selectbox(key="a-region").set_value(KECAMATAN)
    app.text_area(key="a-rationale").set_value("Lahan pengganti belum ada.")
    next(button for button in app.button if button.label == "Simpan draf").click()
    app.run()
    assert "dinilai 1 sampai 5" in app.error[0].value
    assert app.text_area(key="a-rationale").value == "Lahan pengganti belum ada."


def test_each_cell_of_the_matrix_opens_its_list_and_due_reviews_are_told(own_office: Installation, open_screen: Open):
    made = assessed(own_office)
    board = texts(open_screen(own_office, person("analis"), "athg"))
    assert "sel=3-4" in board
    assert "Perlu ditinjau ulang" in board
    assert f"id={made}" in texts(open_screen(own_office, person("analis"), "athg", sel="3-4"))
    assert "Belum ada penilaian" in texts(open_screen(own_office, person("analis"), "athg", sel="1-1"))


def test_a_leader_reads_the_matrix_and_changes_nothing(own_office: Installation, open_screen: Open):
    app = open_screen(own_office, make_person("pimpinan"), "athg")
    assert "Matriks risiko" in texts(app)
    assert "Penilaian baru" not in [button.label for button in app.button]


def test_a_colour_is_proposed_approved_and_shown_beside_the_computed_one(own_office: Installation, open_screen: Open):
    app = open_screen(own_office, person("analis"), "athg", bagian="warna")
    app.selectbox(key="o-region").set_value(KECAMATAN)
    app.text_area(key="o-reason").set_value("Aksi direncanakan pekan depan.")
    next(button for button in app.button if button.label == "Ajukan usulan").click()
    app.run()
    waiting = overrides.every(own_office, person("kedua"))[0]
    app = open_screen(own_office, person("kedua"), "athg", bagian="warna")
    next(button for button in app.button if button.label == "Setujui").click()
    app.run()
    shown = texts(open_screen(own_office, person("kedua"), "peta", wilayah=KECAMATAN))
    assert "usulan analis sampai" in shown
    status = situation(own_office, person("kedua"), Filter(region=KECAMATAN)).focus
    assert (status.override_band, status.band) == (waiting.band, "abu")


def test_the_second_to_save_is_told_what_changed_and_loses_nothing_typed(own_office: Installation, open_screen: Open):
    one = make_incident(event_date=own_office.today())
    store_incidents(own_office, one)
    app = open_screen(own_office, person("kedua"), "kejadian", id=one.id, ubah="1")
    app.text_input(key="i-title").set_value("Blokade jalan desa selesai")
    app.text_area(key="i-efforts").set_value("Mediasi camat.")
    incidents.edit(own_office, person("analis"), one.changed(title="Blokade dua jalan", deaths=1), expected_version=1)
    save = next(button for button in app.button if button.label == "Simpan perubahan")
    save.click().run()
    assert "judul" in app.error[0].value
    assert "meninggal" in app.error[0].value
    assert app.text_input(key="i-title").value == "Blokade jalan desa selesai"
    assert app.text_area(key="i-efforts").value == "Mediasi camat."
    assert incidents.get(own_office, person("kedua"), one.id).title == "Blokade dua jalan"
    next(button for button in app.button if button.label == "Simpan perubahan").click()
    app.run()
    saved = incidents.get(own_office, person("kedua"), one.id)
    assert (saved.title, saved.efforts, saved.deaths) == ("Blokade jalan desa selesai", "Mediasi camat.", 1)


def test_an_incident_shows_chronology_and_likely_duplicates_and_merges_on_demand(
    own_office: Installation, open_screen: Open
):
    kept, other = (make_incident(event_date=own_office.today()) for _ in range(2))
    store_incidents(own_office, kept, other)
    app = open_screen(own_office, person("analis"), "kejadian", id=kept.id)
    assert "Dugaan ganda" in texts(app)
    app.text_input(key="d-reason").set_value("Laporan FKDM yang sama.")
    next(button for button in app.button if button.label == "Gabungkan ke catatan ini").click()
    app.run()
    assert "Pisahkan lagi" in [button.label for button in app.button]
    app.text_area(key="c-text").set_value("Jalan dibuka.")
    next(button for button in app.button if button.label == "Simpan perkembangan").click()
    app.run()
    assert "Jalan dibuka." in texts(app)
