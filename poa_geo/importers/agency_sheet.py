"""Sheets of other agencies about foreign nationals: their own column names, read as our register's.

Which of their names means which field stands in ``reference/agency_columns.csv``; what a sheet never states, because
all of it is of one kind, is added to each row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from poa_geo.domain.sheet import plain_header
from poa_geo.importers import presence_sheet
from poa_geo.importers.draft import Draft
from poa_geo.importers.tables import Row, Table
from poa_geo.reference import table as reference

OWN_TEMPLATE = frozenset({"kategori", "category"})
"""A header with one of these is our own template, whatever else it holds."""

NEEDED = frozenset({"full_name", "nationality"})


@lru_cache(maxsize=8)
def names_of(form: str) -> Mapping[str, str]:
    """Return plain header → field for one agency's sheets."""
    return {row["header"]: row["field"] for row in reference("agency_columns") if row["format"] == form}


@lru_cache(maxsize=8)
def _telltales(form: str) -> frozenset[str]:
    rows = reference("agency_columns")
    return frozenset(row["header"] for row in rows if row["format"] == form and row["is_telltale"])


def recognises_agency(header: tuple[str, ...], form: str) -> bool:
    """Say whether a header is one agency's: it has one of the names that only this agency uses, and those needed."""
    plain = {plain_header(name) for name in header}
    fields = {names_of(form).get(name) for name in plain}
    return not plain & OWN_TEMPLATE and bool(plain & _telltales(form)) and fields >= NEEDED


def read_agency(table: Table, form: str, constants: Mapping[str, str]) -> Iterator[Draft]:
    """Yield one draft per row of an agency's sheet.

    Parameters
    ----------
    table : Table
        Its header holds the agency's names, or names of our fields where somebody mapped them.
    form : str
        Key of ``agency_columns.csv``.
    constants : mapping of field to text
        What every row of such a sheet is.

    """
    width, known = len(table.header), names_of(form)
    header = tuple(known.get(plain_header(name), name) for name in table.header)
    added = {field: text for field, text in constants.items() if field not in header}
    wide = replace(table, header=(*header, *added), rows=_widened(table.rows, width, list(added.values())))
    for draft in presence_sheet.read(wide):
        draft.cells = draft.cells[:width]
        yield draft


def _widened(rows: Iterator[Row], width: int, texts: list[str]) -> Iterator[Row]:
    """Add the same cells to every row of the right width; a wider one stays, so that it is refused."""
    for number, cells in rows:
        yield number, cells + texts if len(cells) == width else [*cells, *texts, ""]
