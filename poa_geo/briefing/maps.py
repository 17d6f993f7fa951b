"""The map of a briefing as a picture: fills, hatching, letters and names, the same in every document."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import font_source_sans_pro
import matplotlib as mpl
import numpy as np
import shapely
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from poa_geo.briefing.blocks import RegionMap
from poa_geo.briefing.content import MapGround
from poa_geo.briefing.labels import Box, Label, place_labels
from poa_geo.domain.situation import BANDS, Band
from poa_geo.look import BAND_CLASS, band_name, band_word, letter, paper
from poa_geo.reference import table
from poa_geo.texts import Language, current_language, t

FONT = "Source Sans Pro"
FONT_FOLDER = Path(font_source_sans_pro.font_directory)
FINEST_PX = 0.4  # nobody sees more of an outline
PX = 0.72  # points per pixel at 100 pixels to the inch
MARGIN = 0.06  # of the span, free around the regions
LINE_GAP_PX = {"merah": 10.0, "kuning": 13.0}
DOT_GAP_PX = 10.0
LEGEND_ROW_PX, LEGEND_SWATCH_PX = 36.0, 28.0
NOTE_ROOM_PX, NOTE_WIDTH_PX = 44.0, 350.0


@dataclass(frozen=True)
class _View:
    """How degrees become pixels: one scale, longitudes shortened by the cosine of the latitude."""

    west: float
    north: float
    per_degree: float
    cosine: float
    width: int
    height: int

    def pixels(self, geometry: Any) -> Any:
        """Return geometry in pixels, y upward."""
        return shapely.transform(geometry, self._turn)

    def _turn(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        x = (xy[:, 0] - self.west) * self.cosine * self.per_degree
        y = self.height - (self.north - xy[:, 1]) * self.per_degree
        return np.column_stack([x, y])


def draw(regions: RegionMap, ground: MapGround, width: int, height: int, form: Literal["png", "svg"]) -> bytes:
    """Return the map as a picture; the same input gives the same bytes.

    Parameters
    ----------
    width, height : int
        In slide pixels (1600 × 900 a slide); letters and names are readable at that size.

    """
    return _drawn(regions, ground, width, height, form, current_language.get())


@lru_cache(maxsize=8)
def _drawn(
    regions: RegionMap,
    ground: MapGround,
    width: int,
    height: int,
    form: Literal["png", "svg"],
    language: Language,  # noqa: ARG001 — another language is another picture
) -> bytes:
    _prepare()
    outlines = _outlines(ground.outlines)
    view = _view(list(outlines.values()), width, height)
    shapes = {code: shapely.simplify(view.pixels(outline), FINEST_PX) for code, outline in outlines.items()}
    whole = shapely.union_all(list(shapes.values()))
    figure = Figure(figsize=(width / 100, height / 100), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(0, height), facecolor=paper("sea"))
    axes.set_axis_off()
    figure.patch.set_facecolor(paper("sea"))
    _land(axes, view, ground.land)
    _regions(axes, shapes, whole, regions)
    legend = _legend_box(regions, whole, view)
    _labels(axes, shapes, view, regions, legend)
    _legend(axes, regions, legend)
    if ground.is_schematic:
        note = t("Batas skematik, bukan batas resmi")
        axes.text(width - 14, 14, note, ha="right", va="bottom", fontsize=23 * PX, color=paper("ink2"), zorder=9)
    return _saved(figure, form)


@lru_cache(maxsize=1)
def _prepare() -> None:
    for file in (FONT_FOLDER / "SourceSansPro-Regular.ttf", FONT_FOLDER / "SourceSansPro-Bold.ttf"):
        font_manager.fontManager.addfont(file)
    mpl.rcParams.update({"font.family": FONT, "svg.hashsalt": "poa-geo", "svg.fonttype": "path"})
    mpl.rcParams["path.simplify"] = False


def _saved(figure: Figure, form: Literal["png", "svg"]) -> bytes:
    written = io.BytesIO()
    unstamped: dict[str, None] = {"Software": None} if form == "png" else {"Date": None, "Creator": None}
    figure.savefig(written, format=form, dpi=160, metadata=unstamped)
    return written.getvalue()


@lru_cache(maxsize=8)
def _outlines(content: bytes) -> dict[str, Any]:
    features = json.loads(content)["features"]
    shapes = shapely.make_valid(shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features]))
    return {feature["properties"]["code"]: shape for feature, shape in zip(features, shapes, strict=True)}


@lru_cache(maxsize=2)
def _land_shapes(content: bytes) -> NDArray[Any]:
    shapes: NDArray[Any] = shapely.get_parts(shapely.from_geojson([content.decode()]))
    valid: NDArray[Any] = shapely.make_valid(shapely.get_parts(shapes))
    return valid


def _view(outlines: Sequence[Any], width: int, height: int) -> _View:
    west, south, east, north = shapely.total_bounds(np.array(outlines, dtype=object))
    cosine = float(np.cos(np.radians((south + north) / 2)))
    per_degree = min(width / ((east - west) * cosine), height / (north - south)) / (1 + 2 * MARGIN)
    spare_x = width / per_degree / cosine - (east - west)
    spare_y = height / per_degree - (north - south)
    return _View(west - spare_x / 2, north + spare_y / 2, per_degree, cosine, width, height)


def _land(axes: Axes, view: _View, content: bytes) -> None:
    land = view.pixels(_land_shapes(content))
    near = shapely.clip_by_rect(land, -50, -50, view.width + 50, view.height + 50)
    _fill(axes, near, paper("land"), paper("land-line"), 1.0, zorder=1)


def _regions(axes: Axes, shapes: dict[str, Any], whole: Any, regions: RegionMap) -> None:
    band_of = {code: band for code, _, band in regions.regions}
    for band in BANDS:
        drawn = [shapes[code] for code, its in band_of.items() if its == band and code in shapes]
        if drawn:
            colour = BAND_CLASS[band]
            _fill(axes, drawn, paper(colour), "none", 0, zorder=2)
            hatch(axes, shapely.union_all(drawn), band)
    rest = [shape for code, shape in shapes.items() if code not in band_of]
    _fill(axes, rest, paper("land"), paper("land-line"), 1.0, zorder=2)
    _fill(axes, list(shapes.values()), "none", paper("page"), 1.8, zorder=4)
    _fill(axes, [whole], "none", paper("map-ink2"), 1.4, zorder=5)


def hatch(axes: Axes, shape: Any, band: Band, zorder: float = 3) -> None:
    """Draw the pattern of a level inside a shape: cross-hatch, lines or dots, as the tokens say."""
    colour = paper(f"{BAND_CLASS[band]}-hatch")
    if band in LINE_GAP_PX:
        lines = _stripes(shape, LINE_GAP_PX[band], 1)
        if band == "merah":
            lines += _stripes(shape, LINE_GAP_PX[band], -1)
        width = 1.4 if band == "merah" else 2.2
        axes.add_collection(LineCollection(lines, colors=colour, linewidths=width * PX, zorder=zorder))
    if band == "abu":
        dots = _dots(shape)
        axes.scatter(dots[:, 0], dots[:, 1], s=(3.0 * PX) ** 2, c=colour, linewidths=0, zorder=zorder)


def _stripes(shape: Any, gap: float, slope: int) -> list[NDArray[np.float64]]:
    """Return the parts of slanted lines that lie inside a shape."""
    left, bottom, right, top = shapely.bounds(shape)
    height, step = top - bottom, gap * np.sqrt(2)
    first = np.floor((left - height) / step) * step
    starts = np.arange(first, right + height, step)
    y = (bottom, top) if slope > 0 else (top, bottom)
    lines = [((x, y[0]), (x + height, y[1])) for x in starts]
    inside = shapely.get_parts(shapely.intersection(shapely.multilinestrings(lines), shape))
    return [shapely.get_coordinates(line) for line in inside if line.geom_type == "LineString"]


def _dots(shape: Any) -> NDArray[np.float64]:
    left, bottom, right, top = (np.floor(edge / DOT_GAP_PX) * DOT_GAP_PX for edge in shapely.bounds(shape))
    x, y = np.meshgrid(np.arange(left, right + 20, DOT_GAP_PX), np.arange(bottom, top + 20, DOT_GAP_PX))
    shapely.prepare(shape)
    kept = shapely.contains_xy(shape, x.ravel(), y.ravel())
    dots: NDArray[np.float64] = np.column_stack([x.ravel(), y.ravel()])[kept]
    return dots


def _fill(axes: Axes, shapes: Sequence[Any] | NDArray[Any], face: str, edge: str, width: float, *, zorder: int) -> None:
    polygons = [part for part in shapely.get_parts(np.array(shapes, dtype=object)) if part.geom_type == "Polygon"]
    paths = [_outline(polygon) for polygon in polygons if not polygon.is_empty]
    axes.add_collection(
        PathCollection(paths, facecolors=face, edgecolors=edge, linewidths=width * PX, joinstyle="round", zorder=zorder)
    )


def _outline(polygon: Any) -> Outline:
    rings = [shapely.get_coordinates(ring) for ring in (polygon.exterior, *polygon.interiors)]
    return Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))


def _labels(axes: Axes, shapes: dict[str, Any], view: _View, regions: RegionMap, legend: Box) -> None:
    own_places = {row["code"]: (float(row["lon"]), float(row["lat"])) for row in table("label_places")}
    drawn = [region for region in regions.regions if region[0] in shapes]
    note = (view.width - NOTE_WIDTH_PX, 0.0, float(view.width), NOTE_ROOM_PX)
    points = {code: tuple(shapely.get_coordinates(view.pixels(shapely.Point(own_places[code])))[0])
              for code, _, _ in drawn if code in own_places}  # fmt: skip
    for label in place_labels(drawn, shapes, points, (view.width, view.height), [legend, note]):
        _draw_label(axes, label)


def _draw_label(axes: Axes, label: Label) -> None:
    ink = paper("map-ink")
    if label.anchor:
        axes.plot(*zip(label.anchor, label.chip, strict=True), color=ink, linewidth=1.6 * PX, zorder=6)
        axes.plot(*label.anchor, "o", color=ink, markersize=8 * PX, markeredgewidth=0, zorder=6)
    chip(axes, label.chip, label.band)
    if label.lines:
        on_red = label.band == "merah" and not label.anchor
        colour, halo = (paper("M-text"), paper("M")) if on_red else (ink, _halo(label))
        text = axes.text(
            *label.text_at, "\n".join(label.lines), ha=label.align, va="center", fontsize=label.size * PX,
            fontweight="bold", color=colour, linespacing=1.0, zorder=8,
        )  # fmt: skip
        text.set_path_effects([withStroke(linewidth=5 * PX, foreground=halo)])


def _halo(label: Label) -> str:
    return paper("sea") if label.anchor else paper(BAND_CLASS[label.band])


def chip(axes: Axes, at: tuple[float, float], band: Band, size: float = 38.0) -> None:
    """Draw the letter of a level on a plain patch of its colour."""
    colour = BAND_CLASS[band]
    half = size / 2
    axes.add_patch(
        FancyBboxPatch(
            (at[0] - half + 3, at[1] - half + 3), size - 6, size - 6, boxstyle="round,pad=3", zorder=7,
            facecolor=paper(colour), edgecolor=paper("ink") if band != "merah" else paper("page"), linewidth=1.6 * PX,
        )
    )  # fmt: skip
    axes.text(*at, letter(band), ha="center", va="center_baseline", fontsize=0.74 * size * PX, fontweight="bold",
              color=paper(f"{colour}-text"), zorder=8)  # fmt: skip


def _legend_rows(regions: RegionMap) -> list[tuple[Band, str]]:
    counts = {band: sum(its == band for _, _, its in regions.regions) for band in BANDS}
    return [(band, f"{band_name(band)} – {band_word(band)}: {count}") for band, count in counts.items() if count]


def _legend_box(regions: RegionMap, covered: Any, view: _View) -> Box:
    """Return the corner where the legend covers least of the regions."""
    rows = _legend_rows(regions)
    width = 72 + 10.8 * max((len(text) for _, text in rows), default=0)
    height = 20 + LEGEND_ROW_PX * len(rows)
    left, right = 8, view.width - width - 8
    low, high = NOTE_ROOM_PX, view.height - height - 8
    corners = [(left, low), (left, high), (right, high), (right, low)]
    boxes = [(x, y, x + width, y + height) for x, y in corners]
    return min(boxes, key=lambda box: round(float(shapely.intersection(shapely.box(*box), covered).area)))


def _legend(axes: Axes, regions: RegionMap, box: Box) -> None:
    rows = _legend_rows(regions)
    left, bottom, right, top = box
    axes.add_patch(
        FancyBboxPatch((left + 4, bottom + 4), right - left - 8, top - bottom - 8, boxstyle="round,pad=4", zorder=9,
                       facecolor=paper("page"), edgecolor=paper("frame"), linewidth=1.2 * PX)
    )  # fmt: skip
    for index, (band, text) in enumerate(reversed(rows)):
        y = bottom + 10 + LEGEND_ROW_PX * (index + 0.5)
        _swatch(axes, (left + 28, y), band)
        axes.text(left + 54, y, text, va="center_baseline", fontsize=24 * PX, color=paper("ink"), zorder=11)


def _swatch(axes: Axes, at: tuple[float, float], band: Band) -> None:
    half = LEGEND_SWATCH_PX / 2
    square = shapely.box(at[0] - half, at[1] - half, at[0] + half, at[1] + half)
    colour = BAND_CLASS[band]
    _fill(axes, [square], paper(colour), paper(f"{colour}-line"), 1.6, zorder=10)
    hatch(axes, square.buffer(-1), band, zorder=10.5)
    halo = [withStroke(linewidth=4 * PX, foreground=paper(colour))]
    axes.text(*at, letter(band), ha="center", va="center_baseline", fontsize=19 * PX, fontweight="bold", zorder=11,
              color=paper(f"{colour}-text"), path_effects=halo)  # fmt: skip
