"""Warnings and incidents counted in fixed windows of thirty days per region: what skill scores are made of."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.region import RegionTree
from poa_geo.risk.ledger import Outcomes, Skill, skill, warning_rules


def skill_of(
    warnings: Iterable[tuple[int, int]],
    outcomes: Outcomes,
    tree: RegionTree,
    regions: NDArray[np.intp],
    severity: float,
    starts: Sequence[int],
) -> Skill:
    """Return the skill of warnings in some regions over some windows.

    A cell, region × window, happened if an incident of the severity lies in it, and was warned of if one of these
    incidents lies in the thirty days after a warning. Without an incident it was warned of (falsely) if a warning was
    given in it that no incident followed in its own thirty days.

    Parameters
    ----------
    warnings : iterable of (region index, day)
    outcomes : Outcomes
    regions : array of region indices, all of one level
    severity : float
        In 25ths: what counts as an incident.
    starts : sequence of int
        First days (ordinals) of the windows.

    """
    length = warning_rules().window_days
    given: dict[int, list[int]] = {}
    for region, day in warnings:
        given.setdefault(region, []).append(day)
    cells: dict[tuple[int, int], bool] = {}
    happened: set[tuple[int, int]] = set()
    lead_days: list[int] = []
    for region in regions.tolist():
        events = _events(outcomes, tree, region, severity, starts, length)
        mine = np.sort(np.array(given.get(region, []), dtype=np.int64))
        for day in events:
            cell = (region, _window(day, starts, length))
            happened.add(cell)
            cells[cell] = cells.get(cell, False) or bool(((mine < day) & (mine >= day - length)).any())
        lead_days += _leads(outcomes, tree, region, severity, mine, starts, length)
        for day in mine.tolist():
            cell = (region, _window(day, starts, length))
            if cell[1] >= 0 and cell not in happened and not _followed(outcomes, tree, region, day, severity, length):
                cells[cell] = True
    pairs = [(warned, cell in happened) for cell, warned in cells.items()]
    return skill(pairs, len(regions) * len(starts), lead_days)


def _events(
    outcomes: Outcomes, tree: RegionTree, region: int, severity: float, starts: Sequence[int], length: int
) -> list[int]:
    if not len(starts):
        return []
    rows = outcomes.inside(tree, region, starts[0], starts[-1] + length - 1, severity)
    return [int(day) for day in outcomes.day[rows] if _window(int(day), starts, length) >= 0]


def _window(day: int, starts: Sequence[int], length: int) -> int:
    position = int(np.searchsorted(starts, day, side="right")) - 1
    return position if position >= 0 and day < starts[position] + length else -1


def _followed(outcomes: Outcomes, tree: RegionTree, region: int, day: int, severity: float, length: int) -> bool:
    return len(outcomes.inside(tree, region, day + 1, day + length, severity)) > 0


def _leads(
    outcomes: Outcomes,
    tree: RegionTree,
    region: int,
    severity: float,
    days: NDArray[np.int64],
    starts: Sequence[int],
    length: int,
) -> list[int]:
    """Return, for each warning in the windows that an incident followed, how many days before it was given."""
    leads = []
    for day in days.tolist():
        rows = outcomes.inside(tree, region, day + 1, day + length, severity)
        if len(rows) and _window(day, starts, length) >= 0:
            leads.append(int(outcomes.day[rows[0]]) - day)
    return leads
