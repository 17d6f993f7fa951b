"""Serves `map_app.py` with the geometry of one region and level, as the app itself serves it."""

import os
from functools import lru_cache
from pathlib import Path

import streamlit as st

from poa_geo.regions.reference import load_regions
from poa_geo.regions.shapes import build_shapes, content_hash, geojson_for
from poa_geo.regions.shipped import read_kecamatan
from poa_geo.settings import BOUNDARIES_FOLDER
from poa_geo.web.geometry import routes

PARENT, LEVEL = os.environ.get("BENCH_PARENT", ""), int(os.environ.get("BENCH_LEVEL", "2"))


@lru_cache(maxsize=1)
def content() -> bytes:
    """Return the outlines; once made they lie beside the benchmarks' other files."""
    kept = Path(os.environ["BENCH_FOLDER"]) / f"map-{PARENT}-{LEVEL}.geojson"
    if not kept.is_file():
        tree = load_regions()
        kept.write_bytes(geojson_for(build_shapes(tree, read_kecamatan(BOUNDARIES_FOLDER)), PARENT, LEVEL))
    return kept.read_bytes()


def codes() -> list[str]:
    tree = load_regions()
    return [tree.codes[i] for i in tree.at_level(LEVEL, PARENT)]


ADDRESS = f"/geo/{content_hash(content())}"


def app() -> st.App:
    return st.App(Path(__file__).parent / "map_app.py", routes=routes(lambda _: content()))
