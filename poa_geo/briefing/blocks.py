"""What a page is made of. Every document draws the same blocks, so no number is told twice differently."""

from dataclasses import dataclass, field

from poa_geo.domain.situation import Band


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One large number with what it counts and what it was before."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Figures:
    """Up to four large numbers side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class Issue:
    """A region that needs a look: what happens there, why, and who acts by when."""

    band: Band
    head: str
    line: str
    note: str


@dataclass(frozen=True)
class Issues:
    """A short list of regions that need a look."""

    items: tuple[Issue, ...]


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two; a note is smaller and quieter."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class FactList:
    """Questions and answers, as the siabidibame of an incident."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows under heads, cells already written for reading.

    Attributes
    ----------
    heads : tuple of str, length c
    rows : tuple of tuples of str, each of length c
    widths : tuple of int, length c
        Parts of the width, in any unit.
    right : frozenset of int
        Columns of numbers, aligned right.
    bands : tuple of Band, length of `rows`, or empty
        Level of each row, drawn before its first cell as a coloured letter.
    has_total : bool
        Whether the last row adds up the others.

    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: frozenset[int] = field(default_factory=frozenset)
    bands: tuple[Band, ...] = ()
    has_total: bool = False

    def part(self, start: int, stop: int) -> "Table":
        """Return some of the rows as a table of its own."""
        return Table(
            heads=self.heads,
            rows=self.rows[start:stop],
            widths=self.widths,
            right=self.right,
            bands=self.bands[start:stop],
            has_total=self.has_total and stop >= len(self.rows),
        )


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Bars over categories, drawn natively where the document can."""

    series: str
    categories: tuple[str, ...]
    values: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RegionMap:
    """The map of the region in focus: code → (name, band) of each region drawn."""

    regions: tuple[tuple[str, str, Band], ...]
    alt: str


Block = Figures | Issues | Paragraph | FactList | Table | BarChart | RegionMap


@dataclass(frozen=True, kw_only=True)
class Page:
    """One slide, or one heading with what stands under it. A map comes first and takes the left half."""

    section: str
    title: str
    blocks: tuple[Block, ...]
    is_cover: bool = False
