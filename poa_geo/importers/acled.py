"""ACLED, present export layout: text actor classes, `geo_precision` and `time_precision` of 1 to 3.

`timestamp` is ACLED's own time of the row, so a correction wins over the older row whichever file comes first.
"""

import re
from collections.abc import Iterator

from poa_geo.importers import feeds
from poa_geo.importers.draft import Draft
from poa_geo.importers.tables import Table
from poa_geo.reference import table as reference_table

NAME, LABEL = "acled", "ACLED"
SOURCE = "ACLED"
NEEDED = (
    "event_id_cnty", "event_date", "event_type", "sub_event_type", "latitude", "longitude", "geo_precision",
    "fatalities",
)  # fmt: skip
USED = (*NEEDED, "time_precision", "actor1", "actor2", "country", "location", "notes", "tags", "timestamp")
PRECISION = {"1": 1, "2": 2, "3": 5}
DATE_PRECISION = {"1": 1, "2": 2, "3": 3}
CROWD_WORDS = {
    "dozens": 50,
    "scores": 50,
    "several dozen": 50,
    "hundreds": 500,
    "thousands": 5_000,
    "tens of thousands": 50_000,
}
_CROWD = re.compile(r"crowd size=([^;]+)")


def recognises(header: tuple[str, ...]) -> bool:
    """Say whether a header is that of an ACLED export."""
    return set(NEEDED) <= set(header)


def read(table: Table) -> Iterator[Draft]:
    """Yield one draft per event."""
    position = {name: table.header.index(name) for name in USED if name in table.header}
    columns = [(name, position.get(name)) for name in USED]
    for number, cells in table.rows:
        yield _draft(number, cells, {name: cells[at] if at is not None else "" for name, at in columns})


def _draft(number: int, cells: list[str], row: dict[str, str]) -> Draft:
    draft = feeds.start(SOURCE, row["event_id_cnty"], number, cells)
    draft.revised_at = row["timestamp"].zfill(12) if row["timestamp"].isdecimal() else ""
    feeds.check_country(draft, "country", row["country"], ("Indonesia", ""))
    feeds.add_dates(draft, "event_date", row["event_date"], "", DATE_PRECISION.get(row["time_precision"], 1))
    table = feeds.categories("acled_forms")
    category = table.get((row["event_type"], row["sub_event_type"])) or table.get((row["event_type"], ""))
    feeds.add_category(draft, "sub_event_type", row["sub_event_type"] or row["event_type"], category, row["location"])
    feeds.add_count(draft, "fatalities", "deaths", row["fatalities"])
    feeds.add_point(draft, row["longitude"], row["latitude"], PRECISION.get(row["geo_precision"]))
    draft.values["parties"] = "; ".join(actor for actor in (row["actor1"], row["actor2"]) if actor) or None
    draft.values["chronology"] = row["notes"] or None
    draft.values["crowd_band"] = crowd_band(row["tags"])
    return draft


def crowd_band(tags: str) -> str | None:
    """Return the crowd band of ACLED's tag ``crowd size=about 50``; None where it reports none."""
    found = _CROWD.search(tags)
    if not found:
        return None
    words = found[1].strip().casefold()
    number = re.search(r"\d[\d,.]*", words)
    people = int(re.sub(r"\D", "", number[0])) if number else CROWD_WORDS.get(words.removeprefix("about ").strip(), 0)
    for row in reference_table("crowd_bands"):
        if int(row["from_people"]) <= people <= int(row["to_people"] or 10**9):
            return row["code"]
    return None
