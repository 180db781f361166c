"""The week: hours taken apart into what holds every week, what differs on some days, and a rest.

Only what is taken apart wholly is told in words; any other rule is left as it was written.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from opening_hours import State

from domain.osm_hours import OPEN_END, QUOTED, parse_hours

# A Monday: weekly rules know no date, so any week will do.
MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - a time on the wall, in no zone
DAY = timedelta(days=1)
LEAP_YEAR = 2024
WEEKLY = re.compile(r"(?:Mo|Tu|We|Th|Fr|Sa|Su|\d{1,2}:\d{2}|24/7|open|off|closed|[-,\s])+")
ON_HOLIDAYS = re.compile(
    r"(?P<before>[A-Za-z,\s-]*,\s*)?PH(?P<after>\s*,[A-Za-z,\s-]*?)?\s+(?P<then>.+)"
)
NAMED_TIMES = re.compile(r"off|closed|open|24/7|[\d:,\s-]+")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH = "|".join(MONTHS)
DATED = re.compile(
    rf"(?:(?P<year>\d{{4}})\s+)?(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})"
    rf"(?:\s*-\s*(?:(?P<year2>\d{{4}})\s+)?(?:(?P<month2>{MONTH})\s+)?(?P<day2>\d{{1,2}}))?"
    r"\s+(?P<then>.+)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Open from `start` to `end`, minutes after midnight; over midnight `end` is above 1440."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day that comes every year, or in one `year` alone."""

    month: int
    day: int
    year: int | None = None

    @property
    def exists(self) -> bool:
        """Say whether the calendar has it, in a leap year where no year is told."""
        year = self.year or LEAP_YEAR
        return self.day in range(1, monthrange(year, self.month)[1] + 1)


@dataclass(frozen=True, slots=True)
class Except:
    """Other hours, closed if there are none: from `first` to `last`, both included.

    Without a day: on public holidays.
    """

    spans: tuple[Span, ...]
    first: DayOfYear | None = None
    last: DayOfYear | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """Hours by weekday, Monday first; what differs; and rules as they were written."""

    days: tuple[tuple[Span, ...], ...] = ()
    exceptions: tuple[Except, ...] = ()
    rest: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        """Say whether it is open day and night, every day of the week."""
        return bool(self.days) and all(day == (Span(0, 1440),) for day in self.days)


@lru_cache(maxsize=4096)
def week_of(hours: str) -> Week:
    """Take OSM opening_hours apart; what is not in that language is a week without days."""
    if parse_hours(hours) is None:
        return Week()
    whole = Week(rest=(hours,))
    if "||" in hours or QUOTED.search(hours) or OPEN_END.search(hours):
        return whole
    weekly: list[str] = []
    exceptions: list[Except] = []
    rest: list[str] = []
    for rule in filter(None, (each.strip() for each in hours.split(";"))):
        regular, different = _taken_apart(rule)
        if regular:
            if exceptions or rest:  # a later rule overrides: the order would be lost
                return whole
            weekly.append(regular)
        if different:
            exceptions.append(different)
        if not (regular or different):
            rest.append(rule)
    days = _days("; ".join(weekly)) if weekly else ()
    return Week(days, tuple(exceptions), tuple(rest))


def _taken_apart(rule: str) -> tuple[str, Except | None]:
    """Give what of a rule holds every week, and what on other days only."""
    if WEEKLY.fullmatch(rule):
        return rule, None
    if (found := ON_HOLIDAYS.fullmatch(rule)) and NAMED_TIMES.fullmatch(found["then"]):
        others = ",".join(
            filter(None, ((found[name] or "").strip(" ,") for name in ("before", "after")))
        )
        weekly = f"{others} {found['then']}" if others else ""
        if not weekly or WEEKLY.fullmatch(weekly):
            return weekly, Except(_spans(found["then"]))
    if (found := DATED.fullmatch(rule)) and NAMED_TIMES.fullmatch(found["then"]):
        return "", _dated(found)
    return "", None


def _dated(found: re.Match[str]) -> Except | None:
    """Read days of the year; None for the 30th of February."""
    year, month, day = found["year"], MONTHS.index(found["month"]) + 1, int(found["day"])
    first = last = DayOfYear(month, day, int(year) if year else None)
    if found["day2"]:
        until = (
            MONTHS.index(found["month2"]) + 1 if found["month2"] else month,
            int(found["day2"]),
        )
        over_new_year = until < (month, day)
        next_year = first.year + over_new_year if first.year else None
        last = DayOfYear(*until, int(found["year2"]) if found["year2"] else next_year)
    if not (first.exists and last.exists):
        return None
    return Except(_spans(found["then"]), first, last)


def _spans(times: str) -> tuple[Span, ...]:
    days = _days(times)
    return days[0] if days else ()


def _days(weekly: str) -> tuple[tuple[Span, ...], ...]:
    """Let the library say when weekly rules are open, as it knows which rule overrides which."""
    parsed = parse_hours(weekly)
    if parsed is None:
        return ()
    days: list[list[Span]] = [[] for _ in range(7)]
    for start, end, state, _ in parsed.intervals(MONDAY - DAY, MONDAY + 8 * DAY):
        if state == State.OPEN:
            _fill(days, start, end)
    return tuple(tuple(day) for day in days)


def _fill(days: list[list[Span]], start: datetime, end: datetime) -> None:
    """Enter an open interval: a night of less than a day is one, a longer one is cut in days."""
    while start < end:
        day, minute = divmod(int((start - MONDAY).total_seconds()) // 60, 1440)
        length = int((end - start).total_seconds()) // 60
        taken = length if length < 1440 else 1440 - minute
        if 0 <= day < 7:
            days[day].append(Span(minute, minute + taken))
        start += timedelta(minutes=taken)
