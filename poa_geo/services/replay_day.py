"""A past day as it was known on that day: the facts of its daily run, and the colours that run stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import numpy as np

from poa_geo.access.reader import Reader
from poa_geo.domain.evidence import NO_DAY
from poa_geo.domain.region import RegionTree
from poa_geo.domain.situation import Band
from poa_geo.facts import Facts, PresenceFacts, overrides_of
from poa_geo.risk.band import ABU, BAND_CODES, HIJAU, NO_BAND, BandState
from poa_geo.risk.band_path import BandChanges, BandPath
from poa_geo.risk.coverage import covered
from poa_geo.risk.evidence import Weigher
from poa_geo.risk.method import method_version
from poa_geo.risk.score import energy_of, region_cubes, score_of
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import RiskDay, read_model_of
from poa_geo.services.replay import KnownThen, end_of
from poa_geo.store import ledger, read_model


@dataclass(frozen=True)
class StoredPath:
    """The colours one version of the method stored for a region: day and band of each change, oldest first."""

    method: str
    steps: tuple[tuple[date, Band], ...]


def risk_as_known(office: Installation, day: date, known_at: datetime) -> tuple[Facts, RiskDay]:
    """Return facts and risk of a day as known at an instant.

    A day asked for as known at its own end, which a daily run has walked, has exactly the colours that run stored.
    """
    if known_at == end_of(day, office) and _was_run(office, day):
        return _stored_day(office, day, method_version())
    return read_model_of(office).risk_as_known(day, known_at)


def _was_run(office: Installation, day: date) -> bool:
    with office.reading() as connection:
        last = ledger.last_day(connection, method_version())
    return last is not None and office.start_day <= day <= last


@lru_cache(maxsize=4)
def _stored_day(office: Installation, day: date, method: str) -> tuple[Facts, RiskDay]:
    tree, instant = office.tree, end_of(day, office)
    with office.reading() as connection:
        facts = KnownThen(connection, tree, office.settings.time_zone).at(instant)
        facts = facts.changed(
            newest=read_model.newest(connection, instant),
            presences=PresenceFacts.read(read_model.known_at(connection, "presence", instant), tree),
            overrides=overrides_of(read_model.known_at(connection, "override", instant), tree),
        )
        rows = ledger.band_days(connection, method, until=day)
    weigher = Weigher(facts.evidence)
    cubes = region_cubes(weigher, tree, day.toordinal())
    state = _state(rows, facts, day.toordinal(), office.start_day.toordinal() - 1)
    no_fall = np.full(len(tree), NO_DAY, dtype=np.int32)
    path = BandPath(state, score_of(energy_of(cubes)), no_fall, _changes(rows, tree))
    return facts, RiskDay(day.toordinal(), cubes, path)


def _state(rows: Sequence[Mapping[str, Any]], facts: Facts, day: int, eve: int) -> BandState:
    """Return where every region stood; what never changed was grey from the eve of the path."""
    tree = facts.tree
    band, previous = np.full(len(tree), ABU, dtype=np.int8), np.full(len(tree), NO_BAND, dtype=np.int8)
    since = np.full(len(tree), eve, dtype=np.int32)
    for row in rows:
        i = tree.index_or_unplaced(row["region_code"])
        if i < 0:
            continue
        is_start = row["day"].toordinal() == eve
        previous[i] = NO_BAND if is_start else band[i]
        band[i], since[i] = BAND_CODES.index(row["band"]), row["day"].toordinal()
    rank = np.where(band == ABU, np.int8(HIJAU), band)
    is_covered = covered(facts.coverage, tree, day)
    return BandState(day, rank, np.zeros(len(tree), np.int16), is_covered, band, since, previous)


def _changes(rows: Sequence[Mapping[str, Any]], tree: RegionTree) -> BandChanges:
    known = [row for row in rows if row["region_code"] in tree]
    return BandChanges(
        np.array([row["day"].toordinal() for row in known], dtype=np.int32),
        np.array([tree.index(row["region_code"]) for row in known], dtype=np.int32),
        np.array([BAND_CODES.index(row["band"]) for row in known], dtype=np.int8),
    )


def stored_paths(office: Installation, reader: Reader, code: str, *, since: date) -> list[StoredPath]:
    """Return the colours that daily runs stored for a region, one path per version of the method, the newest first.

    Raises
    ------
    NotPermitted
        If the role may not see risk, or the region lies outside the scope.

    """
    reader.require("risk.read")
    reader.require_region(code)
    with office.reading() as connection:
        rows = {method: ledger.band_days_of(connection, method, code) for method in ledger.methods(connection)}
        ends = {method: ledger.last_day(connection, method) for method in rows}
    found = [StoredPath(method, _steps(rows[method], ends[method], since)) for method in reversed(rows)]
    return [path for path in found if path.steps]


def _steps(rows: Sequence[Mapping[str, Any]], last: date | None, since: date) -> tuple[tuple[date, Band], ...]:
    """Return the changes from a day on, beginning with the band that stood then and ending on the last day run."""
    if last is None or last < since:
        return ()
    before: Band = next((row["band"] for row in reversed(rows) if row["day"] <= since), "abu")
    later = [(row["day"], row["band"]) for row in rows if row["day"] > since]
    end: Band = later[-1][1] if later else before
    return ((since, before), *later, (last, end))
