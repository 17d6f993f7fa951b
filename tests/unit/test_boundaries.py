"""Official boundary files, honest and hostile: reported, asked about or refused, never mislabelled."""

import gzip
import json
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from pyproj import Transformer

from poa_geo.domain.region import KABUPATEN, KECAMATAN
from poa_geo.errors import BoundaryRejected
from poa_geo.regions import boundary_file, shipped
from poa_geo.regions.identify import Columns
from poa_geo.regions.official import read_official
from poa_geo.regions.reference import load_regions, load_village_points
from poa_geo.regions.replace import replaced
from poa_geo.regions.shapes import with_upper_levels

TREE = load_regions()
BORNEO_UTM = "EPSG:32650"


@pytest.fixture(scope="module")
def outlines():
    return with_upper_levels(TREE, shipped.read_kecamatan(Path(__file__).resolve().parents[2] / "data" / "boundaries"))


@pytest.fixture
def rows(outlines):
    """Return the kabupaten of Kalimantan Timur as rows of properties and outline."""
    return [
        ({"code": TREE.codes[i], "name": TREE.regions[i].name}, outlines[i]) for i in TREE.at_level(KABUPATEN, "64")
    ]


def written(path, rows, **members):
    features = [
        {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(outline))}
        for properties, outline in rows
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features, **members})
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def relabelled(rows, code):
    """Return rows whose code is what `code` makes of their region."""
    return [({**properties, "code": code(TREE[properties["code"]])}, outline) for properties, outline in rows]


def accepted(path, **asked):
    return read_official(path, TREE, KABUPATEN, Columns(**asked))


def labels_are_right(report, rows):
    expected = {properties["code"]: outline for properties, outline in rows}
    assert set(report.outlines) == set(expected)
    for code, outline in report.outlines.items():
        assert shapely.intersection(outline, expected[code]).area > 0.99 * outline.area, code


@pytest.mark.parametrize("name", ["batas.geojson", "batas.json", "batas.geojson.gz"])
def test_a_sound_file_is_accepted_without_findings(tmp_path, rows, name):
    report = accepted(written(tmp_path / name, rows))
    assert report.scheme == "kemendagri"
    assert report.findings == ()
    labels_are_right(report, rows)


@pytest.mark.parametrize("scheme", [None, "bps"])
def test_bps_codes_that_look_like_kemendagri_codes_reach_the_right_places(tmp_path, rows, scheme):
    path = written(tmp_path / "batas.geojson", relabelled(rows, lambda region: region.bps_code))
    report = accepted(path, scheme=scheme)
    assert report.scheme == "bps"
    labels_are_right(report, rows)


def test_bps_codes_written_with_a_dot_are_still_recognised(tmp_path, rows):
    dotted = relabelled(rows, lambda region: f"{region.bps_code[:2]}.{region.bps_code[2:]}")
    labels_are_right(accepted(written(tmp_path / "batas.geojson", dotted)), rows)


def test_a_wrong_scheme_is_refused_even_if_the_user_names_it(tmp_path, rows):
    bps = relabelled(rows, lambda region: region.bps_code)
    with pytest.raises(BoundaryRejected, match="bukan"):
        accepted(written(tmp_path / "batas.geojson", bps), scheme="kemendagri")


@pytest.mark.parametrize(
    "damage",
    [lambda code: float(code), lambda code: float(code.replace(".", "")), lambda code: int(code.replace(".", ""))],
    ids=["64.1 for 64.10", "6402.0", "6402"],
)
def test_codes_damaged_by_a_spreadsheet_are_read_rightly(tmp_path, outlines, damage):
    rows = [
        ({"code": TREE.codes[i], "name": TREE.regions[i].name}, outlines[i]) for i in TREE.at_level(KABUPATEN, "71")
    ]
    damaged = relabelled(rows, lambda region: damage(region.code))
    labels_are_right(accepted(written(tmp_path / "batas.geojson", damaged)), rows)


def test_old_codes_are_carried_on_and_reported(tmp_path, outlines):
    merauke = TREE.index("93.01")
    path = written(tmp_path / "batas.geojson", [({"code": "91.01", "name": "KAB. MERAUKE"}, outlines[merauke])])
    report = read_official(path, TREE, KABUPATEN, allow_missing=True)
    assert list(report.outlines) == ["93.01"]
    assert report.counts["old_code"] == 1


def test_swapped_codes_are_refused(tmp_path, rows):
    (one, first), (other, second), *rest = rows
    path = written(tmp_path / "batas.geojson", [({**other, "name": ""}, first), ({**one, "name": ""}, second), *rest])
    with pytest.raises(BoundaryRejected, match="--scheme"):
        accepted(path)
    with pytest.raises(BoundaryRejected, match="bukan di tempatnya"):
        accepted(path, scheme="kemendagri")


def test_one_code_for_two_names_is_refused(tmp_path, rows):
    (first, outline), second, *rest = rows
    path = written(
        tmp_path / "batas.geojson", [(first, outline), ({**second[0], "code": first["code"]}, second[1]), *rest]
    )
    with pytest.raises(BoundaryRejected, match=r"64\.01"):
        accepted(path)


