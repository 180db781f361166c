"""Hours of one day and closures, over the usual hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.centres import SpecialDay
from domain.closures import Closure
from domain.hours import Opening, opening_at
from domain.special_days import NEAR, without
from tests.domain.builders import centre, service

TODAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
USUAL = centre(hours="Mo-Su 08:00-17:00")
FOOD = service(hours="Mo-Su 12:00-20:00")


def special(hours, day=TODAY, usual=USUAL):
    return replace(usual, special_days=(SpecialDay(day, hours),))


def at(hour, day=TODAY):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "hour", "opening", "until"),
    [
        ("10:00-14:00", 9, Opening.CLOSED, at(10)),
        ("10:00-14:00", 11, Opening.OPEN, at(14)),
        ("10:00-14:00", 15, Opening.CLOSED, at(8, TODAY + timedelta(days=1))),
        ("off", 11, Opening.CLOSED, at(8, TODAY + timedelta(days=1))),
    ],
)
def test_the_hours_of_a_special_day_hold_instead_of_the_usual_ones(hours, hour, opening, until):
    state = opening_at(special(hours), None, at(hour))

    assert (state.opening, state.until) == (opening, until)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_another_day_is_as_usual(day):
    state = opening_at(special("off", day), None, at(9))

    assert (state.opening, state.until) == (Opening.OPEN, at(17))


def test_a_day_is_one_of_the_centres_own_zone():
    there = special("off", usual=replace(USUAL, zone="Asia/Phnom_Penh"))

    assert opening_at(there, None, datetime(2026, 11, 23, 18, tzinfo=UTC)).opening is Opening.CLOSED
    assert opening_at(there, None, datetime(2026, 11, 25, 2, tzinfo=UTC)).opening is Opening.OPEN


def test_a_service_with_hours_of_its_own_is_open_only_while_the_centre_is():
    there = special("10:00-14:00")

    assert opening_at(there, FOOD, at(11)).until == at(12)
    assert opening_at(there, FOOD, at(13)).until == at(14)
    assert opening_at(there, FOOD, at(16)).opening is Opening.CLOSED
    assert opening_at(USUAL, FOOD, at(16)).opening is Opening.OPEN


def test_without_usual_hours_only_the_special_day_itself_is_known():
    there = special("10:00-14:00", usual=centre())

    assert opening_at(there, None, at(11)).opening is Opening.OPEN
    assert opening_at(there, None, at(11, TODAY + timedelta(days=1))).opening is Opening.UNKNOWN


def test_a_closure_stands_over_all_hours():
    shut = replace(USUAL, closures=(Closure(NINE, NINE + timedelta(hours=2)),))

    assert opening_at(shut, FOOD, NINE).opening is Opening.CLOSED
    assert opening_at(shut, None, NINE).until == NINE + timedelta(hours=2)
    assert opening_at(shut, None, NINE + timedelta(hours=2)).opening is Opening.OPEN


def test_of_two_closures_the_longer_one_is_told():
    short, long = Closure(NINE, NINE + timedelta(hours=1)), Closure(NINE, NINE + timedelta(days=2))
    endless = Closure(NINE)

    assert opening_at(replace(USUAL, closures=(long, short)), None, NINE).until == long.end
    assert opening_at(replace(USUAL, closures=(endless, long)), None, NINE).until is None


def test_a_closure_of_one_service_leaves_the_centre_open():
    shut = replace(FOOD, closures=(Closure(NINE),))

    assert opening_at(USUAL, shut, at(13)).opening is Opening.CLOSED
    assert opening_at(USUAL, None, at(13)).opening is Opening.OPEN


def test_days_long_past_are_dropped_with_the_day_that_is_set_anew():
    days = [SpecialDay(TODAY - timedelta(days=n), "off") for n in (0, 1, 2)]

    assert without(days, TODAY) == (days[1],)


def test_the_night_of_a_special_day_ends_on_the_day_after():
    there = special("18:00-02:00")

    assert opening_at(there, None, at(19)).until == at(2, TODAY + timedelta(days=1))
    assert opening_at(there, None, at(1, TODAY + timedelta(days=1))).opening is Opening.OPEN


def test_days_before_a_special_day_already_tell_what_it_changes():
    there = special("off", TODAY + timedelta(days=3), replace(USUAL, hours="Fr,Sa 08:00-17:00"))

    assert opening_at(there, None, at(9)).until == at(8, TODAY + timedelta(days=4))


def test_a_special_day_counts_in_ramadan_too():
    day = date(2027, 2, 20)
    there = special("11:00-12:00", day, replace(USUAL, ramadan_hours="10:00-14:00"))

    assert opening_at(there, None, at(11, day)).until == at(12, day)
    assert opening_at(there, None, at(11, day + NEAR)).until == at(14, day + NEAR)
