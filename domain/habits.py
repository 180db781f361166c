"""Habits: how a member works, by what they or their supervisor say; never by presence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from opening_hours import State

from domain.osm_hours import rules_of
from domain.periods import on_the_wall


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody works.

    `name`: as colleagues call them, "" for none. `away_until`: aware UTC, the end of an absence.
    `rota`: when duty begins and ends in a week, as OSM opening_hours in the team's zone; "": only
    by hand. `quiet`: "22:00-07:00" in the team's zone, when only what is urgent is told at
    once; "": never.
    """

    name: str = ""
    away_until: datetime | None = None
    rota: str = ""
    quiet: str = ""


def next_turn(habits: Habits, zone: str, at: datetime) -> datetime | None:
    """Say when duty turns next after the aware `at`: the absence ends, or the rota changes."""
    if habits.away_until is not None:
        return habits.away_until
    rules = rules_of(habits.rota) if habits.rota else None
    change = rules.next_change(on_the_wall(at, zone)) if rules else None
    return change.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if change else None


def works_at(habits: Habits, zone: str, at: datetime) -> bool:
    """Say whether somebody is on duty at the aware `at` by their rota; without one, they are."""
    rules = rules_of(habits.rota) if habits.rota else None
    return rules is None or rules.state(on_the_wall(at, zone)) == State.OPEN


def end_of_day(day: date, zone: str) -> datetime:
    """Give the end of a whole day in an IANA zone as aware UTC: half-open, the day included."""
    start = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return start.astimezone(UTC)
