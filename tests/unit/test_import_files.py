"""Files as they come: encodings, separators, workbooks, GeoJSON, and those that mean harm."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, time

import pytest
from made_up_ground import TENGGARONG, only, row, rules_of, take
from openpyxl import Workbook

from poa_geo.errors import ImportRejected, MissingColumns, UnknownFormat, UnsafeFile
from poa_geo.importers.tables import Table, read_table
from poa_geo.importers.uploads import RATIO_FROM_BYTES, open_upload

SHEET = row(kode_wilayah="64.02.06", para_pihak="Warga; pekerja – “PT Contoh”")


def read(data: bytes) -> Table:
    return read_table(open_upload("berkas", data))


def workbook(*rows: list[object]) -> bytes:
    made = Workbook()
    for cells in rows:
        made.worksheets[0].append(cells)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_sheet_reads_the_same_in_every_encoding(encoding: str) -> None:
    draft = only(SHEET.encode(encoding))
    assert draft.values["parties"] == "Warga; pekerja – “PT Contoh”"
    assert draft.own_verdict() == "accepted"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_sheet_reads_the_same_with_every_separator(separator: str) -> None:
    header, cells = '"judul"', '"Blokade; jalan, \t| dan simpang"'
    text = (
        separator.join([header, "bentuk", "tanggal_kejadian"])
        + "\r\n"
        + separator.join([cells, "blokade", "12/08/2026"])
    )
    assert only(text).values["title"] == "Blokade; jalan, \t| dan simpang"


def test_the_separator_line_of_excel_and_remarks_above_the_header_are_skipped() -> None:
    assert only("sep=;\n" + SHEET).values["form"] == "blokade"
    assert only("# TERBATAS, Kesbangpol\n" + SHEET).values["form"] == "blokade"
    assert only('"# TERBATAS, Kesbangpol, 3"\n' + SHEET).row_number == 3


def test_headers_may_be_english_starred_and_in_any_case() -> None:
    draft = only("Event Date,TITLE *,Form\n12/08/2026,Blokade,Blokade\n")
    assert (draft.values["event_date"], draft.values["form"]) == (date(2026, 8, 12), "blokade")


def test_rows_are_numbered_as_a_spreadsheet_counts_and_blank_ones_are_skipped() -> None:
    drafts = take("judul;bentuk;tanggal_kejadian\n\nA;blokade;1/1/2026\n;;\nB;blokade;1/1/2026\n").drafts
    assert [draft.row_number for draft in drafts] == [3, 5]


def test_a_row_with_more_cells_than_the_header_is_refused_not_shifted() -> None:
    drafts = take("judul,bentuk,tanggal_kejadian\nBlokade, jalan,blokade,1/1/2026\n").drafts
    assert rules_of(drafts[0]) == ["too_many_cells"]


def test_a_file_without_a_row_is_refused_with_a_sentence() -> None:
    with pytest.raises(ImportRejected, match="tidak berisi baris data"):
        take("judul;bentuk;tanggal_kejadian\n;;\n")


def test_an_open_quote_refuses_the_file_instead_of_swallowing_rows() -> None:
    with pytest.raises(ImportRejected, match="Baris 2 rusak"):
        take('judul;bentuk;tanggal_kejadian\n"Blokade;blokade;1/1/2026\nLain;blokade;1/1/2026\n')


def test_typed_cells_of_a_workbook_are_understood() -> None:
    header = ["judul", "bentuk", "tanggal_kejadian", "jam", "meninggal", "kode_wilayah", "bujur", "lintang"]
    cells = ["Blokade", "blokade", date(2026, 8, 12), time(10, 30), 2.0, "64.02.06", TENGGARONG.lon, TENGGARONG.lat]
    draft = only(workbook(header, cells))
    assert draft.values["event_date"] == date(2026, 8, 12)
    assert (draft.values["event_time"], draft.values["deaths"]) == ("10:30", 2)
    assert (draft.values["lon"], draft.own_verdict()) == (TENGGARONG.lon, "accepted")


def test_numbers_stored_as_text_and_serial_dates_in_a_workbook_are_understood() -> None:
    header = ["judul", "bentuk", "tanggal_kejadian", "meninggal"]
    draft = only(workbook(header, ["Blokade", "blokade", 46246, "2"]))
    assert (draft.values["event_date"], draft.values["deaths"]) == (date(2026, 8, 12), 2)
    assert rules_of(draft) == ["serial_date"]


def test_a_fraction_in_a_workbook_never_reads_as_thousands() -> None:
    header = ["judul", "bentuk", "tanggal_kejadian", "meninggal"]
    assert "deaths" not in only(workbook(header, ["Blokade", "blokade", "1/1/2026", 1.234])).values


def test_a_formula_cell_counts_for_its_stored_result_only() -> None:
    header = ["judul", "bentuk", "tanggal_kejadian"]
    draft = only(workbook(header, ['=HYPERLINK("http://contoh.invalid")', "blokade", "1/1/2026"]))
    assert rules_of(draft)[0] == "missing"


def test_geojson_points_and_properties_become_rows() -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [TENGGARONG.lon, TENGGARONG.lat, 12.5]},
        "properties": {"judul": "Blokade", "bentuk": "blokade", "tanggal_kejadian": "2026-08-12", "meninggal": 1},
    }
    draft = only(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert (draft.values["region_code"], draft.values["deaths"]) == (TENGGARONG.code, 1)


def test_a_geojson_polygon_is_not_taken_for_a_point() -> None:
    ring = [[116, 0], [117, 0], [117, 1], [116, 0]]
    feature = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"judul": "Blokade", "bentuk": "blokade", "tanggal_kejadian": "2026-08-12"},
    }
    draft = only(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert draft.own_verdict() == "refused"


def test_control_and_half_characters_are_left_out() -> None:
    assert only(row(judul="Blok\x00ade\x07")).values["title"] == "Blokade"
    feature = {"type": "Feature", "geometry": None, "properties": {"judul": "Blokade\ud800", "bentuk": "blokade"}}
    feature["properties"]["tanggal_kejadian"] = "2026-08-12"  # type: ignore[index]
    draft = only(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert draft.values["title"] == "Blokade?"


def test_a_script_tag_stays_the_text_it_is() -> None:
    assert only(row(judul="<script>alert(1)</script>")).values["title"] == "<script>alert(1)</script>"


def test_one_zipped_table_is_read() -> None:
    (draft,) = take(zipped(kejadian=SHEET.encode())).drafts
    assert draft.own_verdict() == "accepted"


def test_a_gzipped_table_is_read() -> None:
    assert only(gzip.compress(SHEET.encode())).own_verdict() == "accepted"


def far_cell(reference: str) -> bytes:
    sheet = f'<worksheet><sheetData><row r="1"><c r="{reference}"><v>1</v></c></row></sheetData></worksheet>'
    members = {"[Content_Types].xml": b"<Types/>", "xl__worksheets__sheet1.xml": sheet.encode()}
    return zipped(**members)


HARMFUL: dict[str, Callable[[], bytes]] = {
    "a bomb in a plain zip": lambda: zipped(besar=b"0" * (RATIO_FROM_BYTES + 1)),
    "a bomb in gzip": lambda: gzip.compress(b"0" * (RATIO_FROM_BYTES + 1)),
    "a bomb in a workbook": lambda: zipped(**{
        "[Content_Types].xml": b"<Types/>", "xl__worksheets__sheet1.xml": b" " * (RATIO_FROM_BYTES + 1)
    }),
    "macros": lambda: zipped(**{"[Content_Types].xml": b"<Types/>", "xl__vbaProject.bin": b"x"}),
    "a cell in the last column": lambda: far_cell("XFD1"),
    "a cell in the last row": lambda: far_cell("A1048576"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HARMFUL)
def test_a_harmful_file_is_refused_before_it_is_opened(kind: str) -> None:
    with pytest.raises(UnsafeFile, match="ditolak karena"):
        read(HARMFUL[kind]())


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xef\xbb\xbf \r\n", b"\xd0\xcf\x11\xe0 an old workbook", b"PK\x03\x04 cut short", zipped(a=b"x", b=b"y"),
        zipped(**{"[Content_Types].xml": b"<Types/>"}), b'{"features": 3}', b'{"features": [1]}', b'{"features": [',
        b"[" * 100_000, zipped(a=zipped(b=b"x")), b"\x1f\x8b broken",
    ],
)  # fmt: skip
def test_a_file_nobody_can_read_ends_in_one_sentence(data: bytes) -> None:
    with pytest.raises(ImportRejected) as caught:
        list(read(data).rows)
    assert str(caught.value).endswith("Data lama tidak berubah.")


def test_an_unknown_layout_names_the_formats_that_are_known() -> None:
    known = r"ACLED, GDELT 2\.0, .*daftar TKA.*, UCDP GED, .*templat kejadian, templat laporan nihil, templat orang"
    with pytest.raises(UnknownFormat, match=known):
        take("nama;umur\nA;3\n")


def test_a_sheet_without_a_required_column_names_it() -> None:
    with pytest.raises(MissingColumns, match="bentuk"):
        take("judul;tanggal_kejadian;meninggal\nA;1/1/2026;0\n")
