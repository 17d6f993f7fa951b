"""GDELT 2.0 Events: 61 tab-separated columns without a header. Machine-coded, so its events arrive unverified.

`ActionGeo_Type` says how exact the point is: 4 is a town (near), 5 a provinsi; 1 is the centre of the country and says
nothing, and 2 and 3 exist only in the United States.
Names of actors are left out: the machine puts names of persons there.
"""

from collections.abc import Iterator

from poa_geo.errors import ImportRejected
from poa_geo.importers import feeds
from poa_geo.importers.draft import Draft
from poa_geo.importers.tables import Table
from poa_geo.texts import t

NAME, LABEL = "gdelt", "GDELT 2.0"
SOURCE = "GDELT"
GDELT_1_COLUMNS = (57, 58)
PRECISION = {"4": 2, "5": 5}


def _actor(number: int) -> list[str]:
    parts = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
    return [f"Actor{number}{part}" for part in parts.split()]


def _place(whose: str) -> list[str]:
    parts = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
    return [f"{whose}Geo_{part}" for part in parts.split()]


COLUMNS = (
    *["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"],
    *_actor(1),
    *_actor(2),
    *["IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"],
    *["NumMentions", "NumSources", "NumArticles", "AvgTone"],
    *_place("Actor1"),
    *_place("Actor2"),
    *_place("Action"),
    *["DATEADDED", "SOURCEURL"],
)
USED = (
    "GLOBALEVENTID", "SQLDATE", "EventCode", "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode",
    "ActionGeo_Lat", "ActionGeo_Long", "DATEADDED", "SOURCEURL",
)  # fmt: skip


def recognises(header: tuple[str, ...]) -> bool:
    """Say whether the first line names the columns of GDELT, or is itself an event (version 1 included)."""
    return set(USED) <= set(header) or _is_event(header)


def _is_event(line: tuple[str, ...]) -> bool:
    is_wide = len(line) in (len(COLUMNS), *GDELT_1_COLUMNS)
    return is_wide and line[0].isdecimal() and line[1].isdecimal() and len(line[1]) == 8


def named(table: Table) -> Table:
    """Return the table with its header, which GDELT itself never writes but a verdict file does.

    Raises
    ------
    ImportRejected
        If the file is of GDELT 1.0, whose columns mean other things.

    """
    if not _is_event(table.header):
        return table
    if len(table.header) != len(COLUMNS):
        raise ImportRejected(reason=t("Berkas ini GDELT 1.0; gunakan GDELT 2.0 Events dengan 61 kolom."))
    return table.without_header(COLUMNS)


def read(table: Table) -> Iterator[Draft]:
    """Yield one draft per event."""
    position = {name: table.header.index(name) for name in USED}
    for number, cells in table.rows:
        yield _draft(number, cells, {name: cells[at] for name, at in position.items()})


def _draft(number: int, cells: list[str], row: dict[str, str]) -> Draft:
    draft = feeds.start(SOURCE, row["GLOBALEVENTID"], number, cells)
    draft.revised_at = row["DATEADDED"]
    feeds.check_country(draft, "ActionGeo_CountryCode", row["ActionGeo_CountryCode"], ("ID",))
    feeds.add_dates(draft, "SQLDATE", row["SQLDATE"])
    table = feeds.categories("gdelt_forms")
    code = row["EventCode"]
    category = next((table[code[:n], ""] for n in (4, 3, 2) if (code[:n], "") in table), None)
    feeds.add_category(draft, "EventCode", code, category, row["ActionGeo_FullName"])
    feeds.add_point(draft, row["ActionGeo_Long"], row["ActionGeo_Lat"], PRECISION.get(row["ActionGeo_Type"], 6))
    draft.values["chronology"] = row["SOURCEURL"] or None
    return draft