def test_islands_in_rows_of_their_own_are_joined(tmp_path, rows):
    apart = [(properties, part) for properties, outline in rows for part in shapely.get_parts(outline)]
    assert len(apart) > len(rows)
    labels_are_right(accepted(written(tmp_path / "batas.geojson", apart)), rows)


def test_names_and_places_identify_rows_without_codes(tmp_path, rows):
    path = written(tmp_path / "batas.geojson", [({"WADMKK": p["name"]}, outline) for p, outline in rows])
    report = accepted(path)
    assert report.scheme is None
    labels_are_right(report, rows)


def test_names_that_do_not_fit_their_places_are_not_enough(tmp_path, rows):
    shifted = [({"name": rows[i - 1][0]["name"]}, outline) for i, (_, outline) in enumerate(rows)]
    with pytest.raises(BoundaryRejected, match="--code-column"):
        accepted(written(tmp_path / "batas.geojson", shifted))


def test_rows_without_code_and_name_are_refused(tmp_path, rows):
    with pytest.raises(BoundaryRejected, match="--code-column"):
        accepted(written(tmp_path / "batas.geojson", [({}, outline) for _, outline in rows]))


def test_several_columns_that_could_hold_the_code_are_asked_about(tmp_path, rows):
    double = [({**p, "kode": TREE[p["code"]].bps_code}, outline) for p, outline in rows]
    path = written(tmp_path / "batas.geojson", double)
    with pytest.raises(BoundaryRejected, match="--code-column"):
        accepted(path)
    labels_are_right(accepted(path, code="kode"), rows)


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path, rows):
    with pytest.raises(BoundaryRejected, match="kolom KODE tidak ada; yang ada: code, name"):
        accepted(written(tmp_path / "batas.geojson", rows), code="KODE")


def test_a_missing_kabupaten_is_refused_unless_allowed(tmp_path, rows):
    path = written(tmp_path / "batas.geojson", rows[1:])
    with pytest.raises(BoundaryRejected, match=r"64\.01 Kabupaten Paser"):
        accepted(path)
    report = read_official(path, TREE, KABUPATEN, allow_missing=True)
    assert report.missing == ("64.01",)
    assert report.counts["missing"] == 1


def test_unknown_codes_are_reported_and_left_out(tmp_path, rows):
    lake = ({"code": "64.99", "name": "Danau"}, shapely.box(117.0, 1.0, 117.1, 1.1))
    report = accepted(written(tmp_path / "batas.geojson", [*rows, lake]))
    assert report.counts == {"unknown_code": 1}
    labels_are_right(report, rows)


def test_the_wrong_level_is_refused(tmp_path, rows):
    with pytest.raises(BoundaryRejected):
        read_official(written(tmp_path / "batas.geojson", rows), TREE, KECAMATAN)


def test_a_file_in_utm_lands_where_the_same_file_in_degrees_lands(tmp_path, rows):
    project = Transformer.from_crs(4326, BORNEO_UTM, always_xy=True).transform
    metres = [(p, shapely.transform(outline, project, interleaved=False)) for p, outline in rows]
    crs = {"type": "name", "properties": {"name": BORNEO_UTM}}
    labels_are_right(accepted(written(tmp_path / "batas.geojson", metres, crs=crs)), rows)
    with pytest.raises(BoundaryRejected, match="EPSG:4326"):
        accepted(written(tmp_path / "tanpa_crs.geojson", metres))


def test_swapped_longitude_and_latitude_are_named(tmp_path, rows):
    swapped = [(p, shapely.transform(outline, lambda xy: xy[:, ::-1])) for p, outline in rows]
    with pytest.raises(BoundaryRejected, match="tertukar"):
        accepted(written(tmp_path / "batas.geojson", swapped))


def test_heights_are_dropped(tmp_path, rows):
    high = [(p, shapely.force_3d(outline, 12.0)) for p, outline in rows]
    report = accepted(written(tmp_path / "batas.geojson", high))
    assert not any(shapely.has_z(outline) for outline in report.outlines.values())
    labels_are_right(report, rows)


def test_invalid_rings_are_mended_and_reported(tmp_path, rows):
    (first, outline), *rest = rows
    west, south, east, north = outline.bounds
    x, y = (west + east) / 2, (south + north) / 2
    bow_tie = shapely.Polygon([(x, y), (x + 0.01, y + 0.01), (x + 0.01, y), (x, y + 0.01)])
    broken = shapely.MultiPolygon([*outline.geoms, bow_tie])
    report = accepted(written(tmp_path / "batas.geojson", [(first, broken), *rest]))
    assert report.counts["ring_mended"] == 1
    assert all(shapely.is_valid(mended) for mended in report.outlines.values())


def test_overlaps_and_gaps_are_reported_and_overlaps_are_settled(tmp_path, rows):
    borders = dict(zip([p["code"] for p, _ in rows], [o for _, o in rows], strict=True))
    gap = TREE["64.02"].lon, TREE["64.02"].lat - 0.05
    changed = {
        "64.02": borders["64.02"].difference(shapely.Point(gap).buffer(0.02)),
        "64.71": borders["64.71"].buffer(0.01),
    }
    path = written(tmp_path / "batas.geojson", [(p, changed.get(p["code"], outline)) for p, outline in rows])
    report = accepted(path)
    assert report.counts["gap"] == 1
    assert report.counts["overlap"] >= 1
    assert shapely.coverage_is_valid(np.array(list(report.outlines.values())))


