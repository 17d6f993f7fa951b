"""Published counts of agencies: a small table, one figure per row, its parts in one cell (``RRC 64; Korsel 18``)."""

from dataclasses import dataclass
from typing import Any

from poa_geo.domain.agency_figure import read_parts
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.sheet import plain_header
from poa_geo.errors import InvalidRecord, MissingColumns, mark
from poa_geo.importers.tables import Table, read_table
from poa_geo.importers.uploads import open_upload
from poa_geo.importers.values import Reading, read_date, read_integer, vocabulary

NEEDED = ("kode_wilayah", "definisi", "satuan", "wilayah_kerja", "tanggal", "jumlah")
COLUMNS = (*NEEDED, "instansi", "rincian", "catatan")

BAD_PARTS = mark("Rincian {value} tidak dikenali; tulis misalnya RRC 64; Korsel 18.")


@dataclass(frozen=True)
class FigureRow:
    """One figure of a file, its cells understood."""

    row_number: int
    region_code: str
    values: dict[str, Any]


def read_figures(name: str, data: bytes) -> list[FigureRow]:
    """Return the figures of a CSV or XLSX file.

    Raises
    ------
    ImportRejected
        If the file cannot be read, or lacks a needed column.
    InvalidRecord
        If a cell cannot be understood; carries one problem per cell.

    """
    table = read_table(open_upload(name, data))
    places = {plain_header(header): place for place, header in enumerate(table.header)}
    missing = [column for column in NEEDED if column not in places]
    if missing:
        raise MissingColumns(file=name, missing=", ".join(missing))
    problems: list[RowProblem] = []
    rows = _read(table, places, problems)
    if problems:
        raise InvalidRecord(problems)
    return rows


def _read(table: Table, places: dict[str, int], problems: list[RowProblem]) -> list[FigureRow]:
    rows = []
    for number, cells in table.rows:
        said = {
            column: cells[place].strip() if place < len(cells) else ""
            for column, place in places.items()
            if column in COLUMNS
        }
        values = {
            "definition": said["definisi"],
            "area": said["wilayah_kerja"],
            "remark": said.get("catatan") or None,
            "unit": _value(vocabulary("figure_units").read(said["satuan"]), said["satuan"], number, problems),
            "as_of": _value(read_date(said["tanggal"]), said["tanggal"], number, problems),
            "total": _value(read_integer(said["jumlah"]), said["jumlah"], number, problems),
            "source_agency": _agency(said.get("instansi", ""), number, problems),
            "parts": _parts(said.get("rincian", ""), number, problems),
        }
        rows.append(FigureRow(number, said["kode_wilayah"], values))
    return rows


def _value(reading: Reading, said: str, number: int, problems: list[RowProblem]) -> Any:
    if reading.value is None:
        problems.append(
            RowProblem(f"baris {number}", said, reading.rule, reading.message, {"value": said, "choices": ""})
        )
    return reading.value


def _agency(said: str, number: int, problems: list[RowProblem]) -> str | None:
    return _value(vocabulary("agencies").read(said), said, number, problems) if said else None


def _parts(said: str, number: int, problems: list[RowProblem]) -> dict[str, int] | None:
    if not said:
        return None
    parts = read_parts(said)
    if parts is None:
        problems.append(RowProblem(f"baris {number}", said, "bad_parts", BAD_PARTS, {"value": said}))
    return parts
