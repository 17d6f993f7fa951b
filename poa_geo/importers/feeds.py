"""What the event feeds share: their row in ``sources.csv``, their own categories, their two clocks."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from poa_geo.importers.draft import Draft, refuse
from poa_geo.importers.values import read_date, read_decimal, read_integer
from poa_geo.reference import by_code, label, table
from poa_geo.texts import mark

AGENCY = "sumber_terbuka"
MAX_TITLE = 200

FOREIGN = mark("Kejadian di {value} bukan di Indonesia.")
UNKNOWN_CATEGORY = mark("Kategori {value} bukan kejadian konflik yang dicatat.")
NOT_A_POINT = mark("Koordinat {value} bukan angka.")
NO_PRECISION = mark("Ketelitian lokasi {value} tidak dikenal.")


@lru_cache(maxsize=8)
def _source_values(source: str) -> dict[str, Any]:
    """Return what every incident of a feed has in common, from its row in ``sources.csv``."""
    row = by_code("sources")[source]
    return {
        "source_agency": AGENCY,
        "classification": "biasa",
        "source_name": source,
        "source_grade": row["source_grade"],
        "information_grade": row["information_grade"],
        "verification": row["verification"],
        "realm": "fisik",
        "status": "selesai",
    }


def start(source: str, source_id: str, row_number: int, cells: list[str]) -> Draft:
    """Return a draft that holds what every incident of a feed has in common."""
    values = _source_values(source) | {"source_id": source_id}
    return Draft(row_number, "incident", cells, values, source_name=source, source_id=source_id)


def add_dates(draft: Draft, column: str, first: str, last: str = "", precision: int = 1) -> None:
    """Read the dates of an event; it could be known from its last day plus the lag of its feed."""
    readings = [read_date(text) for text in (first, last or first)]
    for text, reading in zip((first, last), readings, strict=True):
        if reading.value is None:
            draft.problems.append(refuse(column, text, reading.rule, reading.message))
            return
    begin, end = (reading.value for reading in readings)
    draft.values |= {
        "event_date": begin,
        "end_date": end if end != begin else None,
        "date_precision": precision,
        "known_from": known_from(draft.source_name, end),
    }
    if draft.values["verification"] == "terverifikasi":
        draft.values["verified_on"] = draft.values["known_from"].date()


@lru_cache(maxsize=20_000)
def known_from(source: str, day: date) -> datetime:
    """Return when an event of a feed could have been known: its last day plus the feed's lag."""
    lag = timedelta(days=int(by_code("sources")[source]["lag_days"]))
    return datetime.combine(day, time(), UTC) + lag


def add_point(draft: Draft, lon: str, lat: str, precision: int | None) -> None:
    """Read the point of an event; a precision the feed does not define refuses the row."""
    for name, text in (("lon", lon), ("lat", lat)):
        value = read_decimal(text).value if text else None
        if text and value is None:
            draft.problems.append(refuse(name, text, "not_a_number", NOT_A_POINT))
        setattr(draft.place, name, value)
    if precision is None:
        draft.problems.append(refuse("geo_precision", "", "no_precision", NO_PRECISION))
    draft.place.precision = precision


def add_count(draft: Draft, column: str, field: str, text: str) -> None:
    """Read a headcount; empty means none."""
    reading = read_integer(text or "0")
    if reading.value is None:
        draft.problems.append(refuse(column, text, reading.rule, reading.message))
    draft.values[field] = reading.value or 0


def add_category(draft: Draft, column: str, category: str, row: Mapping[str, str] | None, where: str) -> None:
    """Take form, issue, source of conflict and stage from a category table, and make a neutral title of them."""
    if row is None:
        draft.problems.append(refuse(column, category, "unknown_category", UNKNOWN_CATEGORY))
        return
    for field in ("form", "issue_type", "conflict_source", "stage"):
        draft.values[field] = row[field] or None
    title = label("forms", row["form"])
    draft.values["title"] = f"{title}, {where}"[:MAX_TITLE] if where else title


@lru_cache(maxsize=4)
def categories(name: str) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return a category table keyed by its first two columns; an empty second is the default of the first."""
    rows = table(name)
    first, second = list(rows[0])[:2]
    return {(row[first], row[second]): row for row in rows}


def check_country(draft: Draft, column: str, country: str, accepted: tuple[str, ...]) -> None:
    """Refuse an event of another country."""
    if country not in accepted:
        draft.problems.append(refuse(column, country, "foreign", FOREIGN))
