"""The map: one Leaflet frame for every level.

The frame and its geometry are built once; a rerun sends only a class per region code and the marks. Everything the
map draws is in ``assets/map.js``; this file decides what it draws. `(lat, lon)` order exists only here.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import folium
import streamlit as st
import xstatic.pkg.leaflet
from branca.element import MacroElement
from jinja2 import Template
from streamlit.components.v1 import declare_component
from streamlit_folium import st_folium

from poa_geo.domain.situation import IncidentRow
from poa_geo.reference import table
from poa_geo.texts import mark, t
from poa_geo.ui.layers import Layer
from poa_geo.ui.theme import ASSETS

HEIGHT_PX = 604
MOST_DISCS = 40
MOST_PER_PLACE = 9
MOST_LABELS = 60
SCHEMATIC = mark("Batas skematik, bukan batas resmi")
OFFICIAL = mark("Batas dari berkas resmi")
Bounds = tuple[float, float, float, float]
"""West, south, east, north."""

# Streamlit serves the folders of these components; the frame of st_folium lies beside them under /component/.
_LEAFLET = declare_component("leaflet", path=xstatic.pkg.leaflet.BASE_DIR)
_ASSETS = declare_component("assets", path=str(ASSETS))


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """Where the browser finds geometry: a file's address, and codes it must leave out."""

    url: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MapView:
    """Everything one rerun tells the map.

    Attributes
    ----------
    shapes : Shapes
        File of the regions that carry a class.
    land : str
        Address of the land around the country.
    context : sequence of Shapes
        Land around them, drawn as land; a click on it goes there.
    bounds : tuple of float, optional
        West, south, east, north; without it the map fits its regions.
    back : tuple of str, optional
        Code and label of the button one level up.

    """

    shapes: Shapes
    land: str
    layer: Layer
    context: Sequence[Shapes] = ()
    bounds: Bounds | None = None
    discs: Sequence[Mapping[str, Any]] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    selected: str | None = None
    back: tuple[str, str] | None = None
    is_schematic: bool = True

    def as_json(self) -> str:
        """Return the state as the frame reads it: small, and safe inside a script."""
        has_labels = len(self.layer.values) <= MOST_LABELS
        return script_json(
            {
                "key": f"{self.shapes.url}|{','.join(item.url for item in self.context)}",
                "url": self.shapes.url,
                "land": self.land,
                "context": [{"url": item.url, "without": item.without} for item in self.context],
                "bounds": self.bounds and [[self.bounds[1], self.bounds[0]], [self.bounds[3], self.bounds[2]]],
                "values": by_value(self.layer.values),
                "letters": self.layer.has_letters,
                "marks": self.layer.marks if has_labels else {},
                "legend": [row.as_json() for row in self.layer.legend],
                "labels": has_labels,
                "borders": "bold" if len(self.layer.values) <= 200 else "fine",
                "places": {code: place for code, place in label_places().items() if code in self.layer.values},
                "counts": by_value({code: str(count) for code, count in self.counts.items() if count}),
                "discs": list(self.discs),
                "selected": self.selected,
                "back": self.back and {"code": self.back[0], "label": self.back[1]},
                "words": _words() | {"note": t(SCHEMATIC) if self.is_schematic else t(OFFICIAL)},
            }
        )


def by_value(values: Mapping[str, str]) -> dict[str, list[str]]:
    """Return value → codes: a value travels once, not once per region."""
    groups: dict[str, list[str]] = {}
    for code, value in values.items():
        groups.setdefault(value, []).append(code)
    return groups


