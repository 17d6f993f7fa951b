"""What a forecast learns from: incidents with the day each could be known, cut into windows of time.

No column here says anything about persons. A window is the days after one edge up to and including the next; the edge
before it is its origin, and whatever was known later than the origin does not exist for its forecast.
"""

from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

NEVER = np.iinfo(np.int32).max
"""The day something was first known that never was."""

SETTLED_SHARE = 0.9
"""A window is settled when news of this share of its days has had the usual time to arrive."""


@dataclass(frozen=True)
class History:
    """Verified issues of one level, one row each; days are ordinals.

    Attributes
    ----------
    region : int32
        Position among the regions of the level.
    day : int32
        Day of the event.
    known_day : int32
        Day it could be known.
    weight : float64
        Severity × credibility, 0–1.
    counts : bool
        Whether it is an incident of the severity that is forecast, dated and placed well enough to be an outcome.

    """

    region: NDArray[np.int32]
    day: NDArray[np.int32]
    known_day: NDArray[np.int32]
    weight: NDArray[np.float64]
    counts: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.day)

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> Self:
        """Return some of the rows."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))

    def ordered(self) -> Self:
        """Return the rows in an order that depends on their values only, so that sums end in the same digit."""
        return self.take(np.lexsort((self.counts, self.weight, self.known_day, self.day, self.region)))


@dataclass(frozen=True)
class Windows:
    """Consecutive windows: `edges` of shape (T + 1,), and the calendar month each window mostly lies in, shape (T,)."""

    edges: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.edges) - 1

    @cached_property
    def month(self) -> NDArray[np.int8]:
        """Calendar month, 1–12, of the middle of each window."""
        middle = (self.edges[:-1] + self.edges[1:] + 1) // 2
        return np.array([date.fromordinal(int(day)).month for day in middle], dtype=np.int8)

    @classmethod
    def calendar(cls, first: date, last: date) -> Self:
        """Return the calendar months from that of `first` to that of `last`."""
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
        starts = [date(month // 12, month % 12 + 1, 1).toordinal() - 1 for month in months]
        return cls(np.array(starts, dtype=np.int32))

    @classmethod
    def before(cls, day: int, first_day: int, length: int) -> Self:
        """Return the windows of `length` days that end with the one after `day`, back to `first_day`."""
        count = max((day - first_day) // length + 1, 1)
        return cls(np.arange(day - count * length, day + length + 1, length, dtype=np.int32))


class Panel:
    """Which region had an incident in which window, and when that could be known.

    Parameters
    ----------
    history : History
    windows : Windows
        T windows.
    n : int
        Number of regions.

    """

    def __init__(self, history: History, windows: Windows, n: int) -> None:
        self.windows, self.n = windows, n
        self._history = history
        self._outcomes = history.take(history.counts)
        self.first_known = self._first_known()
        """Day the first incident of a window could be known, `NEVER` if there was none, shape (T, n)."""

    def _first_known(self) -> NDArray[np.int32]:
        rows = self._outcomes
        window = np.searchsorted(self.windows.edges, rows.day, side="left") - 1
        inside = (window >= 0) & (window < len(self.windows))
        known = np.full((len(self.windows), self.n), NEVER, dtype=np.int32)
        np.minimum.at(known, (window[inside], rows.region[inside]), rows.known_day[inside])
        return known

    @cached_property
    def outcome(self) -> NDArray[np.bool_]:
        """What happened, with all that is known in the end, shape (T, n). For scoring only, never for training."""
        return self.first_known < NEVER

    def settled(self, t: int) -> int:
        """Return how many windows, from the first, were settled at the origin of window `t`."""
        edges, origin = self.windows.edges, int(self.windows.edges[t])
        known = self._outcomes.known_day <= origin
        delay = self._outcomes.known_day[known] - self._outcomes.day[known]
        usual = float(np.median(delay)) if len(delay) else 0.0
        told = edges[:-1] + SETTLED_SHARE * np.diff(edges) + usual
        return min(int(np.searchsorted(told, origin, side="right")), t)

    def begin(self, t: int) -> int:
        """Return the window of the earliest event known at the origin of window `t`; `t` if none is known."""
        days = self._history.day[self._history.known_day <= self.windows.edges[t]]
        if not len(days):
            return t
        return min(max(int(np.searchsorted(self.windows.edges, days.min(), side="left")) - 1, 0), t)

    def known_outcome(self, t: int) -> NDArray[np.bool_]:
        """Return what was known at the origin of window `t` of the windows settled then, shape (settled, n)."""
        known: NDArray[np.bool_] = self.first_known[: self.settled(t)] <= self.windows.edges[t]
        return known
