"""Hours minute by minute: the next change against an oracle that only looks at the wall."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.hours import LOOK_AHEAD, Opening, open_state
from domain.periods import on_the_wall

MINUTE = timedelta(minutes=1)
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ZONES = (
    "Africa/Conakry", "Asia/Kathmandu", "Europe/Paris", "Africa/Casablanca", "Asia/Beirut",
    "Australia/Lord_Howe", "America/St_Johns", "Asia/Gaza", "Africa/Cairo",
)  # fmt: skip
# The nights in which one of these clocks changes, UTC.
NIGHTS = (
    datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2026, 2, 15, tzinfo=UTC), datetime(2026, 3, 22, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, tzinfo=UTC),
    datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 4, 23, 22, tzinfo=UTC),
)  # fmt: skip
spans = st.tuples(st.integers(0, 47), st.integers(1, 47)).map(
    lambda pair: (pair[0] * 30, pair[0] * 30 + pair[1] * 30)
)
weeks = st.dictionaries(st.integers(0, 6), spans, min_size=1, max_size=7)


def utc(parts: tuple[int, ...]) -> datetime:
    """Give an instant by year, month, day, hour and minute."""
    year, month, day, hour, minute = (*parts, 0)[:5]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def written(week: dict[int, tuple[int, int]]) -> str:
    """Write a week with additive rules, so that no day cuts the night before off."""
    return ", ".join(
        f"{DAYS[day]} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
        for day, (start, end) in sorted(week.items())
    )


def is_open(week: dict[int, tuple[int, int]], wall: datetime) -> bool:
    """Look at the wall: today's hours, or yesterday's that go over midnight."""
    minute = wall.hour * 60 + wall.minute
    today, yesterday = wall.weekday(), (wall.weekday() - 1) % 7
    return any(
        day in week and week[day][0] <= said < week[day][1]
        for day, said in ((today, minute), (yesterday, minute + 1440))
    )


@given(
    weeks,
    st.sampled_from(ZONES),
    st.sampled_from(NIGHTS),
    st.integers(-36 * 60, 6 * 60),
)
def test_the_next_change_is_where_the_wall_says_so(week, zone, night, before):
    there = ZoneInfo(zone)
    at = night + before * MINUTE
    now = is_open(week, at.astimezone(there))
    expected = next(
        (
            minute
            for minute in (at + step * MINUTE for step in range(1, LOOK_AHEAD // MINUTE))
            if is_open(week, minute.astimezone(there)) is not now
        ),
        None,
    )

    found = open_state(written(week), zone, at)

    assert found.is_open is now
    assert (found.until.astimezone(UTC) if found.until else None) == expected


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        # 29 March 2026 in Paris: 02:00 becomes 03:00 at 01:00 UTC.
        ("02:15-02:45", (2026, 3, 29, 0), (2026, 3, 30, 0, 15)),
        ("02:30-03:30", (2026, 3, 29, 0), (2026, 3, 29, 1)),
        # 25 October 2026: 03:00 becomes 02:00 at 01:00 UTC.
        ("02:00-02:45", (2026, 10, 25, 0, 15), (2026, 10, 25, 0, 45)),
        ("02:00-02:45", (2026, 10, 25, 0, 50), (2026, 10, 25, 1)),
        ("02:00-02:45", (2026, 10, 25, 1), (2026, 10, 25, 1, 45)),
        ("02:30-06:00", (2026, 10, 25, 0, 45), (2026, 10, 25, 1)),
    ],
)
def test_hours_left_out_do_not_happen_and_hours_that_come_twice_happen_twice(hours, at, until):
    found = open_state(hours, "Europe/Paris", utc(at))

    assert found.opening in (Opening.OPEN, Opening.CLOSED)
    assert found.until is not None
    assert found.until.astimezone(UTC) == utc(until)  # folds are never equal


def test_a_quarter_of_an_hour_apart_is_no_trouble():
    found = open_state("08:00-17:00", "Asia/Kathmandu", datetime(2026, 11, 24, 2, 15, tzinfo=UTC))

    assert (found.is_open, found.until) == (True, datetime(2026, 11, 24, 11, 15, tzinfo=UTC))


def test_two_instants_that_python_calls_equal_are_told_apart_on_a_wall_elsewhere():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    second = first.replace(fold=1)

    assert [on_the_wall(each, "Africa/Conakry").hour for each in (first, second)] == [0, 1]
