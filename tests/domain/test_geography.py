"""Points and distances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geography import EARTH_RADIUS_M, Place, Point, distance_m

CONAKRY, LABE = Point(9.5092, -13.7122), Point(11.3182, -12.2833)
POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
HALF_ROUND = EARTH_RADIUS_M * 3.1415926536


def test_the_distance_is_in_metres():
    assert distance_m(CONAKRY, LABE) == pytest.approx(255_000, rel=0.01)
    assert distance_m(Point(0, 0), Point(0, 1)) == pytest.approx(111_195, abs=1)


def test_the_shorter_way_is_taken_over_the_date_line():
    assert distance_m(Point(0, 179.5), Point(0, -179.5)) == pytest.approx(111_195, abs=1)


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_at_most_half_round_the_globe(a, b):
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert 0 <= distance_m(a, b) <= HALF_ROUND


@given(POINTS)
def test_a_point_is_no_distance_from_itself(point):
    assert distance_m(point, point) == 0


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(90.1, 0), (-91, 0), (0, 180.5), (0, -181), (float("nan"), 0), (0, float("inf"))],
)
def test_what_is_not_on_the_globe_is_refused(latitude, longitude):
    with pytest.raises(ValueError, match="degrees"):
        Point(latitude, longitude)


def test_a_place_may_be_known_without_a_point():
    assert Place("Guinea", "GN").point is None
    assert Place("Conakry", "GN", CONAKRY).point == CONAKRY
