"""The tree finds the same as measuring every distance, everywhere on the globe."""

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.geography import Point, distance_m
from domain.nearest import CROWD, spot, tree_of

# Anywhere, crowds of a town, and what degrees get wrong: poles, date line, edges.
ANYWHERE = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
IN_TOWN = st.builds(Point, st.floats(9.4, 9.6), st.floats(-13.8, -13.5))
AT_A_POLE = st.builds(Point, st.sampled_from([90, 89.9, 89.2, -90, -89.7]), st.floats(-180, 180))
DATE_LINE = st.builds(
    Point, st.floats(-20, 70), st.sampled_from([180, -180, 179.9, -179.9, 179.4, -178.7])
)
ON_AN_EDGE = st.builds(Point, st.integers(-90, 90), st.integers(-180, 180))
POINTS = st.one_of(ANYWHERE, IN_TOWN, AT_A_POLE, DATE_LINE, ON_AN_EDGE)


def keyed(points, first=0):
    return {f"{number:04}": point for number, point in enumerate(points, first)}


def spots(placed):
    return [spot(key, "", point) for key, point in placed.items()]


def assert_as_measured(tree, here, points):
    """The k-th found is as far as the k-th of all distances; a millimetre is rounding."""
    found = list(tree.nearest(here))
    measured = sorted(distance_m(here, point) for point in points.values())
    assert sorted(each.key for each in found) == sorted(points)
    for near, metres in zip(found, measured, strict=True):
        assert near.metres == pytest.approx(metres, rel=1e-7, abs=0.1)
        assert near.metres == pytest.approx(distance_m(here, points[near.key]), rel=1e-7, abs=1e-3)


@settings(deadline=None)
@given(st.lists(POINTS, max_size=80), POINTS)
def test_everything_is_found_nearest_first(points, here):
    assert_as_measured(tree_of(spots(keyed(points))), here, keyed(points))


@settings(max_examples=15, deadline=None)
@given(st.lists(IN_TOWN, min_size=5 * CROWD, max_size=8 * CROWD), POINTS)
def test_a_crowd_in_one_place_is_found_nearest_first(points, here):
    assert_as_measured(tree_of(spots(keyed(points))), here, keyed(points))


@settings(deadline=None)
@given(
    st.lists(POINTS, min_size=1, max_size=60),
    st.lists(POINTS, max_size=20),
    st.integers(0, 60),
    POINTS,
)
def test_a_changed_tree_is_as_one_made_anew(points, more, left_out, here):
    before, come = keyed(points), keyed(more, first=len(points))
    gone = dict(list(before.items())[:left_out])
    old = tree_of(spots(before))
    new = old.changed(spots(gone), spots(come))
    assert_as_measured(new, here, {k: p for k, p in (before | come).items() if k not in gone})
    assert_as_measured(old, here, before)


def test_what_moves_keeps_its_key():
    here, there = Point(9.5, -13.7), Point(34, -6.8)
    tree = tree_of([spot("a", "", here)]).changed([spot("a", "", here)], [spot("a", "", there)])
    [found] = tree.nearest(there)
    assert found.metres == 0


def test_at_the_same_point_names_decide_then_keys():
    here = Point(9.5, -13.7)
    named = [("3", "Beta"), ("2", "Alpha"), ("1", "Beta"), *((f"9{i}", "Zeta") for i in range(99))]
    tree = tree_of(spot(key, name, here) for key, name in named)
    assert [each.key for each in islice(tree.nearest(here), 3)] == ["2", "1", "3"]


def test_an_empty_tree_has_nothing_near():
    assert list(tree_of([]).nearest(Point(0, 0))) == []
