"""What changed since a person last looked, on an earlier day than today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.domain.situation import Band, RegionStatus
from poa_geo.domain.summary import BandChange, Summary
from poa_geo.services.installation import Installation
from poa_geo.store import last_look
from poa_geo.store.engine import writing


@dataclass(frozen=True)
class SinceLook:
    """The earlier day somebody looked on, and every band that is another one now."""

    looked_on: date
    changes: tuple[BandChange, ...]


def look(office: Installation, reader: Reader, told: Summary) -> SinceLook | None:
    """Compare with what the reader saw on the last day they looked, and remember what they see today.

    The comparison stays the same all day long, however often the screen is opened. None at the first look.
    """
    if reader.account_id is None:
        return None
    today = office.today()
    bands: dict[str, Band] = {status.code: status.band for status in told.statuses}
    with office.reading() as connection:
        row = last_look.find(connection, reader.account_id)
    kept = _next(row["looked_on"], row["bands"], today, bands) if row else _first(today, bands)
    if row is None or kept != row["bands"]:
        with writing(office.engine) as connection:  # a bookmark of the reader, no data: it leaves no audit row
            last_look.keep(connection, reader.account_id, today, kept)
    if kept["seen_on"] is None:
        return None
    return SinceLook(date.fromisoformat(kept["seen_on"]), _changes(kept["seen"], told.statuses))


def _first(today: date, bands: Mapping[str, Band]) -> dict[str, Any]:
    return {"seen_on": None, "seen": {}, "day": today.isoformat(), "now": dict(bands)}


def _next(looked_on: date, kept: Mapping[str, Any], today: date, bands: Mapping[str, Band]) -> dict[str, Any]:
    """Return what is kept next: on a new day, what was seen last becomes what today is compared with."""
    if looked_on < today:
        return {"seen_on": looked_on.isoformat(), "seen": kept["now"], "day": today.isoformat(), "now": dict(bands)}
    return {**kept, "now": dict(bands)}


def _changes(seen: Mapping[str, Band], statuses: tuple[RegionStatus, ...]) -> tuple[BandChange, ...]:
    return tuple(
        BandChange(code=one.code, name=one.name, before=seen[one.code], now=one.band, since=one.since)
        for one in statuses
        if seen.get(one.code, one.band) != one.band
    )
