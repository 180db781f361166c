"""Telegram's limits per second and minute, for tests that want them."""

from __future__ import annotations

import math
import time
from collections import deque
from dataclasses import dataclass, field

from .refusals import too_many_requests

A_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class RateLimits:
    """How many messages may be sent; Telegram's own numbers. None of `RateLimits`: no limits."""

    a_second_to_a_chat: int = 1
    a_second_in_all: int = 30
    a_minute_to_a_group: int = 20


@dataclass(slots=True)
class Rates:
    """What was sent lately."""

    limits: RateLimits | None
    _sent: dict[tuple[int | str | None, float], deque[float]] = field(default_factory=dict)

    def check(self, method: str, chat_id: int | str | None) -> None:
        """Count one more message.

        :raises Refused: 429 if it is one too many; then it does not count.
        """
        if self.limits is None or not method.startswith("send") or method == "sendChatAction":
            return
        now = time.monotonic()
        windows = list(self._windows(self.limits, chat_id))
        for sent, most, seconds in windows:
            while sent and sent[0] <= now - seconds:
                sent.popleft()
            if len(sent) >= most:
                raise too_many_requests(max(1, math.ceil(sent[0] + seconds - now)))
        for sent, _, _ in windows:
            sent.append(now)

    def _windows(
        self, limits: RateLimits, chat_id: int | str | None
    ) -> list[tuple[deque[float], int, float]]:
        windows = [
            (self._of(chat_id, 1.0), limits.a_second_to_a_chat, 1.0),
            (self._of(None, 1.0), limits.a_second_in_all, 1.0),
        ]
        if isinstance(chat_id, int) and chat_id < 0:
            windows.append((self._of(chat_id, A_MINUTE), limits.a_minute_to_a_group, A_MINUTE))
        return windows

    def _of(self, chat_id: int | str | None, seconds: float) -> deque[float]:
        return self._sent.setdefault((chat_id, seconds), deque())
