"""Rhythm: how often a committee meets, written in a few words, and when it meets next (D2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = ("first", "second", "third", "fourth")
LAST = -1
MONTHS = {"monthly": 1, "every month": 1, "quarterly": 3, "yearly": 12}
WEEKS = {"weekly": 1, "every week": 1}
MOST = 52
WRITTEN = (
    "weekly, monthly, quarterly, yearly, every 2 weeks, every 2 months, monthly on day 8, "
    "first monday of the month or last friday of the month"
)

_MANY = re.compile(r"every (\d{1,2}) (weeks|months)")
_ON_DAY = re.compile(r"monthly on day (\d{1,2})")
_NAMED = re.compile(rf"({'|'.join(ORDINALS)}|last) ({'|'.join(WEEKDAYS)}) of the month")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many `weeks`, or `months`.

    Within a month perhaps on a `day` (1 to 28), or on the `nth` (1 to 4, -1 for the last)
    `weekday` (0 for Monday).
    """

    weeks: int = 0
    months: int = 0
    day: int | None = None
    nth: int | None = None
    weekday: int | None = None

    def next_from(self, today: date, before: date | None) -> date | None:
        """Give the next meeting, today included, counted from one `before`, as far as one can."""
        if self.day is not None:
            return _on_day(self.day, today)
        if self.nth is not None and self.weekday is not None:
            return self._named(today)
        if before is None:
            return None
        return self._counted(today, before)

    def _named(self, today: date) -> date:
        this = _nth(today.year, today.month, self.nth or 1, self.weekday or 0)
        after = _months_on(today.replace(day=1), 1)
        later = _nth(after.year, after.month, self.nth or 1, self.weekday or 0)
        return this if this >= today else later

    def _counted(self, today: date, before: date) -> date:
        if before >= today:
            return before
        if self.weeks:
            step = timedelta(weeks=self.weeks)
            return before + -(-(today - before) // step) * step
        gone = (today.year - before.year) * 12 + today.month - before.month
        times = gone // self.months
        found = _months_on(before, times * self.months)
        return found if found >= today else _months_on(before, (times + 1) * self.months)


def rhythm_of(text: str) -> Rhythm | None:
    """Read a rhythm as `WRITTEN`, whatever its case; None if it is written otherwise."""
    plain = " ".join(text.casefold().split())
    if plain in WEEKS:
        return Rhythm(weeks=WEEKS[plain])
    if plain in MONTHS:
        return Rhythm(months=MONTHS[plain])
    if many := _MANY.fullmatch(plain):
        number = int(many[1])
        if not 1 <= number <= MOST:
            return None
        return Rhythm(weeks=number) if many[2] == "weeks" else Rhythm(months=number)
    if on_day := _ON_DAY.fullmatch(plain):
        day = int(on_day[1])
        return Rhythm(months=1, day=day) if 1 <= day <= 28 else None
    if named := _NAMED.fullmatch(plain):
        nth = LAST if named[1] == "last" else ORDINALS.index(named[1]) + 1
        return Rhythm(months=1, nth=nth, weekday=WEEKDAYS.index(named[2]))
    return None


def _on_day(day: int, today: date) -> date:
    this = today.replace(day=day)
    return this if this >= today else _months_on(this, 1)


def _months_on(start: date, months: int) -> date:
    """Give the same day so many months on, or the last one of a shorter month."""
    whole = start.year * 12 + start.month - 1 + months
    first = date(whole // 12, whole % 12 + 1, 1)
    return min(first + timedelta(days=start.day - 1), _last_day(first))


def _last_day(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _nth(year: int, month: int, nth: int, weekday: int) -> date:
    first = date(year, month, 1)
    if nth == LAST:
        last = _last_day(first)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
