"""Which region holds a point."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from poa_geo.regions.locate import GridIndex

SIDE = 4
SQUARES = [shapely.box(x, y, x + 1, y + 1) for y in range(SIDE) for x in range(SIDE)]
ISLAND = shapely.Point(9.0, 2.0).buffer(0.7)
HOLED = shapely.difference(shapely.box(12, 0, 16, 4), shapely.Point(14, 2).buffer(1))
POLYGONS = [*SQUARES, ISLAND, HOLED, shapely.MultiPolygon([shapely.box(20, 0, 21, 1), shapely.box(22, 0, 23, 1)])]
coordinate = st.one_of(
    st.floats(-1, 25), st.sampled_from([k / 4 for k in range(-4, 100)]), st.sampled_from([float("nan")])
)


@pytest.fixture(scope="module")
def index():
    return GridIndex(POLYGONS, cell=0.3)


def by_hand(x, y):
    holders = [i for i, polygon in enumerate(POLYGONS) if shapely.intersects_xy(polygon, x, y)]
    return holders[0] if holders else -1


@settings(max_examples=60, deadline=None)
@given(points=st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=40))
def test_the_index_answers_as_a_test_against_every_polygon_would(points):
    lon, lat = np.array(points).T
    found = GridIndex(POLYGONS, cell=0.3).locate(lon, lat)
    assert found.tolist() == [by_hand(x, y) for x, y in points]


@given(cell=st.floats(0.05, 3))
@settings(max_examples=20, deadline=None)
def test_the_width_of_a_cell_changes_no_answer(cell):
    lon, lat = np.meshgrid(np.linspace(-1, 24, 26), np.linspace(-1, 5, 13))
    found = GridIndex(POLYGONS, cell=cell).locate(lon.ravel(), lat.ravel())
    assert found.tolist() == [by_hand(x, y) for x, y in zip(lon.ravel(), lat.ravel(), strict=True)]


def test_a_point_on_a_border_belongs_to_the_first_region_in_code_order(index):
    assert index.locate([1.0, 2.0], [0.5, 2.0]).tolist() == [0, 5]


def test_a_coordinate_that_is_no_number_lies_nowhere(index):
    assert index.locate([np.nan, 0.5, np.inf], [0.5, np.nan, 0.5]).tolist() == [-1, -1, -1]


def test_a_point_in_no_region_gets_the_nearest_as_a_suggestion_with_its_distance(index):
    suggestion = index.nearest([-0.1, 100.0, np.nan], [0.5, 0.0, 0.0], max_km=50)
    assert suggestion.position.tolist() == [0, -1, -1]
    assert suggestion.distance_km[0] == pytest.approx(11.12, rel=0.01)
    assert np.isnan(suggestion.distance_km[1:]).all()
