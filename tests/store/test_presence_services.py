"""The register of foreign nationals: masked, found by exact name only, verified by another person, never a score."""

from datetime import timedelta

import pytest
from made_up_persons import (
    KECAMATAN,
    NAME,
    PASSPORT,
    PLACE,
    SECRETS,
    analyst,
    operator,
    person,
    registered,
    verifier,
)
from support import make_reader

from poa_geo.domain.presence_filter import PresenceFilter
from poa_geo.errors import Conflict, InvalidRecord, NotFound, NotPermitted
from poa_geo.services import presences
from poa_geo.services.installation import Installation
from poa_geo.services.situation import scores


def test_the_register_shows_masks_only(office: Installation):
    registered(office)
    (row,) = presences.register(office, operator, PresenceFilter(region="64.02")).rows
    assert row.identity is not None
    assert row.identity.initials == "Z. C."
    assert row.identity.passport == "Z••••••21"
    assert row.identity.birth_year == "1984"
    assert not any(secret in repr(row) for secret in SECRETS)


def test_only_an_exact_name_or_passport_finds_the_person(sqlite_office: Installation):
    person_id = registered(sqlite_office).record.id
    for text in (NAME, NAME.upper(), f"  {NAME.lower()} ", PASSPORT, "zz 765 4321"):
        found = presences.search(sqlite_office, operator, text)
        assert [row.record.id for row in found.rows] == [person_id]
    for text in ("Zarubella", "Contohwati Zarubella", "ZZ765432", "", "%"):
        assert presences.search(sqlite_office, operator, text).count == 0


def test_a_search_does_not_reach_beyond_scope_or_clearance(sqlite_office: Installation):
    registered(sqlite_office, analyst, classification="rahasia")
    elsewhere = make_reader("operator_kabkota", "64.71")
    assert presences.search(sqlite_office, elsewhere, NAME).count == 0
    assert presences.search(sqlite_office, operator, NAME).count == 0
    assert presences.search(sqlite_office, verifier, NAME).count == 1


def test_lists_of_deadlines_hold_those_whose_permit_ends_has_ended_or_who_are_unreported(office: Installation):
    today = office.today()
    soon = registered(office).record.id
    later = registered(office, permit_expires_on=today + timedelta(days=80)).record.id
    over = registered(office, permit_expires_on=today - timedelta(days=4)).record.id
    silent = registered(
        office, permit_expires_on=today + timedelta(days=300), last_reported_on=today - timedelta(days=60)
    ).record.id
    left = {"to_date": today - timedelta(days=2), "permit_expires_on": today - timedelta(days=2)}
    registered(office, **left)

    def of(view, days=30):
        found = presences.register(office, operator, PresenceFilter(region="64.02", view=view, within_days=days))
        assert found.count == len(found.rows)
        return {row.record.id for row in found.rows}

    assert of("berakhir", 30) == {soon}
    assert of("berakhir", 90) == {soon, later}
    assert of("lewat") == {over}
    assert of("belum_lapor") == {silent}
    assert len(of("semua")) == 5


def test_filters_narrow_the_list(sqlite_office: Installation):
    worker = registered(sqlite_office).record.id
    student = registered(
        sqlite_office, category="I_LAINNYA", subcategory="I_PELAJAR", nationality="JPN", sex="P", permit_type="ITK"
    ).record.id

    def of(**where):
        found = presences.register(sqlite_office, operator, PresenceFilter(region="64.02", **where))
        return {row.record.id for row in found.rows}

    assert of(categories=frozenset({"H_TKA"})) == {worker}
    assert of(nationalities=frozenset({"JPN"})) == {student}
    assert of(sexes=frozenset({"P"}), permit_types=frozenset({"ITK"})) == {student}
    assert of(categories=frozenset({"H_TKA"}), sexes=frozenset({"P"})) == set()


def test_leaders_and_partners_get_no_row_of_a_person(sqlite_office: Installation):
    person_id = registered(sqlite_office).record.id
    for role in ("pimpinan", "mitra", "operator_kecamatan", "auditor", "admin_sistem"):
        reader = make_reader(role, "64")
        for ask in (
            lambda who: presences.register(sqlite_office, who, PresenceFilter()),
            lambda who: presences.search(sqlite_office, who, NAME),
            lambda who: presences.get(sqlite_office, who, person_id),
        ):
            with pytest.raises(NotPermitted):
                ask(reader)


def test_an_edit_without_identity_keeps_it_unseen_and_a_new_number_is_found_at_once(office: Installation):
    first = registered(office)
    values = {name: value for name, value in person().items() if name not in presences.IDENTITY_FIELDS}
    edited = presences.edit(
        office, operator, first.record.id, values | {"position": "Teknisi"}, PLACE, expected_version=1
    )
    assert edited.record.position == "Teknisi"
    assert edited.identity == first.identity
    presences.edit(
        office, operator, first.record.id, values | {"passport_number": "ZZ1111122"}, PLACE, expected_version=2
    )
    assert presences.search(office, operator, "ZZ1111122").count == 1
    assert presences.search(office, operator, PASSPORT).count == 0
    assert presences.search(office, operator, NAME).count == 1


def test_the_second_of_two_people_is_told_what_changed_and_nothing_is_written(sqlite_office: Installation):
    row = registered(sqlite_office).record
    presences.decide(sqlite_office, verifier, row.id, "persetujuan", reason="Dokumen lengkap", expected_version=1)
    with pytest.raises(Conflict, match="penetapan"):
        presences.decide(sqlite_office, analyst, row.id, "penolakan", reason="Tidak lengkap", expected_version=1)
    assert presences.get(sqlite_office, analyst, row.id).record.decision == "persetujuan"


def test_who_registers_does_not_verify(sqlite_office: Installation):
    own = registered(sqlite_office, verifier).record
    with pytest.raises(NotPermitted):
        presences.verify(sqlite_office, verifier, own.id, is_true=True, expected_version=1)
    assert (
        presences.verify(sqlite_office, analyst, own.id, is_true=True, expected_version=1).record.verified_by
        == "analis"
    )


def test_a_text_that_is_not_sealed_may_not_say_who_it_is(sqlite_office: Installation):
    for field in ("sponsor", "purpose", "monitoring_result", "recommendation", "employer"):
        for text in (f"Keluarga {NAME.upper()}", f"Paspor {PASSPORT}", "Hubungi 0812 3456 7890"):
            with pytest.raises(InvalidRecord) as refused:
                registered(sqlite_office, **{field: text})
            assert not any(secret in str(refused.value) for secret in SECRETS)
    assert presences.register(sqlite_office, operator, PresenceFilter(region="64.02")).count == 0


def test_a_registration_outside_the_scope_reads_as_absent(sqlite_office: Installation):
    person_id = registered(sqlite_office).record.id
    with pytest.raises(NotFound):
        presences.get(sqlite_office, make_reader("operator_kabkota", "64.71"), person_id)
    with pytest.raises(NotPermitted):
        presences.add(sqlite_office, make_reader("operator_kabkota", "64.71"), person(), PLACE)


def test_a_hundred_foreigners_of_any_kind_move_no_score(sqlite_office: Installation):
    before = scores(sqlite_office, analyst, region="64.02")
    for place in range(20):
        registered(
            sqlite_office, category=["H_TKA", "F_ROHANIWAN"][place % 2], nationality=["CHN", "USA"][place % 2],
            sex="LP"[place % 2], dependants=place, permit_expires_on=sqlite_office.today() - timedelta(days=place),
        )  # fmt: skip
    assert scores(sqlite_office, analyst, region="64.02") == before
    assert {one.code for one in before} >= {"64.02", KECAMATAN}
