"""What people do on the screens: drill down, filter, report, verify, import."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from made_up import Open, make_person, texts

from poa_geo.domain.filter import Filter
from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.situation import situation
from poa_geo.settings import load
from poa_geo.ui import panels

SHEET = """tanggal_kejadian;judul;bentuk;kode_wilayah
{day};Blokade jalan desa contoh;blokade;64.02.05
{day};Unjuk rasa contoh;unjuk_rasa;64.99.99
"""


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


def titles(office: Installation) -> list[str]:
    where = Filter(region="64", since=office.today() - timedelta(days=30), until=office.today())
    return [row.title for row in situation(office, make_person(), where).incidents]


def test_the_number_over_the_list_is_the_number_the_map_answers_at_every_level(
    full_office: Installation, open_screen: Open
) -> None:
    person, today = make_person(), full_office.today()
    for code in ("64", "64.02", "64.02.05"):
        where = Filter(region=code, since=today - timedelta(days=89), until=today)
        told = situation(full_office, person, where)
        shown = texts(open_screen(full_office, person, "peta", wilayah=code))
        assert f"<h3>{told.incident_count} kejadian</h3>" in shown
        assert sum(one.incident_count for one in told.regions) == told.placed_count


def test_a_click_on_the_map_opens_the_region_and_its_address(full_office: Installation, open_screen: Open) -> None:
    app = open_screen(full_office, make_person(), "peta", wilayah="64")
    app.query_params["wilayah"] = "64.02"
    app.run()
    assert "<b>Kutai Kartanegara</b>" in texts(app)
    assert "Mengapa" in texts(app)


def test_a_click_on_a_mark_opens_its_incident(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, str] = {}
    monkeypatch.setattr(panels.st, "session_state", state)
    panels.choose("#some-id")
    assert state == {"open_incident": "some-id"}


def test_a_filter_changes_the_list_and_never_the_score(full_office: Installation, open_screen: Open) -> None:
    person = make_person()
    everything = texts(open_screen(full_office, person, "peta", wilayah="64.02"))
    filtered = texts(open_screen(full_office, person, "peta", wilayah="64.02", bentuk="blokade"))
    score = everything.split('class="score">')[1].split("<")[0]
    assert f'class="score">{score}<' in filtered
    assert everything.split("<h3>")[2] != filtered.split("<h3>")[2]


def test_a_report_typed_in_is_registered_and_counts_nothing_before_it_is_verified(
    own_office: Installation, open_screen: Open
) -> None:
    app = open_screen(own_office, make_person("operator_kabkota"), "kejadian", tambah="1")
    app.text_input(key="i-title").set_value("Blokade jalan desa contoh")
    app.selectbox(key="i-form").set_value("blokade")
    app.selectbox(key="i-region").set_value("64.02.05")
    app.button[-1].click().run()
    assert not app.error
    told = situation(own_office, make_person(), Filter(region="64.02.05"))
    assert [(row.title, row.verification, row.share) for row in told.incidents] == [
        ("Blokade jalan desa contoh", "belum", 0.0)
    ]
    assert told.focus is not None
    assert told.focus.score == 0


def test_a_report_that_breaks_a_rule_is_not_stored_and_the_sentence_names_the_field(
    own_office: Installation, open_screen: Open
) -> None:
    app = open_screen(own_office, make_person("operator_kabkota"), "kejadian", tambah="1")
    app.selectbox(key="i-form").set_value("blokade")
    app.selectbox(key="i-region").set_value("64.02.05")
    app.button[-1].click().run()
    assert len(app.error) == 1
    assert "Isian belum dapat disimpan" in app.error[0].value
    assert titles(own_office) == []


def test_a_verified_report_counts_from_then_on(own_office: Installation, open_screen: Open) -> None:
    app = open_screen(own_office, make_person("operator_kabkota"), "kejadian", tambah="1")
    app.text_input(key="i-title").set_value("Bentrokan contoh")
    app.selectbox(key="i-form").set_value("bentrokan_massa")
    app.selectbox(key="i-region").set_value("64.02.05")
    app.button[-1].click().run()
    [row] = situation(own_office, make_person(), Filter(region="64.02.05")).incidents
    judging = open_screen(own_office, make_person("verifikator_kabkota"), "kejadian", id=row.id)
    judging.selectbox(key="g-source_grades").set_value("A")
    judging.selectbox(key="g-information_grades").set_value("1")
    next(button for button in judging.button if button.label == "Simpan verifikasi").click()
    judging.run()
    told = situation(own_office, make_person(), Filter(region="64.02.05"))
    assert told.incidents[0].verification == "terverifikasi"
    assert told.focus is not None
    assert told.focus.score == pytest.approx(sum(one.share for one in told.incidents))
    assert told.focus.score > 0


def test_a_file_is_judged_first_and_taken_only_when_asked(own_office: Installation, open_screen: Open) -> None:
    day = date.fromordinal(own_office.today().toordinal() - 3)
    content = SHEET.format(day=f"{day:%d/%m/%Y}").encode()
    app = open_screen(own_office, make_person(), "impor")
    app.file_uploader(key="file").set_value(("laporan.csv", content, "text/csv")).run()
    assert not app.error
    assert titles(own_office) == []
    assert app.button(key="take").label == "Impor 1 baris"
    app.button(key="take").click().run()
    assert titles(own_office) == ["Blokade jalan desa contoh"]
    assert [message.value for message in app.success] == ["1 baris diterima, 0 diperbaiki, 0 digabung, 1 ditolak."]


def test_a_file_nobody_knows_is_refused_in_one_sentence(own_office: Installation, open_screen: Open) -> None:
    app = open_screen(own_office, make_person(), "impor")
    app.file_uploader(key="file").set_value(("foto.csv", b"a;b\n1;2\n", "text/csv")).run()
    assert len(app.error) == 1
    assert "Data lama tidak berubah." in app.error[0].value


def test_an_incident_outside_the_scope_reads_like_one_that_is_not_there(
    full_office: Installation, open_screen: Open
) -> None:
    [other, *_] = situation(full_office, make_person(), Filter(region="64.72")).incidents
    outside = open_screen(full_office, make_person("operator_kabkota"), "kejadian", id=other.id)
    absent = open_screen(full_office, make_person("operator_kabkota"), "kejadian", id="tidak-ada")
    assert [error.value for error in outside.error] == [error.value for error in absent.error]
    assert len(outside.error) == 1
    assert other.title not in texts(outside)
