"""How long to wait after failures in a row."""

from __future__ import annotations


class Backoff:
    """Delays in seconds that double with each failure until one call succeeds."""

    def __init__(self, first: float = 1.0, longest: float = 60.0) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def failed(self) -> float:
        """Say how long to wait now."""
        delay, self._next = self._next, min(self._next * 2, self._longest)
        return delay

    def succeeded(self) -> None:
        """Begin with the shortest delay again."""
        self._next = self._first
