"""Official boundaries put in force: every record placed again in the same transaction, or nothing changed at all."""

import csv
import dataclasses
import hashlib
import io
import json
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from click.testing import CliRunner
from sqlalchemy import func, select
from support import FIRST_DAY, make_incident, make_reader, store_incidents

from poa_geo.access.reader import SYSTEM
from poa_geo.cli import main
from poa_geo.domain.region import KABUPATEN, KECAMATAN
from poa_geo.errors import BoundaryRejected, Conflict, NotPermitted
from poa_geo.regions.reference import load_regions, load_village_points
from poa_geo.services import boundaries, geometry
from poa_geo.services.boundaries import BoundarySource, NewBoundaries
from poa_geo.services.ground import ground
from poa_geo.services.imports import import_file
from poa_geo.services.installation import Installation, open_installation
from poa_geo.services.read_model import read_model_of
from poa_geo.settings import load
from poa_geo.store import audit, records, tables

TREE = load_regions()
SKETCHED, OFFICIAL = "64.02", "64.71"
"""The point of the tests lies on the sketch in one kabupaten, on official outlines in the other."""


@pytest.fixture(scope="session")
def kaltim(shared_data: Path) -> BoundarySource:
    return BoundarySource(shared_data / "boundaries" / "kecamatan" / "kecamatan_64.geojson.gz")


@pytest.fixture(scope="session")
def plain_office(installed_home: Path) -> Installation:
    """An installation that no test changes."""
    url = f"sqlite:///{installed_home / 'poa-geo.sqlite'}"
    return open_installation(load({"POA_HOME": str(installed_home), "POA_DATABASE_URL": url}))


@pytest.fixture(scope="session")
def made(plain_office: Installation, kaltim: BoundarySource) -> NewBoundaries:
    """The official kecamatan of Kalimantan Timur, ready to be stored: making them takes seconds."""
    return boundaries.prepare(plain_office, boundaries.preview(plain_office, SYSTEM, kaltim))


@pytest.fixture(scope="session")
def border_point(plain_office: Installation, made: NewBoundaries) -> tuple[float, float, str, str]:
    """Return lon, lat of a village that lies in another kabupaten on the sketch than on the official map."""
    points, kecamatan = load_village_points(), TREE.at_level(KECAMATAN)
    rows = np.array([i for i, code in enumerate(points.codes) if code.startswith("64.")])
    chance = np.random.default_rng(1)
    lon, lat = (np.repeat(axis[rows], 20) + chance.normal(0, 0.03, 20 * len(rows)) for axis in (points.lon, points.lat))
    sketched, official = (grid.locate(lon, lat) for grid in (geometry.grid(plain_office), made.grid))
    for i in np.flatnonzero((sketched >= 0) & (official >= 0) & (sketched != official)):
        before, after = (TREE.codes[kecamatan[where[i]]] for where in (sketched, official))
        if before[:5] != after[:5]:
            return float(lon[i]), float(lat[i]), before, after
    raise AssertionError("sketch and official map nowhere differ")


def digest(office: Installation) -> str:
    """Return what changes with any row of any table."""
    content = hashlib.sha256()
    with office.reading() as connection:
        for table in tables.metadata.sorted_tables:
            keys = ", ".join(str(i + 1) for i in range(len(table.primary_key.columns)))
            content.update(table.name.encode())
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}" ORDER BY {keys}'):  # noqa: S608
                content.update(repr(tuple(row)).encode())
    return content.hexdigest()


def count(office: Installation, table: Any) -> int:
    with office.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def stored(office: Installation, incident_id: str) -> dict[str, Any]:
    with office.reading() as connection:
        return records.get(connection, "incident", incident_id)


# --- A swap -------------------------------------------------------------------------------------------------------


