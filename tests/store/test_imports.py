"""Imports as a whole: right, scope, one transaction, the same answer however often and in whatever order."""

import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_up_ground import row
from sqlalchemy import select
from support import SHARED_DATA, make_reader

from poa_geo.access.reader import SYSTEM
from poa_geo.domain.filter import Filter
from poa_geo.domain.record import Incident
from poa_geo.errors import ImportRejected, InvalidRecord, NotFound, NotPermitted
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.incidents import write_incidents
from poa_geo.importers.draft import Place
from poa_geo.importers.placing import Ground
from poa_geo.importers.tables import read_table
from poa_geo.importers.uploads import open_upload
from poa_geo.services import imports, incidents, typed
from poa_geo.services.batches import batches, undo
from poa_geo.services.exports import export_incidents
from poa_geo.services.imports import ImportResult, import_file
from poa_geo.services.installation import Installation
from poa_geo.services.situation import situation
from poa_geo.store import imports as store
from poa_geo.store.tables import incident, metadata, presence

SAMPLES = Path(__file__).resolve().parent.parent / "data"
ANALYST = make_reader("analis_provinsi", "64")
OPERATOR = make_reader("operator_kabkota", "64.02")
GROUNDS: list[Ground] = []
TABLES = [table for table in metadata.sorted_tables if not table.name.startswith("region")]