def test_regions_on_top_of_each_other_are_refused(tmp_path, rows):
    widened = [(p, outline.buffer(0.3) if p["code"] == "64.71" else outline) for p, outline in rows]
    with pytest.raises(BoundaryRejected, match="saling menutupi"):
        accepted(written(tmp_path / "batas.geojson", widened))


@pytest.mark.parametrize("name", ["batas.gpkg", "batas.parquet", "batas.shp"])
def test_other_formats_give_the_same_answer(tmp_path, rows, name):
    geopandas = pytest.importorskip("geopandas")
    frame = geopandas.GeoDataFrame([p for p, _ in rows], geometry=[o for _, o in rows], crs=4326).to_crs(BORNEO_UTM)
    path = tmp_path / name
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        pyogrio.write_dataframe(frame, path)
    labels_are_right(accepted(path), rows)
    if path.suffix == ".shp":
        labels_are_right(accepted(zipped(tmp_path, tmp_path.glob("batas.*"))), rows)


def zipped(folder, files):
    path = folder / "batas.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(files):
            archive.write(file, f"../{file.name}")  # a name that would leave the folder
    return path


@pytest.mark.parametrize(
    "name", ["kosong.geojson", "kosong.geojson.gz", "kosong.gpkg", "kosong.zip", "kosong.parquet", "a.xlsx"]
)
def test_a_file_that_is_none_is_refused_in_one_sentence(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"bukan peta")
    with pytest.raises(BoundaryRejected, match=name):
        accepted(path)


def test_a_file_that_names_other_files_to_read_is_refused(tmp_path):
    pipeline = {"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /etc/passwd"}
    path = tmp_path / "batas.geojson"
    path.write_text(json.dumps(pipeline))
    with pytest.raises(BoundaryRejected, match="FeatureCollection"):
        accepted(path)


@pytest.mark.parametrize("suffix", [".geojson.gz", ".zip"])
def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch, suffix):
    monkeypatch.setattr(boundary_file, "MAX_BYTES", 100_000)
    path = tmp_path / f"bom{suffix}"
    if suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("batas.geojson", b" " * 200_000)
    else:
        path.write_bytes(gzip.compress(b" " * 200_000))
    with pytest.raises(BoundaryRejected, match="melebihi"):
        accepted(path)


def test_after_a_replacement_the_country_is_one_coverage_again(outlines):
    kecamatan = outlines[TREE.at_level(KECAMATAN)]
    official = {
        TREE.codes[i]: outlines[i].buffer(0.004).difference(shapely.Point(118.0, 1.0).buffer(0.01))
        for i in TREE.at_level(KABUPATEN, "65")[:1]
    }
    result = replaced(TREE, kecamatan, np.ones(len(kecamatan), dtype=bool), official, load_village_points())
    assert shapely.coverage_is_valid(result)
    assert shapely.is_valid(result).all()
    assert not shapely.is_empty(result).any()
    code, outline = next(iter(official.items()))
    inside = with_upper_levels(TREE, result)[TREE.index(code)]
    assert shapely.symmetric_difference(inside, outline).area < 0.001 * outline.area


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["kecamatan/kecamatan_64.geojson.gz", "full/kecamatan_64_full.geojson.gz"])
def test_real_boundaries_of_a_province_are_accepted_and_put_in_place(shared_data, outlines, name):
    report = read_official(shared_data / "boundaries" / name, TREE, KECAMATAN)
    assert (report.scheme, len(report.outlines), report.missing) == ("kemendagri", 105, ())
    kecamatan = outlines[TREE.at_level(KECAMATAN)]
    result = replaced(TREE, kecamatan, np.ones(len(kecamatan), dtype=bool), report.outlines, load_village_points())
    assert shapely.coverage_is_valid(result)
    put = dict(zip([TREE.codes[i] for i in TREE.at_level(KECAMATAN)], result, strict=True))
    for code, outline in report.outlines.items():
        assert shapely.symmetric_difference(put[code], outline).area < 0.001 * outline.area, code


@pytest.mark.shared_data
def test_real_kecamatan_under_bps_codes_reach_the_right_places(shared_data, tmp_path):
    real = read_official(shared_data / "boundaries" / "kecamatan" / "kecamatan_64.geojson.gz", TREE, KECAMATAN)
    known = {code: outline for code, outline in real.outlines.items() if TREE[code].bps_code}
    rows = [({"code": int(TREE[code].bps_code), "name": TREE[code].name}, outline) for code, outline in known.items()]
    report = read_official(written(tmp_path / "bps.geojson", rows), TREE, KECAMATAN, allow_missing=True)
    assert report.scheme == "bps"
    assert set(report.outlines) == set(known)
    assert all(shapely.equals(report.outlines[code], outline) for code, outline in known.items())