@pytest.mark.shared_data
def test_a_swap_moves_outlines_neighbours_and_records_at_once(
    office: Installation, made: NewBoundaries, border_point: tuple[float, float, str, str]
) -> None:
    lon, lat, before, after = border_point
    at_border = {"lon": lon, "lat": lat, "geo_precision": 1, "region_code": before}
    moving = make_incident(**at_border, placed_by="titik_skematik")
    staying = make_incident(**at_border, placed_by="kode", stated_code=before)
    inside = TREE[after]
    sure = make_incident(lon=inside.lon, lat=inside.lat, geo_precision=1, region_code=after, placed_by="titik_skematik")
    without_point, gone = make_incident(), make_incident(**at_border, placed_by="titik_skematik", is_deleted=True)
    store_incidents(office, moving, staying, sure, without_point, gone)
    model, files = read_model_of(office), geometry.map_files(office)
    borders, arrival = model.borders(), model.facts().incidents.arrival_day.max()
    urls = {code: files.drawn_inside(code, 3).url for code in ("64", "64.02", "73", "11")}
    audited, changes = count(office, tables.audit), count(office, tables.change)

    result = boundaries.put_in_force(office, SYSTEM, made)

    moved = stored(office, moving.id)
    assert (moved["region_code"], moved["placed_by"], moved["version"]) == (after, "titik", 2)
    assert stored(office, staying.id)["region_code"] == before
    confirmed = stored(office, sure.id)
    assert (confirmed["region_code"], confirmed["placed_by"], confirmed["version"]) == (after, "titik", 2)
    assert [stored(office, one.id)["version"] for one in (staying, without_point, gone)] == [1, 1, 1]
    assert (result.regions, result.relocated, result.confirmed, result.unplaced) == (105, 1, 1, 0)
    assert count(office, tables.audit) == audited + 1
    assert count(office, tables.change) == changes + 3  # two records and the boundaries themselves
    with office.reading() as connection:
        assert audit.verify(connection, office.keyring.audit_key) == []
        assert [version["version"] for version in records.history(connection, "incident", moving.id)] == [1, 2]
    new_files = geometry.map_files(office)
    changed = {code for code, url in urls.items() if new_files.drawn_inside(code, 3).url != url}
    assert {"64", "64.02"} <= changed
    assert not changed & {"73", "11"}
    assert geometry.boundary_version(office) == made.version
    assert not geometry.is_schematic(office, "64")
    assert geometry.is_schematic(office, "")
    facts = model.facts()
    assert len(model.borders()[0]) != len(borders[0])
    row = list(facts.incidents.id).index(moving.id.encode())
    assert facts.tree.codes[facts.incidents.region[row]] == after
    assert facts.incidents.arrival_day.max() == arrival  # an outline that came in is no report


@pytest.mark.shared_data
def test_the_past_keeps_the_regions_of_its_day(sqlite_office: Installation, made: NewBoundaries, border_point) -> None:
    lon, lat, before, after = border_point
    incident = make_incident(lon=lon, lat=lat, geo_precision=1, region_code=before, placed_by="titik_skematik")
    store_incidents(sqlite_office, incident)
    boundaries.put_in_force(sqlite_office, SYSTEM, made)
    model, then = read_model_of(sqlite_office), sqlite_office.now() - timedelta(hours=1)
    known, _ = model.risk_as_known(FIRST_DAY, then)
    assert TREE.codes[known.incidents.region[0]] == before
    assert TREE.codes[model.facts().incidents.region[0]] == after


@pytest.mark.shared_data
def test_importing_before_or_after_the_swap_ends_in_the_same_places(
    installed_home: Path, tmp_path: Path, made: NewBoundaries, sqlite_office: Installation
) -> None:
    data, places = sheet(300), []
    first = import_file(sqlite_office, SYSTEM, "kejadian.csv", data)
    boundaries.put_in_force(sqlite_office, SYSTEM, made)
    places.append(places_by_title(sqlite_office))
    judged_by_official = ground(sqlite_office)
    assert first.counts["refused"] < 100
    for title, (lon, lat, region_code, precision, placed_by, stated) in places[0].items():
        again = import_of_one(sqlite_office, title, lon, lat, stated, judged_by_official)
        assert again == (region_code, precision, placed_by), title


def sheet(rows: int) -> bytes:
    """Return a sheet of points round the villages of Kalimantan Timur; every other row states its kabupaten."""
    points, chance = load_village_points(), np.random.default_rng(7)
    villages = chance.choice([i for i, code in enumerate(points.codes) if code.startswith("64.")], rows)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["tanggal_kejadian", "judul", "bentuk", "bujur", "lintang", "kode_wilayah"])
    for number, i in enumerate(villages):
        lon, lat = points.lon[i] + chance.normal(0, 0.02), points.lat[i] + chance.normal(0, 0.02)
        stated = points.codes[i][:5] if number % 2 else ""
        writer.writerow(["2026-02-01", f"Kejadian {number}", "blokade", f"{lon:.5f}", f"{lat:.5f}", stated])
    return text.getvalue().encode()


