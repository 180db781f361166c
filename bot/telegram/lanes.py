"""Who goes when: one chat's messages one after another, different chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE = 64


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted_by: int = 0


class Lanes:
    """A lane for each chat that has something in hand; `at_once` chats move at the same time."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._lanes: dict[int | None, _Lane] = {}

    @asynccontextmanager
    async def turn(self, chat: int | None) -> AsyncIterator[None]:
        """Wait for those of the same chat that came before, then for a place."""
        lane = self._lanes.setdefault(chat, _Lane())
        lane.wanted_by += 1
        try:
            async with lane.lock, self._places:
                yield
        finally:
            lane.wanted_by -= 1
            if not lane.wanted_by:
                del self._lanes[chat]

    def __len__(self) -> int:
        """Count the chats that have something in hand."""
        return len(self._lanes)
