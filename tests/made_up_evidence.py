"""A small made-up country, and evidence in it by name instead of by array."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from poa_geo.domain.evidence import NIL, NO_DAY, REPORT, Coverage, Evidence
from poa_geo.domain.region import Region, RegionTree, level_of
from poa_geo.risk.severity import positions

TODAY = 730_000
"""Any day will do: the package has no clock."""

CODES = (
    "98", "98.01", "98.01.01", "98.01.02", "98.01.03", "98.02", "98.02.01", "98.02.02",
    "99", "99.01", "99.01.01",
)  # fmt: skip
TREE = RegionTree(
    Region(code=code, name=f"Contoh {code}", level=level_of(code), type="contoh", lon=0, lat=0) for code in CODES
)

DTYPES = {
    "region": np.int32, "day": np.int32, "age_from": np.int32, "closed_day": np.int32, "half_life": np.float32,
    "severity": np.float32, "credibility": np.float32, "dimension": np.int8, "conflict_source": np.int8,
    "group": np.int32, "row": np.int32,
}  # fmt: skip


def issue(code: str | None = "98.01.01", **changes: Any) -> dict[str, Any]:
    """One fully credible open issue that began today, as columns; days are counted from today."""
    ages = {"day": 0, "closed_day": None} | {
        name: changes.pop(name) for name in ("day", "closed_day") if name in changes
    }
    day = TODAY + ages["day"]
    closed_day = NO_DAY if ages["closed_day"] is None else TODAY + ages["closed_day"]
    plain = {
        "region": TREE.index_or_unplaced(code), "day": day, "age_from": day, "closed_day": closed_day, "half_life": 30,
        "severity": 10, "credibility": 1, "dimension": 3, "conflict_source": 0, "group": -1, "row": 0,
    }  # fmt: skip
    return plain | changes


def evidence(*issues: dict[str, Any]) -> Evidence:
    """Evidence in canonical order."""
    return Evidence(
        **{name: np.array([row[name] for row in issues], dtype=dtype) for name, dtype in DTYPES.items()}
    ).sorted_canonically()


def coverage(*marks: tuple[str, int], kind: int = REPORT) -> Coverage:
    """Reports as (code, day counted from today)."""
    return Coverage(
        region=np.array([TREE.index_or_unplaced(code) for code, _ in marks], dtype=np.int32),
        day=np.array([TODAY + day for _, day in marks], dtype=np.int32),
        kind=np.full(len(marks), kind, dtype=np.int8),
    )


def covered_throughout(first: int, last: int) -> Coverage:
    """Nil reports of every provinsi, every day."""
    days = range(first, last + 1)
    return coverage(*((code, day) for code in ("98", "99") for day in days), kind=NIL)


def issues(most: int = 12) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Any few issues that a table could hold."""
    return st.lists(_any_issue(), max_size=most)


@st.composite
def _any_issue(draw: st.DrawFn) -> dict[str, Any]:
    day = draw(st.integers(-200, 30))
    waits = draw(st.sampled_from([0, 0, 0, 5, 40]))
    closes = draw(st.one_of(st.none(), st.integers(day, day + 120)))
    return issue(
        draw(st.sampled_from([*CODES, None])),
        day=day,
        age_from=TODAY + day + waits,
        closed_day=closes,
        half_life=draw(st.sampled_from([30, 30, 90, 7])),
        severity=draw(st.integers(0, 25)),
        credibility=draw(st.sampled_from([0, 0.2, 0.5, 0.8, 1, 1])),
        dimension=draw(st.integers(-1, len(positions("dimensions")) - 1)),
        conflict_source=draw(st.integers(-1, len(positions("conflict_sources")) - 1)),
        group=draw(st.sampled_from([-1, -1, -1, 0, 1])),
    )


def numbered(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each issue its own row number."""
    return [row | {"row": number} for number, row in enumerate(rows)]