def places_by_title(office: Installation) -> dict[str, tuple[Any, ...]]:
    incident = tables.incident.c
    query = select(
        incident.title, incident.lon, incident.lat, incident.region_code, incident.geo_precision, incident.placed_by,
        incident.stated_code,
    )  # fmt: skip
    with office.reading() as connection:
        return {row.title: tuple(row)[1:] for row in connection.execute(query)}


def import_of_one(office: Installation, title: str, lon: float, lat: float, stated: str | None, here: Any):
    from poa_geo.importers.draft import Draft, Place
    from poa_geo.importers.placing import place

    draft = Draft(1, "incident", (), {"title": title}, Place(code=stated or "", lon=lon, lat=lat))
    place([draft], here)
    return tuple(draft.values[name] for name in ("region_code", "geo_precision", "placed_by"))


@pytest.mark.shared_data
def test_rows_placed_by_boundaries_that_were_replaced_meanwhile_are_not_stored(
    sqlite_office: Installation, made: NewBoundaries
) -> None:
    def swap(_: int) -> None:
        if geometry.boundary_version(sqlite_office) != made.version:
            boundaries.put_in_force(sqlite_office, SYSTEM, made)

    with pytest.raises(Conflict, match="baru saja diganti"):
        import_file(sqlite_office, SYSTEM, "kejadian.csv", sheet(5_001), progress=swap)
    assert count(sqlite_office, tables.incident) == 0


@pytest.mark.shared_data
def test_boundaries_made_from_ones_no_longer_in_force_are_refused(office: Installation, made: NewBoundaries) -> None:
    before = digest(office)
    with pytest.raises(BoundaryRejected, match="pihak lain"):
        boundaries.put_in_force(office, SYSTEM, dataclasses.replace(made, replaces="lain"))
    assert digest(office) == before


@pytest.mark.shared_data
def test_only_who_may_and_only_inside_the_own_scope(plain_office: Installation, kaltim: BoundarySource, made) -> None:
    with pytest.raises(NotPermitted):
        boundaries.preview(plain_office, make_reader("analis_provinsi"), kaltim)
    with pytest.raises(NotPermitted):
        boundaries.put_in_force(plain_office, make_reader("analis_provinsi"), made)
    with pytest.raises(NotPermitted):
        boundaries.preview(plain_office, make_reader("admin_sistem", "73"), kaltim)


# --- Killed in the middle -----------------------------------------------------------------------------------------

KILLED_AT = """
import os, pickle, signal, sys
from poa_geo.access.reader import SYSTEM
from poa_geo.services import boundaries
from poa_geo.services.installation import open_installation
from poa_geo.settings import load

def tell(step):
    if step.startswith("menempatkan"):
        os.kill(os.getpid(), signal.SIGKILL)

with open(sys.argv[1], "rb") as file:
    made = pickle.load(file)
boundaries.put_in_force(open_installation(load()), SYSTEM, made, tell)
"""


