"""Closures: times in which a place is shut whatever its hours say, such as an emergency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

FOREVER = datetime.max.replace(tzinfo=UTC)


class ClosureReason(StrEnum):
    """Why a place is shut; what is more than that is nobody's business."""

    EMERGENCY = "emergency"
    HOLIDAY = "holiday"
    WORKS = "works"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Closure:
    """From `start` (included) to `end` (excluded), aware UTC; without an end until further notice.

    Raises ValueError where it ends before it begins.
    """

    start: datetime
    end: datetime | None = None
    reason: ClosureReason = ClosureReason.EMERGENCY

    def __post_init__(self) -> None:
        """Refuse a closure that ends before it begins."""
        if self.end is not None and self.end <= self.start:
            raise ValueError("a closure ends after it begins")

    def holds(self, at: datetime) -> bool:
        """Say whether the place is shut at the aware instant `at`."""
        return self.start <= at and (self.end is None or at < self.end)


def closed_by(closures: Iterable[Closure], at: datetime) -> Closure | None:
    """Give the closure that holds at `at` and lasts longest; None if the place is not shut."""
    holding = (closure for closure in closures if closure.holds(at))
    return max(holding, key=lambda closure: closure.end or FOREVER, default=None)
