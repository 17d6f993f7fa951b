"""A map as inline SVG: paths, patterns, letters and names; colours come from the stylesheet, so dark works too."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from poa_geo.briefing.labels import Label, NamedRegion, place_labels
from poa_geo.look import BAND_CLASS, letter
from poa_geo.reference import table

WIDTH = 800
LEAST_HEIGHT, MOST_HEIGHT = 480, 900
MARGIN = 0.04
TOLERANCE = 0.9  # units of the picture; it is drawn at half that size on a phone
SPECK = 6.0  # square units
CHIP, LETTER = 38, 26
PATTERNS = (
    '<defs><pattern id="pM" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="fM" d="M0 0h9v9H0z"/><path class="hM" d="M0 0h1.6v9H0zM0 0h9v1.6H0z"/></pattern>'
    '<pattern id="pK" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="fK" d="M0 0h12v12H0z"/><path class="hK" d="M0 0h2.2v12H0z"/></pattern>'
    '<pattern id="pA" width="10" height="10" patternUnits="userSpaceOnUse"><path class="fA" d="M0 0h10v10H0z"/>'
    '<circle class="hA" cx="2.5" cy="2.5" r="1.5"/><circle class="hA" cx="7.5" cy="7.5" r="1.5"/></pattern></defs>'
)


@dataclass(frozen=True)
class _View:
    """How degrees become units of the picture, y downward."""

    west: float
    north: float
    scale: float
    cosine: float
    height: int

    def units(self, geometry: Any) -> Any:
        return shapely.transform(geometry, self._turn)

    def _turn(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(
            [(xy[:, 0] - self.west) * self.cosine * self.scale, (self.north - xy[:, 1]) * self.scale]
        )


def region_svg(
    regions: Sequence[NamedRegion], outlines: Mapping[str, Any], around: NDArray[Any], alt: str, note: str
) -> str:
    """Return the map of regions.

    Parameters
    ----------
    regions : sequence of (code, name, band)
    outlines : mapping
        Code → outline in degrees, for each of the regions.
    around : array of geometry
        Land that lies around them, in degrees.
    alt : str
        What the map says, for those who do not see it.
    note : str
        A line in the corner, may be empty.

    """
    view = _view(list(outlines.values()))
    codes = [code for code, _, _ in regions]
    drawn = _coverage(view.units(np.array([outlines[code] for code in codes], dtype=object)))
    shapes = dict(zip(codes, drawn, strict=True))
    frame = shapely.box(-5, -5, WIDTH + 5, view.height + 5)
    land = shapely.simplify(shapely.intersection(view.units(around), frame), TOLERANCE)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {view.height}" role="img" aria-label="{escape(alt)}">{PATTERNS}',
        f'<path class="land" d="{_path(land)}"/>',
        *(f'<path class="{BAND_CLASS[band]}" d="{_path(shapes[code])}"/>' for code, _, band in regions),
        *_labels(regions, shapes, view),
        f'<text class="note" x="{WIDTH - 12}" y="{view.height - 14}" text-anchor="end">{escape(note)}</text></svg>',
    ]
    return "".join(parts)


def _view(outlines: Sequence[Any]) -> _View:
    west, south, east, north = shapely.total_bounds(np.array(outlines, dtype=object))
    cosine = float(np.cos(np.radians((south + north) / 2)))
    pad = MARGIN * max((east - west) * cosine, north - south)
    west, south, east, north = west - pad / cosine, south - pad, east + pad / cosine, north + pad
    scale = min(WIDTH / ((east - west) * cosine), MOST_HEIGHT / (north - south))
    height = int(np.clip((north - south) * scale, LEAST_HEIGHT, MOST_HEIGHT))
    spare_x = WIDTH / scale / cosine - (east - west)
    spare_y = height / scale - (north - south)
    return _View(west - spare_x / 2, north + spare_y / 2, scale, cosine, height)


def _coverage(outlines: NDArray[Any]) -> NDArray[Any]:
    """Return outlines with no more corners than can be seen, their borders still matching."""
    simple = shapely.coverage_simplify(outlines, TOLERANCE)
    return np.array([_without_specks(outline) for outline in simple], dtype=object)


def _without_specks(outline: Any) -> Any:
    parts = shapely.get_parts(outline)
    areas = shapely.area(parts)
    return shapely.multipolygons(parts[(areas >= SPECK) | (areas == areas.max())])


def _path(geometry: Any) -> str:
    return "".join(_ring(ring) for ring in _rings(geometry))


def _rings(geometry: Any) -> Iterator[Any]:
    for polygon in shapely.get_parts(shapely.get_parts(geometry)):
        if polygon.geom_type == "Polygon" and polygon.area >= SPECK:
            yield polygon.exterior
            yield from polygon.interiors


def _ring(ring: Any) -> str:
    """Return a ring in steps from corner to corner, to the whole unit: the shortest way to write it."""
    corners = np.rint(shapely.get_coordinates(ring)).astype(int)
    steps = np.diff(corners, axis=0)
    moved = " ".join(f"{x} {y}" for x, y in steps[:-1].tolist() if x or y)
    return f"M{corners[0, 0]} {corners[0, 1]}l{moved.replace(' -', '-')}z" if moved else ""


def _labels(regions: Sequence[NamedRegion], shapes: Mapping[str, Any], view: _View) -> Iterator[str]:
    """Yield letters and names where they fit; they are placed with y upward."""
    up = {code: shapely.transform(shape, lambda xy: xy * [1, -1] + [0, view.height]) for code, shape in shapes.items()}
    note = (WIDTH - 330.0, 0.0, float(WIDTH), 36.0)
    for label in place_labels(regions, up, _own_places(shapes, view), (WIDTH, view.height), [note]):
        yield _label(label, view.height)


def _own_places(shapes: Mapping[str, Any], view: _View) -> dict[str, tuple[float, float]]:
    rows = [row for row in table("label_places") if row["code"] in shapes]
    points = view.units(shapely.points([(float(row["lon"]), float(row["lat"])) for row in rows])) if rows else []
    return {row["code"]: (float(at.x), view.height - float(at.y)) for row, at in zip(rows, points, strict=True)}


def _label(label: Label, height: int) -> str:
    x, y = label.chip[0], height - label.chip[1]
    colour = BAND_CLASS[label.band]
    parts = []
    if label.anchor:
        end = (label.anchor[0], height - label.anchor[1])
        parts.append(f'<path class="lead-line" d="M{x:.0f} {y:.0f}L{end[0]:.0f} {end[1]:.0f}"/>')
    side = CHIP - 4
    parts.append(
        f'<rect class="chip f{colour}" x="{x - side / 2:.0f}" y="{y - side / 2:.0f}" width="{side}" height="{side}" '
        f'rx="4"/><text class="t{colour}" x="{x:.0f}" y="{y + LETTER * 0.35:.0f}" font-size="{LETTER}" '
        f'text-anchor="middle">{letter(label.band)}</text>'
    )
    return "".join((*parts, *_name(label, height)))


def _name(label: Label, height: int) -> Iterator[str]:
    top = height - label.text_at[1] - (len(label.lines) - 1) * label.size / 2 + label.size * 0.34
    where = "start" if label.align == "left" else "middle"
    for number, line in enumerate(label.lines):
        kind = "out" if label.anchor else f"on{BAND_CLASS[label.band]}"
        yield (
            f'<text class="name {kind}" x="{label.text_at[0]:.0f}" y="{top + number * label.size:.0f}" '
            f'font-size="{label.size:.0f}" text-anchor="{where}">{escape(line)}</text>'
        )
