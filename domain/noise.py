"""Noise: what may wait for a quieter moment, and until when. What is urgent never waits.

In quiet hours the rest waits until their end; of a busy queue it comes as one message at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

BUSY = 3
SPELL = timedelta(minutes=10)

# What is gathered besides reminders, which are named by what presses.
NEW = "new"


@dataclass(frozen=True, slots=True)
class Lately:
    """What somebody was told in the last `SPELL`: how many requests, and whether in one message.

    `gathered`: when what was gathered is due, aware UTC; None if nothing is.
    """

    announced: int = 0
    digest: bool = False
    gathered: datetime | None = None


def waits_until(quiet: str, zone: str, lately: Lately, at: datetime) -> datetime | None:
    """Say until when a notice that is not urgent waits, aware UTC; None: it is told at once."""
    if end := quiet_until(quiet, zone, at):
        return end
    if lately.gathered is not None:
        return lately.gathered
    return at + SPELL if lately.digest or lately.announced >= BUSY else None


def quiet_until(quiet: str, zone: str, at: datetime) -> datetime | None:
    """Give the end of the quiet hours that hold at the aware UTC `at`; None if none do."""
    span = quiet_span(quiet)
    if span is None:
        return None
    start, end = span
    wall = at.astimezone(ZoneInfo(zone))
    now = wall.time()
    if not (start <= now < end if start < end else now >= start or now < end):
        return None
    day = wall.date() + timedelta(days=now >= end)
    over = datetime.combine(day, end, ZoneInfo(zone)).replace(fold=wall.fold)
    return over.astimezone(UTC)


def quiet_span(quiet: str) -> tuple[time, time] | None:
    """Read quiet hours, half-open; None for none, and for what are no two different times."""
    start, _, end = quiet.partition("-")
    try:
        span = time.fromisoformat(start), time.fromisoformat(end)
    except ValueError:
        return None
    return span if span[0] != span[1] else None
