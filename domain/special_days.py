"""Special days: the hours of one day that are not the usual ones, which stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from domain.centres import SpecialDay
from domain.osm_hours import parse_hours
from domain.week import MONTHS

NEAR = timedelta(days=1)


def with_special(hours: str | None, days: Iterable[SpecialDay]) -> str:
    """Give OSM hours in which each special day overrides the usual ones."""
    rules = [f"{dated(each.day)} {each.hours}" for each in days]
    usual = [hours] if hours and parse_hours(hours) else []
    return "; ".join((*usual, *rules))


def with_night(hours: str | None, days: Iterable[SpecialDay]) -> str | None:
    """Give the usual hours with what special days add after midnight: an override would cut it."""
    nights = [f"{dated(each.day)} {each.hours}" for each in days if ":" in each.hours]
    if hours is None or not nights:
        return hours
    together = ", ".join((hours, *nights))
    return together if parse_hours(together) is not None else hours


def dated(day: date) -> str:
    """Write a day as OSM does."""
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def without(days: Iterable[SpecialDay], day: date) -> tuple[SpecialDay, ...]:
    """Drop a day, and those that are long past."""
    return tuple(each for each in days if each.day != day and each.day >= day - NEAR)
