"""One filter, one answer: the situation beside PostgreSQL GROUP BY and a spatial join per view; and the score."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import geopandas
import numpy as np
from sqlalchemy import Connection, text

from poa_geo.access.reader import SYSTEM
from poa_geo.demo.scale import many_incidents
from poa_geo.domain.filter import Filter
from poa_geo.domain.region import level_of
from poa_geo.facts import Facts
from poa_geo.risk.score import energy_of, region_cubes, score_of
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of
from poa_geo.services.situation import situation
from poa_geo.store import regions
from scripts.bench.measure import Row, ms, sec, spent, times
from scripts.bench.place import TODAY, Place, tell
from scripts.bench.processes import spent_by_database

FILTERS = {
    "the country": Filter(),
    "the country, one year, two sources": Filter(
        since=date(2025, 11, 1), until=TODAY, conflict_sources=frozenset({"P5A", "P5D"})
    ),
    "a provinsi, verified": Filter(region="64", verifications=frozenset({"terverifikasi"})),
    "a kabupaten, five years": Filter(region="64.02", since=date(2021, 11, 1), until=TODAY),
}
JOINED = 100_000
TEN_TIMES = 10


def measure(here: Place) -> Iterator[Row]:
    """Answer filters over a million rows."""
    office = here.million
    model = read_model_of(office)
    tell("facts of 1,000,000 rows")
    yield Row("load the facts of 1,000,000 rows", "", sec(spent(model.facts).cpu) + " CPU", "once per start")
    yield Row("colour path of all regions, all levels", "", sec(spent(lambda: model.risk(office.today())).cpu) + " CPU",
              "once per day or change")  # fmt: skip
    tell("situation")
    ours = {name: spent(lambda where=where: situation(office, SYSTEM, where), 7).cpu for name, where in FILTERS.items()}
    worst = max(ours, key=lambda name: ours[name])
    told = ", ".join(f"{name} {ms(seconds)}" for name, seconds in ours.items())
    yield Row("situation at 1,000,000 rows", "≤ 15 ms", ms(ours[worst]), told, is_met=ours[worst] <= 0.015)
    counted = {name: _counted(office, where) for name, where in FILTERS.items()}
    yield from _beside_database(here, counted)
    yield _beside_join(office, ours)
    yield _ten_million(model.facts())
    yield _score(office)


def _counted(office: Installation, where: Filter) -> float:
    """Return the time of the answer without its list of incidents: a GROUP BY brings none either."""
    return spent(lambda: situation(office, SYSTEM, where, list_limit=0), 7).cpu


def _beside_database(here: Place, ours: Mapping[str, float]) -> Iterator[Row]:
    if here.server is None:
        return
    tell("PostgreSQL GROUP BY")
    with here.plain_postgis.engine.begin() as connection:
        _copy(connection, many_incidents(here.plain.tree, 1_000_000, TODAY))
        asked = {name: _asked(connection, where) for name, where in FILTERS.items()}
    ratios = {name: asked[name] / ours[name] for name in FILTERS}
    told = ", ".join(f"{name} {times(ratio)}" for name, ratio in ratios.items())
    total = sum(asked.values()) / sum(ours.values())
    yield Row("situation beside PostgreSQL GROUP BY, the four filters", "≥ 10×", ms(sum(ours.values())),
              f"{ms(sum(asked.values()))}: {told}", times(total), total >= 10)  # fmt: skip


def _asked(connection: Connection, where: Filter) -> float:
    return spent_by_database(connection, lambda: _group_by(connection, where), 10)


def _copy(connection: Connection, made: Mapping[str, Any]) -> None:
    """Fill a table of just the columns that filters need, with the indexes a user would add."""
    names = ("region_code", "event_date", "conflict_source", "form", "verification")
    columns = ", ".join(f"{name} {'date' if name == 'event_date' else 'text'}" for name in names)
    connection.execute(text(f"CREATE TABLE narrow ({columns})"))
    content = io.StringIO()
    csv.writer(content).writerows(zip(*(made[name].astype(str).tolist() for name in names), strict=True))
    cursor: Any = connection.connection.cursor()
    with cursor.copy("COPY narrow FROM STDIN WITH (FORMAT csv)") as copy:
        copy.write(content.getvalue())
    for statement in (
        "CREATE INDEX ON narrow (event_date)",
        "CREATE INDEX ON narrow (region_code text_pattern_ops)",
        "ANALYZE narrow",
    ):
        connection.execute(text(statement))


def _group_by(connection: Connection, where: Filter) -> object:
    """Count by the regions inside the focus, as one would ask the database for a map."""
    digits = {1: 2, 2: 5, 3: 8}[min(level_of(where.region) + 1, 3)]
    query = (
        f"SELECT left(region_code, {digits}) AS code, count(*), count(*) FILTER (WHERE verification = 'belum') "  # noqa: S608
        "FROM narrow WHERE region_code LIKE :prefix AND event_date BETWEEN :since AND :until "
        "AND (:any_source OR conflict_source = ANY(:sources)) AND (:any_state OR verification = ANY(:states)) "
        "GROUP BY 1"
    )
    parameters = {
        "prefix": f"{where.region}%", "since": where.since or date.min, "until": where.until or date.max,
        "sources": list(where.conflict_sources), "any_source": not where.conflict_sources,
        "states": list(where.verifications), "any_state": not where.verifications,
    }  # fmt: skip
    return connection.execute(text(query), parameters).all()


def _beside_join(office: Installation, ours: Mapping[str, float]) -> Row:
    tell("geopandas.sjoin per view")
    with office.reading() as connection:
        outlines = regions.shapes(connection, office.tree, 2)[office.tree.at_level(1)]
    incidents = read_model_of(office).facts().incidents
    frame = geopandas.GeoDataFrame(geometry=outlines, crs=4326)

    def view() -> object:
        points = geopandas.points_from_xy(incidents.lon[:JOINED], incidents.lat[:JOINED], crs=4326)
        joined = geopandas.sjoin(geopandas.GeoDataFrame(geometry=points), frame, predicate="within")
        return joined.groupby("index_right").size()

    seconds = spent(view).cpu * len(incidents) / JOINED
    ratio = seconds / ours["the country"]
    return Row("situation of the country beside geopandas.sjoin", "≥ 20×", ms(ours["the country"]),
               f"{sec(seconds)} (from {JOINED:,} points)", times(ratio), ratio >= 20)  # fmt: skip


def _ten_million(facts: Facts) -> Row:
    """Repeat the rows ten times in memory; the answer then has no list from the database."""
    tell("10,000,000 rows")
    rows = np.repeat(np.arange(len(facts.incidents)), TEN_TIMES)
    many = replace(facts, incidents=facts.incidents.take(rows))

    def answer(where: Filter) -> None:
        found = many.matching(where, (where.region,), 2)
        many.counts(found, min(level_of(where.region) + 1, 3))

    worst = max(spent(lambda where=where: answer(where), 3).cpu for where in FILTERS.values())
    return Row("matching and counting at 10,000,000 rows", "≤ 150 ms", ms(worst), "worst of the same filters",
               is_met=worst <= 0.150)  # fmt: skip


def _score(office: Installation) -> Row:
    tell("score")
    weigher, day = read_model_of(office).weigher(), office.today().toordinal()
    seconds = spent(lambda: score_of(energy_of(region_cubes(weigher, office.tree, day))), 9).cpu
    return Row("score of all 7,285 kecamatan from 1,000,000 rows", "≤ 10 ms", ms(seconds), "upper levels included",
               is_met=seconds <= 0.010)  # fmt: skip
