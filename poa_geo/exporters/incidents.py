"""The incident list as CSV, XLSX or GeoJSON, in the columns of our own sheet: what is exported can be imported.

A row names its record (``poa:…``), so bringing an export back to the place it came from adds nothing.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from poa_geo.domain.cells import safe_cell
from poa_geo.domain.record import Incident
from poa_geo.domain.region import RegionTree
from poa_geo.domain.sheet import OWN_RECORD, columns
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.workbook import add_header, as_bytes, new_workbook

Row = Mapping[str, Any]
NAME_FIELDS = ("province", "regency", "district")


def rows_of(incidents: Sequence[Incident], tree: RegionTree) -> Iterator[dict[str, Any]]:
    """Yield the values of each incident by column name, typed, None where empty."""
    sheet_columns = columns("incident")
    for incident in incidents:
        values = vars(incident) | _names(incident, tree)
        values["source_id"] = OWN_RECORD + incident.id
        values["revised_at"] = incident.recorded_at.strftime("%Y-%m-%d %H:%M")
        yield {column.name: values.get(column.field) for column in sheet_columns}


def _names(incident: Incident, tree: RegionTree) -> dict[str, str]:
    path = tree.path(incident.region_code) if incident.region_code else ()
    return {field: region.name for field, region in zip(NAME_FIELDS, path, strict=False)}


def write_incidents(incidents: Sequence[Incident], tree: RegionTree, heading: Heading, file_format: str) -> bytes:
    """Return the incidents as a file; the same incidents and heading give the same bytes.

    Parameters
    ----------
    incidents : sequence of Incident
        In the order they shall stand.
    tree : RegionTree
        For the names of regions.
    heading : Heading
        What the file says about itself.
    file_format : {"csv", "xlsx", "geojson"}

    """
    return WRITERS[file_format](list(rows_of(incidents, tree)), heading)


def _header() -> list[str]:
    return [column.name for column in columns("incident")]


def _csv(rows: Sequence[Row], heading: Heading) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([f"# {heading.line()}"])
    writer.writerow(_header())
    for row in rows:
        writer.writerow([safe_cell(_as_text(value)) for value in row.values()])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _xlsx(rows: Sequence[Row], heading: Heading) -> bytes:
    workbook = new_workbook(heading.line())
    sheet = workbook.create_sheet("Data")
    add_header(sheet, _header(), [18] * len(_header()))
    for row in rows:
        sheet.append([_as_cell(value) for value in row.values()])
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = heading.line().replace("&", "&&")
    about = workbook.create_sheet("Keterangan")
    about.append([heading.line()])
    return as_bytes(workbook)


def _as_cell(value: Any) -> Any:
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value


def _geojson(rows: Sequence[Row], heading: Heading) -> bytes:
    features = []
    for row in rows:
        values = dict(row)
        lon, lat = values.pop("bujur"), values.pop("lintang")
        point = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
        filled = {name: _as_json(value) for name, value in values.items() if value is not None}
        features.append({"type": "Feature", "geometry": point, "properties": filled})
    collection = {"type": "FeatureCollection", "keterangan": heading.line(), "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


WRITERS: dict[str, Callable[[Sequence[Row], Heading], bytes]] = {"csv": _csv, "xlsx": _xlsx, "geojson": _geojson}
"""File format → its writer."""
