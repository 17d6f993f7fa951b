"""Any file as one table of texts: CSV in any separator and encoding, XLSX, GeoJSON.

Cells keep what the file says, without guessing types: a date of Excel becomes ``2026-08-12``, a number ``1,5`` with the
decimal comma (a point would read as thousands in an Indonesian sheet), everything else stays as typed.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from poa_geo.domain.cells import plain_cell
from poa_geo.errors import ImportRejected, UnsafeFile
from poa_geo.importers.uploads import Upload
from poa_geo.texts import t

MAX_ROWS = 1_000_000
HEAD_CHARACTERS = 100_000
DELIMITERS = ";,\t|"
_GUARDED = re.compile(r"""[;,\t|"\n]\s*'""")
"""A cell that begins with an apostrophe: where a file has none, no cell need be looked at."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
RAW_TAB_COLUMNS = 58  # from here on a headerless tab file is a GDELT dump, which knows no quotes
LON_COLUMN, LAT_COLUMN = "bujur", "lintang"

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Table:
    """A header and its rows, each with its number as a spreadsheet counts (the header is row 1)."""

    header: tuple[str, ...]
    rows: Iterator[Row]
    header_row: int = 1
    file: str = ""

    def renamed(self, names: Mapping[str, str]) -> "Table":
        """Return the table with other column names; what `names` does not hold keeps its own."""
        return replace(self, header=tuple(names.get(name, name) for name in self.header))

    def without_header(self, names: Sequence[str]) -> "Table":
        """Return the table of a file that starts with data: its first line is a row, and `names` its columns."""

        def rows() -> Iterator[Row]:
            yield self.header_row, list(self.header)
            yield from self.rows

        return Table(tuple(names), rows(), 0, self.file)


def read_table(upload: Upload) -> Table:
    """Return the table in a file; blank rows are left out.

    Raises
    ------
    ImportRejected
        If the file cannot be read as a table.
    UnsafeFile
        If it has more rows than the limit.

    """
    readers = {"text": _read_text, "workbook": _read_workbook, "geojson": _read_geojson}
    numbered = _filled(readers[upload.content](upload))
    try:
        header_row, header = next(numbered)
    except StopIteration:
        raise ImportRejected(reason=t("Berkas kosong.")) from None
    while header and not header[-1]:
        header.pop()
    return Table(tuple(header), _limited(_fitted(numbered, len(header)), upload.name), header_row, upload.name)


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    return (row for row in rows if any(row[1]))


def _fitted(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Pad short rows; cells beyond the header stay, so that their row can be refused."""
    for number, cells in rows:
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
        else:
            while len(cells) > width and not cells[-1]:
                cells.pop()
        yield number, cells


def _limited(rows: Iterator[Row], name: str) -> Iterator[Row]:
    for count, row in enumerate(rows):
        if count >= MAX_ROWS:
            raise UnsafeFile(file=name, reason=t("barisnya lebih dari satu juta; bagilah menjadi beberapa berkas"))
        yield row


def _read_text(upload: Upload) -> Iterator[Row]:
    text = decode(upload.data)
    first = next((line for line in text[:HEAD_CHARACTERS].splitlines() if line.strip() and not _is_remark(line)), "")
    delimiter = max(DELIMITERS, key=_without_quoted(first).count)
    if declared := re.match(r"sep=(.)\s*$", first):
        delimiter = declared[1]
    is_raw = delimiter == "\t" and first.count("\t") >= RAW_TAB_COLUMNS - 1 and first[:1].isdigit()
    dialect = _Raw if is_raw else csv.excel
    lines = csv.reader(io.StringIO(text, newline=""), dialect, delimiter=delimiter, strict=True)
    clean = _plain_row if _GUARDED.search(text) else _stripped_row
    number, has_header = 0, False
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            reason = t("Baris {number} rusak: tanda kutip tidak ditutup atau sel terlalu panjang.", number=number)
            raise ImportRejected(reason=reason) from error
        if not has_header and cells and (_is_remark(cells[0]) or cells[0].startswith("sep=")):
            continue
        has_header = has_header or any(cells)
        yield number, clean(cells)


def _stripped_row(cells: list[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def _plain_row(cells: list[str]) -> list[str]:
    return [plain_cell(cell.strip()) for cell in cells]


class _Raw(csv.excel):
    quoting = csv.QUOTE_NONE


def _is_remark(line: str) -> bool:
    return line.lstrip('"').startswith("# ")


def _without_quoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 (with or without mark) or the Windows code page."""
    head = data[:2_000]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif head[1::2].count(0) > len(head) // 4:
        encoding = "utf-16-le"
    elif head[0::2].count(0) > len(head) // 4:
        encoding = "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return _storable(text.replace("\r\n", "\n").replace("\r", "\n"))


def _read_workbook(upload: Upload) -> Iterator[Row]:
    try:
        workbook: CalamineWorkbook = load_workbook(io.BytesIO(upload.data))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows:
                return ((number, [plain_cell(cell_text(cell)) for cell in row]) for number, row in enumerate(rows, 1))
    except (CalamineError, OSError, ValueError) as error:
        reason = t("Berkas Excel tidak dapat dibuka; simpan ulang sebagai XLSX lalu unggah lagi.")
        raise ImportRejected(reason=reason) from error
    return iter(())


def cell_text(cell: Any) -> str:
    """Return a typed cell of a workbook or of GeoJSON as the text an Indonesian sheet would show."""
    if isinstance(cell, str):
        return _storable(cell.strip())
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, timedelta):
        return str(cell)
    if isinstance(cell, date | time):
        return cell.isoformat()
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else str(cell)


def _storable(text: str) -> str:
    """Return a text without what databases and workbooks cannot hold: control characters, half characters."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return _CONTROL.sub("", text)


def _read_geojson(upload: Upload) -> Iterator[Row]:
    try:
        features = json.loads(decode(upload.data))["features"]
        properties = [feature.get("properties") or {} for feature in features]
        names = list(dict.fromkeys(name for values in properties for name in values))
        names = [name for name in names if name not in (LON_COLUMN, LAT_COLUMN)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = t("Berkas GeoJSON harus berupa FeatureCollection yang utuh.")
        raise ImportRejected(reason=reason) from error
    yield 1, [_storable(name) for name in names] + [LON_COLUMN, LAT_COLUMN]
    for number, (feature, values) in enumerate(zip(features, properties, strict=True), 2):
        yield number, [cell_text(values.get(name)) for name in names] + _point(feature)


def _point(feature: dict[str, Any]) -> list[str]:
    """Return longitude and latitude of a feature; anything but a point gives its type, which no number parser takes."""
    geometry = feature.get("geometry")
    if geometry is None:
        return ["", ""]
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind != "Point" or not isinstance(coordinates, list) or len(coordinates) < 2:
        return [str(kind), str(kind)]
    return [cell_text(float(c)) if isinstance(c, int | float) else str(c) for c in coordinates[:2]]
