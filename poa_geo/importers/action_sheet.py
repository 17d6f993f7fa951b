"""Our own template of follow-up: what came out of a meeting, brought in at once."""

from collections.abc import Iterator

from poa_geo.importers.draft import Draft
from poa_geo.importers.sheet import read_sheet, recognises_sheet
from poa_geo.importers.tables import Table

NAME, LABEL = "action_sheet", "templat tindak lanjut"


def recognises(header: tuple[str, ...]) -> bool:
    """Say whether a header is that of the follow-up template."""
    return recognises_sheet(header, "action")


def read(table: Table) -> Iterator[Draft]:
    """Yield one draft per row."""
    return read_sheet(table, "action")
