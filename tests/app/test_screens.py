"""Every screen opens for everyone it is for, on an empty and on a full store, and says in words what went wrong."""

from dataclasses import replace

import pytest
from made_up import Open, make_person, texts
from streamlit.testing.v1 import AppTest

from poa_geo.access.roles import roles
from poa_geo.errors import NotSignedIn
from poa_geo.services.installation import Installation
from poa_geo.ui import current, page
from poa_geo.ui.pages import PAGES, pages_for


@pytest.mark.parametrize("role", list(roles()))
def test_every_screen_of_a_role_opens_on_an_empty_store(
    role: str, empty_office: Installation, open_screen: Open
) -> None:
    for row in pages_for(make_person(role)):
        app = open_screen(empty_office, make_person(role), row.name)
        assert (row.name, [error.value for error in app.error], list(app.exception)) == (row.name, [], [])
        assert "TERBATAS" in texts(app)


@pytest.mark.parametrize("role", list(roles()))
def test_every_screen_of_a_role_opens_on_a_full_store(role: str, full_office: Installation, open_screen: Open) -> None:
    for row in pages_for(make_person(role)):
        app = open_screen(full_office, make_person(role), row.name)
        assert (row.name, [error.value for error in app.error], list(app.exception)) == (row.name, [], [])


@pytest.mark.parametrize("role", ["pimpinan", "auditor", "admin_sistem"])
def test_a_screen_that_is_not_for_a_role_is_not_there(role: str, empty_office: Installation, open_screen: Open) -> None:
    person = make_person(role)
    app = open_screen(empty_office, person, "akun")
    for name in PAGES.keys() - {row.name for row in pages_for(person)}:
        with pytest.raises(ValueError, match=name):
            app.switch_page(f"../../pages/{name}.py")


def test_a_screen_run_without_the_shell_checks_the_right_itself(empty_office: Installation, open_screen: Open) -> None:
    open_screen(empty_office, make_person("pimpinan"), "akun")
    alone = AppTest.from_file(str(PAGES["admin"].file), default_timeout=60).run()
    assert [error.value for error in alone.error] == [
        "Akun Anda tidak berwenang untuk tindakan ini. Hubungi administrator bila tugas Anda membutuhkannya."
    ]
    assert "Nama pengguna" not in texts(alone)


def test_whoever_is_not_signed_in_reads_one_sentence_and_nothing_else(
    empty_office: Installation, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_screen(empty_office, make_person(), "peta")

    def nobody(*, is_activity: bool = True) -> None:
        raise NotSignedIn

    monkeypatch.setattr(current, "reader", nobody)
    app.run()
    assert [error.value for error in app.error] == ["Sesi berakhir. Masuk kembali untuk melanjutkan."]
    assert "Peta kerawanan" not in texts(app)


def test_a_failure_nobody_foresaw_is_one_sentence_with_a_number_and_the_rest_is_in_the_log(
    empty_office: Installation, open_screen: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(page, "data_cutoff", broken)
    app = open_screen(empty_office, make_person(), "peta")
    [sentence] = [error.value for error in app.error]
    assert sentence.startswith("Halaman ini belum dapat ditampilkan. Data tidak berubah. Sampaikan nomor ")
    assert not app.exception
    assert "disk on fire" not in texts(app)
    number = sentence.split("nomor ")[1].split(" ")[0]
    assert number in caplog.text
    assert "disk on fire" in caplog.text


def test_a_screen_that_fails_before_its_frame_stands_is_one_sentence_too(
    empty_office: Installation, open_screen: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("poa_geo.ui.page.page", None)
    app = open_screen(empty_office, make_person(), "akun")
    assert not app.exception
    assert [error.value[:46] for error in app.error] == ["Halaman ini belum dapat ditampilkan. Data tida"]


def test_a_demo_says_so_on_every_screen_and_real_work_does_not(empty_office: Installation, open_screen: Open) -> None:
    demo, names = replace(empty_office, is_demo=True), ["akun", "impor", "kejadian"]
    assert ["DATA CONTOH" in texts(open_screen(empty_office, make_person(), name)) for name in names] == [False] * 3
    assert ["DATA CONTOH" in texts(open_screen(demo, make_person(), name)) for name in names] == [True] * 3


def test_a_region_nobody_knows_in_the_address_falls_back_to_the_usual_view(
    empty_office: Installation, open_screen: Open
) -> None:
    app = open_screen(empty_office, make_person(), "peta", wilayah="99.99", dari="kemarin", lapisan="'--")
    assert not app.error
    assert "<b>Kalimantan Timur</b>" in texts(app)


def test_a_region_outside_the_scope_is_refused_in_words(empty_office: Installation, open_screen: Open) -> None:
    app = open_screen(empty_office, make_person("operator_kabkota"), "peta", wilayah="64.71")
    assert [error.value for error in app.error] == ["Wilayah 64.71 berada di luar wilayah kerja akun Anda."]
