"""Where a row counts: codes, names and points, each proven or asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_ground import TENGGARONG, TREE, distance, only, row, rules_of

from poa_geo.domain.record import LEVEL_OF_PRECISION
from poa_geo.domain.region import level_of
from poa_geo.importers.placing import NEAR_KM, cut

KUTAI_BARAT, KUTAI_KARTANEGARA = "64.07", "64.02"
AT_TENGGARONG = {"bujur": f"{TENGGARONG.lon}", "lintang": f"{TENGGARONG.lat}"}


@pytest.mark.parametrize(
    ("cells", "region", "precision"),
    [
        ({"kode_wilayah": "64.02.06"}, "64.02.06", 3),
        ({"kode_wilayah": "64.02.06.2001"}, "64.02.06", 1),
        ({"kode_wilayah": "64.02"}, "64.02", 4),
        ({"kode_wilayah": "64"}, "64", 5),
        ({"kode_bps": "6402"}, KUTAI_BARAT, 4),
        ({"kabupaten_kota": "Kab. Kutai Kartanegara", "kecamatan": "TENGGARONG"}, "64.02.06", 3),
        ({"kode_wilayah": "64.02", "kecamatan": "Tenggarong"}, "64.02.06", 3),
        ({"kabupaten_kota": "Kota Bogor"}, "32.71", 4),
        ({"provinsi": "D.I. Yogyakarta"}, "34", 5),
        (AT_TENGGARONG, "64.02.06", 1),
        (AT_TENGGARONG | {"kode_wilayah": "64.02"}, "64.02.06", 1),
        (AT_TENGGARONG | {"ketelitian_lokasi": "2"}, "64.02", 2),
        (AT_TENGGARONG | {"ketelitian_lokasi": "5"}, "64", 5),
        (AT_TENGGARONG | {"ketelitian_lokasi": "6"}, None, 6),
        ({}, None, 6),
    ],
)
def test_a_row_counts_for_the_region_it_states_as_finely_as_it_states_it(
    cells: dict[str, str], region: str | None, precision: int
) -> None:
    draft = only(row(**cells))
    assert (draft.values["region_code"], draft.values["geo_precision"]) == (region, precision)
    assert draft.own_verdict() == "accepted"


@pytest.mark.parametrize("code", ["64.02", "6402"])
def test_a_bps_code_in_the_kemendagri_column_is_proven_by_its_name(code: str) -> None:
    draft = only(row(kode_wilayah=code, kabupaten_kota="Kutai Barat"))
    assert draft.values["region_code"] == KUTAI_BARAT
    assert rules_of(draft) == ["bps_code"]
    assert draft.own_verdict() == "fixed"


def test_a_code_without_dots_that_both_schemes_know_is_asked_about_with_both_readings() -> None:
    draft = only(row(kode_wilayah="6402"))
    assert draft.own_verdict() == "refused"
    assert "Kutai Kartanegara" in str(draft.problems[0])
    assert "Kutai Barat" in str(draft.problems[0])


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"kode_wilayah": "64.02", "kabupaten_kota": "Berau"}, "name_disagrees"),
        ({"kode_wilayah": "6402060"}, "bps_code"),
        ({"kode_wilayah": "74.1"}, "lost_zero"),
        ({"kode_wilayah": "99.01"}, "unknown_region"),
        ({"kode_wilayah": "Kaltim"}, "unknown_region"),
        ({"kode_bps": "9999"}, "unknown_bps"),
        ({"kode_wilayah": "64.02", "kode_bps": "6402"}, "codes_disagree"),
        ({"kabupaten_kota": "Bogor"}, "many_names"),
        ({"kabupaten_kota": "Kutai Kartanegara", "kecamatan": "Tengarong"}, "unknown_name"),
        ({"bujur": "116,9"}, "half_point"),
        ({"bujur": "10", "lintang": "50"}, "outside"),
        (AT_TENGGARONG | {"kode_wilayah": "64.71"}, "point_disagrees"),
    ],
)
def test_a_place_that_is_not_proven_refuses_the_row(cells: dict[str, str], rule: str) -> None:
    draft = only(row(**cells))
    assert rules_of(draft) == [rule]
    assert draft.own_verdict() == "refused"


def test_a_misspelt_name_is_never_guessed_but_the_likely_one_is_named() -> None:
    draft = only(row(kabupaten_kota="Kutai Kartanegara", kecamatan="Tengarong"))
    assert "Tenggarong" in str(draft.problems[0])


def test_an_old_code_is_carried_on() -> None:
    draft = only(row(kode_wilayah="91.01"))
    assert draft.values["region_code"] == "93.01"
    assert rules_of(draft) == ["old_code"]


def test_swapped_coordinates_are_turned_round_where_only_that_lies_in_indonesia() -> None:
    draft = only(row(bujur=f"{TENGGARONG.lat}", lintang=f"{TENGGARONG.lon}"))
    assert (draft.values["lon"], draft.values["region_code"]) == (TENGGARONG.lon, TENGGARONG.code)
    assert rules_of(draft) == ["swapped"]


def test_a_point_in_no_region_is_kept_as_unplaced() -> None:
    draft = only(row(bujur="100,0", lintang="-9,0"))
    assert (draft.values["region_code"], draft.values["lon"]) == (None, 100.0)
    assert draft.own_verdict() == "accepted"


def test_a_stated_region_wins_over_a_point_just_outside_it() -> None:
    stated, other = TREE["34.71.11"], TREE["34.71.12"]  # Pakualaman and Mergangsan: their points lie 2 km apart
    assert 0.5 < distance(stated.code, other.lon, other.lat) < NEAR_KM
    draft = only(row(kode_wilayah=stated.code, bujur=str(other.lon), lintang=str(other.lat)))
    assert (draft.values["region_code"], draft.values["placed_by"]) == (stated.code, "kode")
    assert draft.own_verdict() == "accepted"


@given(st.sampled_from(TREE.codes), st.integers(1, 6))
def test_no_precision_lets_a_row_count_finer_than_it_is_known(code: str, precision: int) -> None:
    region = cut(code, precision)
    assert level_of(region or "") <= LEVEL_OF_PRECISION[precision]
    assert region is None or code == region or code.startswith(region + ".")


@given(st.sampled_from(TREE.regions))
def test_every_region_is_found_by_its_code_and_by_its_full_path_of_names(region: object) -> None:
    path = TREE.path(region.code)  # type: ignore[attr-defined]
    names = dict(zip(("provinsi", "kabupaten_kota", "kecamatan"), (part.name for part in path), strict=False))
    by_code = only(row(kode_wilayah=path[-1].code, **names))
    assert by_code.values["region_code"] == path[-1].code
    by_name = only(row(**names))
    assert by_name.values["region_code"] == path[-1].code or rules_of(by_name) == ["many_names"]
