"""Opening days: from when to when a place is open on one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.hours import Opening, PlaceHours, open_at
from domain.periods import start_of_day
from domain.questions import OpenOn

DAYS = tuple(OpenOn)[:7]
Interval = tuple[datetime, datetime]


def day_of(open_on: OpenOn, zone: str, now: datetime) -> date:
    """Give the next such day, today included, as seen at the aware `now` in the IANA `zone`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if open_on in DAYS:
        return today + timedelta(days=(DAYS.index(open_on) - today.weekday()) % 7)
    return today + timedelta(days=int(open_on is OpenOn.TOMORROW))


def open_between(place: PlaceHours, day: date) -> tuple[Interval, ...] | None:
    """Give when a place is open on `day`, aware, in its zone, by all that rules its hours.

    Empty where it is closed all day; None where its hours are not known.
    """
    there = ZoneInfo(place.zone)
    now = start_of_day(day, place.zone)
    end = start_of_day(day + timedelta(days=1), place.zone)
    spans: list[Interval] = []
    while now < end:
        state = open_at(place, now)
        if state.opening is Opening.UNKNOWN:
            return None
        until = min(end, state.until or end)
        if state.is_open:
            spans.append((now.astimezone(there), until.astimezone(there)))
        now = until.astimezone(UTC)
    return tuple(spans)
