"""Which incidents may be one and the same: by place, date, form and text. Only ever a proposal, for a person to decide.

Symmetric: whether two incidents are proposed, and how alike they are, does not depend on their order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz, utils

from poa_geo.domain.region import is_within

NEAR_DAYS = 3
"""Two reports of one event rarely differ by more: the day it began, the day it was told."""

SAME_FORM_BONUS = 15.0
PROPOSED_FROM = 70.0
"""Out of 100. Below, texts about different events in one place are as alike as texts about one event."""


@dataclass(frozen=True)
class Sketch:
    """What an incident is compared by."""

    id: str
    event_date: date
    region_code: str | None
    form: str | None
    title: str
    chronology: str = ""


@dataclass(frozen=True)
class Proposal:
    """Two incidents that may be one, the smaller id first; `likeness` is at most 100."""

    first: str
    second: str
    likeness: float


def likeness(one: Sketch, other: Sketch) -> float:
    """Return how alike two incidents are, 0 to 100; 0 where place or date rule it out."""
    if not _may_be_one(one, other):
        return 0.0
    text = max(_alike(one.title, other.title), _alike(_whole(one), _whole(other)))
    apart = abs((one.event_date - other.event_date).days)
    bonus = SAME_FORM_BONUS if one.form is not None and one.form == other.form else 0.0
    return max(0.0, min(100.0, text + bonus - 5.0 * apart))


def proposals(sketches: Iterable[Sketch]) -> list[Proposal]:
    """Return every pair that may be one event, the most alike first, each pair once."""
    ordered = sorted(sketches, key=lambda sketch: (sketch.event_date, sketch.id))
    found = []
    for one, other in _near_pairs(ordered):
        alike = likeness(one, other)
        if alike >= PROPOSED_FROM:
            first, second = sorted((one.id, other.id))
            found.append(Proposal(first, second, alike))
    return sorted(found, key=lambda proposal: (-proposal.likeness, proposal.first, proposal.second))


def _near_pairs(ordered: Sequence[Sketch]) -> Iterator[tuple[Sketch, Sketch]]:
    reach = timedelta(days=NEAR_DAYS)
    for i, one in enumerate(ordered):
        for other in ordered[i + 1 :]:
            if other.event_date - one.event_date > reach:
                break
            yield one, other


def _may_be_one(one: Sketch, other: Sketch) -> bool:
    """Say whether place and date allow it: the same region, or one inside the other, at most some days apart."""
    if one.id == other.id or one.region_code is None or other.region_code is None:
        return False
    nested = is_within(one.region_code, other.region_code) or is_within(other.region_code, one.region_code)
    return nested and abs((one.event_date - other.event_date).days) <= NEAR_DAYS


def _whole(sketch: Sketch) -> str:
    return f"{sketch.title} {sketch.chronology}".strip()


def _alike(one: str, other: str) -> float:
    """Compare texts by their words, in both directions, since the measure itself need not be symmetric."""
    first, second = utils.default_process(one), utils.default_process(other)
    if not first or not second:
        return 0.0
    return max(float(fuzz.token_sort_ratio(first, second)), float(fuzz.token_sort_ratio(second, first)))