@pytest.mark.shared_data
def test_kill_minus_9_after_everything_is_written_but_not_committed_leaves_the_old_state(
    office: Installation, made: NewBoundaries, border_point: tuple[float, float, str, str], tmp_path: Path
) -> None:
    lon, lat, before, _ = border_point
    store_incidents(
        office, make_incident(lon=lon, lat=lat, geo_precision=1, region_code=before, placed_by="titik_skematik")
    )
    untouched = digest(office)
    (tmp_path / "made.pickle").write_bytes(pickle.dumps(made))
    url = office.settings.database_url
    done = subprocess.run(
        [sys.executable, "-c", KILLED_AT, str(tmp_path / "made.pickle")],
        env={"POA_HOME": str(office.settings.home), "POA_DATABASE_URL": url}, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    assert digest(office) == untouched
    assert boundaries.put_in_force(office, SYSTEM, made).relocated == 1


# --- The command, with files that mean harm -----------------------------------------------------------------------


@pytest.fixture(scope="session")
def kabupaten(plain_office: Installation) -> list[tuple[dict[str, Any], Any]]:
    """Return the kabupaten of Kalimantan Timur as rows of properties and outline."""
    with plain_office.reading() as connection:
        from poa_geo.store import regions

        outlines = regions.shapes(connection, TREE, 2)
    return [
        ({"code": TREE.codes[i], "name": TREE.regions[i].name}, outlines[i]) for i in TREE.at_level(KABUPATEN, "64")
    ]


def written(path: Path, rows: list[tuple[dict[str, Any], Any]]) -> Path:
    features = [
        {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(outline))}
        for properties, outline in rows
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


Rows = list[tuple[dict[str, Any], Any]]


def bps(rows: Rows) -> Rows:
    return [({**p, "code": TREE[p["code"]].bps_code}, outline) for p, outline in rows]


def floats(rows: Rows) -> Rows:
    return [({**p, "code": float(p["code"])}, outline) for p, outline in rows]


def in_metres(rows: Rows) -> Rows:
    return [(p, shapely.transform(outline, lambda xy: xy * 111_320.0)) for p, outline in rows]


def in_space(rows: Rows) -> Rows:
    return [(p, shapely.force_3d(outline, 12.0)) for p, outline in rows]


def with_a_bow_tie(rows: Rows) -> Rows:
    (first, outline), *rest = rows
    x, y = outline.centroid.coords[0]
    tie = shapely.Polygon([(x, y), (x + 0.01, y + 0.01), (x + 0.01, y), (x, y + 0.01)])
    return [(first, shapely.MultiPolygon([*outline.geoms, tie])), *rest]


def names_shifted(rows: Rows) -> Rows:
    return [({"name": rows[i - 1][0]["name"]}, outline) for i, (_, outline) in enumerate(rows)]


def names_only(rows: Rows) -> Rows:
    return [({"WADMKK": p["name"]}, outline) for p, outline in rows]


def one_missing(rows: Rows) -> Rows:
    return rows[1:]


def swapped_codes(rows: Rows) -> Rows:
    (one, first), (other, second), *rest = rows
    codes = [other["code"], one["code"], *(properties["code"] for properties, _ in rest)]
    outlines = [first, second, *(outline for _, outline in rest)]
    return [({"code": code}, outline) for code, outline in zip(codes, outlines, strict=True)]


def command(office: Installation, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Any:
    monkeypatch.setenv("POA_HOME", str(office.settings.home))
    monkeypatch.setenv("POA_DATABASE_URL", office.settings.database_url)
    return CliRunner().invoke(main, ["regions", "import", *arguments])


REFUSED: list[tuple[Callable[[Rows], Rows], tuple[str, ...], str]] = [
    (bps, ("--scheme", "kemendagri"), "bukan di tempatnya"),
    (floats, ("--scheme", "bps"), "bukan di tempatnya"),
    (in_metres, (), "EPSG:4326"),
    (names_shifted, (), "--code-column"),
    (one_missing, (), "64.01 Kabupaten Paser"),
    (swapped_codes, ("--scheme", "kemendagri"), "tertukar"),
    (list, ("--level", "kecamatan"), ""),
]


@pytest.mark.parametrize(("harm", "options", "said"), REFUSED, ids=[harm.__name__ for harm, _, _ in REFUSED])
def test_a_file_that_could_mislabel_a_region_is_refused_in_one_sentence_and_changes_nothing(
    sqlite_office: Installation, kabupaten: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm, options, said
) -> None:
    before = digest(sqlite_office)
    path = written(tmp_path / "batas.geojson", harm(kabupaten))
    done = command(sqlite_office, monkeypatch, str(path), "--level", "kabupaten", *options)
    told = [line for line in done.stderr.splitlines() if not line.startswith("…")]
    assert done.exit_code == 1
    assert done.stdout == ""
    assert len(told) == 1
    assert told[0].startswith("Batas wilayah belum diganti:")
    assert said in told[0]
    assert digest(sqlite_office) == before


@pytest.mark.parametrize("harmless", [bps, floats, in_space, with_a_bow_tie, names_only])
def test_an_odd_file_that_can_be_proven_is_reported_and_a_dry_run_changes_nothing(
    sqlite_office: Installation, kabupaten: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harmless
) -> None:
    before = digest(sqlite_office)
    path = written(tmp_path / "batas.geojson", harmless(kabupaten))
    done = command(sqlite_office, monkeypatch, str(path), "--level", "kabupaten", "--dry-run", "--json")
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert answer["regions"] == [properties["code"] for properties, _ in kabupaten]
    assert answer["replaced"] is None
    assert digest(sqlite_office) == before


def test_a_file_that_is_not_there_is_one_sentence(sqlite_office: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    done = command(sqlite_office, monkeypatch, "tidak-ada.geojson", "--level", "kabupaten")
    assert done.exit_code == 1
    assert "tidak-ada.geojson tidak ditemukan" in done.stderr
