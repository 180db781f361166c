"""Opening days: the next such day at the place, and when it is open then."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.closures import Closure
from domain.hours import PlaceHours
from domain.opening_days import day_of, open_between
from domain.questions import NEEDED_SIGHT, OpenOn, Topic

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOURS, ZONE, SUNDAY = "Mo-Th 09:00-12:00,14:00-16:00; Su 10:00-13:00", "Africa/Casablanca", 29


@pytest.mark.parametrize(
    ("asked", "day"),
    [(OpenOn.TUESDAY, 24), (OpenOn.MONDAY, 30), (OpenOn.SUNDAY, 29), (OpenOn.TOMORROW, 25)],
)
def test_the_next_such_day_today_included(asked, day):
    assert day_of(asked, ZONE, TUESDAY) == date(2026, 11, day)


def test_it_is_the_day_at_the_place():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert day_of(OpenOn.TODAY, "Asia/Phnom_Penh", late) == date(2026, 11, 25)


def test_several_intervals_of_a_day_are_told():
    found = open_between(PlaceHours(HOURS, ZONE), date(2026, 11, 24))
    assert [(a.hour, b.hour) for a, b in found or ()] == [(9, 12), (14, 16)]


def test_closed_and_unknown_differ():
    assert open_between(PlaceHours(HOURS, ZONE), date(2026, 11, 28)) == ()
    assert open_between(PlaceHours(None, ZONE), date(2026, 11, 28)) is None


def test_a_closure_takes_its_time_out():
    shut = Closure(datetime(2026, 11, 24, 14, tzinfo=UTC), datetime(2026, 11, 24, 15, tzinfo=UTC))
    found = open_between(PlaceHours(HOURS, ZONE, closures=(shut,)), date(2026, 11, 24))
    assert [(a.hour, b.hour) for a, b in found or ()] == [(9, 12), (14, 15)]
    for_good = Closure(TUESDAY - timedelta(days=1))
    assert open_between(PlaceHours(HOURS, ZONE, closures=(for_good,)), date(2026, 11, 24)) == ()


def test_every_topic_says_who_may_know_it():
    """Rights of look-up: the table is total."""
    assert set(NEEDED_SIGHT) == set(Topic)
