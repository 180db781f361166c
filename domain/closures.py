"""Closures: times in which a place is shut whatever its hours say, such as an emergency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
