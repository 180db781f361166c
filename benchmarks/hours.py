"""What it costs to say whether a place is open: `python -m benchmarks.hours` prints microseconds.

"library alone" is a state and a next change of hours that were read before; "as it was" is what
was asked until closures, holidays and Ramadan came in: those two and a zone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from timeit import repeat
from zoneinfo import ZoneInfo

from domain.closures import Closure
from domain.hours import PlaceHours, open_at
from domain.osm_hours import parse_hours, read, rules_of
from domain.week import week_of

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ZONE = "Europe/Athens"
OFFICE = "Mo-Fr 08:00-12:00,14:00-17:00"
HOSTILE = ",".join(["00:00-24:00/00:01"] * 25)
TURNS, ROUNDS = 2_000, 5


def cost(call: Callable[[], object]) -> float:
    """Give the best time of several rounds, microseconds a call."""
    return min(repeat(call, number=TURNS, repeat=ROUNDS)) / TURNS * 1e6


def library_alone() -> None:
    """Ask the library what it is asked at least."""
    parsed = parse_hours(OFFICE)
    if parsed is not None:
        wall = NOW.replace(tzinfo=None)
        parsed.state(wall)
        parsed.next_change(wall)


def as_it_was() -> None:
    """Ask as before: in the zone, twice for the state."""
    parsed = parse_hours(OFFICE)
    if parsed is not None:
        wall = NOW.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)
        parsed.next_change(wall)
        parsed.is_open(wall)
        parsed.is_closed(wall)


def read_anew() -> None:
    """Read hours that were not read before."""
    parse_hours.cache_clear()
    read.cache_clear()
    rules_of(OFFICE, "GR", ZONE)


CASES: tuple[tuple[str, Callable[[], object]], ...] = (
    ("library alone", library_alone),
    ("as it was", as_it_was),
    ("an office", lambda: open_at(PlaceHours(OFFICE, ZONE, "GR"), NOW)),
    ("day and night", lambda: open_at(PlaceHours("24/7", ZONE, "GR"), NOW)),
    ("with public holidays", lambda: open_at(PlaceHours(f"{OFFICE}; PH off", ZONE, "GR"), NOW)),
    ("with Ramadan hours", lambda: open_at(PlaceHours(OFFICE, ZONE, "MA", "10:00-14:00"), NOW)),
    (
        "shut for ten days",
        lambda: open_at(
            PlaceHours(OFFICE, ZONE, "GR", closures=(Closure(NOW, NOW + timedelta(days=10)),)), NOW
        ),
    ),
    ("over a change of the clock", lambda: open_at(PlaceHours("Mo[1] 08:00-09:00", ZONE),
                                                   datetime(2026, 10, 24, tzinfo=UTC))),
    ("hours of a hostile file", lambda: open_at(PlaceHours(HOSTILE, ZONE), NOW)),
    ("the week, taken apart before", lambda: week_of(OFFICE)),
    ("reading hours anew", read_anew),
)  # fmt: skip


def main() -> None:
    """Print the table."""
    for name, call in CASES:
        print(f"{name:32}{cost(call):9.1f} µs")


if __name__ == "__main__":
    main()
