"""A week taken apart tells the same hours as the rules it came from."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.hours import open_state
from domain.week import DayOfYear, Except, Span, Week, week_of

MORNING = Span(480, 720)


@pytest.mark.parametrize(
    ("hours", "exceptions", "rest"),
    [
        ("Mo-Fr 08:00-12:00; PH off", (Except(()),), ()),
        ("Mo-Fr,PH 08:00-12:00", (Except((MORNING,)),), ()),
        ("Mo-Fr 08:00-12:00; Feb 30 off", (), ("Feb 30 off",)),
        ("Mo-Fr 08:00-12:00; Feb 29 off", (Except((), *[DayOfYear(2, 29)] * 2),), ()),
        ("Mo-Fr 08:00-12:00; SH off", (), ("SH off",)),
        ("Mo-Fr 08:00-12:00; week 10 off", (), ("week 10 off",)),
        ("Mo-Fr 08:00-12:00; 2026 Dec 24-26 off",
         (Except((), DayOfYear(12, 24, 2026), DayOfYear(12, 26, 2026)),), ()),
    ],
)  # fmt: skip
def test_what_differs_is_taken_apart_or_left_as_written(
    hours: str, exceptions: tuple[Except, ...], rest: tuple[str, ...]
) -> None:
    found = week_of(hours)

    assert found.days == (*[(MORNING,)] * 5, (), ())
    assert (found.exceptions, found.rest) == (exceptions, rest)


@pytest.mark.parametrize("hours", ["whenever", "", " "])
def test_what_is_no_hours_is_no_week(hours: str) -> None:
    assert week_of(hours) == Week()


@pytest.mark.parametrize(
    "hours",
    ["24/7 || unknown", "08:00+", 'Mo 08:00-12:00 "phone"', "PH off; Mo-Fr 08:00-12:00"],
)
def test_what_would_lose_its_meaning_stays_whole(hours: str) -> None:
    assert week_of(hours) == Week(rest=(hours,))


@given(
    st.sampled_from([
        "Mo-Fr 08:00-12:00,14:00-17:00", "22:00-06:00", "Mo-Fr 20:00-04:00, Sa 10:00-12:00", "24/7",
        "Mo-Sa 08:00-12:00; We 10:00-20:00", "Fr 22:00-06:00; Sa 10:00-12:00", "Su-Th", "Tu off",
        "Mo-Su 08:00-18:00; Fr off", "Sa-Mo 23:30-00:30",
    ]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001
)  # fmt: skip
def test_the_week_is_open_when_the_rules_are(hours: str, wall: datetime) -> None:
    found = week_of(hours)
    minute = wall.hour * 60 + wall.minute
    yesterday = date(wall.year, wall.month, wall.day) - timedelta(days=1)
    told = any(
        span.start <= said < span.end
        for day, said in ((wall.weekday(), minute), (yesterday.weekday(), minute + 1440))
        for span in found.days[day]
    )
    zone = "Africa/Conakry"  # UTC, the clock never changes

    assert told == open_state(hours, zone, wall.replace(tzinfo=UTC)).is_open
