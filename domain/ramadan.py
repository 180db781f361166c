"""Ramadan by the Umm al-Qura calendar; a country may begin or end it a day apart, by sighting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from hijridate import Gregorian, Hijri

FIRST_YEAR, LAST_YEAR = 1343, 1499
RAMADAN, SHAWWAL = 9, 10
BY_SIGHTING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ramadan:
    """The days from `first` to the one before `after`."""

    first: date
    after: date

    def holds(self, day: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= day < self.after

    def may_differ(self, day: date) -> bool:
        """Say whether by local sighting the day may be inside where it is outside, or reverse."""
        edges = (self.first - BY_SIGHTING, self.first, self.after - BY_SIGHTING, self.after)
        return day in edges


def hijri_years(day: date) -> tuple[int, ...]:
    """Give the Hijri years of a day and of the one after; none outside the calendar's tables."""
    try:
        year = Gregorian.fromdate(day).to_hijri().year
    except (OverflowError, ValueError):
        return ()
    return tuple(each for each in (year, year + 1) if FIRST_YEAR <= each <= LAST_YEAR)


@lru_cache(maxsize=256)
def _of_year(year: int) -> Ramadan:
    first, after = (Hijri(year, month, 1).to_gregorian() for month in (RAMADAN, SHAWWAL))
    return Ramadan(date(*first.datetuple()), date(*after.datetuple()))


@lru_cache(maxsize=4096)
def ramadans_near(day: date) -> tuple[Ramadan, ...]:
    """Give the Ramadan of the day's own Hijri year and that of the next, in their order."""
    return tuple(_of_year(year) for year in hijri_years(day))
