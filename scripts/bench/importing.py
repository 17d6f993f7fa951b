"""A file of 100,000 rows, judged row by row, beside a plain `to_postgis` without checks; and `init`."""

import io
from collections.abc import Iterator

import geopandas
import pandas as pd

from poa_geo.access.reader import SYSTEM
from poa_geo.demo.scale import as_sheet, many_incidents
from poa_geo.services.ground import ground
from poa_geo.services.imports import import_file
from poa_geo.services.installation import Installation
from scripts.bench.measure import Row, Spent, sec, spent, times
from scripts.bench.place import TODAY, Place, tell

ROWS = 100_000


def measure(here: Place) -> Iterator[Row]:
    """Import one file into either database."""
    tell("init")
    first = spent(lambda: here.plain)
    yield Row("init with all regions", "≤ 20 s", sec(first.wall), f"{sec(first.cpu)} CPU", is_met=first.wall <= 20)
    data = as_sheet(many_incidents(here.plain.tree, ROWS, TODAY))
    offices = {"SQLite": lambda: here.plain, "PostGIS": lambda: here.plain_postgis}
    taken: dict[str, Spent] = {}
    for name, office in offices.items():
        if name == "SQLite" or here.server:
            tell(f"import of {ROWS:,} rows, {name}")
            taken[name] = _import(office(), data)
            cpu = f"{sec(taken[name].cpu)} CPU of the importing process"
            yield Row(f"import of {ROWS:,} rows with verdicts, {name}", "≤ 15 s", sec(taken[name].wall), cpu,
                      is_met=taken[name].wall <= 15)  # fmt: skip
    if here.server:
        plain = spent(lambda: _to_postgis(here.plain_postgis, data))
        ratio = taken["PostGIS"].wall / plain.wall
        yield Row("import beside to_postgis without checks", "≤ 2×", sec(taken["PostGIS"].wall), sec(plain.wall),
                  times(ratio), ratio <= 2)  # fmt: skip


def _import(office: Installation, data: bytes) -> Spent:
    ground(office)  # read once per start, not per file

    def bring_in() -> None:
        result = import_file(office, SYSTEM, "kejadian.csv", data)
        if result.counts["refused"] > ROWS / 100:
            raise RuntimeError(f"the file was not taken: {dict(result.counts)}")

    return spent(bring_in)


def _to_postgis(office: Installation, data: bytes) -> None:
    frame = pd.read_csv(io.BytesIO(data))
    points = geopandas.points_from_xy(frame["bujur"], frame["lintang"], crs=4326)
    geopandas.GeoDataFrame(frame, geometry=points).to_postgis("plain_incident", office.engine, index=False)
