"""Opening days: from when to when a place is open on one day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.closures import Closure
from domain.hours import parse_hours
from domain.questions import OpenOn

DAYS = tuple(OpenOn)[:7]
Interval = tuple[datetime, datetime]


def day_of(open_on: OpenOn, zone: str, now: datetime) -> date:
    """Give the next such day, today included, as seen at the aware `now` in the IANA `zone`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if open_on in DAYS:
        return today + timedelta(days=(DAYS.index(open_on) - today.weekday()) % 7)
    return today + timedelta(days=int(open_on is OpenOn.TOMORROW))


def open_between(
    hours: str | None, zone: str, day: date, closures: tuple[Closure, ...] = ()
) -> tuple[Interval, ...] | None:
    """Give when a place with OSM `hours` is open on `day`, aware, in its zone.

    Empty where it is closed all day; None where its hours are not known. A closure that touches
    an interval takes it out whole: better not to send anybody than to a closed door.
    """
    parsed = parse_hours(hours) if hours else None
    if parsed is None:
        return None
    start = datetime.combine(day, time())
    there = ZoneInfo(zone)
    found = parsed.intervals(start, start + timedelta(days=1))
    spans = (
        (begin.replace(tzinfo=there), end.replace(tzinfo=there))
        for begin, end, state, _ in found
        if str(state).casefold().endswith("open")
    )
    return tuple(span for span in spans if not any(_touches(each, span) for each in closures))


def _touches(closure: Closure, span: Interval) -> bool:
    begin, end = span
    return closure.start < end and (closure.end is None or closure.end > begin)
