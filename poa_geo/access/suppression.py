"""Counts of persons that may leave the register: rounded, small groups hidden, and nothing to be had by subtraction.

Every dimension parts the persons into groups. A group of fewer than five never stands alone: its persons join the row
"others" of their dimension, among those of whom the register does not know the group; where even that row would hold
fewer than five, they stand in no table at all. All tables of a month then count the same persons, and each row of
each table counts at least five of them.

So for every group that is not shown, and for every number from 0 to 4, there is a register with that many persons in
the group which gives exactly the same tables: nobody can subtract what the tables do not hold.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from poa_geo.access.masking import SMALLEST_SHOWN, round_for_leaders


@dataclass(frozen=True)
class Person:
    """Of one registered person, the group in each dimension; None where it is unknown, or "others" by itself."""

    kabupaten: str | None
    kecamatan: str | None
    category: str | None
    permit_type: str | None
    nationality: str | None
    source: str | None = None
    deadline: str | None = None


DIMENSIONS = ("kabupaten", "kecamatan", "category", "permit_type", "nationality", "source", "deadline")
"""Each parts the whole provinsi, except kecamatan, which parts its kabupaten. No two are ever crossed."""

NESTED_IN = {"kecamatan": "kabupaten"}


@dataclass(frozen=True)
class Counts:
    """One dimension as published, multiples of five.

    Attributes
    ----------
    shown : mapping of (parent, group) to count
        Parent is the kabupaten of a kecamatan and empty otherwise.
    others : mapping of parent to count
        Persons of small or unknown groups; a parent without any is left out.

    """

    shown: dict[tuple[str, str], int]
    others: dict[str, int]


@dataclass(frozen=True)
class Published:
    """The tables of one month, all of the same persons; `total` is their number, rounded, 0 where nobody is shown."""

    total: int
    counts: dict[str, Counts]


def publish(persons: Iterable[Person]) -> Published:
    """Return what may be published of the persons of one provinsi in one month."""
    kept = shown_persons(list(persons))
    return Published(total=_rounded(len(kept)), counts={name: _counted(kept, name) for name in DIMENSIONS})


def shown_persons(persons: Sequence[Person]) -> Sequence[Person]:
    """Return the persons who stand in a row of at least five in every dimension."""
    while True:
        fewer = persons
        for name in DIMENSIONS:
            rows = _rows(fewer, name)
            sizes = Counter(rows)
            fewer = [
                person for person, row in zip(fewer, rows, strict=True) if row is None or sizes[row] >= SMALLEST_SHOWN
            ]
        if len(fewer) == len(persons):
            return fewer
        persons = fewer


Row = tuple[str, str | None]
"""Parent and group; the group None is the row "others"."""


def _rows(persons: Sequence[Person], name: str) -> list[Row | None]:
    """Return the row each person stands in; None where the dimension does not apply: others have no kecamatan."""
    outer = NESTED_IN.get(name)
    parents: list[str | None] = (
        [row[1] if row else None for row in _rows(persons, outer)] if outer else [""] * len(persons)
    )
    groups = [getattr(person, name) for person in persons]
    sizes = Counter(zip(parents, groups, strict=True))
    return [
        None if parent is None else (parent, group if sizes[parent, group] >= SMALLEST_SHOWN else None)
        for parent, group in zip(parents, groups, strict=True)
    ]


def _counted(kept: Sequence[Person], name: str) -> Counts:
    sizes = Counter(row for row in _rows(kept, name) if row is not None)
    return Counts(
        shown={(parent, group): _rounded(size) for (parent, group), size in sorted(sizes.items(), key=str) if group},
        others={parent: _rounded(size) for (parent, group), size in sizes.items() if group is None},
    )


def _rounded(size: int) -> int:
    return round_for_leaders(size) or 0
