"""The incident list in the columns of our own sheet: what is exported can be imported.

A row names its record (``poa:…``), so bringing an export back to the place it came from adds nothing.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import shapely

from poa_geo.domain.record import Incident
from poa_geo.domain.region import RegionTree
from poa_geo.domain.sheet import OWN_RECORD, columns
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.listing import Feature, write_list

NAME_FIELDS = ("province", "regency", "district")


def column_names() -> list[str]:
    """Return the columns of the sheet, in order."""
    return [column.name for column in columns("incident")]


def features_of(incidents: Iterable[Incident], tree: RegionTree) -> Iterator[Feature]:
    """Yield the values of each incident by column name, typed, None where empty, with its point."""
    sheet_columns = columns("incident")
    for incident in incidents:
        values = vars(incident) | _names(incident, tree)
        values["source_id"] = OWN_RECORD + incident.id
        values["revised_at"] = incident.recorded_at.strftime("%Y-%m-%d %H:%M")
        point = None if incident.lon is None else shapely.Point(incident.lon, incident.lat)
        yield {column.name: values.get(column.field) for column in sheet_columns}, point


def _names(incident: Incident, tree: RegionTree) -> dict[str, Any]:
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
    file_format : {"csv", "xlsx", "geojson", "gpkg"}

    """
    written = io.BytesIO()
    write_list(features_of(incidents, tree), column_names(), heading, file_format, written)
    return written.getvalue()
