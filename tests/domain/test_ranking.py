"""What is comparably far."""

import pytest

from domain.ranking import band


@pytest.mark.parametrize(
    ("near", "far", "same"),
    [
        (0, 1_000, True),
        (1_000, 1_001, False),
        (1_001, 1_249, True),
        (1_249, 1_251, False),
        (100_000, 150_000, False),
        (None, None, True),
        (20_000_000, None, False),
    ],
)
def test_the_first_kilometre_then_a_quarter_farther_each(near, far, same):
    assert (band(near) == band(far)) is same


def test_bands_follow_the_distance():
    bands = [band(metres) for metres in range(0, 20_100_000, 997)]
    assert bands == sorted(bands)
    assert bands[-1] < band(None)
