"""Guests of lodgings, as the lodging reports of Imigrasi list them."""

from collections.abc import Iterator

from poa_geo.importers.agency_sheet import read_agency, recognises_agency
from poa_geo.importers.draft import Draft
from poa_geo.importers.tables import Table

NAME, LABEL = "lodging", "laporan penginapan (gaya APOA)"
CONSTANTS = {"category": "I_LAINNYA", "accommodation": "hotel"}


def recognises(header: tuple[str, ...]) -> bool:
    """Say whether a header is that of a lodging report."""
    return recognises_agency(header, NAME)


def read(table: Table) -> Iterator[Draft]:
    """Yield one draft per guest."""
    return read_agency(table, NAME, CONSTANTS)
