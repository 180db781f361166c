"""Quality: figures of a centre in aggregate, from which nobody's case can be read (Small numbers).

A count under 5 reads "<5". Once one count of a row is hidden, its total is hidden as well, so that
each hidden count may still be anything under 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

SMALLEST_SHOWN = 5
INDICATORS_OVER = timedelta(days=90)


class Fate(StrEnum):
    """What became of a request by now; each request has exactly one."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Row:
    """Counts that may be told: None stands for "<5", a total of None is not told at all."""

    counts: tuple[tuple[Fate, int | None], ...]
    total: int | None


def safe_row(counted: Mapping[Fate, int]) -> Row:
    """Hide what is too small to be told, and the total with it. Raises ValueError below 0."""
    if any(count < 0 for count in counted.values()):
        raise ValueError("a count is never below 0")
    told = tuple((fate, shown(counted.get(fate, 0))) for fate in Fate)
    hidden = any(count is None for _, count in told)
    return Row(told, None if hidden else sum(counted.values()))


def shown(count: int) -> int | None:
    """Give a count that may be told, None for one under 5."""
    return count if count >= SMALLEST_SHOWN else None


class Untold(StrEnum):
    """Why a part of a sum is not told: it is under 5, or a small one could be computed from it."""

    FEW = "few"
    HIDDEN = "hidden"


Part = int | Untold


def safe_parts(parts: Sequence[int]) -> tuple[Part, ...]:
    """Hide what may not be told of the parts of a sum that is told itself (Small numbers).

    `parts`: all of them, each request in exactly one. With a small one the first larger one is
    hidden as well, so the least wanted comes first; where even then the sum would say something
    of the small ones, nothing is told.
    """
    told: list[Part] = [part if part >= SMALLEST_SHOWN else Untold.FEW for part in parts]
    if Untold.FEW not in told:
        return tuple(told)
    rest = sum(part for part in parts if part < SMALLEST_SHOWN)
    place = next((i for i, part in enumerate(parts) if part >= SMALLEST_SHOWN), None)
    if place is None or rest + parts[place] < SMALLEST_SHOWN + SMALLEST_SHOWN - 1:
        return tuple(Untold.HIDDEN for _ in parts)
    told[place] = Untold.HIDDEN
    return tuple(told)
