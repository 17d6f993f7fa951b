"""Our own template of nil reports: nothing happened in a region, which proves that it was looked at."""

from collections.abc import Iterator

from poa_geo.importers.draft import Draft
from poa_geo.importers.sheet import read_sheet, recognises_sheet
from poa_geo.importers.tables import Table

NAME, LABEL = "nil_report_sheet", "templat laporan nihil"


def recognises(header: tuple[str, ...]) -> bool:
    """Say whether a header is that of the nil report template."""
    return recognises_sheet(header, "nil_report")


def read(table: Table) -> Iterator[Draft]:
    """Yield one draft per row."""
    return read_sheet(table, "nil_report")
