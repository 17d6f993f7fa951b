"""Sheets of other agencies: recognised or mapped, remembered, checked row by row, and taken back as a whole."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from support import make_reader

from poa_geo.errors import NotFound, NotPermitted, UnknownFormat
from poa_geo.exporters.templates import write_template
from poa_geo.services import actions, mappings
from poa_geo.services.batches import batches, undo
from poa_geo.services.imports import import_file
from poa_geo.services.installation import Installation
from poa_geo.store import records, tables

OPERATOR = make_reader("operator_kabkota", "64.02")
WORKERS = (
    "No;Nama TKA;No Paspor;Kebangsaan;Jabatan;Nama Perusahaan;No RPTKA;Berlaku sampai;Kabupaten;Kecamatan\n"
    "1;CONTOH SATU;X1234567;CHN;Teknisi;PT Contoh Energi;RPTKA-1;31/12/2026;Kutai Kartanegara;Muara Badak\n"
    "2;CONTOH DUA;X7654321;Jepang;Manajer;PT Contoh Energi;RPTKA-1;30/06/2026;Kutai Kartanegara;Tenggarong\n"
)
GUESTS = (
    "Nama Tamu,No Paspor,Kebangsaan,Tanggal Check In,Tanggal Check Out,Maksud Kedatangan,Nama Penginapan,"
    "Kabupaten,Kecamatan\n"
    "CONTOH TIGA,Y1111111,AUS,01/03/2026,02/03/2026,Wisata,Losmen Contoh,Kutai Kartanegara,Tenggarong\n"
)


def stored(office: Installation, kind: str = "presence") -> list[dict[str, object]]:
    with office.reading() as connection:
        rows = connection.execute(records.KINDS[kind].select()).mappings()
        return [dict(row) for row in rows if not row["is_deleted"]]


def test_a_manpower_list_is_recognised_and_registered_as_foreign_workers(office: Installation) -> None:
    result = import_file(office, OPERATOR, "tka.csv", WORKERS.encode())
    assert (result.intake.format, result.counts["accepted"]) == ("manpower", 2)
    told = {
        (row["category"], row["nationality"], row["region_code"], row["permit_expires_on"]) for row in stored(office)
    }
    assert told == {
        ("H_TKA", "CHN", "64.02.05", date(2026, 12, 31)),
        ("H_TKA", "JPN", "64.02.06", date(2026, 6, 30)),
    }


def test_a_lodging_list_is_recognised_and_its_persons_are_sealed(office: Installation) -> None:
    result = import_file(office, OPERATOR, "tamu.csv", GUESTS.encode())
    assert (result.intake.format, result.counts["accepted"]) == ("lodging", 1)
    with office.reading() as connection:
        everything = " ".join(
            str(connection.execute(table.select()).all())
            for table in tables.metadata.sorted_tables
            if not table.name.startswith("region")
        )
    for secret in ("CONTOH TIGA", "Y1111111", "Losmen"):
        assert secret not in everything


def test_the_same_list_twice_adds_nothing(office: Installation) -> None:
    import_file(office, OPERATOR, "tka.csv", WORKERS.encode())
    again = import_file(office, OPERATOR, "tka.csv", WORKERS.encode())
    assert again.counts["merged"] == 2
    assert len(stored(office)) == 2


def test_columns_nobody_knows_are_mapped_by_hand_and_remembered(office: Installation) -> None:
    text = WORKERS.replace("Nama TKA", "Pekerja").replace("No RPTKA", "Berkas").replace("Kebangsaan", "Asal")
    with pytest.raises(UnknownFormat):
        import_file(office, OPERATOR, "tka.csv", text.encode(), is_dry_run=True)
    first = mappings.propose(office, OPERATOR, "tka.csv", text.encode(), "manpower")
    assert first.fields["Pekerja"] is None
    assert first.fields["Jabatan"] == "position"
    mapping = {header: field for header, field in first.fields.items() if field}
    mapping |= {"Pekerja": "full_name", "Berkas": "rptka_number", "Asal": "nationality"}
    result = import_file(office, OPERATOR, "tka.csv", text.encode(), format_name="manpower", mapping=mapping)
    assert result.counts["accepted"] == 2
    again = mappings.propose(office, OPERATOR, "lain.csv", text.encode(), "manpower")
    assert again.fields["Pekerja"] == "full_name"
    other = make_reader("operator_kabkota", "64.02", account_id="lain")
    object.__setattr__(other, "agency", "imigrasi")
    assert mappings.propose(office, other, "lain.csv", text.encode(), "manpower").fields["Pekerja"] is None


def test_a_preview_writes_nothing(office: Installation) -> None:
    import_file(office, OPERATOR, "tka.csv", WORKERS.encode(), is_dry_run=True)
    assert stored(office) == []
    assert batches(office, OPERATOR) == []


def test_an_import_outside_the_scope_refuses_its_rows(office: Installation) -> None:
    neighbour = make_reader("operator_kabkota", "64.71")
    result = import_file(office, neighbour, "tka.csv", WORKERS.encode(), is_dry_run=True)
    assert result.counts["refused"] == 2
    with pytest.raises(NotPermitted):
        import_file(office, make_reader("pimpinan"), "tka.csv", WORKERS.encode())


def test_a_sheet_with_ten_kinds_of_errors_names_each(office: Installation) -> None:
    sheet = Workbook()
    head = WORKERS.split("\n", maxsplit=1)[0].split(";")
    good = WORKERS.split("\n")[1].split(";")
    wrong = {
        "Kebangsaan": "Atlantis", "Berlaku sampai": "31/02/2026", "Kabupaten": "Kutai Entah", "Kecamatan": "Entah",
        "Nama TKA": "",
    }  # fmt: skip
    rows = [
        [wrong.get(name, cell) if name == bad else cell for name, cell in zip(head, good, strict=True)] for bad in wrong
    ]
    rows += [[*good[:7], "12/12/12", *good[8:]], [*good[:3], "", *good[4:]], [*good[:7], "01/01/2099", *good[8:]]]
    rows += [[*good[:8], "Kota Balikpapan", "Balikpapan Kota"], [*good[:7], "lusa", *good[8:]]]
    for row in [head, *rows, good]:
        sheet.active.append(row)
    data = io.BytesIO()
    sheet.save(data)
    result = import_file(office, OPERATOR, "tka.xlsx", data.getvalue(), is_dry_run=True)
    assert result.counts["refused"] == 10
    assert result.counts["accepted"] + result.counts["fixed"] == 1
    assert all(draft.problems for draft in result.intake.drafts[:10])


def test_a_batch_is_taken_back_as_a_whole_and_comes_back(office: Installation) -> None:
    first = import_file(office, OPERATOR, "tka.csv", WORKERS.encode())
    assert undo(office, OPERATOR, str(first.batch_id)) == 2
    assert stored(office) == []
    with pytest.raises(NotFound):
        undo(office, OPERATOR, str(first.batch_id))
    import_file(office, OPERATOR, "tka.csv", WORKERS.encode())
    assert len(stored(office)) == 2


def test_what_a_batch_brought_up_to_date_goes_back_to_what_it_was(office: Installation) -> None:
    head = "id_sumber,kategori,kewarganegaraan,kecamatan,kabupaten_kota,jabatan,nama_lengkap,diperbarui\n"
    line = "7,H_TKA,CHN,Muara Badak,Kutai Kartanegara,{},CONTOH SATU,{}\n"
    import_file(office, OPERATOR, "a.csv", (head + line.format("Teknisi", "2026-01-01")).encode())
    second = import_file(office, OPERATOR, "b.csv", (head + line.format("Manajer", "2026-02-01")).encode())
    assert [row["position"] for row in stored(office)] == ["Manajer"]
    assert undo(office, OPERATOR, str(second.batch_id)) == 1
    assert [(row["position"], row["version"]) for row in stored(office)] == [("Teknisi", 3)]


def test_past_imports_say_who_brought_what(office: Installation) -> None:
    import_file(office, OPERATOR, "tka.csv", WORKERS.encode())
    [batch] = batches(office, OPERATOR)
    assert (batch["file_name"], batch["kind"], batch["agency"], batch["account_name"]) == (
        "tka.csv", "presence", "kesbangpol", None,
    )  # fmt: skip
    assert batches(office, make_reader("operator_kabkota", "64.02", account_id="lain")) == []


def test_the_template_of_follow_up_comes_back_as_follow_up(office: Installation) -> None:
    book = load_workbook(io.BytesIO(write_template("action", "xlsx")))
    assert [sheet.title for sheet in book.worksheets] == ["Data", "Petunjuk", "Daftar"]
    sheet, today = book.worksheets[0], office.today()
    names = [str(cell.value).removesuffix(" *") for cell in sheet[1]]
    told = {"tindakan": "Mediasi alur", "instansi": "kesbangpol", "tenggat": today, "kode_wilayah": "64.02.05"}
    for row in (told, told | {"tindakan": None}, told | {"kode_wilayah": "64.71"}, told | {"status": "selesai"}):
        sheet.append([row.get(name) for name in names])
    data = io.BytesIO()
    book.save(data)
    result = import_file(office, OPERATOR, "tindak-lanjut.xlsx", data.getvalue())
    assert (result.counts["accepted"], result.counts["refused"]) == (1, 3)
    [one] = actions.every(office, OPERATOR)
    assert (one.title, one.region_code, one.due_on, one.status) == ("Mediasi alur", "64.02.05", today, "rencana")
    assert undo(office, OPERATOR, str(result.batch_id)) == 1
    assert actions.every(office, OPERATOR) == []
