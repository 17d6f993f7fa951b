"""Where a legal status keadaan konflik holds a band at merah, on any day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from poa_geo.domain.legal_status import last_day_of
from poa_geo.domain.region import RegionTree


@dataclass(frozen=True)
class LegalFloor:
    """Declared areas as spans of the region tree, with the first and last day (ordinals) each is in force.

    `codes` are the declared regions, `first` and `last` are of equal length.
    """

    tree: RegionTree
    codes: tuple[str, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]

    @classmethod
    def of(cls, tree: RegionTree, rows: Iterable[tuple[str | None, date, date, date | None]]) -> Self:
        """Return the floor of declared areas: region code, declared on, valid until, ended on.

        A region that is no longer in the tree floors nothing.
        """
        known = [row for row in rows if row[0] is not None and row[0] in tree]
        return cls(
            tree,
            tuple(str(code) for code, *_ in known),
            tuple(declared.toordinal() for _, declared, _, _ in known),
            tuple(last_day_of(until, ended).toordinal() for _, _, until, ended in known),
        )

    def __bool__(self) -> bool:
        return bool(self.codes)

    def __call__(self, day: int) -> NDArray[np.bool_]:
        """Return in which regions, shape (len(tree),), a status is in force on a day."""
        held = np.zeros(len(self.tree), dtype=np.bool_)
        for code, first, last in zip(self.codes, self.first, self.last, strict=True):
            if first <= day <= last:
                held[self.tree.span(code)] = True
        return held

    def until(self, region: int, day: int) -> int | None:
        """Return the last day of the status in force in a region on a day, None where there is none."""
        spans = zip((self.tree.span(code) for code in self.codes), self.first, self.last, strict=True)
        held = [last for span, first, last in spans if span.start <= region < span.stop and first <= day <= last]
        return max(held, default=None)

    def on(self, tree: RegionTree) -> Self:
        """Return the same floor on a tree of some of the regions."""
        return type(self)(tree, self.codes, self.first, self.last)

    @property
    def regions(self) -> NDArray[np.intp]:
        """Positions of the declared regions themselves."""
        return np.array([self.tree.index(code) for code in self.codes], dtype=np.intp)
