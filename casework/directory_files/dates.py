"""Dates as directory files write them: whole days, years alone, or instants."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from domain.periods import Bound, Period, change_in_year, end_in_year, start_of_day

YEAR = re.compile(r"\d{4}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def permission(first: str | None, last: str | None, zone: str) -> Period:
    """Read the period of an agreement: a year alone counts outside that year (Dates).

    Raises ValueError for what is no date.
    """
    start = _bound(first, zone, last_day=False) if first else None
    if last and YEAR.fullmatch(last):
        return Period(start, end_in_year(int(last), zone))
    return Period(start, _bound(last, zone, last_day=True) if last else None)


def management(first: str | None, last: str | None, zone: str) -> Period:
    """Read the period of an arrangement: a change known by its year comes after that year.

    So the one before holds until the one after begins. Raises ValueError for what is no date.
    """
    return Period(
        _bound(first, zone, last_day=False) if first else None,
        _bound(last, zone, last_day=True) if last else None,
    )


def instant(text: str, zone: str) -> datetime:
    """Read an instant, or a day as its beginning in `zone`. Raises ValueError for neither."""
    if DAY.fullmatch(text):
        return start_of_day(date.fromisoformat(text), zone)
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return read.astimezone(UTC)


def end_of(text: str, zone: str) -> datetime:
    """Read an instant, or a last day as the end of it in `zone`. Raises ValueError for neither."""
    if DAY.fullmatch(text):
        return start_of_day(date.fromisoformat(text) + timedelta(days=1), zone)
    return instant(text, zone)


def _bound(text: str, zone: str, *, last_day: bool) -> Bound:
    if YEAR.fullmatch(text):
        return change_in_year(int(text), zone)
    if last_day and DAY.fullmatch(text):
        return Bound(start_of_day(date.fromisoformat(text) + timedelta(days=1), zone))
    return Bound(instant(text, zone))
