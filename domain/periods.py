"""Periods: when a dated fact holds. Half-open, aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a period: an aware UTC instant, and the year if no more than that is known."""

    at: datetime
    only_year: int | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a naive instant: it would be read in the wrong zone."""
        if self.at.tzinfo is None:
            raise ValueError("a bound needs an instant with a time zone")


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (included) until `end` (excluded); None is open (domain.md Invariant 1)."""

    start: Bound | None = None
    end: Bound | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether the instant `at` lies inside."""
        return not self.begins_after(at) and (self.end is None or at < self.end.at)

    def begins_after(self, at: datetime) -> bool:
        """Say whether the period starts later than `at`."""
        return self.start is not None and at < self.start.at

    def overlaps(self, other: Period) -> bool:
        """Say whether the two periods share an instant."""
        starts, ends = (self.start, other.start), (self.end, other.end)
        return all(_before(start, end) for start in starts for end in ends)


def _before(start: Bound | None, end: Bound | None) -> bool:
    return start is None or end is None or start.at < end.at


ALWAYS = Period()


def start_of_day(day: date, zone: str) -> datetime:
    """Give the UTC instant at which `day` begins in the IANA `zone`."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def on_the_wall(at: datetime, zone: str) -> datetime:
    """Give the naive time that a clock shows in the IANA `zone` at the aware instant `at`."""
    return _shown(at, zone) if at.tzinfo is UTC else _shown.__wrapped__(at, zone)


@lru_cache(maxsize=1_000)
def _shown(at: datetime, zone: str) -> datetime:
    """Remember it for UTC alone: where an hour comes twice, both are equal to a cache."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def whole_days(first: date | None, last: date | None, zone: str) -> Period:
    """Hold from the first day to the last, both included, in the centre's zone (Dates)."""
    start = Bound(start_of_day(first, zone)) if first else None
    end = Bound(start_of_day(last + timedelta(days=1), zone)) if last else None
    return Period(start, end)


def change_in_year(year: int, zone: str) -> Bound:
    """Place a change known only by year after that year ("2019" holds from 2020-01-01, Dates)."""
    return Bound(start_of_day(date(year + 1, 1, 1), zone), only_year=year)


def end_in_year(year: int, zone: str) -> Bound:
    """Place the end of a permission known only by year before it: never inside it (Dates)."""
    return Bound(start_of_day(date(year, 1, 1), zone), only_year=year)
