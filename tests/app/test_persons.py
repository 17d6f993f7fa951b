"""The screens of foreign nationals: masks for those who work with them, counts for leaders, a trail for the auditor."""

import pytest
from made_up import SCOPES, Open
from support import make_reader

from poa_geo.domain.presence_filter import PresenceFilter
from poa_geo.errors import NotPermitted
from poa_geo.services import organisations, presences, unmasking
from poa_geo.services.installation import Installation
from poa_geo.ui.pages import PAGES, pages_for

MASK = "••••••"
ROLES = ("analis_provinsi", "verifikator_kabkota", "operator_kabkota", "operator_kecamatan", "pimpinan", "mitra")


def somebody(role: str):
    return make_reader(role, *SCOPES.get(role, ("64",)))


def text_of(app) -> str:
    bodies = [
        element.value for kind in ("markdown", "caption", "title", "subheader", "error") for element in app.get(kind)
    ]
    return " ".join(str(body) for body in bodies) + " ".join(str(element.proto) for element in app.get("html"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_full", [True, False])
def test_the_screen_opens_for_every_role_on_an_empty_and_a_full_store(
    open_screen: Open, full_office: Installation, empty_office: Installation, role: str, is_full: bool
):
    app = open_screen(full_office if is_full else empty_office, somebody(role), "orang_asing")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("part", ["tenggat", "temuan", "bulanan", "ormas", "angka", "koreksi"])
def test_every_part_opens(open_screen: Open, full_office: Installation, part: str):
    app = open_screen(full_office, somebody("analis_provinsi"), "orang_asing", bagian=part)
    assert not app.exception
    assert not app.error


def test_leaders_see_no_person_in_any_part(open_screen: Open, full_office: Installation):
    leader, analyst = somebody("pimpinan"), somebody("analis_provinsi")
    row = presences.register(full_office, analyst, PresenceFilter()).rows[0]
    assert MASK in text_of(open_screen(full_office, analyst, "orang_asing"))
    for params in ({}, {"bagian": "register"}, {"bagian": "tenggat"}, {"bagian": "temuan"}, {"id": row.record.id}):
        app = open_screen(full_office, leader, "orang_asing", **params)
        told = text_of(app)
        assert MASK not in told
        assert row.record.id not in told.replace(f"id={row.record.id}", "")
        assert "Baca uraian" not in told


def test_an_identity_opens_with_a_reason_and_not_without(open_screen: Open, full_home, tmp_path):
    import shutil

    from poa_geo.services.installation import open_installation
    from poa_geo.settings import load

    shutil.copytree(full_home, tmp_path / "home")
    url = f"sqlite:///{tmp_path / 'home' / 'poa-geo.sqlite'}"
    office = open_installation(load({"POA_HOME": str(tmp_path / "home"), "POA_DATABASE_URL": url}))
    analyst = somebody("analis_provinsi")
    person_id = presences.register(office, analyst, PresenceFilter()).rows[0].record.id
    app = open_screen(office, analyst, "orang_asing", id=person_id)
    assert "Nama lengkap" not in text_of(app)
    with pytest.raises(NotPermitted):
        unmasking.identity(office, analyst, person_id)
    app.text_input(key="unmask-reason").input("Verifikasi lapangan bersama Imigrasi")
    next(button for button in app.button if button.label == "Buka selama 15 menit").click()
    app.run()
    assert not app.exception
    assert unmasking.identity(office, analyst, person_id).full_name in text_of(app)
    trail = text_of(open_screen(office, somebody("auditor"), "jejak_akses"))
    assert "Verifikasi lapangan bersama Imigrasi" in trail
    assert "Membuka identitas" in trail
    assert "Melihat data tersamar satu orang" in trail
    assert unmasking.identity(office, analyst, person_id).full_name not in trail
    office.engine.dispose()


def test_the_auditor_has_the_trail_and_no_register(open_screen: Open, full_office: Installation):
    auditor = somebody("auditor")
    assert [row.name for row in pages_for(auditor)] == ["jejak_akses", "akun"]
    app = open_screen(full_office, auditor, "jejak_akses")
    assert not app.exception
    assert not app.error
    assert PAGES["orang_asing"].right == "monthly_tables.read"


def test_an_organisation_and_its_form_open(open_screen: Open, full_office: Installation):
    analyst = somebody("analis_provinsi")
    found = organisations.every(full_office, analyst)
    for params in ({"ormas": found[0].id}, {"ormas": found[0].id, "ubah": "1"}, {"tambah": "ormas"}, {"tambah": "1"}):
        app = open_screen(full_office, analyst, "orang_asing", **params)
        assert not app.exception
        assert not app.error
