"""Our own template of incidents, as CSV, XLSX or GeoJSON; an export of the incident list reads back the same."""

from collections.abc import Iterator

from poa_geo.importers.draft import Draft
from poa_geo.importers.sheet import read_sheet, recognises_sheet
from poa_geo.importers.tables import Table
from poa_geo.reference import by_code

NAME, LABEL = "incident_sheet", "templat kejadian"


def recognises(header: tuple[str, ...]) -> bool:
    """Say whether a header is that of the incident template."""
    return recognises_sheet(header, "incident")


def read(table: Table) -> Iterator[Draft]:
    """Yield one draft per row; the issue type fills an empty source of conflict."""
    for draft in read_sheet(table, "incident"):
        values = draft.values
        if values.get("issue_type") and not values.get("conflict_source"):
            values["conflict_source"] = by_code("issue_types")[values["issue_type"]]["conflict_source"] or None
        yield draft
