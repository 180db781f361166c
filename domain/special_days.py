"""Special days: the hours of one day that are not the usual ones, and what holds at an instant.

The usual hours stay as they are. A service with hours of its own is open on a special day only
while the centre is, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.centres import Centre, SpecialDay
from domain.closures import Closure
from domain.hours import Opening, OpenState, open_state, parse_hours
from domain.services import Service

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NEAR = timedelta(days=1)


def opening_at(centre: Centre, service: Service | None, at: datetime) -> OpenState:
    """Say whether a service of a centre (or the centre itself) is open at the aware `at`."""
    shut = closed_by((*centre.closures, *(service.closures if service else ())), at)
    if shut is not None:
        there = ZoneInfo(centre.zone)
        return OpenState(Opening.CLOSED, shut.end.astimezone(there) if shut.end else None)
    own = service.hours if service else None
    usual = own or centre.hours
    if not bears_on(centre, at):
        return open_state(usual, centre.zone, at)
    of_centre = open_state(with_special(centre.hours, centre.special_days), centre.zone, at)
    if own is None:
        return of_centre
    return both(open_state(own, centre.zone, at), of_centre)


def closed_by(closures: Iterable[Closure], at: datetime) -> Closure | None:
    """Give the closure that holds at `at` and lasts longest; None if the place is not shut."""
    holding = [closure for closure in closures if closure.holds(at)]
    endless = [closure for closure in holding if closure.end is None]
    if endless:
        return endless[0]
    return max(holding, key=lambda closure: closure.end or at, default=None)


def bears_on(centre: Centre, at: datetime) -> bool:
    """Say whether a special day bears on what is told at `at`: that day, or one beside it.

    Where the usual hours are not known, it tells nothing of the days beside it.
    """
    today = at.astimezone(ZoneInfo(centre.zone)).date()
    reach = NEAR if centre.hours and parse_hours(centre.hours) else timedelta(0)
    return any(abs(today - each.day) <= reach for each in centre.special_days)


def with_special(hours: str | None, days: Iterable[SpecialDay]) -> str:
    """Give OSM hours in which each special day overrides the usual ones."""
    rules = [f"{dated(each.day)} {each.hours}" for each in days]
    usual = [hours] if hours and parse_hours(hours) else []
    return "; ".join((*usual, *rules))


def dated(day: date) -> str:
    """Write a day as OSM does."""
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def both(one: OpenState, other: OpenState) -> OpenState:
    """Say what holds where a door is open only while two are."""
    if one.opening is Opening.UNKNOWN or other.opening is Opening.UNKNOWN:
        return other if one.opening is Opening.UNKNOWN else one
    shut = [state for state in (one, other) if not state.is_open]
    ends = [state.until for state in shut or (one, other) if state.until is not None]
    if shut:
        known = len(ends) == len(shut)
        return OpenState(Opening.CLOSED, max(ends) if known else None)
    return OpenState(Opening.OPEN, min(ends)) if ends else replace(one)


def without(days: Iterable[SpecialDay], day: date) -> tuple[SpecialDay, ...]:
    """Drop a day, and those that are long past."""
    return tuple(each for each in days if each.day != day and each.day >= day - NEAR)
