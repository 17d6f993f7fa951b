"""Foreign workers as a Dinas Tenaga Kerja lists them."""

from collections.abc import Iterator

from poa_geo.importers.agency_sheet import read_agency, recognises_agency
from poa_geo.importers.draft import Draft
from poa_geo.importers.tables import Table

NAME, LABEL = "manpower", "daftar TKA Dinas Tenaga Kerja"
CONSTANTS = {"category": "H_TKA"}


def recognises(header: tuple[str, ...]) -> bool:
    """Say whether a header is that of a list of foreign workers."""
    return recognises_agency(header, NAME)


def read(table: Table) -> Iterator[Draft]:
    """Yield one draft per worker."""
    return read_agency(table, NAME, CONSTANTS)
