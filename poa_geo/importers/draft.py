"""One row on its way in: what it said, what we understood, and what was wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from poa_geo.domain.problem import RowProblem

Kind = Literal["incident", "presence", "nil_report", "action"]
Verdict = Literal["accepted", "merged", "fixed", "refused"]
VERDICTS: tuple[Verdict, ...] = ("accepted", "merged", "fixed", "refused")
"""Every row gets exactly one. `merged`: its source and id are known already, so no record was added."""


@dataclass(slots=True)
class Place:
    """What a row says about where it happened; nothing here is decided yet.

    `code` is as written in a Kemendagri column, `bps_code` as written in a BPS column, `names` are provinsi,
    kabupaten/kota and kecamatan as written, `precision` is on our scale (`domain.record.Precision`) or None. `stated`,
    set by `placing`, is the region in force that codes and names turned out to mean.
    """

    code: str = ""
    bps_code: str = ""
    names: tuple[str, str, str] = ("", "", "")
    lon: float | None = None
    lat: float | None = None
    precision: int | None = None
    stated: str | None = None


@dataclass(slots=True)
class Draft:
    """One row of a file.

    Attributes
    ----------
    row_number : int
        As a spreadsheet counts: the header is row 1.
    cells : sequence of str
        The row as read, in the order of the file's header.
    values : dict
        Fields of `domain.record.Incident` or `Presence`, without id, version, recorded_at; `placing` adds
        region_code and geo_precision, `merging` adds source_revision.
    revised_at : str
        The source's own time of this content, sortable as text; empty where the source gives none.

    """

    row_number: int
    kind: Kind
    cells: Sequence[str]
    values: dict[str, Any]
    place: Place = field(default_factory=Place)
    source_name: str = ""
    source_id: str = ""
    revised_at: str = ""
    problems: list[RowProblem] = field(default_factory=list)
    verdict: Verdict | None = None

    @property
    def is_refused(self) -> bool:
        """Say whether something is wrong that was not mended."""
        return any(not problem.is_fixed for problem in self.problems)

    def own_verdict(self) -> Verdict:
        """Return the verdict as far as the row itself decides it: refused, fixed or accepted."""
        if self.is_refused:
            return "refused"
        return "fixed" if self.problems else "accepted"


def refuse(column: str, value: object, rule: str, message: str, /, **facts: Any) -> RowProblem:
    """Return a finding that refuses the row."""
    return RowProblem(column, shorten(value), rule, message, {"value": shorten(value), **facts})


def mend(column: str, value: object, rule: str, message: str, /, **facts: Any) -> RowProblem:
    """Return a finding that says what was mended."""
    return RowProblem(column, shorten(value), rule, message, {"value": shorten(value), **facts}, is_fixed=True)


def shorten(value: object, length: int = 60) -> str:
    """Return a value short enough to be quoted in a sentence."""
    text = str(value)
    return text if len(text) <= length else text[: length - 1] + "…"


def count_verdicts(drafts: Sequence[Draft]) -> Mapping[str, int]:
    """Return how many rows got each verdict; they add up to the rows of the file."""
    counts: dict[str, int] = dict.fromkeys(VERDICTS, 0)
    for draft in drafts:
        counts[draft.verdict or draft.own_verdict()] += 1
    return counts
