"""The map that ships: three nested levels, three details, borders between neighbours."""

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from poa_geo.domain.region import KABUPATEN, KECAMATAN, PROVINSI
from poa_geo.errors import BoundaryRejected
from poa_geo.regions import shipped
from poa_geo.regions.boundary_file import read_boundary_file
from poa_geo.regions.locate import GridIndex
from poa_geo.regions.neighbours import shared_borders
from poa_geo.regions.reference import load_regions, load_village_points
from poa_geo.regions.shapes import build_shapes, content_hash, geojson_for, outline_for, with_upper_levels

FOLDER = Path(__file__).resolve().parents[2] / "data" / "boundaries"


@pytest.fixture(scope="module")
def kecamatan():
    return shipped.read_kecamatan(FOLDER)


@pytest.fixture(scope="module")
def shapes(kecamatan):
    return build_shapes(load_regions(), kecamatan)


def test_every_kecamatan_is_on_the_map_valid_and_without_overlaps(kecamatan):
    assert len(kecamatan) == 7285
    assert not shapely.is_empty(kecamatan).any()
    assert shapely.is_valid(kecamatan).all()
    assert shapely.coverage_is_valid(kecamatan)


def test_villages_lie_in_their_own_kecamatan(kecamatan):
    tree, villages = load_regions(), load_village_points()
    found = GridIndex(kecamatan).locate(villages.lon, villages.lat)
    codes = np.array([tree.codes[i] for i in tree.at_level(KECAMATAN)])
    own = np.array([code[:8] for code in villages.codes])
    assert np.mean(codes[found] == own) > 0.999


def test_the_manifest_names_source_licence_and_hash_of_every_file():
    with (FOLDER / shipped.MANIFEST_FILE).open(newline="") as lines:
        rows = {row["file"]: row for row in csv.DictReader(lines)}
    assert set(rows) == {*shipped.LEVEL_FILES.values(), shipped.CONTEXT_FILE}
    for name, row in rows.items():
        assert row["sha256"] == hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()
        assert row["source"]
        assert row["licence"]


def test_a_missing_map_file_is_named(tmp_path):
    with pytest.raises(BoundaryRejected, match=r"kecamatan\.geojson\.gz tidak ditemukan"):
        shipped.read_kecamatan(tmp_path)


def test_levels_nest_at_every_detail(shapes):
    tree = shapes.tree
    for detail in range(3):
        for level in (PROVINSI, KABUPATEN, KECAMATAN):
            assert shapely.coverage_is_valid(shapes.of(level, detail))
        bali = shapes.details[detail][tree.index("51")]
        inside = shapely.coverage_union_all(shapes.of(KECAMATAN, detail, "51"))
        assert shapely.equals(bali, inside)


def test_coarser_details_are_smaller(shapes):
    points = [int(shapely.get_num_coordinates(shapes.of(KABUPATEN, detail)).sum()) for detail in range(3)]
    assert points == sorted(points)
    assert points[0] < points[2] / 1.5


@pytest.mark.parametrize(
    ("parent", "level", "count"),
    [("", PROVINSI, 38), ("", KABUPATEN, 514), ("64", KABUPATEN, 10), ("64", KECAMATAN, 105), ("64.02", KECAMATAN, 20)],
)
def test_one_file_holds_the_regions_inside_a_parent_with_code_and_name(shapes, parent, level, count):
    content = json.loads(geojson_for(shapes, parent, level))
    assert len(content["features"]) == count
    for feature in content["features"]:
        assert set(feature["properties"]) == {"code", "name"}
        assert feature["properties"]["code"].startswith(parent)
    west, south, east, north = content["bbox"]
    assert 90 < west < east < 145
    assert -15 < south < north < 10


def test_the_address_of_a_file_changes_with_its_content_only(shapes):
    first, again = geojson_for(shapes, "64", KABUPATEN), geojson_for(shapes, "64", KABUPATEN)
    assert content_hash(first) == content_hash(again) != content_hash(geojson_for(shapes, "65", KABUPATEN))
    assert len(content_hash(first)) == 16


@pytest.mark.parametrize("code", ["", "64", "64.02"])
def test_the_region_in_focus_has_an_outline(shapes, code):
    outline = json.loads(outline_for(shapes, code))
    assert len(outline["features"]) == 1


def test_borders_are_shared_by_neighbours_only_and_add_up(kecamatan):
    tree = load_regions()
    borders = shared_borders(tree, kecamatan)
    pairs = {(tree.codes[i], tree.codes[j]) for i, j in zip(borders[1].i, borders[1].j, strict=True)}
    assert ("33", "34") in pairs  # Jawa Tengah and Daerah Istimewa Yogyakarta
    assert not any("51" in pair for pair in pairs)  # Bali is an island
    kabupaten = borders[2]
    across = tree.ancestor_at[1][kabupaten.i] != tree.ancestor_at[1][kabupaten.j]
    assert kabupaten.km[across].sum() == pytest.approx(borders[1].km.sum())


def test_land_around_the_country_is_there_for_the_background():
    content = json.loads(shipped.read_context_land(FOLDER))
    assert len(content["features"]) == 1


@pytest.mark.shared_data
def test_built_again_from_the_same_land_the_files_are_the_same_bytes(shared_data, tmp_path):
    day = date.fromisoformat(next(csv.DictReader((FOLDER / shipped.MANIFEST_FILE).open()))["date"])
    shipped.build_shipped(shared_data / "context" / "land.geojson.gz", tmp_path, day)
    for name in [*shipped.LEVEL_FILES.values(), shipped.CONTEXT_FILE, shipped.MANIFEST_FILE]:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), name


@pytest.mark.shared_data
def test_the_schematic_map_overlaps_the_real_one_as_far_as_promised(shared_data, kecamatan, capsys):
    tree = load_regions()
    schematic = with_upper_levels(tree, kecamatan)
    real = np.empty(len(tree), dtype=object)
    sources = [*sorted((shared_data / "boundaries" / "kecamatan").iterdir())]
    for path in [*sources, shared_data / "boundaries" / "kabupaten_light.geojson.gz"]:
        table = read_boundary_file(path)
        real[[tree.index(code) for code in table.columns["code"]]] = table.geometry
    for level, promised in ((KABUPATEN, 0.86), (KECAMATAN, 0.74)):
        ours, theirs = schematic[tree.at_level(level)], real[tree.at_level(level)]
        shared = shapely.area(shapely.intersection(ours, theirs))
        iou = shared / (shapely.area(ours) + shapely.area(theirs) - shared)
        with capsys.disabled():
            print(f"\nIoU level {level}: median {np.median(iou):.3f}, mean {iou.mean():.3f}")  # noqa: T201
        assert np.median(iou) >= promised