@pytest.fixture(autouse=True)
def one_ground(office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the locator once: every fresh installation has the same boundaries."""
    if not GROUNDS:
        GROUNDS.append(imports.ground(office))
    for module in (imports, typed):
        monkeypatch.setattr(module, "ground", lambda _: GROUNDS[0])


def bring(office: Installation, sheet: str, reader: Any = SYSTEM, **options: Any) -> ImportResult:
    return import_file(office, reader, "berkas.csv", sheet.encode(), **options)


def sample(office: Installation, name: str, reader: Any = SYSTEM) -> ImportResult:
    return import_file(office, reader, name, (SAMPLES / name).read_bytes())


def everything(office: Installation) -> dict[str, list[Any]]:
    """Return every row of every table but the regions."""
    with office.reading() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in TABLES}


def stored(office: Installation) -> dict[str, Any]:
    with office.reading() as connection:
        return {row.source_id: row for row in connection.execute(select(incident).where(~incident.c.is_deleted))}


def only_stored(office: Installation) -> Incident:
    (record,) = stored(office).values()
    return incidents.get(office, SYSTEM, record.id)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("sample_*")))
def test_the_same_file_twice_changes_nothing(office: Installation, name: str):
    first = sample(office, name)
    before = everything(office)
    second = sample(office, name)
    assert everything(office) == before or first.counts["refused"] + first.counts["merged"] > 0
    assert (second.counts["accepted"], second.counts["fixed"], second.batch_id) == (0, 0, None)
    assert second.counts["refused"] == first.counts["refused"]
    assert second.counts["merged"] == first.counts["accepted"] + first.counts["fixed"] + first.counts["merged"]


def test_both_orders_of_two_files_end_in_the_same_content(office: Installation):
    older, newer = {"judul": "Lama", "diperbarui": "12/08/2026"}, {"judul": "Baru", "diperbarui": "13/08/2026"}
    for number, order in (("A", (older, newer)), ("B", (newer, older))):
        for cells in order:
            bring(office, row(id_sumber=number, kode_wilayah="64.02", **cells))
    assert {name[-1]: record.title for name, record in stored(office).items()} == {"A": "Baru", "B": "Baru"}
    assert len({record.source_revision for record in stored(office).values()}) == 1


def test_an_import_counts_at_once_in_the_situation(office: Installation):
    before = situation(office, SYSTEM, Filter(region="64")).incident_count
    bring(office, row(kode_wilayah="64.02.06"))
    assert situation(office, SYSTEM, Filter(region="64")).incident_count == before + 1


def test_a_dry_run_judges_every_row_and_writes_nothing(office: Installation):
    before = everything(office)
    result = bring(office, row(kode_wilayah="64.02"), is_dry_run=True)
    assert (result.counts["accepted"], everything(office)) == (1, before)


def test_a_write_that_breaks_half_way_leaves_the_database_as_it_was(
    office: Installation, monkeypatch: pytest.MonkeyPatch
):
    before = everything(office)

    def broken(*_: object) -> None:
        raise RuntimeError("the machine stopped here")

    monkeypatch.setattr(store, "insert_batch_rows", broken)
    with pytest.raises(RuntimeError, match="stopped"):
        bring(office, row(kode_wilayah="64.02"))
    assert everything(office) == before


def test_a_file_nobody_can_read_leaves_the_database_as_it_was(office: Installation):
    before = everything(office)
    with pytest.raises(ImportRejected):
        bring(office, "nama;umur\nA;3\n")
    assert everything(office) == before


def test_who_may_not_import_changes_nothing(office: Installation):
    before = everything(office)
    with pytest.raises(NotPermitted):
        bring(office, row(kode_wilayah="64.02"), make_reader("pimpinan", "64"))
    assert everything(office) == before


@pytest.mark.parametrize("cells", [{"kode_wilayah": "64.71"}, {}, {"kode_wilayah": "64"}])
def test_a_row_outside_the_scope_is_refused_with_a_sentence(office: Installation, cells: dict[str, str]):
    result = bring(office, row(**cells), OPERATOR)
    assert result.counts["refused"] == 1
    assert "di luar wilayah kerja" in str(result.intake.drafts[0].problems[-1])
    assert stored(office) == {}


def test_a_row_above_the_clearance_is_refused(office: Installation):
    result = bring(office, row(kode_wilayah="64.02", klasifikasi="rahasia"), OPERATOR)
    assert [problem.rule for problem in result.intake.drafts[0].problems] == ["above_clearance"]


def test_only_who_may_verify_brings_in_verified_rows(office: Installation):
    sheet = row(kode_wilayah="64.02", verifikasi="terverifikasi", keandalan_sumber="A", nilai_informasi="1")
    result = bring(office, sheet, OPERATOR)
    assert (result.counts["fixed"], only_stored(office).verification) == (1, "belum")


def test_a_made_up_feed_file_of_an_operator_stays_unverified(office: Installation):
    feed = (SAMPLES / "sample_acled.csv").read_bytes()
    import_file(office, OPERATOR, "feed.csv", feed)
    assert {record.verification for record in stored(office).values()} == {"belum"}


def test_nobody_overwrites_the_report_of_another_area_by_its_number(office: Installation):
    bring(office, row(id_sumber="1", bujur="116,9150", lintang="-0,4255"))
    berau = make_reader("operator_kabkota", "64.03")
    other = row(id_sumber="1", bujur="117,4", lintang="2,1", diperbarui="1/11/2026", judul="Lain")
    result = bring(office, other, berau)
    assert [problem.rule for problem in result.intake.drafts[0].problems] == ["others_number"]
    assert only_stored(office).title == "Blokade jalan"


def test_what_a_person_verified_survives_newer_content_of_the_source(office: Installation):
    bring(office, row(id_sumber="1", kode_wilayah="64.02"), make_reader("operator_kabkota", "64.02", account_id="a"))
    before = only_stored(office)
    incidents.verify(
        office, make_reader("analis_provinsi", "64", account_id="b"), before.id, is_true=True, source_grade="B",
        information_grade="2", expected_version=1,
    )  # fmt: skip
    bring(office, row(id_sumber="1", kode_wilayah="64.02", judul="Blokade jalan tambang", diperbarui="13/11/2026"))
    after = only_stored(office)
    assert (after.title, after.verification, after.source_grade) == ("Blokade jalan tambang", "terverifikasi", "B")
    assert (after.id, after.version) == (before.id, 3)


def test_taking_a_batch_back_and_bringing_it_again_ends_where_it_began(office: Installation):
    first = bring(office, row(kode_wilayah="64.02"), ANALYST)
    content = only_stored(office)
    assert undo(office, ANALYST, str(first.batch_id)) == 1
    assert stored(office) == {}
    with pytest.raises(NotFound):
        undo(office, ANALYST, str(first.batch_id))
    again = bring(office, row(kode_wilayah="64.02"), ANALYST)
    assert (again.counts["accepted"], only_stored(office).source_revision) == (1, content.source_revision)
    assert [batch["accepted"] for batch in batches(office, ANALYST)] == [1, 1]


def test_an_export_brought_back_to_where_it_came_from_adds_nothing(office: Installation):
    bring(office, row(kode_wilayah="64.02.06"))
    record = only_stored(office)
    heading = Heading("terbatas", "Kantor Contoh", record.recorded_at)
    for file_format in ("csv", "xlsx", "geojson"):
        exported = write_incidents([record], office.tree, heading, file_format)
        result = import_file(office, SYSTEM, f"daftar.{file_format}", exported)
        assert (result.counts["merged"], only_stored(office)) == (1, record)


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "geojson"])
def test_an_export_holds_exactly_what_the_situation_counts(office: Installation, file_format: str):
    for code in ("64.02.06", "64.71", ""):
        bring(office, row(kode_wilayah=code, judul=f"Kejadian {code}"))
    for reader in (SYSTEM, make_reader("operator_kabkota", "64.02")):
        where = Filter(region=reader.scope[0])
        exported = export_incidents(office, reader, where, file_format)
        rows = list(read_table(open_upload("daftar", exported)).rows)
        assert len(rows) == situation(office, reader, where).incident_count > 0


def test_only_who_may_export_gets_a_file(office: Installation):
    with pytest.raises(NotPermitted):
        export_incidents(office, make_reader("pimpinan", "64"), Filter(region="64"), "csv")
    with pytest.raises(NotPermitted):
        export_incidents(office, OPERATOR, Filter(region="64.71"), "csv")


def test_no_name_or_passport_of_an_imported_person_is_readable_in_the_database(office: Installation):
    result = sample(office, "sample_presence_sheet.csv")
    assert (result.counts["accepted"], result.counts["refused"]) == (2, 2)
    with office.reading() as connection:
        raw = repr([list(connection.execute(select(table))) for table in TABLES])
        assert len(connection.execute(select(presence)).all()) == 2
    for secret in ("CONTOH SATU", "CONTOH DUA", "CONTOH EMPAT", "X00000001", "X00000003", "X00000004"):
        assert secret not in raw
        assert secret.encode().hex() not in raw
    if office.engine.dialect.name == "sqlite":
        folder = Path(str(office.engine.url.database)).parent
        content = b"".join(path.read_bytes() for path in folder.glob("*.sqlite*"))
        assert not any(secret in content for secret in (b"CONTOH SATU", b"X00000001", b"X00000003"))


def test_a_newer_row_of_a_person_replaces_the_older_one(office: Installation):
    sheet = "kategori;nama_lengkap;kewarganegaraan;id_sumber;kode_wilayah;diperbarui\nH_TKA;{};CHN;7;64.02;{}\n"
    bring(office, sheet.format("CONTOH SATU", "1/11/2026"))
    result = bring(office, sheet.format("CONTOH SATU BARU", "2/11/2026"))
    assert result.counts["merged"] == 1
    with office.reading() as connection:
        (record,) = connection.execute(select(presence))
    assert record.version == 2


def test_a_typed_report_is_checked_and_placed_as_a_row_would_be(office: Installation):
    values = {"title": "Blokade jalan", "form": "blokade", "event_date": office.today(), "chronology": ""}
    record = typed.add_incident(office, OPERATOR, values, Place(code="64.02.06.2001"))
    assert (record.region_code, record.geo_precision, record.verification) == ("64.02.06", 1, "belum")
    with pytest.raises(InvalidRecord, match="Jumlah meninggal tidak boleh"):
        typed.add_incident(office, OPERATOR, values | {"deaths": -1}, Place(code="64.02"))
    with pytest.raises(NotPermitted):
        typed.add_incident(office, OPERATOR, values, Place(code="64.71"))
    changed = typed.edit_incident(
        office, OPERATOR, record.id, {"title": "Blokade simpang"}, Place(code="64.02"), expected_version=1
    )
    assert (changed.title, changed.region_code, changed.version) == ("Blokade simpang", "64.02", 2)
    assert replace(changed, title="") == replace(incidents.get(office, OPERATOR, record.id), title="")


@pytest.mark.shared_data
def test_the_shared_ucdp_file_is_accepted_whole_and_colours_no_kabupaten_by_a_province_point(office: Installation):
    file = SHARED_DATA / "events" / "events_ucdp_ged_idn.csv"
    if not file.is_file():
        pytest.skip("the shared events are not beside the repository")
    result = import_file(office, SYSTEM, file.name, file.read_bytes())
    assert dict(result.counts) == {"accepted": 1657, "merged": 0, "fixed": 0, "refused": 0}
    placed = [(record.geo_precision, (record.region_code or "").count(".")) for record in stored(office).values()]
    assert all(depth <= {1: 2, 2: 1, 4: 1, 5: 0, 6: 0}[precision] for precision, depth in placed)
    assert stored(office)["141531"].region_code is None
    again = import_file(office, SYSTEM, file.name, file.read_bytes())
    assert (again.counts["accepted"], again.counts["merged"]) == (0, 1657)


@pytest.mark.parametrize("moment", ["insert_batch", "insert_batch_rows", "is_known_file"])
def test_a_process_killed_at_any_moment_of_an_import_leaves_nothing_half_done(office: Installation, moment: str):
    before = everything(office)
    office.engine.dispose()
    child = os.fork()
    if child == 0:  # no test machinery from here on: the process ends by the signal
        office.engine.dispose(close=False)
        kept = getattr(store, moment)

        def die(*arguments: Any) -> None:
            kept(*arguments)
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(store, moment, die)
        try:
            bring(office, row(kode_wilayah="64.02"))
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert everything(office) == before
    assert bring(office, row(kode_wilayah="64.02")).counts["accepted"] == 1
