"""The region list, village points and codes of other lists."""

import numpy as np
import pytest
import shapely

from poa_geo import reference
from poa_geo.domain.region import KABUPATEN, KECAMATAN, PROVINSI
from poa_geo.regions.crosswalk import detect_scheme, from_bps, is_same_name, kemendagri_code
from poa_geo.regions.reference import load_regions, load_village_points, old_codes


@pytest.mark.parametrize(("level", "count"), [(PROVINSI, 38), (KABUPATEN, 514), (KECAMATAN, 7285)])
def test_the_list_holds_every_region_of_a_level(level, count):
    assert len(load_regions().at_level(level)) == count


def test_every_village_lies_in_a_kecamatan_of_the_list():
    tree, villages = load_regions(), load_village_points()
    assert len(villages) == 83_246
    assert all(code[:8] in tree for code in villages.codes)


def test_every_kabupaten_has_a_bps_code_and_none_is_used_twice():
    regions = load_regions().regions
    assert all(region.bps_code for region in regions if region.level == KABUPATEN)
    used = [region.bps_code for region in regions if region.bps_code]
    assert len(used) == len(set(used))


def test_old_codes_lead_to_codes_in_force():
    tree = load_regions()
    assert old_codes()["91.01"] == "93.01"
    assert all(new in tree and old not in tree for old, new in old_codes().items())


@pytest.mark.parametrize(
    ("value", "level", "code"),
    [
        ("64.02", 2, "64.02"), ("6402", 2, "64.02"), (6402, 2, "64.02"), (6402.0, 2, "64.02"), ("6402.0", 2, "64.02"),
        ("64.1", 2, "64.10"), (64.1, 2, "64.10"), (64.01, 2, "64.01"), (64.0, 1, "64"), ("64", 1, "64"),
        (640205, 3, "64.02.05"), (640205.0, 3, "64.02.05"), (" 64.02.05 ", 3, "64.02.05"), ("91.01", 2, "93.01"),
        ("64.02", 3, None), ("64.02.5", 3, None), ("6402050", 3, None), (None, 2, None), (float("nan"), 2, None),
        (True, 1, None), ("Kutai", 2, None),
    ],
)  # fmt: skip
def test_codes_are_read_in_whatever_form_a_spreadsheet_left_them(value, level, code):
    assert kemendagri_code(value, level) == code


def test_bps_digits_mean_another_place_than_the_same_kemendagri_digits():
    assert from_bps("6402", 2) == "64.07"  # Kutai Barat
    assert kemendagri_code("6402", 2) == "64.02"  # Kutai Kartanegara


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("KAB. BERAU", "Kabupaten Berau", True), ("BOGOR", "Kota Bogor", True), ("Kota Bogor", "Kab. Bogor", False),
        ("Johan Pahwalan", "Johan Pahlawan", True), ("KEP. SERIBU", "Kabupaten Adm. Kepulauan Seribu", True),
        ("DKI Jakarta", "Daerah Khusus Ibukota Jakarta", True), ("Kutai Barat", "Kutai Timur", False),
        ("PP. Batu", "Pulau Pulau Batu", True),
    ],
)  # fmt: skip
def test_names_are_compared_as_a_reader_would(one, other, same):
    assert is_same_name(one, other) is same


@pytest.fixture
def kaltim():
    tree = load_regions()
    return [tree.regions[i] for i in tree.at_level(KABUPATEN, "64")]


def test_names_prove_bps_codes(kaltim):
    bps = [int(region.bps_code) for region in kaltim]
    proof = detect_scheme(bps, [region.name for region in kaltim], None, load_regions(), KABUPATEN)
    assert proof.scheme == "bps"


def test_names_prove_kemendagri_codes_even_without_dots(kaltim):
    codes = [region.code.replace(".", "") for region in kaltim]
    proof = detect_scheme(codes, [region.name for region in kaltim], None, load_regions(), KABUPATEN)
    assert proof.scheme == "kemendagri"


def test_places_prove_a_scheme_without_names(kaltim):
    places = np.array([shapely.Point(region.lon, region.lat) for region in kaltim])
    proof = detect_scheme([region.bps_code for region in kaltim], None, places, load_regions(), KABUPATEN)
    assert proof.scheme == "bps"


def test_codes_alone_prove_nothing(kaltim):
    codes = [region.code for region in kaltim]
    assert detect_scheme(codes, None, None, load_regions(), KABUPATEN).scheme is None


def test_names_that_belong_to_both_readings_prove_nothing(kaltim):
    differing = [region for region in kaltim if region.bps_code != region.code.replace(".", "")]
    codes = [r.bps_code if i % 2 else r.code.replace(".", "") for i, r in enumerate(differing)]
    proof = detect_scheme(codes, [region.name for region in differing], None, load_regions(), KABUPATEN)
    assert proof.scheme is None


def test_names_on_the_map_stand_for_known_regions():
    assert all(row["code"] in load_regions() for row in reference.table("map_labels"))
