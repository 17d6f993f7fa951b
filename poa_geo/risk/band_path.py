"""The colours of all regions day by day, and the earliest day each can fall."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.evidence import NO_DAY, Coverage, Evidence
from poa_geo.domain.region import RegionTree
from poa_geo.risk.band import ABU, HIJAU, NO_BAND, BandRule, BandState
from poa_geo.risk.coverage import covered
from poa_geo.risk.evidence import Weigher
from poa_geo.risk.fading import Fading
from poa_geo.risk.legal_floor import LegalFloor
from poa_geo.risk.score import as_weigher, scores
from poa_geo.risk.stirred import narrowed, stirred_regions

HORIZON_DAYS = 3660
"""How far ahead a fall is looked for."""


@dataclass(frozen=True)
class BandChanges:
    """Every change of a band on a path, in order of days: arrays of equal length."""

    day: NDArray[np.int32]
    region: NDArray[np.int32]
    band: NDArray[np.int8]


@dataclass(frozen=True)
class BandPath:
    """Where every region stands on the last day of a path, and how it came there.

    `score` and `earliest_fall` have shape (n,); `earliest_fall` is `NO_DAY` for what cannot fall.
    """

    state: BandState
    score: NDArray[np.float64]
    earliest_fall: NDArray[np.int32]
    changes: BandChanges


def path(
    evidence: Evidence | Weigher,
    coverage: Coverage,
    tree: RegionTree,
    first_day: int,
    last_day: int,
    legal_floor: LegalFloor | None = None,
) -> BandPath:
    """Return the bands of every region from one day to another.

    Parameters
    ----------
    evidence : Evidence or Weigher
    coverage : Coverage
    tree : RegionTree
        Of n regions.
    first_day, last_day : int
        Ordinals, both included. On the day before the first, the band is the instantaneous one.
    legal_floor : LegalFloor, optional
        Where a legal `status keadaan konflik` is in force.

    """
    weigher, floor = as_weigher(evidence), legal_floor or LegalFloor(tree, (), (), ())
    regions = stirred_regions(weigher.evidence, coverage, tree, floor.regions)
    if len(regions) == len(tree):
        return _walk(weigher, coverage, tree, first_day, last_day, floor)
    part, marks, subtree = narrowed(weigher.evidence, coverage, tree, regions)
    walked = _walk(Weigher(part), marks, subtree, first_day, last_day, floor.on(subtree))
    return _widened(walked, regions, len(tree), first_day - 1)


def _walk(
    weigher: Weigher, coverage: Coverage, tree: RegionTree, first_day: int, last_day: int, floor: LegalFloor
) -> BandPath:
    rule, eve = BandRule.of(tree), first_day - 1
    score = scores(weigher, tree, eve)
    state = rule.start(score, covered(coverage, tree, eve), eve)
    changes = []
    for day in range(first_day, last_day + 1):
        score = scores(weigher, tree, day)
        before, state = state, rule.step(state, score, covered(coverage, tree, day), floor(day), day)
        changed = np.flatnonzero(state.band != before.band)
        changes.append((np.full(len(changed), day), changed, state.band[changed]))
    falls = earliest_fall(state, rule, Fading(weigher, tree, state.day), floor)
    return BandPath(state, score, falls, _joined(changes))


def _widened(walked: BandPath, regions: NDArray[np.intp], n: int, eve: int) -> BandPath:
    """Return a path over some regions as one over all: the others are silent, so grey from the eve on."""

    def wide(values: NDArray[Any], elsewhere: float) -> NDArray[Any]:
        all_regions = np.full(n, elsewhere, dtype=values.dtype)
        all_regions[regions] = values
        return all_regions

    state = walked.state
    return BandPath(
        state=BandState(
            day=state.day,
            rank=wide(state.rank, HIJAU),
            calm_days=wide(state.calm_days, 0),
            is_covered=wide(state.is_covered, False),
            band=wide(state.band, ABU),
            since=wide(state.since, eve),
            previous=wide(state.previous, NO_BAND),
        ),
        score=wide(walked.score, 0.0),
        earliest_fall=wide(walked.earliest_fall, NO_DAY),
        changes=replace(walked.changes, region=regions[walked.changes.region].astype(np.int32)),
    )


def earliest_fall(state: BandState, rule: BandRule, fading: Fading, floor: LegalFloor) -> NDArray[np.int32]:
    """Return the first day each region can fall a step if nothing new happens and it stays covered, shape (n,)."""
    falls = np.full(len(state.rank), NO_DAY, dtype=np.int32)
    waiting = np.flatnonzero(state.rank > HIJAU)
    ahead = state.take(waiting)
    for day in range(state.day + 1, state.day + 1 + HORIZON_DAYS):
        if not waiting.size:
            break
        everywhere = np.ones(len(waiting), dtype=np.bool_)
        after = rule.take(waiting).step(ahead, fading.scores(day)[waiting], everywhere, floor(day)[waiting], day)
        has_fallen = after.rank < ahead.rank
        falls[waiting[has_fallen]] = day
        waiting, ahead = waiting[~has_fallen], after.take(np.flatnonzero(~has_fallen))
    return falls


def _joined(changes: list[tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.int8]]]) -> BandChanges:
    if not changes:
        return BandChanges(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int8))
    day, region, band = (np.concatenate(column) for column in zip(*changes, strict=True))
    return BandChanges(day.astype(np.int32), region.astype(np.int32), band.astype(np.int8))
