"""Limits: how much one chat, or one network, may do in a while; counted in this process."""

from __future__ import annotations

import time
from collections.abc import Callable

LARGEST_BODY = 64 * 1024
LONGEST_TEXT = 4000
FORGET_ABOVE = 10_000


class Budget:
    """So many in so many seconds for each of many; the count begins anew after the seconds."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._spent: dict[str, tuple[float, int]] = {}

    def take(self, who: str) -> float:
        """Take one; give 0, or the seconds until there is one again."""
        now = self._clock()
        began, count = self._spent.get(who, (now, 0))
        if now - began >= self._seconds:
            began, count = now, 0
        if count >= self._most:
            return self._seconds - (now - began)
        self._spent[who] = (began, count + 1)
        if len(self._spent) > FORGET_ABOVE:
            self._forget(now)
        return 0

    def _forget(self, now: float) -> None:
        """Forget those whose count would begin anew, and the oldest if there are too many."""
        fresh = {w: s for w, s in self._spent.items() if now - s[0] < self._seconds}
        oldest_first = sorted(fresh.items(), key=lambda item: item[1][0])
        self._spent = dict(oldest_first[-FORGET_ABOVE // 2 :])
