"""The ledger of warnings: what each one came to, what nobody warned of, and how good the warnings are.

A hit is another verified incident of the stated severity with an event date in the window after the warning. What a
hit is stands in ``reference/hit_definitions.csv`` before anything is scored, and each warning names its definition.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.region import RegionTree
from poa_geo.reference import by_code, table

HIT, FALSE_ALARM, TOO_LATE = "tepat", "salah", "terlambat"
OUTCOMES = (HIT, FALSE_ALARM, TOO_LATE)


@dataclass(frozen=True)
class WarningRules:
    """The rows of ``reference/warning_rules.csv`` by code."""

    window_days: int
    settle_days: int
    jump_points: float
    surge_ratio: float
    surge_mean: float

    @property
    def final_days(self) -> int:
        """Days after a warning until its outcome no longer changes."""
        return self.window_days + self.settle_days


@lru_cache(maxsize=1)
def warning_rules() -> WarningRules:
    """Return the rules of warnings."""
    value = {code: float(row["value"]) for code, row in by_code("warning_rules").items()}
    return WarningRules(
        int(value["window_days"]),
        int(value["settle_days"]),
        value["jump_points"],
        value["surge_ratio"],
        value["surge_mean"],
    )


def hit_definition() -> str:
    """Return the code of the definition in force: the last row of its table."""
    return table("hit_definitions")[-1]["code"]


def severity_needed(definition: str, band: str) -> float:
    """Return the severity, in 25ths, that an incident needs to be a hit of a warning of a band."""
    return float(by_code("hit_definitions")[definition][f"{band}_severity"])


@dataclass(frozen=True)
class Outcomes:
    """Incidents that can be hits, as arrays of equal length in order of days: verified events, no potentials.

    `region` is an index in the tree at the depth the incident is placed, `known_day` the day it was first known.
    """

    day: NDArray[np.int32]
    known_day: NDArray[np.int32]
    region: NDArray[np.int32]
    severity: NDArray[np.float32]
    row: NDArray[np.int32]

    def inside(self, tree: RegionTree, region: int, first_day: int, last_day: int, severity: float) -> NDArray[np.intp]:
        """Return the positions of incidents inside a region within some days, both included, grave enough."""
        start, stop = np.searchsorted(self.day, [first_day, last_day + 1])
        part = slice(int(start), int(stop))
        is_here = (self.region[part] >= region) & (self.region[part] < tree.end[region])
        return np.flatnonzero(is_here & (self.severity[part] >= severity)) + part.start


@dataclass(frozen=True)
class Verdict:
    """What a warning came to by a day: an outcome, or None while it is open; `lead_days` of a hit."""

    outcome: str | None
    outcome_day: int | None
    lead_days: int | None


def judge(outcomes: Outcomes, tree: RegionTree, region: int, day: int, severity: float, today: int) -> Verdict:
    """Say what a warning has come to.

    Parameters
    ----------
    outcomes : Outcomes
        As known today.
    region : int
        Index of the region warned of.
    day : int
        Ordinal of the warning.
    severity : float
        See `severity_needed`.
    today : int
        Ordinal of the day it is judged on.

    """
    rules = warning_rules()
    hits = outcomes.inside(tree, region, day + 1, day + rules.window_days, severity)
    if len(hits):
        first = int(outcomes.day[hits[0]])
        return Verdict(HIT, first, first - day)
    if today <= day + rules.final_days:
        return Verdict(None, None, None)
    before = outcomes.inside(tree, region, day - rules.window_days, day, severity)
    if np.any(outcomes.known_day[before] > day):
        return Verdict(TOO_LATE, day + rules.window_days, None)
    return Verdict(FALSE_ALARM, day + rules.window_days, None)


@dataclass(frozen=True)
class Skill:
    """How good warnings were over some windows of one level; None where there was nothing to divide by.

    `hits`, `false_alarms`, `misses`, `quiet` count region × window cells: warned and happened, warned and not, not
    warned and happened, neither.
    """

    hits: int
    false_alarms: int
    misses: int
    quiet: int
    lead_days: float | None

    @property
    def pod(self) -> float | None:
        """Probability of detection: of what happened, how much was warned of."""
        return _ratio(self.hits, self.hits + self.misses)

    @property
    def far(self) -> float | None:
        """False alarm ratio: of what was warned of, how much did not happen."""
        return _ratio(self.false_alarms, self.hits + self.false_alarms)

    @property
    def csi(self) -> float | None:
        """Critical success index: hits among all that was warned of or happened."""
        return _ratio(self.hits, self.hits + self.false_alarms + self.misses)

    @property
    def peirce(self) -> float | None:
        """Peirce skill score: detection less false detection; 0 for guessing, 1 for always right."""
        false_detection = _ratio(self.false_alarms, self.false_alarms + self.quiet)
        return None if self.pod is None or false_detection is None else self.pod - false_detection


def skill(cells: Iterable[tuple[bool, bool]], total_cells: int, lead_days: Sequence[int]) -> Skill:
    """Return the skill of warnings.

    Parameters
    ----------
    cells : iterable of (warned, happened)
        The region × window cells in which either is true.
    total_cells : int
        All region × window cells of the period.
    lead_days : sequence of int
        Of the hits.

    """
    counted = list(cells)
    hits = sum(warned and happened for warned, happened in counted)
    false_alarms = sum(warned and not happened for warned, happened in counted)
    misses = sum(happened and not warned for warned, happened in counted)
    quiet = total_cells - hits - false_alarms - misses
    mean_lead = float(np.mean(lead_days)) if lead_days else None
    return Skill(hits, false_alarms, misses, quiet, mean_lead)


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
