"""A screen with one map and a button that gives every region another colour: our way, or the usual way with folium."""

import os
import random

import folium
import streamlit as st
from streamlit_folium import st_folium

from poa_geo.domain.situation import BANDS
from poa_geo.ui import theme
from poa_geo.ui.layers import Layer
from poa_geo.ui.map import _LEAFLET, MapView, Shapes, _served, risk_map
from scripts.bench.map_server import ADDRESS, codes, content

FIRST_COLOURS = ("#1a7f37", "#b3261e")
COLOURS = ("#2f7d4f", "#c58a00", "#b3261e", "#8a929a")


def ours(turn: int) -> None:
    chance = random.Random(turn)
    values = {code: theme.BAND_CLASS[chance.choice(BANDS)] for code in codes()}
    view = MapView(shapes=Shapes(url=ADDRESS), land=ADDRESS, layer=Layer(values=values, legend=(), has_letters=True))
    risk_map(view, "bench", lambda _: None)


def usual(turn: int) -> None:
    """Draw the map as the documentation of folium does; only its scripts come from here instead of the network."""
    chance = random.Random(turn)
    colours = {code: chance.choice(COLOURS) for code in codes()}
    colours[codes()[0]] = FIRST_COLOURS[turn % 2]
    drawn = folium.Map(location=(-2.2, 118.0), zoom_start=5, tiles=None)
    drawn.default_js = [("leaflet", _served(_LEAFLET, "leaflet.js"))]
    drawn.default_css = [("leaflet", _served(_LEAFLET, "leaflet.css"))]

    def style(feature: dict[str, dict[str, str]]) -> dict[str, object]:
        return {"fillColor": colours[feature["properties"]["code"]], "color": "#555", "weight": 0.5, "fillOpacity": 0.8}

    folium.GeoJson(content().decode(), style_function=style).add_to(drawn)
    st_folium(drawn, key="bench", height=600, use_container_width=True, returned_objects=["last_active_drawing"])


st.set_page_config(layout="wide")
turn = st.session_state.setdefault("turn", 0)
if st.button("Ganti"):
    turn = st.session_state["turn"] = turn + 1
{"ours": ours, "usual": usual}[os.environ["BENCH_WAY"]](turn)
