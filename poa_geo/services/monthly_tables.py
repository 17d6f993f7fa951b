"""The fixed tables that leaders and the public read of the register: one set per provinsi and closed month.

There is no filter. A table tells the register as it was known when its month closed, so it never changes afterwards.
`access.suppression` says why nothing can be subtracted out of them.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from poa_geo.access.reader import Reader
from poa_geo.access.suppression import Counts, Person, Published, publish
from poa_geo.domain.region import KABUPATEN, KECAMATAN, NATION, PROVINSI, level_of
from poa_geo.errors import UnknownRegion
from poa_geo.reference import by_code
from poa_geo.services.installation import Installation
from poa_geo.store import presences

MONTHS = 12
"""So many closed months are told."""

EXPIRING = timedelta(days=30)
OTHER_CATEGORY = "I_LAINNYA"


@dataclass(frozen=True)
class MonthlyTables:
    """What one reader gets of one month: the places of the own scope, the rest only for a whole provinsi.

    `month` is its last day. `places` is parted by kabupaten (parent empty) and kecamatan (parent kabupaten).
    """

    month: date
    provinsi: str
    total: int | None
    kabupaten: Counts
    kecamatan: Counts
    category: Counts | None
    permit_type: Counts | None
    nationality: Counts | None
    source: Counts | None
    deadline: Counts | None


def months(today: date, count: int = MONTHS) -> list[date]:
    """Return the last days of the newest closed months, newest first."""
    last, found = today.replace(day=1) - timedelta(days=1), []
    for _ in range(count):
        found.append(last)
        last = last.replace(day=1) - timedelta(days=1)
    return found


def tables(office: Installation, reader: Reader, region: str, month: date) -> MonthlyTables:
    """Return the tables of the provinsi that a region lies in, for the last day of a closed month.

    Raises
    ------
    UnknownRegion
        If the region is the country, or the day does not end a closed month.

    """
    reader.require("monthly_tables.read")
    provinsi = region.split(".", 1)[0]
    if region == NATION or not is_closed(month, office.today()):
        raise UnknownRegion(code=region or "Indonesia")
    office.tree.index(region)
    if not reader.scope_within(provinsi):
        reader.require_region(provinsi)
    told, sees_all = _published(office, provinsi, month), reader.may_see_region(provinsi)
    counts = told.counts
    return MonthlyTables(
        month=month,
        provinsi=provinsi,
        total=told.total if sees_all else None,
        kabupaten=_within(counts["kabupaten"], reader, sees_all=sees_all),
        kecamatan=_within(counts["kecamatan"], reader, sees_all=sees_all),
        category=counts["category"] if sees_all else None,
        permit_type=counts["permit_type"] if sees_all else None,
        nationality=counts["nationality"] if sees_all else None,
        source=counts["source"] if sees_all else None,
        deadline=counts["deadline"] if sees_all else None,
    )


def told_on(office: Installation, reader: Reader, region: str, day: date) -> MonthlyTables | None:
    """Return the tables of the newest month that had closed by a day; None for the country."""
    return None if region == NATION else tables(office, reader, region, _newest(office, day))


def _newest(office: Installation, day: date) -> date:
    return months(min(day + timedelta(days=1), office.today()), 1)[0]


def is_closed(month: date, today: date) -> bool:
    """Say whether a day is the last one of a month that has passed."""
    return (month + timedelta(days=1)).day == 1 and month < today.replace(day=1)


def count_of(told: MonthlyTables, code: str) -> int | None:
    """Return how many persons some tables tell of a region; None where they do not show it."""
    return _count(told.total, told.kabupaten, told.kecamatan, code)


def _count(total: int | None, kabupaten: Counts, kecamatan: Counts, code: str) -> int | None:
    level = level_of(code)
    if level == PROVINSI:
        return total or None
    if level == KABUPATEN:
        return kabupaten.shown.get(("", code))
    return kecamatan.shown.get((".".join(code.split(".")[:KABUPATEN]), code))


def published_count(office: Installation, code: str, day: date, data_version: int) -> int | None:
    """Return how many persons the newest tables of a day tell of a region; None where they do not show it.

    A map asks for hundreds of regions: `data_version` lets them share one look at the database.
    """
    month = _newest(office, day)
    versions = _versions(office, month, data_version)
    if code == NATION:
        return sum(_publish(office, one.code, month, versions).total for one in office.tree.children(NATION)) or None
    told = _publish(office, code.split(".", 1)[0], month, versions)
    return _count(told.total, told.counts["kabupaten"], told.counts["kecamatan"], code)


def _within(counts: Counts, reader: Reader, *, sees_all: bool) -> Counts:
    """Return the rows whose region lies in a reader's scope; "others" belong to whoever sees their parent."""
    return Counts(
        shown={row: count for row, count in counts.shown.items() if reader.may_see_region(row[1])},
        others={
            parent: count
            for parent, count in counts.others.items()
            if (reader.may_see_region(parent) if parent else sees_all)
        },
    )


def _published(office: Installation, provinsi: str, month: date) -> Published:
    with office.reading() as connection:
        versions = presences.known_versions(connection, _closing(office, month))
    return _publish(office, provinsi, month, versions)


@lru_cache(maxsize=8)
def _versions(office: Installation, month: date, data_version: int) -> int:  # noqa: ARG001 — newer data, new entry
    with office.reading() as connection:
        return presences.known_versions(connection, _closing(office, month))


@lru_cache(maxsize=128)
def _publish(office: Installation, provinsi: str, month: date, versions: int) -> Published:
    day = month.isoformat()
    return publish(
        _person(row, month)
        for row in _known(office, month, versions)
        if not row["is_deleted"]
        and (row["region_code"] or "").split(".", 1)[0] == provinsi
        and (row["from_date"] or "") <= day <= (row["to_date"] or "9999")
    )


@lru_cache(maxsize=4)
def _known(office: Installation, month: date, versions: int) -> tuple[Any, ...]:  # noqa: ARG001 — more versions, new entry
    with office.reading() as connection:
        return tuple(presences.as_known(connection, _closing(office, month)))


def _closing(office: Installation, month: date) -> datetime:
    """Return the last instant of a month in the installation's zone."""
    after = month + timedelta(days=1)
    local = datetime(after.year, after.month, after.day, tzinfo=office.settings.time_zone)
    return local.astimezone(UTC) - timedelta(microseconds=1)


def _deadline(row: Any, month: date) -> str | None:
    """Return whether a permit had ended by a month's last day, or ends within thirty days of it."""
    ends, soon = row["permit_expires_on"], (month + EXPIRING).isoformat()
    if ends is None or ends > soon:
        return None
    return "lewat" if ends < month.isoformat() else "berakhir_30"


def _person(row: Any, month: date) -> Person:
    code = row["region_code"]
    depth = level_of(code)
    category = by_code("presence_categories").get(row["category"], {}).get("parent_code") or row["category"]
    return Person(
        kabupaten=".".join(code.split(".")[:KABUPATEN]) if depth >= KABUPATEN else None,
        kecamatan=".".join(code.split(".")[:KECAMATAN]) if depth >= KECAMATAN else None,
        category=None if category == OTHER_CATEGORY else category,
        permit_type=row["permit_type"],
        nationality=row["nationality"],
        source=row["source_agency"],
        deadline=_deadline(row, month),
    )
