"""Where letters and names stand on a map: in the region where they fit, beside it where a place is known for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from poa_geo.domain.situation import Band

CHIP_PX = 38.0
NAME_PX, SMALL_NAME_PX = 31.0, 25.0
CHAR_WIDTH = 0.53  # of the size, for a semibold name
LINE_HEIGHT = 1.05
STEP_PX, MOST_POINTS = 16.0, 200  # how finely and how widely a region is searched for room
DOT_ROOM_PX = 12.0
ROUGH_PX = 2.0  # how exactly an outline matters to a label
URGENCY: dict[Band, int] = {"merah": 0, "kuning": 1, "abu": 2, "hijau": 3}

Box = tuple[float, float, float, float]
Point = tuple[float, float]
NamedRegion = tuple[str, str, Band]


@dataclass(frozen=True)
class Label:
    """One letter with its name, in pixels; `anchor` is where its line ends when it stands outside the region."""

    band: Band
    chip: Point
    lines: tuple[str, ...]
    text_at: Point
    size: float
    align: str
    anchor: Point | None = None


def place_labels(
    regions: Sequence[NamedRegion],
    shapes: Mapping[str, Any],
    own_places: Mapping[str, Point],
    frame: tuple[float, float],
    taken: Sequence[Box],
) -> list[Label]:
    """Return the labels that fit without covering each other: those beside their region first, then the worse bands.

    Parameters
    ----------
    regions : sequence of (code, name, band)
    shapes : mapping of code to geometry in pixels
    own_places : mapping of code to the point where the label stands beside its region
    frame : (width, height) in pixels
    taken : boxes (left, bottom, right, top) where nothing may stand

    """
    boxes, placed = list(taken), []
    ordered = sorted(regions, key=lambda r: (r[0] not in own_places, URGENCY[r[2]], -shapes[r[0]].area, r[0]))
    for code, name, band in ordered:
        if code in own_places:
            anchor = _inside(shapes[code])
            found = _first_free(_beside(band, name, own_places[code], anchor), boxes, frame)
            boxes.append(_around(anchor, DOT_ROOM_PX))
        else:
            found = _first_free(_within(band, name, shapes[code]), boxes, frame)
        if found:
            boxes.append(_box(found))
            placed.append(found)
    return placed


def _first_free(candidates: Iterable[Label], boxes: Sequence[Box], frame: tuple[float, float]) -> Label | None:
    for label in candidates:
        box = _box(label)
        if _fits(box, frame) and not any(_overlap(box, other) for other in boxes):
            return label
    return None


def _inside(shape: Any) -> Point:
    """Return the point furthest from the border."""
    parts = shapely.get_parts(shape)
    largest = max(parts, key=lambda part: part.area)
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=2.0))[0]
    return float(x), float(y)


def _within(band: Band, name: str, shape: Any) -> Iterator[Label]:
    """Yield the ways to label a region inside it, best first: large name, small name, the letter alone."""
    shape = shapely.simplify(max(shapely.get_parts(shape), key=lambda part: part.area), ROUGH_PX)
    points = _points_inside(shape)
    for share in (0.95, 0.7, 0.55):
        for size in (NAME_PX, SMALL_NAME_PX):
            labels = [_stacked(band, name, point, size) for point in points]
            boxes = shapely.box(*np.array([_box(label) for label in labels]).T)
            inside = shapely.area(shapely.intersection(boxes, shape)) >= share * shapely.area(boxes)
            yield from (labels[i] for i in np.flatnonzero(inside))
    if band in ("merah", "kuning"):
        yield from _nearby(band, name, points[0])
    yield Label(band, points[0], (), points[0], NAME_PX, "center")


def _nearby(band: Band, name: str, anchor: Point) -> Iterator[Label]:
    """Yield places around a region too small for its name: one that needs a look is never without it."""
    for distance in (80, 120, 170, 230, 300):
        for degrees in range(0, 360, 30):
            angle = np.radians(degrees)
            spot = (anchor[0] + distance * float(np.cos(angle)), anchor[1] + distance * float(np.sin(angle)))
            yield Label(band, spot, (name,), (spot[0] + CHIP_PX / 2 + 9, spot[1] - 1), SMALL_NAME_PX, "left", anchor)


def _points_inside(shape: Any) -> list[Point]:
    """Return where a label may stand: the point furthest from the border, then points near it."""
    centre = _inside(shape)
    left, bottom, right, top = shapely.bounds(shape)
    xs, ys = np.arange(left, right, STEP_PX), np.arange(bottom, top, STEP_PX)
    x, y = (grid.ravel() for grid in np.meshgrid(xs, ys))
    kept = shapely.contains_xy(shape, x, y)
    distance = np.hypot(x[kept] - centre[0], y[kept] - centre[1])
    near = np.argsort(distance, kind="stable")[:MOST_POINTS]
    return [centre, *zip(x[kept][near].tolist(), y[kept][near].tolist(), strict=True)]


def _stacked(band: Band, name: str, at: Point, size: float) -> Label:
    x, y = at
    lines = _wrapped(name)
    height = len(lines) * size * LINE_HEIGHT
    chip = (x, y + height / 2 + 2)
    return Label(band, chip, lines, (x, chip[1] - CHIP_PX / 2 - height / 2 - 2), size, "center")


def _beside(band: Band, name: str, at: Point, anchor: Point) -> Iterator[Label]:
    """Yield the ways to label a region beside it: in one line, in two, and shifted up or down for room."""
    x, y = at
    for shift in (0, -24, 24, -48, 48, -72, 72):
        for lines in ((name,), _wrapped(name)):
            for size in (NAME_PX, SMALL_NAME_PX):
                spot = (x, y + shift)
                yield Label(band, spot, lines, (x + CHIP_PX / 2 + 9, spot[1] - 1), size, "left", anchor)


def _wrapped(name: str) -> tuple[str, ...]:
    """Return a name in at most two lines of similar length."""
    words = name.split()
    if len(words) == 1 or len(name) <= 6:
        return (name,)
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return min(cuts, key=lambda cut: max(len(part) for part in cut))


def _box(label: Label) -> Box:
    half = CHIP_PX / 2 + 3
    chip = (label.chip[0] - half, label.chip[1] - half, label.chip[0] + half, label.chip[1] + half)
    if not label.lines:
        return chip
    width = max(len(line) for line in label.lines) * label.size * CHAR_WIDTH
    height = len(label.lines) * label.size * LINE_HEIGHT
    left = label.text_at[0] - (width / 2 if label.align == "center" else 0)
    bottom = label.text_at[1] - height / 2
    return min(chip[0], left), min(chip[1], bottom), max(chip[2], left + width), max(chip[3], bottom + height)


def _around(point: Point, room: float) -> Box:
    return point[0] - room, point[1] - room, point[0] + room, point[1] + room


def _fits(box: Box, frame: tuple[float, float]) -> bool:
    return box[0] >= 4 and box[1] >= 4 and box[2] <= frame[0] - 4 and box[3] <= frame[1] - 4


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
