"""Hours: whether a place is open at an instant, why not, and until or from when.

Time on the wall counts: in the hour that comes twice a place is open twice, and what lies in the
hour that is left out does not happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opening_hours import State

from domain.centres import Centre, SpecialDay
from domain.closures import Closure, closed_by
from domain.geography import Point
from domain.holidays import is_holiday, knows_holidays, near_feast
from domain.osm_hours import Rules, parse_hours, rules_of
from domain.periods import on_the_wall, start_of_day
from domain.ramadan import ramadans_near
from domain.services import Service
from domain.special_days import NEAR, with_night, with_special

__all__ = [
    "LOOK_AHEAD",
    "UNKNOWN",
    "Note",
    "OpenState",
    "Opening",
    "PlaceHours",
    "open_at",
    "open_state",
    "opening_at",
    "opening_now",
    "parse_hours",
    "place_hours",
]

LOOK_AHEAD = timedelta(days=14)
MOST_CHANGES = 1000


class Opening(StrEnum):
    """What is known of a place's hours at an instant."""

    OPEN = "open"
    CLOSED = "closed"
    ALWAYS = "always"
    UNKNOWN = "unknown"


class Note(StrEnum):
    """What must be said with the hours, so that nobody relies on more than is known."""

    RAMADAN = "ramadan"
    RAMADAN_MAY_DIFFER = "ramadan_may_differ"
    HOLIDAY = "holiday"
    HOLIDAY_MAY_DIFFER = "holiday_may_differ"
    HOLIDAYS_NOT_KNOWN = "holidays_not_known"


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a place is open; `until` is the next change, aware, in the place's own zone.

    `closure`: why it is shut now. `coming`: the next closure within `LOOK_AHEAD`.
    """

    opening: Opening
    until: datetime | None = None
    closure: Closure | None = None
    coming: Closure | None = None
    notes: frozenset[Note] = frozenset()

    @property
    def is_open(self) -> bool:
        """Say whether one would find the door open."""
        return self.opening in (Opening.OPEN, Opening.ALWAYS)


UNKNOWN = OpenState(Opening.UNKNOWN)
STATES = {State.OPEN: Opening.OPEN, State.CLOSED: Opening.CLOSED}


class PlaceHours(NamedTuple):
    """All that rules when a place is open: OSM opening_hours in the IANA `zone`, and closures.

    `country` (ISO 3166-1 alpha-2) for public holidays, `point` for hours that go by the sun.
    `changes_in_ramadan`: it has other hours in that month, but nobody wrote them down. On
    `special_days` other hours hold; where the hours are those `of_service` alone, both do.
    """

    hours: str | None
    zone: str
    country: str = ""
    ramadan_hours: str | None = None
    closures: tuple[Closure, ...] = ()
    point: Point | None = None
    changes_in_ramadan: bool = False
    special_days: tuple[SpecialDay, ...] = ()
    of_service: bool = False


def place_hours(centre: Centre, service: Service | None = None) -> PlaceHours:
    """Give the hours of a centre, or of a service in it.

    A service's own hours, also those in words, stand instead of the centre's. Closures add up: a
    closed centre closes its services, and on the centre's special days it is open only while the
    centre is.
    """
    own = service if service and (service.hours or service.hours_words) else None
    ramadan = service.ramadan_hours if service else None
    return PlaceHours(
        own.hours if own else centre.hours,
        centre.zone,
        centre.country,
        ramadan if own else ramadan or centre.ramadan_hours,
        (*centre.closures, *service.closures) if service else centre.closures,
        centre.shown_point,
        changes_in_ramadan=bool(own and centre.ramadan_hours and not ramadan),
        special_days=centre.special_days,
        of_service=own is not None,
    )


def opening_at(centre: Centre, service: Service | None, at: datetime) -> OpenState:
    """Say whether a service of a centre (or the centre itself) is open at the aware `at`."""
    return open_at(place_hours(centre, service), at)


def opening_now(centre: Centre, service: Service, at: datetime) -> Opening:
    """Say whether one finds the door open at the aware `at`, and no more: for many in a row."""
    return state_at(place_hours(centre, service), at)


def open_state(hours: str | None, zone: str, at: datetime) -> OpenState:
    """Say whether a place with OSM `hours` in the IANA `zone` is open at the aware instant `at`."""
    return open_at(PlaceHours(hours, zone), at)


def open_at(place: PlaceHours, at: datetime) -> OpenState:
    """Say whether a place is open at the aware instant `at`, and all that must be said with it."""
    closure = closed_by(place.closures, at) if place.closures else None
    wall = on_the_wall(at, place.zone)
    rules = rules_at(place, wall)
    opening = state_by(rules, wall) if closure is None else Opening.CLOSED
    until = next_change(place, at, opening, closure)
    if opening is Opening.OPEN and until is None:
        opening = Opening.ALWAYS
    return OpenState(
        opening,
        until.astimezone(ZoneInfo(place.zone)) if until else None,
        closure,
        coming_closure(place, at),
        frozenset() if closure else frozenset(notes(place, wall.date(), rules, opening)),
    )


# ---------------------------------------------------------------- closures


def coming_closure(place: PlaceHours, at: datetime) -> Closure | None:
    """Give the next closure that begins within `LOOK_AHEAD`."""
    coming = [each for each in place.closures if at < each.start <= at + LOOK_AHEAD]
    return min(coming, key=lambda each: each.start) if coming else None


# ---------------------------------------------------------------- state and next change


def state_at(place: PlaceHours, at: datetime) -> Opening:
    """Give what holds at one instant: a closure before the hours."""
    if place.closures and closed_by(place.closures, at) is not None:
        return Opening.CLOSED
    wall = on_the_wall(at, place.zone)
    return state_by(rules_at(place, wall), wall)


def state_by(rules: Iterable[Rules], wall: datetime) -> Opening:
    """Give what hours say that all count, at a naive time on the wall."""
    states = [each.state(wall) for each in rules]
    if State.CLOSED in states:
        return Opening.CLOSED
    return Opening.OPEN if State.OPEN in states else Opening.UNKNOWN


def rules_at(place: PlaceHours, wall: datetime) -> tuple[Rules, ...]:
    """Give the hours that count on a day, all of them: those of Ramadan, those of a special day."""
    day = wall.date()
    hours = place.hours
    if place.ramadan_hours and any(each.holds(day) for each in ramadans_near(day)):
        hours = place.ramadan_hours
    texts = with_special_days(place, hours, day) if place.special_days else (hours,)
    found = [rules_of(each, place.country, place.zone, place.point) for each in texts if each]
    return tuple(filter(None, found))


def with_special_days(place: PlaceHours, hours: str | None, day: date) -> tuple[str | None, ...]:
    """Give the hours of a day: those of a special day, and what is left of its night after it.

    A service with hours of its own is open on a special day while those hold, too.
    """
    today = [each for each in place.special_days if each.day == day]
    if today:
        special = with_special(None, today)
        return (hours, special) if place.of_service else (special,)
    before = [each for each in place.special_days if each.day == day - NEAR]
    return (hours if place.of_service else with_night(hours, before),)


def next_change(
    place: PlaceHours, at: datetime, opening: Opening, closure: Closure | None
) -> datetime | None:
    """Give when an open place closes or a closed one opens, if that is known and not too far.

    A place that is shut is looked at from the closure's end.
    """
    start = at
    if closure is not None:
        if closure.end is None:
            return None
        start = closure.end
        if state_at(place, start) is Opening.OPEN:
            return start
    if opening is Opening.UNKNOWN:
        return None
    start = start.astimezone(UTC)
    for instant in steps(place, start, start + LOOK_AHEAD):
        then = state_at(place, instant)
        if then is not opening:
            certain = opening is Opening.OPEN or then is Opening.OPEN
            return instant if certain else None
    return None


def steps(place: PlaceHours, at: datetime, limit: datetime) -> Iterator[datetime]:
    """Give the UTC instants after `at` at which something may change, before `limit`."""
    edges = sorted(edge for edge in edges_of(place, at) if at < edge < limit)
    zone = ZoneInfo(place.zone)
    for _ in range(MOST_CHANGES):
        bound = next((edge for edge in edges if edge > at), limit)
        at = change_on_the_wall(place, zone, at, bound) or bound
        if at >= limit:
            return
        yield at


def edges_of(place: PlaceHours, at: datetime) -> Iterator[datetime]:
    """Give the instants at which closures, Ramadan or special days begin or end."""
    for closure in place.closures:
        yield closure.start
        if closure.end is not None:
            yield closure.end
    for special in place.special_days:
        for day in (special.day, special.day + NEAR, special.day + 2 * NEAR):
            yield start_of_day(day, place.zone)
    if place.ramadan_hours:
        for ramadan in ramadans_near(at.astimezone(ZoneInfo(place.zone)).date()):
            yield start_of_day(ramadan.first, place.zone)
            yield start_of_day(ramadan.after, place.zone)


def change_on_the_wall(
    place: PlaceHours, zone: ZoneInfo, at: datetime, bound: datetime
) -> datetime | None:
    """Give the next change by the hours, or of the clock itself, after `at` and before `bound`."""
    wall = on_the_wall(at, place.zone)
    changes = (rules.next_change(wall) for rules in rules_at(place, wall))
    change = min((each for each in changes if each is not None), default=None)
    ahead = min(at + (change - wall), bound) if change else bound
    turned = clock_change(zone, at, ahead)
    return turned or (ahead if ahead < bound else None)


def clock_change(zone: ZoneInfo, start: datetime, end: datetime) -> datetime | None:
    """Give the first whole second in (start, end] at which the offset is not that of `start`."""
    offset = start.astimezone(zone).utcoffset()
    if end.astimezone(zone).utcoffset() == offset:
        return None
    before, after = int(start.timestamp()), int(end.timestamp())
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return datetime.fromtimestamp(after, UTC)


# ---------------------------------------------------------------- notes


def notes(place: PlaceHours, day: date, rules: Iterable[Rules], opening: Opening) -> Iterator[Note]:
    """Give what must be said with the hours of a day, by the `rules` that count on it."""
    if opening in (Opening.ALWAYS, Opening.UNKNOWN):
        return
    near = ramadans_near(day)
    inside = any(each.holds(day) for each in near)
    if place.ramadan_hours and inside:
        yield Note.RAMADAN
    uncertain = place.ramadan_hours and any(each.may_differ(day) for each in near)
    if uncertain or (place.changes_in_ramadan and inside):
        yield Note.RAMADAN_MAY_DIFFER
    by_holidays = any(each.by_holidays for each in rules)
    if is_holiday(place.country, day):
        yield Note.HOLIDAY if by_holidays else Note.HOLIDAY_MAY_DIFFER
    elif near_feast(place.country, day):
        yield Note.HOLIDAY_MAY_DIFFER
    elif by_holidays and not knows_holidays(place.country):
        yield Note.HOLIDAYS_NOT_KNOWN
