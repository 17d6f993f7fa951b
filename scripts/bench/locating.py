"""Points to kecamatan: the grid beside `geopandas.sjoin` and PostGIS."""

from collections.abc import Iterator
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from sqlalchemy import text

from poa_geo.demo.scale import many_incidents
from poa_geo.regions.locate import GridIndex
from poa_geo.store import regions
from scripts.bench.measure import Row, spent, times
from scripts.bench.place import TODAY, Place, tell
from scripts.bench.processes import spent_by_database

OURS, JOINED, COVERED = 1_000_000, 200_000, 20_000


def measure(here: Place) -> Iterator[Row]:
    """Locate points in all kecamatan."""
    tell("locate")
    office = here.plain
    with office.reading() as connection:
        outlines = regions.kecamatan_shapes(connection, office.tree, 2)
    made = many_incidents(office.tree, OURS, TODAY)
    lon, lat = made["lon"], made["lat"]
    grid = GridIndex(outlines)
    ours = OURS / spent(lambda: grid.locate(lon, lat), 3).cpu
    yield Row(
        "locate: points per CPU-second", "≥ 1,500,000", f"{ours:,.0f}", "one grid, exact", is_met=ours >= 1_500_000
    )
    joined = JOINED / spent(lambda: _sjoin(outlines, lon[:JOINED], lat[:JOINED])).cpu
    yield Row("locate: beside geopandas.sjoin", "≥ 3×", f"{ours:,.0f}/s", f"{joined:,.0f}/s", times(ours / joined),
              ours >= 3 * joined)  # fmt: skip
    if here.server:
        covered = COVERED / _covers(here, lon[:COVERED], lat[:COVERED])
        yield Row("locate: beside PostGIS ST_Covers", "≥ 30×", f"{ours:,.0f}/s", f"{covered:,.0f}/s",
                  times(ours / covered), ours >= 30 * covered)  # fmt: skip


def _sjoin(outlines: NDArray[Any], lon: NDArray[np.float64], lat: NDArray[np.float64]) -> object:
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(lon, lat, crs=4326))
    return geopandas.sjoin(points, geopandas.GeoDataFrame(geometry=outlines, crs=4326), predicate="within")


def _covers(here: Place, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> float:
    """Return the processor seconds of the join in the database, with the index and the statistics it wants."""
    engine = here.plain_postgis.engine
    points = pd.DataFrame({"wkb": [shapely.to_wkb(point, hex=True) for point in shapely.points(lon, lat)]})
    with engine.begin() as connection:
        points.to_sql("points", connection, index=False)
        for statement in (
            "ALTER TABLE points ADD geometry geometry(POINT, 4326)",
            "UPDATE points SET geometry = ST_SetSRID(wkb::geometry, 4326)",
            "CREATE TABLE kecamatan AS SELECT code, geometry FROM region_shape WHERE detail = 2 AND length(code) = 8",
            "CREATE INDEX ON kecamatan USING gist (geometry)",
            "ANALYZE kecamatan",
            "ANALYZE points",
        ):
            connection.execute(text(statement))
        join = text("SELECT count(k.code) FROM points p LEFT JOIN kecamatan k ON ST_Covers(k.geometry, p.geometry)")
        return spent_by_database(connection, lambda: connection.execute(join).scalar_one(), 2)
