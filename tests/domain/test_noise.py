"""Quiet hours in the team's zone, and a busy queue: what may wait, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.noise import BUSY, SPELL, Lately, quiet_span, quiet_until, waits_until

ZONE = "Asia/Bangkok"
NIGHT = "22:00-07:00"


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """A day of November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "at", "end"),
    [
        (NIGHT, utc(23, 14, 59), None),
        (NIGHT, utc(23, 15), utc(24, 0)),
        (NIGHT, utc(23, 23, 59), utc(24, 0)),
        (NIGHT, utc(24, 0), None),
        ("12:00-14:00", utc(23, 4, 59), None),
        ("12:00-14:00", utc(23, 5), utc(23, 7)),
        ("12:00-14:00", utc(23, 7), None),
        ("20:00-00:00", utc(23, 16, 59), utc(23, 17)),
        ("", utc(23, 15), None),
    ],
)
def test_quiet_hours_are_half_open_and_by_the_wall_of_the_zone(
    quiet: str, at: datetime, end: datetime | None
) -> None:
    assert quiet_until(quiet, ZONE, at) == end


@pytest.mark.parametrize("month", [3, 10])
@pytest.mark.parametrize("quiet", ["22:00-07:00", "01:00-02:30", "02:30-02:45"])
def test_quiet_hours_end_soon_also_on_the_day_on_which_the_clock_is_changed(
    month: int, quiet: str
) -> None:
    at = datetime(2026, month, 24, tzinfo=UTC)
    while at.day > 1:
        end = quiet_until(quiet, "Europe/Rome", at)
        assert end is None or at < end <= at + timedelta(hours=10)
        at += timedelta(minutes=15)


@pytest.mark.parametrize("words", ["", "22:00", "22:00-", "22:00-22:00", "25:00-07:00", "night"])
def test_what_are_no_two_different_times_are_no_quiet_hours(words: str) -> None:
    assert quiet_span(words) is None


def test_a_few_come_at_once_and_of_a_busy_queue_one_message_a_spell() -> None:
    at = utc(23, 9)
    assert waits_until("", ZONE, Lately(announced=BUSY - 1), at) is None
    assert waits_until("", ZONE, Lately(announced=BUSY), at) == at + SPELL
    assert waits_until("", ZONE, Lately(digest=True), at) == at + SPELL


def test_what_is_gathered_already_is_joined_and_the_end_of_quiet_hours_comes_first() -> None:
    at, soon = utc(23, 15), utc(23, 15, 4)
    assert waits_until("", ZONE, Lately(gathered=soon), at) == soon
    assert waits_until(NIGHT, ZONE, Lately(gathered=soon), at) == utc(24, 0)