def script_json(value: Any) -> str:
    """Return JSON that cannot end the script it stands in."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def discs(rows: Sequence[tuple[int, IncidentRow]]) -> list[dict[str, Any]]:
    """Return the incident marks: pairs of the number in the list beside the map, and the incident.

    Where one region holds more than nine, one mark carries the count and a click goes there; more than forty marks
    would hide the map, and none are drawn.
    """
    groups: dict[str, list[tuple[int, IncidentRow]]] = {}
    for place, row in rows:
        groups.setdefault(row.region_code or "", []).append((place, row))
    marks = [mark for code, group in groups.items() for mark in _marks(code, group)]
    return marks if len(marks) <= MOST_DISCS else []


def _marks(code: str, group: Sequence[tuple[int, IncidentRow]]) -> list[dict[str, Any]]:
    if len(group) <= MOST_PER_PLACE:
        return [_disc(place, row) for place, row in group]
    return [_crowd(code, [row for _, row in group])]


def _disc(place: int, row: IncidentRow) -> dict[str, Any]:
    return {
        "text": str(place),
        "code": row.region_code,
        "id": row.id,
        "lat": None if row.lat is None else round(row.lat, 4),
        "lon": None if row.lon is None else round(row.lon, 4),
        "open": row.verification == "belum",
        "title": f"{row.title}, {row.place}",
    }


def _crowd(code: str, rows: Sequence[IncidentRow]) -> dict[str, Any]:
    lat, lon = next(((row.lat, row.lon) for row in rows if row.lat is not None), (None, None))
    title = t("{count} kejadian", count=len(rows)) + f", {rows[0].place}"
    return {"text": f"{len(rows)} ×", "code": code, "id": None, "lat": lat, "lon": lon, "open": False, "title": title}


def risk_map(view: MapView, key: str, on_choose: Callable[[str], None]) -> None:
    """Draw the map; a click calls `on_choose` before the rerun, with a region code or ``#`` and an incident's id."""
    group = folium.FeatureGroup()
    group.add_child(_Show(view))
    with st.container(key=f"map-{key}"):
        st_folium(
            _frame(),
            key=key,
            height=HEIGHT_PX,
            use_container_width=True,
            returned_objects=["last_active_drawing"],
            feature_group_to_add=group,
            on_change=lambda: take_click(st.session_state.get(key), on_choose),
        )


def take_click(answer: Mapping[str, Any] | None, on_choose: Callable[[str], None]) -> None:
    """Act on a click once: the frame keeps repeating its last one, so its number is remembered."""
    chosen = ((answer or {}).get("last_active_drawing") or {}).get("properties") or {}
    click = chosen.get("click")
    if click is None or click == st.session_state.get("last_click"):
        return
    st.session_state["last_click"] = click
    on_choose(str(chosen.get("code") or ""))


@lru_cache(maxsize=1)
def label_places() -> dict[str, tuple[float, float]]:
    """Return where the name of a small region stands in the sea: code → lon, lat."""
    return {row["code"]: (float(row["lon"]), float(row["lat"])) for row in table("label_places")}


def _words() -> dict[str, str]:
    return {
        "unit": t("kejadian"),
        "legend": t("Keterangan"),
        "zoomIn": t("Perbesar"),
        "zoomOut": t("Perkecil"),
        "failed": t("Peta belum dapat dimuat. Daftar di samping tetap lengkap."),
    }


class _Create(MacroElement):
    """Makes the empty map; its script never changes, so the frame is never rebuilt."""

    _template = Template("{% macro script(this, kwargs) %}poaMap.create(map_div, {{ this.options }});{% endmacro %}")

    def __init__(self, options: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "create"
        self.options = options


class _Show(MacroElement):
    """Hands the living map its new values."""

    _template = Template("{% macro script(this, kwargs) %}poaMap.show({{ this.state }});{% endmacro %}")

    def __init__(self, view: MapView) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "show"
        self.state = view.as_json()


def _frame() -> folium.Map:
    """Return a new map each run: st_folium changes the one it is given."""
    frame = folium.Map(
        location=(-2.2, 118.0), zoom_start=5, tiles=None, zoom_control=False, attribution_control=False,
        zoom_snap=0.25, zoom_delta=0.5, min_zoom=3, max_zoom=15, max_bounds=True,
    )  # fmt: skip
    frame.default_js = [("leaflet", _served(_LEAFLET, "leaflet.js")), ("map", _asset("map.js"))]
    frame.default_css = [
        ("leaflet", _served(_LEAFLET, "leaflet.css")),
        ("tokens", _asset("tokens.css")),
        ("map", _asset("map.css")),
    ]
    frame.add_child(_Create(script_json({"font": f"/static/media/{_font_file()}"})))
    return frame


def _served(component: Any, name: str) -> str:
    return f"../{component.name}/{name}"


@lru_cache(maxsize=8)
def _asset(name: str) -> str:
    """Return an address that changes with the file, so that browsers may keep it."""
    return f"{_served(_ASSETS, name)}?v={sha256((ASSETS / name).read_bytes()).hexdigest()[:10]}"


@lru_cache(maxsize=1)
def _font_file() -> str:
    """Return the name of the text font that Streamlit brings."""
    media = Path(st.__file__).parent / "static" / "static" / "media"
    return next(path.name for path in sorted(media.glob("SourceSansVF-Upright*")))
