"""Any list as CSV, XLSX, GeoJSON or GeoPackage, written row by row, so that a long one never stands whole in memory.

The first line, a sheet or the description of the table says what the file is; no text runs as a formula.
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from poa_geo.domain.cells import safe_cell
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.workbook import HEADER_FILL, HEADER_FONT, as_bytes, stamp
from poa_geo.texts import t

Row = Mapping[str, Any]
Feature = tuple[Row, Any]
"""Values by column, and where they lie: a geometry, or None."""

POINT_COLUMNS = ("bujur", "lintang")
"""Columns that a geometry says again."""

COLUMN_WIDTH = 18
CHUNK_ROWS = 20_000
FIXED_TIME = "2020-01-01T00:00:00.000Z"


def write_list(
    features: Iterable[Feature], names: Sequence[str], heading: Heading, file_format: str, out: BinaryIO
) -> int:
    """Write a list and return the number of its rows; the same rows and heading give the same bytes.

    Parameters
    ----------
    features : iterable of (values by column name, geometry or None)
        Read once, in order.
    names : sequence of str
        The columns.
    heading : Heading
        What the file says about itself: classification, office, data cut-off, filter.
    file_format : {"csv", "xlsx", "geojson", "gpkg"}
    out : binary file
        Open for writing.

    """
    counted = _Counted(features)
    FORMATS[file_format](counted, names, heading, out)
    return counted.rows


class _Counted:
    """Features with the number of those that went by."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self._features, self.rows = features, 0

    def __iter__(self) -> Iterator[Feature]:
        for feature in self._features:
            self.rows += 1
            yield feature


def _csv(features: Iterable[Feature], names: Sequence[str], heading: Heading, out: BinaryIO) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([f"# {heading.line()}"])
    writer.writerow(names)
    for row, _ in features:
        writer.writerow([safe_cell(_as_text(row.get(name))) for name in names])
    text.detach()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _xlsx(features: Iterable[Feature], names: Sequence[str], heading: Heading, out: BinaryIO) -> None:
    workbook = Workbook(write_only=True)
    stamp(workbook, heading.line())
    sheet = workbook.create_sheet("Data")
    for index in range(1, len(names) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = COLUMN_WIDTH
    sheet.freeze_panes = "A2"
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = heading.line().replace("&", "&&")
    sheet.append([_head_cell(sheet, name) for name in names])
    for row, _ in features:
        sheet.append([_as_cell(row.get(name)) for name in names])
    about = workbook.create_sheet("Keterangan")
    about.append([heading.line()])
    out.write(as_bytes(workbook))


def _head_cell(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    return cell


def _as_cell(value: Any) -> Any:
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value


def _geojson(features: Iterable[Feature], names: Sequence[str], heading: Heading, out: BinaryIO) -> None:
    shown = _property_names(names)
    about = json.dumps(heading.line(), ensure_ascii=False)
    out.write(f'{{"type":"FeatureCollection","keterangan":{about},"features":['.encode())
    for index, (row, geometry) in enumerate(features):
        filled = {name: _as_json(row[name]) for name in shown if row.get(name) is not None}
        properties = json.dumps(filled, ensure_ascii=False, separators=(",", ":"))
        place = "null" if geometry is None else shapely.to_geojson(geometry)
        comma = "," if index else ""
        out.write(f'{comma}\n{{"type":"Feature","geometry":{place},"properties":{properties}}}'.encode())
    out.write(b"\n]}\n")


def _property_names(names: Sequence[str]) -> list[str]:
    return [name for name in names if name not in POINT_COLUMNS]


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _gpkg(features: Iterable[Feature], names: Sequence[str], heading: Heading, out: BinaryIO) -> None:
    """Write a GeoPackage: one table, in chunks, with the heading as the table's description."""
    shown = _property_names(names)
    waiting = iter(features)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "daftar.gpkg"
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_TIME})  # no clock in the file
        try:
            chunk = list(islice(waiting, CHUNK_ROWS))
            _append(path, chunk, shown, heading, is_first=True)
            while chunk := list(islice(waiting, CHUNK_ROWS)):
                _append(path, chunk, shown, heading, is_first=False)
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
        out.write(path.read_bytes())


def _append(path: Path, chunk: Sequence[Feature], shown: Sequence[str], heading: Heading, *, is_first: bool) -> None:
    columns = {name: _as_column([row.get(name) for row, _ in chunk]) for name in shown}
    frame = gpd.GeoDataFrame(columns, geometry=[geometry for _, geometry in chunk], crs="EPSG:4326")
    options = {"DESCRIPTION": heading.line(), "IDENTIFIER": t("Daftar")} if is_first else {}
    pyogrio.write_dataframe(
        frame, path, layer="daftar", driver="GPKG", append=not is_first, geometry_type="Unknown",
        layer_options=options,
    )  # fmt: skip


def _as_column(values: list[Any]) -> Any:
    """Return numbers as numbers and everything else as text; gaps stay gaps."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int) for value in known):
        return pd.array(values, dtype="Int64")
    if known and all(isinstance(value, int | float) for value in known):
        return pd.array(values, dtype="Float64")
    return np.array([None if value is None else _as_text(value) for value in values], dtype=object)


FORMATS: dict[str, Callable[[Iterable[Feature], Sequence[str], Heading, BinaryIO], None]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "geojson": _geojson,
    "gpkg": _gpkg,
}
"""File format, which is also the suffix → its writer."""
