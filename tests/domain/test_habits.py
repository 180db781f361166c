"""Duty by the week: when it turns, who is on duty; an absence lasts to the end of its last day."""

from datetime import UTC, date, datetime

import pytest

from domain.habits import Habits, end_of_day, next_turn, works_at

ROTA = Habits(rota="Mo-Fr 08:00-16:00")
ZONE = "Asia/Bangkok"


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """A day of November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "works", "turn"),
    [
        (utc(23, 0, 59), False, utc(23, 1)),
        (utc(23, 1), True, utc(23, 9)),
        (utc(23, 8, 59), True, utc(23, 9)),
        (utc(23, 9), False, utc(24, 1)),
        (utc(27, 9), False, utc(30, 1)),
    ],
)
def test_duty_turns_at_the_hours_of_the_team_s_zone(
    at: datetime, works: bool, turn: datetime
) -> None:
    assert works_at(ROTA, ZONE, at) is works
    assert next_turn(ROTA, ZONE, at) == turn


def test_without_a_rota_duty_turns_by_hand_alone() -> None:
    assert next_turn(Habits(), ZONE, utc(23, 1)) is None
    assert works_at(Habits(), ZONE, utc(23, 1))


def test_an_absence_comes_before_the_rota() -> None:
    away = Habits(rota=ROTA.rota, away_until=utc(28, 0))
    assert next_turn(away, ZONE, utc(23, 1)) == utc(28, 0)


def test_an_absence_includes_its_last_day_in_the_team_s_zone() -> None:
    assert end_of_day(date(2026, 11, 27), ZONE) == utc(27, 17)
