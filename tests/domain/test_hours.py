"""Opening hours: over midnight, day and night, unknown, and where the clock changes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.hours import LOOK_AHEAD, UNKNOWN, Opening, OpenState, open_state

GUINEA, CAMBODIA, PARIS = "Africa/Conakry", "Asia/Phnom_Penh", "Europe/Paris"
OFFICE = "Mo-Fr 08:00-12:00,14:00-17:00"


def in_zone(zone: str, *parts: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)


def state(hours: str | None, zone: str, *parts: int, fold: int = 0) -> OpenState:
    return open_state(hours, zone, in_zone(zone, *parts, fold=fold).astimezone(UTC))


@pytest.mark.parametrize(
    ("at", "opening", "until"),
    [
        ((2026, 11, 24, 9), Opening.OPEN, (2026, 11, 24, 12)),
        ((2026, 11, 24, 12), Opening.CLOSED, (2026, 11, 24, 14)),
        ((2026, 11, 24, 14), Opening.OPEN, (2026, 11, 24, 17)),
        ((2026, 11, 27, 18), Opening.CLOSED, (2026, 11, 30, 8)),
    ],
)
def test_several_intervals_a_day_and_the_weekend_say_when_it_opens_or_closes(at, opening, until):
    found = state(OFFICE, GUINEA, *at)

    assert found.opening is opening
    assert found.until == in_zone(GUINEA, *until)
    assert found.is_open is (opening is Opening.OPEN)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [((24, 21, 59), False), ((24, 22), True), ((25, 5, 59), True), ((25, 6), False)],
)
def test_hours_may_go_over_midnight(at, is_open):
    assert state("Mo-Su 22:00-06:00", GUINEA, 2026, 11, *at).is_open is is_open


def test_a_night_shift_that_began_on_friday_ends_on_saturday():
    found = state("Mo-Fr 22:00-06:00", GUINEA, 2026, 11, 28, 2)

    assert found == OpenState(Opening.OPEN, in_zone(GUINEA, 2026, 11, 28, 6))


@pytest.mark.parametrize("hours", ["24/7", "Mo-Su 00:00-24:00", "00:00-24:00"])
def test_day_and_night_has_no_end(hours):
    found = state(hours, GUINEA, 2026, 11, 24, 3)

    assert found == OpenState(Opening.ALWAYS, None)
    assert found.is_open


@pytest.mark.parametrize(
    "hours", [None, "", " ", "whenever", "9 to 5", "Mo-Fr 8h-17h", "unknown", "24/7 unknown"]
)
def test_what_is_not_known_is_neither_open_nor_closed(hours):
    found = state(hours, GUINEA, 2026, 11, 24, 9)

    assert found == UNKNOWN
    assert not found.is_open


def test_closed_for_good_or_for_long_says_no_time():
    assert state("off", GUINEA, 2026, 11, 24, 9) == OpenState(Opening.CLOSED, None)
    assert state("Jun-Sep 08:00-17:00", GUINEA, 2026, 11, 24) == OpenState(Opening.CLOSED, None)


def test_hours_are_those_of_the_place_and_not_of_who_asks():
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)

    assert open_state(OFFICE, CAMBODIA, at).is_open
    assert not open_state(OFFICE, GUINEA, at).is_open
    until = open_state(OFFICE, CAMBODIA, at).until
    assert until == datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert until.tzinfo == ZoneInfo(CAMBODIA)


@pytest.mark.parametrize(
    ("at", "closes_utc"),
    [((2026, 3, 27, 16), 16), ((2026, 3, 30, 16), 15)],
    ids=["winter", "summer"],
)
def test_the_hour_on_the_wall_stays_when_the_clock_changes(at, closes_utc):
    until = state(OFFICE, PARIS, *at).until

    assert until is not None
    assert (until.hour, until.astimezone(UTC).hour) == (17, closes_utc)


def test_the_night_in_which_the_clock_goes_back_is_an_hour_longer():
    night = "22:00-06:00"

    found = state(night, PARIS, 2026, 10, 24, 23)

    assert found.until is not None
    assert found.until.astimezone(UTC) == datetime(2026, 10, 25, 5, tzinfo=UTC)


def test_the_end_is_never_before_now_in_the_hour_that_comes_twice():
    at = in_zone(PARIS, 2026, 10, 25, 2, 15, fold=1).astimezone(UTC)

    found = open_state("02:00-02:45", PARIS, at)

    assert found.until is not None
    assert found.until.astimezone(UTC) == datetime(2026, 10, 25, 1, 45, tzinfo=UTC)


@given(
    st.sampled_from([OFFICE, "22:00-06:00", "24/7", "Sa 02:30-03:30", "Su[-1] 01:00-05:00"]),
    st.sampled_from([GUINEA, CAMBODIA, PARIS, "Africa/Casablanca", "Asia/Beirut"]),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
)
def test_the_next_change_lies_ahead_and_not_too_far(hours, zone, wall):
    at = wall.replace(tzinfo=UTC)

    found = open_state(hours, zone, at)

    if found.until is not None:
        until = found.until.astimezone(UTC)
        assert at <= until <= at + LOOK_AHEAD * 1.01
