"""OSM opening_hours read by `opening_hours`: what is safe to ask of a text from a stranger's file.

The library is told a horizon: without one, `sunrise-(sunset+23:00)` takes it most of a second,
with one a few microseconds. It reads a blank as "always" and guesses a closing time for "08:00+"
and a sunset where it has no position; none of the three is known, so none is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State, validate

from domain.geography import Point
from domain.holidays import knows_holidays

LONGEST = 500
HORIZON_DAYS = 20
QUOTED = re.compile(r'"[^"]*"')
OPEN_END = re.compile(r"\d{1,2}:\d{2}\s*\+(?!\d)")
BY_THE_SUN = re.compile(r"dawn|sunrise|sunset|dusk", re.IGNORECASE)
HOLIDAYS = re.compile(r"\b[PS]H\b")


@dataclass(frozen=True, slots=True)
class Rules:
    """Hours that were read. `open_end`: when the place closes is not said."""

    parsed: OpeningHours
    open_end: bool = False
    by_holidays: bool = False

    def state(self, wall: datetime) -> State:
        """Give the state at a naive time on the wall of the place."""
        state = self.parsed.state(wall)[0]
        return State.UNKNOWN if self.open_end and state == State.OPEN else state

    def next_change(self, wall: datetime) -> datetime | None:
        """Give the naive time of the next change, None for none within the horizon."""
        change = self.parsed.next_change(wall)
        return change.replace(tzinfo=None) if change else None


@lru_cache(maxsize=4096)
def parse_hours(hours: str) -> OpeningHours | None:
    """Read OSM opening_hours; None if it is not in that language or longer than `LONGEST`."""
    if not hours.strip() or len(hours) > LONGEST or not validate(hours):
        return None
    return OpeningHours(
        hours, auto_country=False, auto_timezone=False, max_interval_days=HORIZON_DAYS
    )


def rules_of(
    hours: str, country: str = "", zone: str = "", point: Point | None = None
) -> Rules | None:
    """Read hours for a place; None where they are no hours, or go by the sun of an unknown point.

    `country`: for its public holidays, as far as they are known.
    """
    known = read(hours)
    if known is None:
        return None
    rules, by_the_sun = known
    if by_the_sun:
        return read_at(hours, country, zone, point) if point is not None and zone else None
    return read_at(hours, country) if rules.by_holidays and knows_holidays(country) else rules


@lru_cache(maxsize=8192)
def read(hours: str) -> tuple[Rules, bool] | None:
    """Read hours as they are anywhere, and say whether they go by the sun."""
    plain = parse_hours(hours)
    if plain is None:
        return None
    bare = QUOTED.sub("", hours)
    by_holidays, open_end = HOLIDAYS.search(bare) is not None, OPEN_END.search(bare) is not None
    return Rules(plain, open_end, by_holidays), BY_THE_SUN.search(bare) is not None


@lru_cache(maxsize=8192)
def read_at(hours: str, country: str, zone: str = "", point: Point | None = None) -> Rules | None:
    """Read hours that depend on the place; `point` and `zone` where they go by the sun."""
    known = read(hours)
    there = OpeningHours(
        hours,
        timezone=ZoneInfo(zone) if point else None,
        country=country if knows_holidays(country) else None,
        coords=(point.latitude, point.longitude) if point else None,
        auto_country=False,
        max_interval_days=HORIZON_DAYS,
    )
    return replace(known[0], parsed=there) if known else None
