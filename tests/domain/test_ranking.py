"""What is comparably far, and what counts as checked lately."""

from datetime import date, timedelta

import pytest

from domain.centres import Centre
from domain.freshness import STALE_AFTER, checked_on, is_stale
from domain.organisations import CentreId
from domain.ranking import band
from domain.services import Service, ServiceId, ServiceType

TODAY = date(2026, 11, 24)


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


def entry(centre: date | None = None, service: date | None = None) -> tuple[Centre, Service]:
    place = Centre(CentreId("a"), "A place", "GN", "Town", "UTC", verified_on=centre)
    kind = ServiceType.FOOD
    return place, Service(ServiceId("1"), place.id, kind, "Meals", verified_on=service)


@pytest.mark.parametrize(
    ("days", "stale"), [(0, False), (STALE_AFTER.days, False), (STALE_AFTER.days + 1, True)]
)
def test_an_entry_is_stale_after_a_time(days, stale):
    assert is_stale(*entry(TODAY - timedelta(days)), TODAY) is stale


def test_a_service_that_was_checked_itself_counts_by_that():
    old, new = TODAY - timedelta(400), TODAY
    assert checked_on(*entry(old, new)) == new
    assert is_stale(*entry(new, old), TODAY)


def test_what_nobody_ever_checked_counts_as_stale():
    assert checked_on(*entry()) is None
    assert is_stale(*entry(), TODAY)
