"""Nil reports and who is late: "nothing happened" in ten seconds, and the regions nobody vouches for."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from poa_geo.access.reader import Reader
from poa_geo.domain.evidence import NIL
from poa_geo.domain.record import NilReport
from poa_geo.domain.region import KABUPATEN, KECAMATAN, RegionTree
from poa_geo.facts import Facts
from poa_geo.importers.draft import Place
from poa_geo.services import typed
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of
from poa_geo.store import nil_reports as store

PERIOD = timedelta(days=6)
"""A nil report speaks of the last seven days, today included."""


@dataclass(frozen=True)
class Silent:
    """A region that nothing vouches for; `days` since the last report from it, None where there never was one."""

    code: str
    name: str
    level: int
    days: int | None
    silent_below: int = 0
    """Kecamatan inside it that are silent too."""


def send(
    office: Installation, reader: Reader, code: str, *, sense_of_safety: int | None, peace_signs: str | None = None
) -> NilReport:
    """Say that nothing happened in a region during the last week.

    Pressing the button twice is one report: the second returns what the first one stored.

    Raises
    ------
    NotPermitted
        If the region lies outside the scope.
    InvalidRecord
        If the sense of safety is not 1 to 10.

    """
    reader.require("nil_report.write")
    reader.require_region(code)
    today = office.today()
    with office.reading() as connection:
        sent = store.of_day(connection, code, today, reader.account_id)
    if sent:
        return NilReport(**sent)
    values = {
        "period_from": today - PERIOD, "period_to": today, "sense_of_safety": sense_of_safety,
        "peace_signs": (peace_signs or "").strip()[:2_000] or None,
    }  # fmt: skip
    return typed.add_nil_report(office, reader, values, Place(code=code))


def recent(office: Installation, reader: Reader, limit: int = 20) -> list[NilReport]:
    """Return the newest nil reports of the reader's scope, newest first."""
    reader.require("nil_report.write")
    with office.reading() as connection:
        rows = store.newest(connection, office.today() - timedelta(days=60))
    seen = (NilReport(**row) for row in rows if reader.may_see_region(row["region_code"]))
    return [report for report, _ in zip(seen, range(limit), strict=False)]


def late(office: Installation, reader: Reader, as_of: date | None = None) -> list[Silent]:
    """Return the kabupaten/kota and kecamatan in scope that nothing vouches for: grey, or held by silence."""
    reader.require("risk.read")
    model, day = read_model_of(office), as_of or office.today()
    facts, state = model.facts(), model.risk(day).path.state
    silent = ~state.is_covered
    last = last_heard(facts, day)
    below = _silent_below(office.tree, silent)
    found = []
    for prefix in reader.scope:
        for level in (KABUPATEN, KECAMATAN):
            found += [int(i) for i in office.tree.at_level(level, prefix) if silent[i]]
    return sorted((_told(office.tree, i, last, below, day) for i in set(found)), key=_longest_first)


def last_heard(facts: Facts, day: date) -> NDArray[np.int64]:
    """Return the ordinal of the last report that speaks of each region up to a day, shape (n,); 0 where none does.

    A report speaks of its region and what holds it, a nil report of everything below its region too.
    """
    tree, marks = facts.tree, facts.coverage
    known = (marks.day <= day.toordinal()) & (marks.region >= 0)
    region, days = marks.region[known], marks.day[known].astype(np.int64)
    last = np.zeros(len(tree), dtype=np.int64)
    for level in range(1, KECAMATAN + 1):
        above = tree.ancestor_at[level][region]
        np.maximum.at(last, above[above >= 0], days[above >= 0])
    is_nil = marks.kind[known] == NIL
    own = np.zeros(len(tree), dtype=np.int64)
    np.maximum.at(own, region[is_nil], days[is_nil])
    for index in np.flatnonzero(own):
        inside = slice(int(index), int(tree.end[index]))
        last[inside] = np.maximum(last[inside], own[index])
    return last


def _silent_below(tree: RegionTree, silent: NDArray[np.bool_]) -> NDArray[np.int64]:
    kecamatan = np.flatnonzero(silent & (tree.level == KECAMATAN))
    return np.bincount(tree.parent[kecamatan], minlength=len(tree)).astype(np.int64)


def _told(tree: RegionTree, index: int, last: NDArray[np.int64], below: NDArray[np.int64], day: date) -> Silent:
    region = tree.regions[index]
    days = day.toordinal() - int(last[index]) if last[index] else None
    return Silent(region.code, region.name, region.level, days, int(below[index]))


def _longest_first(silent: Silent) -> tuple[int, float, str]:
    return silent.level, -(silent.days if silent.days is not None else float("inf")), silent.code
