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


def months(today: date, count: int = MONTHS) -> list[date]:
    """Return the last days of the newest closed months, newest first."""
    last, found = today.replace(day=1) - timedelta(days=1), []
    for _ in range(count):
        found.append(last)
        last = last.replace(day=1) - timedelta(days=1)
    return found


def tables(office: Installation, reader: Reader, region: str, month: date) -> MonthlyTables:
    """Return the tables of the provinsi that a region lies in, for one of `months`.

    Raises
    ------
    UnknownRegion
        If the region is the country, or the month is not one of the closed ones.

    """
    reader.require("monthly_tables.read")
    provinsi = region.split(".", 1)[0]
    if region == NATION or month not in months(office.today()):
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
    )


def published_count(office: Installation, code: str) -> int | None:
    """Return how many persons the newest tables tell of a region; None where they do not show it."""
    month = months(office.today(), 1)[0]
    level = level_of(code)
    if level == NATION_LEVEL:
        told = [_published(office, one.code, month).total for one in office.tree.children(NATION)]
        return sum(told) or None
    counts = _published(office, code.split(".", 1)[0], month)
    if level == PROVINSI:
        return counts.total or None
    if level == KABUPATEN:
        return counts.counts["kabupaten"].shown.get(("", code))
    return counts.counts["kecamatan"].shown.get((".".join(code.split(".")[:KABUPATEN]), code))


NATION_LEVEL = 0


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
    closed = _closing(office, month)
    with office.reading() as connection:
        versions = presences.known_versions(connection, closed)
    return _publish(office, provinsi, month, versions)


@lru_cache(maxsize=128)
def _publish(office: Installation, provinsi: str, month: date, versions: int) -> Published:
    day = month.isoformat()
    return publish(
        _person(row)
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


def _person(row: Any) -> Person:
    code = row["region_code"]
    depth = level_of(code)
    category = by_code("presence_categories").get(row["category"], {}).get("parent_code") or row["category"]
    return Person(
        kabupaten=".".join(code.split(".")[:KABUPATEN]) if depth >= KABUPATEN else None,
        kecamatan=".".join(code.split(".")[:KECAMATAN]) if depth >= KECAMATAN else None,
        category=None if category == OTHER_CATEGORY else category,
        permit_type=row["permit_type"],
        nationality=row["nationality"],
    )
