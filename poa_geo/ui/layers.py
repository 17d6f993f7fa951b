"""What the map may show: one function per layer, from a situation to a class per region and a legend."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from poa_geo.domain.situation import BANDS, RegionStatus, Situation
from poa_geo.texts import mark, t
from poa_geo.ui import theme
from poa_geo.ui.formatting import hidden_count, number

CLASSES = 5


@dataclass(frozen=True, kw_only=True)
class LegendRow:
    """One line of the legend; `cls` is the class that `map.js` and the swatches know, `disc` an incident mark."""

    label: str
    count: str = ""
    cls: str = ""
    letter: str = ""
    word: str = ""
    disc: str = ""
    rule: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the filled fields only: the row travels with every rerun."""
        return {"cls": self.cls, **{name: value for name, value in vars(self).items() if value}}


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A class for each region code; a region without one is drawn as land.

    `marks` is what stands at a region instead of the letter of its level, where the layer shows counts;
    `has_incidents` says that incidents are drawn over it: never over counts of persons.
    """

    values: Mapping[str, str]
    legend: Sequence[LegendRow]
    has_letters: bool = False
    marks: Mapping[str, str] = field(default_factory=dict)
    has_incidents: bool = False


def risk(situation: Situation) -> Layer:
    """Colour regions by their band."""
    counts = situation.band_counts
    legend = [
        LegendRow(
            cls=theme.BAND_CLASS[band],
            letter=theme.letter(band),
            word=theme.band_name(band),
            label=theme.band_word(band),
            count=number(counts[band]),
        )
        for band in BANDS
    ]
    values = {region.code: theme.BAND_CLASS[region.band] for region in situation.regions}
    return Layer(values=values, legend=(*legend, *_incident_rows(situation)), has_letters=True, has_incidents=True)


def incidents(situation: Situation) -> Layer:
    """Shade regions by the number of incidents that pass the filter."""
    layer = _shaded(situation.regions, lambda region: region.incident_count, t("Tanpa kejadian"))
    return replace(layer, legend=(*layer.legend, *_incident_rows(situation)), has_incidents=True)


def presence(situation: Situation) -> Layer:
    """Shade regions by the number of foreign nationals registered; cells under five are hidden.

    The scale is blue, never a status colour: a headcount is not a danger.
    """
    return _shaded(situation.regions, lambda region: region.presence_count, t("Tidak ada atau < 5"))


def coverage(situation: Situation) -> Layer:
    """Tell regions that reported lately from those nobody knows about."""
    values = {region.code: "C" if region.is_covered else "A" for region in situation.regions}
    tally = Counter(values.values())
    legend = (
        LegendRow(cls="C", label=t("Sudah melapor"), count=number(tally["C"])),
        LegendRow(cls="A", letter="–", label=t("Belum melapor"), count=number(tally["A"])),
    )
    return Layer(values=values, legend=legend)


LAYERS: Mapping[str, tuple[str, Callable[[Situation], Layer]]] = {
    "kerawanan": (mark("Kerawanan"), risk),
    "kejadian": (mark("Kejadian"), incidents),
    "orang-asing": (mark("Orang asing"), presence),
    "cakupan": (mark("Cakupan laporan"), coverage),
}
"""Name in the address → label and layer, in the order of the switch."""


def _incident_rows(situation: Situation) -> tuple[LegendRow, LegendRow]:
    sure = situation.confidence
    return (
        LegendRow(disc="full", label=t("Kejadian terverifikasi"), count=number(sure.reports), rule=True),
        LegendRow(disc="open", label=t("Belum terverifikasi"), count=number(sure.unverified)),
    )


def _shaded(regions: Sequence[RegionStatus], count: Callable[[RegionStatus], int | None], nothing: str) -> Layer:
    counts = {region.code: count(region) for region in regions}
    edges = quantile_edges([value for value in counts.values() if value])
    values = {code: _class_of(value or 0, edges) for code, value in counts.items()}
    tally = Counter(values.values())
    legend = [
        LegendRow(cls=str(rank), label=_range(edges, rank), count=number(tally[str(rank)]))
        for rank in range(len(edges) - 1, 0, -1)
    ]
    return Layer(
        values=values,
        legend=(*legend, LegendRow(cls="0", label=nothing, count=number(tally["0"]))),
        marks={code: hidden_count(value) for code, value in counts.items() if value != 0},
    )


def quantile_edges(counts: Sequence[int]) -> list[int]:
    """Return the borders of at most five classes of about equal size, lowest first; empty where nothing is counted.

    Class ``k`` holds counts above ``edges[k - 1]`` up to ``edges[k]``; the first edge lies just below the lowest count.
    """
    if not counts:
        return [0]
    inner = np.quantile(counts, np.linspace(0, 1, CLASSES + 1)[1:], method="inverted_cdf")
    return [min(counts) - 1, *(int(edge) for edge in np.unique(inner))]


def _class_of(value: int, edges: Sequence[int]) -> str:
    return str(int(np.searchsorted(edges, value, side="left"))) if value else "0"


def _range(edges: Sequence[int], rank: int) -> str:
    low, high = edges[rank - 1] + 1, edges[rank]
    return number(high) if low == high else f"{number(low)}–{number(high)}"
