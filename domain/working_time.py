"""Working time: the days on which a team works, and what so many of them later is (Timers)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import State

from domain.deadlines import Limit
from domain.holidays import is_holiday
from domain.osm_hours import rules_of
from domain.periods import on_the_wall

DAY = timedelta(days=1)
NEVER_ENDS = 400
WEEKEND = (5, 6)
# Days of rest where they are not Saturday and Sunday (Unicode CLDR, weekendStart and weekendEnd),
# Monday is 0.
WEEKENDS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("BH", "DZ", "EG", "IQ", "JO", "KW", "LY", "OM", "QA", "SA", "SD", "SY", "YE",
                     "IL"), (4, 5)),
    "AF": (3, 4),
    "IR": (4,),
    "IN": (6,),
    "UG": (6,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When a team works: its OSM `hours` in the IANA `zone`, and the holidays of `country`.

    Without hours it is every day but the country's weekend. `country`: ISO 3166-1 alpha-2.
    """

    zone: str = "UTC"
    country: str = ""
    hours: str | None = None

    def works_on(self, day: date) -> bool:
        """Say whether the team works on a day."""
        return _works_on(self, day)


@lru_cache(maxsize=4096)
def _works_on(calendar: WorkingCalendar, day: date) -> bool:
    if is_holiday(calendar.country, day):
        return False
    hours, country = calendar.hours, calendar.country
    rules = rules_of(hours, country, calendar.zone, None) if hours else None
    if rules is None:
        return day.weekday() not in WEEKENDS.get(country, WEEKEND)
    start = datetime.combine(day, time())
    change = rules.next_change(start)
    opens_later = change is not None and change < start + DAY
    return rules.state(start) == State.OPEN or opens_later


def later(start: datetime, limit: Limit, halves: int, calendar: WorkingCalendar) -> datetime:
    """Give the aware UTC instant that lies `halves` halves of a limit after the aware `start`.

    Working days later is the same time of day so many working days later; half a day is the
    middle between the days around it (Timers).
    """
    if not limit.working_days:
        return start + timedelta(hours=limit.hours) * halves / 2
    days, half = divmod(limit.working_days * halves, 2)
    whole = days_later(start, days, calendar)
    return whole + (days_later(start, days + 1, calendar) - whole) / 2 if half else whole


def days_later(start: datetime, days: int, calendar: WorkingCalendar) -> datetime:
    """Give the same time of day `days` working days after the aware `start`, in UTC."""
    wall = on_the_wall(start, calendar.zone)
    for _ in range(NEVER_ENDS):
        if not days:
            break
        wall += DAY
        days -= calendar.works_on(wall.date())
    return wall.replace(tzinfo=ZoneInfo(calendar.zone)).astimezone(UTC)
