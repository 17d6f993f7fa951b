"""No readable name, passport or telephone number lies anywhere outside the sealed values."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up_persons import (
    ADDRESS,
    CONTACT,
    NAME,
    PASSPORT,
    PERMIT,
    PLACE,
    SECRETS,
    analyst,
    operator,
    person,
    registered,
    verifier,
)
from sqlalchemy import make_url, select, text

from poa_geo.domain.presence_filter import PresenceFilter
from poa_geo.errors import NotFound, NotPermitted, SealBroken
from poa_geo.importers.verdict import write_verdicts
from poa_geo.services import corrections, findings, presences, retention, unmasking
from poa_geo.services.identities import opened
from poa_geo.services.imports import import_file
from poa_geo.services.installation import Installation
from poa_geo.services.key_rotation import rotate_keys
from poa_geo.services.keys import load_keyring
from poa_geo.store import audit, identities, records, tables
from poa_geo.store.engine import is_sqlite

REFUSED = (
    "kategori;nama_lengkap;nomor_paspor;nomor_izin;alamat;kontak;kewarganegaraan;kode_wilayah;id_sumber\n"
    f"H_TKA;{NAME};{PASSPORT};{PERMIT};{ADDRESS};{CONTACT};CHN;64.02.05;{PASSPORT}\n"
    f"TIDAK_ADA;{NAME};{PASSPORT};{PERMIT};{ADDRESS};{CONTACT};XYZ;99.99;{PASSPORT}-2\n"
).encode()
REASON = "Verifikasi lapangan bersama Imigrasi"


@pytest.fixture
def used_office(office: Installation) -> Installation:
    """An office after a day of work with persons: registered, changed, unmasked, referred, imported, refused."""
    row = registered(office).record
    presences.decide(office, verifier, row.id, "persetujuan", reason="Dokumen lengkap", expected_version=1)
    values = {name: value for name, value in person().items() if name not in presences.IDENTITY_FIELDS}
    presences.edit(office, operator, row.id, values | {"passport_number": "ZZ1212121"}, PLACE, expected_version=2)
    presences.search(office, operator, NAME)
    unmasking.unmask(office, analyst, row.id, REASON)
    finding_id = findings.note(
        office, operator, subject_kind="presence", subject_id=row.id, finding_type="salah_guna_izin",
        found_on=office.today(), text=f"{NAME} bekerja dengan visa kunjungan, telepon {CONTACT}",
    )  # fmt: skip
    findings.step(office, analyst, finding_id, "diverifikasi", reason="Diperiksa di tempat", expected_version=1)
    corrections.receive(office, operator, f"Saya {NAME}, paspor {PASSPORT}, mohon alamat diperbaiki")
    import_file(office, analyst, "orang.csv", REFUSED)
    return office


def dump(office: Installation) -> bytes:
    """Every byte of a database as a thief would have it: the file with its log, or the output of pg_dump."""
    if is_sqlite(office.engine):
        return b"".join(file.read_bytes() for file in sorted(office.settings.home.glob("poa-geo.sqlite*")))
    url = make_url(office.settings.database_url)
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    program = next((str(folder / "pg_dump") for folder in programs if (folder / "pg_dump").exists()), "pg_dump")
    where = ["-h", str(url.query.get("host") or url.host), "-U", str(url.username), "-d", str(url.database)]
    return subprocess.run([program, *where], check=True, capture_output=True, timeout=60).stdout


def forms(secret: str) -> Iterator[bytes]:
    """A secret as a dump might hold it."""
    for shape in (secret, secret.lower(), secret.upper(), secret.replace(" ", "")):
        yield shape.encode()
        yield shape.encode().hex().encode()
        yield shape.encode("utf-16-le")


def assert_unreadable(content: bytes) -> None:
    found = [secret for secret in (*SECRETS, "ZZ1212121") for shape in forms(secret) if shape in content]
    assert not found


def test_a_stolen_database_names_nobody(used_office: Installation):
    content = dump(used_office)
    assert b"PT Contoh Energi" in content  # what is not sealed is there: the search looks at the right bytes
    assert_unreadable(content)


def test_old_versions_the_audit_trail_and_refused_rows_name_nobody(used_office: Installation):
    with used_office.reading() as connection:
        for table in (tables.record_version, tables.audit, tables.import_row, tables.import_batch, tables.unmask_grant):
            rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            assert rows
            assert_unreadable(repr(rows).encode())


def test_the_file_of_refused_rows_names_nobody_and_cannot_come_back_masked(sqlite_office: Installation):
    judged = import_file(sqlite_office, analyst, "orang.csv", REFUSED)
    file = write_verdicts(judged.intake)
    assert judged.counts["refused"] == 1
    assert b"64.02.05" in file
    assert_unreadable(file)
    again = import_file(sqlite_office, analyst, "orang.csv", file)
    assert again.counts["refused"] == 2


def test_unmasking_needs_a_right_a_reason_and_ends_after_fifteen_minutes(sqlite_office: Installation, monkeypatch):
    person_id = registered(sqlite_office).record.id
    with pytest.raises(NotPermitted):
        unmasking.unmask(sqlite_office, operator, person_id, REASON)
    with pytest.raises(NotPermitted):
        unmasking.identity(sqlite_office, analyst, person_id)
    for reason in ("", "  pendek ", f"Mencari {NAME.lower()}", f"Paspor {PASSPORT} dicocokkan", "Telepon 081234567890"):
        with pytest.raises(Exception, match=r"alasan|Tuliskan"):
            unmasking.unmask(sqlite_office, analyst, person_id, reason)
    grant = unmasking.unmask(sqlite_office, analyst, person_id, REASON)
    assert unmasking.identity(sqlite_office, analyst, person_id).full_name == NAME
    with pytest.raises(NotPermitted):
        unmasking.identity(sqlite_office, verifier, person_id)
    monkeypatch.setattr(type(sqlite_office), "now", lambda _: grant.expires_at)
    with pytest.raises(NotPermitted):
        unmasking.identity(sqlite_office, analyst, person_id)


def test_the_auditor_reads_who_unmasked_what_and_why_without_a_name(office: Installation):
    from made_up_persons import auditor

    person_id = registered(office).record.id
    unmasking.unmask(office, analyst, person_id, REASON)
    (grant,) = unmasking.grants(office, auditor)
    assert (grant.record_id, grant.reason, grant.region_code) == (person_id, REASON, "64.02.05")
    assert not any(secret in repr(grant) for secret in SECRETS)
    with office.reading() as connection:
        row = (
            connection.execute(select(tables.audit).where(tables.audit.c.action == "presence.unmask")).mappings().one()
        )
        assert (row["subject_id"], row["reason"], row["account_id"]) == (person_id, REASON, "analis")
        assert audit.verify(connection, office.keyring.audit_key) == []


def test_erasure_leaves_bytes_that_nothing_opens_and_a_whole_audit_chain(used_office: Installation):
    office = used_office
    (row,) = presences.search(office, analyst, "ZZ1212121").rows
    with office.reading() as connection:
        versions = records.history(connection, "presence", row.record.id)
        key = identities.wrapped_keys(connection, [row.record.id])[row.record.id]
        stored = records.get(connection, "presence", row.record.id)
    assert len(versions) == 3
    assert opened(stored, key, office.keyring) is not None
    retention.erase(office, analyst, row.record.id, reason="Permintaan penghapusan dikabulkan")
    assert presences.get(office, analyst, row.record.id).identity is None
    assert presences.search(office, analyst, "ZZ1212121").count == 0
    unmasking_refused(office, row.record.id)
    with office.reading() as connection:
        bodies = [version["body"] for version in records.history(connection, "presence", row.record.id)]
        assert len(bodies) == 3
        assert all(body["employer"] is None and body["rptka_number"] is None for body in bodies)
        assert all(body["region_code"] == "64.02.05" for body in bodies)
        assert identities.wrapped_keys(connection, [row.record.id]) == {}
        assert audit.verify(connection, office.keyring.audit_key) == []


def unmasking_refused(office: Installation, person_id: str) -> None:
    with pytest.raises((NotFound, NotPermitted, SealBroken)):
        unmasking.unmask(office, analyst, person_id, REASON)


def test_an_import_does_not_bring_an_erased_person_back(sqlite_office: Installation):
    import_file(sqlite_office, analyst, "orang.csv", REFUSED)
    person_id = presences.search(sqlite_office, analyst, NAME).rows[0].record.id
    retention.erase(sqlite_office, analyst, person_id, reason="Permintaan penghapusan dikabulkan")
    newer = REFUSED.replace(b"kontak;", b"kontak;diperbarui;").replace(
        CONTACT.encode() + b";", CONTACT.encode() + b";01/11/2026;"
    )
    import_file(sqlite_office, analyst, "orang.csv", newer)
    assert presences.search(sqlite_office, analyst, NAME).count == 0


def test_a_new_master_key_wraps_every_data_key_and_everything_still_opens(office: Installation):
    people = [registered(office, passport_number=f"ZZ000000{place}").record.id for place in range(3)]
    before = office.keyring.version
    done = rotate_keys(office)
    assert (done.version, done.rewrapped) == (before + 1, 3)
    with office.reading() as connection:
        kept = connection.execute(select(tables.identity_key.c.master_version)).scalars().all()
    assert set(kept) == {before + 1}
    unmasking.unmask(office, analyst, people[0], REASON)
    assert unmasking.identity(office, analyst, people[0]).full_name == NAME  # with the keyring of before
    assert presences.search(office, analyst, "ZZ0000001").count == 1
    with office.reading() as connection:
        assert audit.verify(connection, load_keyring(office.settings).audit_key) == []


def test_a_rotation_cut_short_is_finished_without_a_second_key(sqlite_office: Installation, monkeypatch):
    from poa_geo.services import key_rotation

    registered(sqlite_office)
    monkeypatch.setattr(key_rotation, "_rewrap_all", lambda *_: (_ for _ in ()).throw(RuntimeError("power cut")))
    with pytest.raises(RuntimeError):
        rotate_keys(sqlite_office)
    monkeypatch.undo()
    done = rotate_keys(sqlite_office)
    assert (done.version, done.rewrapped) == (sqlite_office.keyring.version + 1, 1)
    assert presences.register(sqlite_office, operator, PresenceFilter(region="64.02")).rows[0].identity is not None


def test_the_search_hash_is_worth_nothing_without_the_key(used_office: Installation):
    with used_office.reading() as connection:
        hashes = connection.execute(text("SELECT name_hash, passport_hash FROM identity_key")).all()
    import hashlib

    plain = {hashlib.sha256(word.encode()).hexdigest() for word in (NAME, NAME.lower(), PASSPORT, PASSPORT.lower())}
    assert not plain & {value for row in hashes for value in row}
