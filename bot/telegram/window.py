"""Which updates are in hand, and up to where they may be confirmed to Telegram."""

from __future__ import annotations


class Window:
    """Updates by number: taken once, closed in any order, confirmed only without a gap.

    Telegram forgets every update below `offset` and brings all from there on, those in hand too.
    """

    def __init__(self) -> None:
        self._open: set[int] = set()
        self._closed: set[int] = set()
        self._after_newest: int | None = None

    def take(self, number: int) -> bool:
        """Take an update in hand; False if it is or was."""
        if number in self._open or number in self._closed:
            return False
        self._open.add(number)
        self._after_newest = number + 1
        return True

    def close(self, number: int) -> None:
        """Say that an update is handled and its reply is sent or kept."""
        self._open.remove(number)
        self._closed.add(number)

    def confirmed(self, offset: int) -> None:
        """Say that Telegram was asked from `offset` on: it will not bring earlier ones again."""
        self._closed = {number for number in self._closed if number >= offset}

    @property
    def offset(self) -> int | None:
        """Give the first update that is not closed; None before the first one.

        Numbers may begin anew with a lower one after a week without updates: what counts is what
        came last, and what was closed and is not confirmed yet.
        """
        if self._open or self._after_newest is None:
            return min(self._open, default=None)
        return max(self._after_newest, max(self._closed, default=0) + 1)
