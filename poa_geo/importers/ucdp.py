"""UCDP Georeferenced Event Dataset, in its own layout and in that of the Humanitarian Data Exchange (HXL tag row).

Columns are found by name, so both orders and later versions with more columns read alike. `where_prec` 4 and above are
centre points of a provinsi or the country: they never count for a kabupaten.
"""

from collections.abc import Iterator

from poa_geo.importers import feeds
from poa_geo.importers.draft import Draft
from poa_geo.importers.tables import Table

NAME, LABEL = "ucdp", "UCDP GED"
SOURCE = "UCDP"
NEEDED = ("id", "type_of_violence", "where_prec", "latitude", "longitude", "date_start", "best")
USED = (
    *NEEDED, "conflict_name", "side_a", "side_b", "where_coordinates", "where_description", "date_end", "date_prec",
    "country", "source_headline",
)  # fmt: skip
PRECISION = {"1": 1, "2": 2, "3": 4, "4": 5, "5": 6, "6": 6, "7": 6}
DATE_PRECISION = {"1": 1, "2": 2, "3": 2, "4": 3, "5": 4}


def recognises(header: tuple[str, ...]) -> bool:
    """Say whether a header is that of the GED."""
    return set(NEEDED) <= set(header)


def read(table: Table) -> Iterator[Draft]:
    """Yield one draft per event; the row of HXL tags is skipped."""
    position = {name: table.header.index(name) for name in USED if name in table.header}
    columns = [(name, position.get(name)) for name in USED]
    for number, cells in table.rows:
        row = {name: cells[at] if at is not None else "" for name, at in columns}
        if not row["id"] and any(cell.startswith("#") for cell in cells):
            continue
        yield _draft(number, cells, row)


def _draft(number: int, cells: list[str], row: dict[str, str]) -> Draft:
    draft = feeds.start(SOURCE, row["id"], number, cells)
    feeds.check_country(draft, "country", row["country"], ("Indonesia", ""))
    feeds.add_dates(draft, "date_start", row["date_start"], row["date_end"], DATE_PRECISION.get(row["date_prec"], 4))
    table = feeds.categories("ucdp_forms")
    kind = row["type_of_violence"]
    category = table.get((kind, row["conflict_name"])) or table.get((kind, ""))
    feeds.add_category(draft, "type_of_violence", kind, category, row["where_coordinates"])
    feeds.add_count(draft, "best", "deaths", row["best"])
    feeds.add_point(draft, row["longitude"], row["latitude"], PRECISION.get(row["where_prec"]))
    draft.values["parties"] = "; ".join(side for side in (row["side_a"], row["side_b"]) if side) or None
    draft.values["chronology"] = row["where_description"] or None
    return draft
