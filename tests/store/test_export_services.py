"""Lists out of the house: the same rows as the screen, safe to open, and persons only with a second person's leave."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import geopandas as gpd
import pytest
from made_up_persons import NAME, PASSPORT, SECRETS, registered
from openpyxl import load_workbook
from read_back import inside
from support import FIRST_DAY, make_incident, make_reader, store_incidents

from poa_geo.domain.filter import Filter
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, PoaError
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.listing import FORMATS, Feature, write_list
from poa_geo.services import exports, person_exports
from poa_geo.services.installation import Installation
from poa_geo.services.situation import situation

WHERE = Filter(region="64.02", since=FIRST_DAY - timedelta(days=1), until=FIRST_DAY + timedelta(days=1))
FORMULA = '=HYPERLINK("http://contoh.invalid","klik")'
ASKS, LEAVES = make_reader(account_id="peminta"), make_reader(account_id="penyetuju")
REASON = "Rapat tim POA triwulan empat"
HEADING = Heading("terbatas", "Kantor Contoh", make_incident().recorded_at, filter="Kalimantan Timur; tiga hari")


def rows_in(content: bytes, file_format: str) -> list[dict[str, Any]]:
    """Return the rows of a file, whatever its format."""
    if file_format == "csv":
        lines = content.decode("utf-8-sig").splitlines()[1:]
        return list(csv.DictReader(lines))
    if file_format == "xlsx":
        head, *rows = load_workbook(io.BytesIO(content))["Data"].iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]
    if file_format == "geojson":
        return [feature["properties"] for feature in json.loads(content)["features"]]
    with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
        file.write(content)
        file.flush()
        return gpd.read_file(file.name).to_dict("records")


@pytest.mark.parametrize("file_format", sorted(FORMATS))
def test_the_file_holds_the_rows_the_situation_counts(sqlite_office: Installation, file_format: str) -> None:
    reader = make_reader()
    store_incidents(
        sqlite_office,
        make_incident(title="Di dalam"),
        make_incident(title=FORMULA, lon=117.3, lat=-0.3, geo_precision=1),
        make_incident(title="Terlalu lama", event_date=FIRST_DAY - timedelta(days=30)),
        make_incident(title="Daerah lain", region_code="64.07.09"),
    )
    content = exports.export_incidents(sqlite_office, reader, WHERE, file_format)
    told = situation(sqlite_office, reader, WHERE)
    titles = [row["judul"].removeprefix("'") for row in rows_in(content, file_format)]
    assert titles == [row.title for row in told.incidents]
    assert len(titles) == told.incident_count == 2
    assert exports.export_incidents(sqlite_office, reader, WHERE, file_format) == content


@pytest.mark.parametrize("file_format", sorted(FORMATS))
def test_the_file_says_its_classification_office_cut_off_and_filter(file_format: str) -> None:
    out = io.BytesIO()
    write_list([({"judul": "Satu"}, None)], ["judul"], HEADING, file_format, out)
    packed = b"".join(inside(out.getvalue()))
    for text in ("TERBATAS", "Kantor Contoh", "data sampai 02/03/2026 04.00 UTC", "Kalimantan Timur; tiga hari"):
        assert text.encode() in packed


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("text", [FORMULA, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_runs_as_a_formula(file_format: str, text: str) -> None:
    out = io.BytesIO()
    write_list([({"judul": text}, None)], ["judul"], HEADING, file_format, out)
    if file_format == "xlsx":
        cell = load_workbook(io.BytesIO(out.getvalue()))["Data"]["A2"]
        assert cell.data_type == "s"
        assert str(cell.value).startswith("'")
    else:
        assert list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))[2][0].startswith("'")


class Watched(io.RawIOBase):
    """A file that remembers how many rows had been read when its first hundred kilobytes were written."""

    def __init__(self) -> None:
        self.size, self.rows_read, self.read_early = 0, 0, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.size += len(data)
        if self.size > 100_000 and not self.read_early:
            self.read_early = self.rows_read
        return len(data)

    def features(self, count: int) -> Iterator[Feature]:
        for number in range(count):
            self.rows_read += 1
            yield {"judul": f"Kejadian nomor {number}", "meninggal": number % 3}, None


@pytest.mark.parametrize("file_format", ["csv", "geojson"])
def test_a_hundred_thousand_rows_are_written_while_they_are_read(file_format: str) -> None:
    file = Watched()
    names = ["judul", "meninggal"]
    assert write_list(file.features(100_000), names, HEADING, file_format, file) == 100_000  # type: ignore[arg-type]
    assert 0 < file.read_early < 10_000


@pytest.mark.parametrize("file_format", sorted(FORMATS))
def test_regions_leave_with_the_numbers_of_the_map(sqlite_office: Installation, file_format: str) -> None:
    reader, out = make_reader(), io.BytesIO()
    store_incidents(sqlite_office, make_incident())
    where = Filter(region="64")
    exports.write_region_list(sqlite_office, reader, where, file_format, out, FIRST_DAY)
    told = situation(sqlite_office, reader, where, FIRST_DAY)
    found = rows_in(out.getvalue(), file_format)
    assert [(row["kode_wilayah"], float(row["skor"]), int(row["kejadian"])) for row in found] == [
        (one.code, round(one.score, 1), one.incident_count) for one in told.regions
    ]


def test_a_filter_is_told_in_words(sqlite_office: Installation) -> None:
    where = WHERE.changed(verifications=frozenset({"terverifikasi"}), unplaced_only=True)
    assert exports.describe(sqlite_office, where) == (
        "Kabupaten Kutai Kartanegara; 1–3 Maret 2026; Terverifikasi; hanya tanpa lokasi"
    )


@pytest.mark.parametrize(("role", "scope"), [("pimpinan", "64"), ("operator_kabkota", "73.01")])
def test_only_those_who_may_export_their_own_region_do(office: Installation, role: str, scope: str) -> None:
    with pytest.raises(NotPermitted):
        exports.export_incidents(office, make_reader(role, scope), WHERE, "csv")


def test_an_unknown_format_is_refused_with_those_there_are(sqlite_office: Installation) -> None:
    with pytest.raises(PoaError, match="csv, xlsx, geojson, gpkg"):
        exports.export_incidents(sqlite_office, make_reader(), WHERE, "doc")


def test_incidents_above_the_clearance_stay_in_the_house(sqlite_office: Installation) -> None:
    store_incidents(sqlite_office, make_incident(title="Tertutup", classification="rahasia"))
    content = exports.export_incidents(sqlite_office, make_reader("operator_kabkota", "64.02"), WHERE, "csv")
    assert "Tertutup" not in content.decode()


# --- Persons ----------------------------------------------------------------------------------------------------


def test_persons_leave_after_a_second_persons_leave_and_only_once(office: Installation) -> None:
    registered(office)
    asked = person_exports.ask(office, ASKS, "64", REASON, shows_identity=True)
    with pytest.raises(NotPermitted, match="belum disetujui"):
        person_exports.take(office, ASKS, asked.id)
    with pytest.raises(NotPermitted, match="orang lain"):
        person_exports.approve(office, ASKS, asked.id)
    person_exports.approve(office, LEAVES, asked.id)
    with pytest.raises(NotPermitted, match="akun lain"):
        person_exports.take(office, LEAVES, asked.id)
    sheet = load_workbook(io.BytesIO(person_exports.take(office, ASKS, asked.id)))["Rekap POA"]
    assert [cell.value for cell in sheet[2]][1:5] == [NAME, "L", "Tiongkok", PASSPORT]
    with pytest.raises(NotPermitted, match="sudah dipakai"):
        person_exports.take(office, ASKS, asked.id)


def test_without_that_wish_names_and_numbers_stay_sealed(sqlite_office: Installation) -> None:
    registered(sqlite_office)
    asked = person_exports.ask(sqlite_office, ASKS, "64", REASON, shows_identity=False)
    person_exports.approve(sqlite_office, LEAVES, asked.id)
    packed = b"".join(inside(person_exports.take(sqlite_office, ASKS, asked.id)))
    assert not [secret for secret in SECRETS if secret.encode() in packed]


def test_names_are_asked_for_by_those_only_who_may_unmask_and_say_why(sqlite_office: Installation) -> None:
    with pytest.raises(NotPermitted):
        person_exports.ask(
            sqlite_office, make_reader("operator_kabkota", "64.02"), "64.02", REASON, shows_identity=True
        )
    with pytest.raises(NotPermitted):
        person_exports.ask(sqlite_office, make_reader("pimpinan", "64"), "64", REASON, shows_identity=False)
    with pytest.raises(InvalidRecord):
        person_exports.ask(sqlite_office, ASKS, "64", " ", shows_identity=True)


def test_requests_are_seen_and_approved_in_their_region_only(sqlite_office: Installation) -> None:
    asked = person_exports.ask(sqlite_office, ASKS, "64", REASON, shows_identity=False)
    elsewhere = make_reader("analis_provinsi", "73", account_id="jauh")
    assert [one.id for one in person_exports.waiting(sqlite_office, LEAVES)] == [asked.id]
    assert person_exports.waiting(sqlite_office, elsewhere) == []
    with pytest.raises(NotFound):
        person_exports.approve(sqlite_office, elsewhere, asked.id)
    with pytest.raises(NotPermitted):
        person_exports.approve(sqlite_office, make_reader("operator_kabkota", account_id="lain"), asked.id)
