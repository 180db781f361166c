"""Hours: whether a place is open at an instant, and until or from when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, validate

LOOK_AHEAD = timedelta(days=14)


class Opening(StrEnum):
    """What is known of a place's hours at an instant."""

    OPEN = "open"
    CLOSED = "closed"
    ALWAYS = "always"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a place is open; `until` is the next change, aware, in the place's own zone."""

    opening: Opening
    until: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Say whether one would find the door open."""
        return self.opening in (Opening.OPEN, Opening.ALWAYS)


UNKNOWN = OpenState(Opening.UNKNOWN)


def open_state(hours: str | None, zone: str, at: datetime) -> OpenState:
    """Say whether a place with OSM `hours` in the IANA `zone` is open at the aware instant `at`."""
    parsed = parse_hours(hours) if hours else None
    if parsed is None:
        return UNKNOWN
    there = ZoneInfo(zone)
    local = at.astimezone(there).replace(tzinfo=None)
    change = parsed.next_change(local)
    near = change is not None and change - local <= LOOK_AHEAD
    until = change.replace(tzinfo=there, fold=local.fold) if change and near else None
    if parsed.is_open(local):
        return OpenState(Opening.OPEN if until else Opening.ALWAYS, until)
    return OpenState(Opening.CLOSED, until) if parsed.is_closed(local) else UNKNOWN


@lru_cache(maxsize=4096)
def parse_hours(hours: str) -> OpeningHours | None:
    """Read OSM opening_hours; None if it is not in that language."""
    return OpeningHours(hours) if validate(hours) else None
