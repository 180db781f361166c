"""Weekly hours as HSDS schedules say them; what they cannot say is no schedule.

The exact hours go along as an attribute, so a schedule is for readers who know HSDS alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
DAYS_PART = rf"{DAY}(?:-{DAY})?(?:,\s?{DAY}(?:-{DAY})?)*"
TIME = r"(?:[01]\d|2[0-3]):[0-5]\d"
SPAN = rf"{TIME}-(?:{TIME}|24:00)"
RULE = re.compile(rf"({DAYS_PART}) ({SPAN}(?:,\s?{SPAN})*)")


@dataclass(frozen=True, slots=True)
class Weekly:
    """Hours of some days of every week: "09:00:00", days like "MO,TU"."""

    byday: str
    opens_at: str
    closes_at: str


def weekly(hours: str | None) -> tuple[Weekly, ...]:
    """Give OSM opening hours as weekly schedules; none if that would not be all of them.

    Rules that speak twice of a day are left out: the later one replaces the earlier one there.
    """
    if hours is None:
        return ()
    found: list[Weekly] = []
    seen: set[str] = set()
    for rule in hours.split(";"):
        read = RULE.fullmatch(rule.strip())
        if read is None:
            return ()
        days = list(_days(read[1]))
        if seen & set(days) or len(set(days)) < len(days):
            return ()
        seen |= set(days)
        found += _spans(",".join(day.upper() for day in days), read[2])
    return tuple(found)


def _days(text: str) -> Iterator[str]:
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        for day in range(start, end + 1 if end >= start else end + 8):
            yield DAYS[day % 7]


def _spans(byday: str, text: str) -> Iterator[Weekly]:
    for span in text.split(","):
        opens, _, closes = span.strip().partition("-")
        until = "00:00" if closes == "24:00" else closes
        yield Weekly(byday, f"{opens}:00", f"{until}:00")
