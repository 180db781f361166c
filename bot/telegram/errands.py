"""Errands: small things done on the side, never in the way of a reply."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()

MOST = 100
LAST_WAIT_S = 5.0


class Errands:
    """Tasks that nobody waits for: at most so many at once, and none whose failure matters."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, what: str, errand: Coroutine[Any, Any, Any]) -> bool:
        """Start an errand; False, and it is not started, if too many are under way."""
        if len(self._tasks) >= self._most:
            errand.close()
            log.debug("errand left out, too many under way", errand=what)
            return False
        task = asyncio.create_task(_quietly(what, errand))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def close(self) -> None:
        """Wait a little for what is under way, then stop it."""
        if not self._tasks:
            return
        _, unfinished = await asyncio.wait(self._tasks, timeout=LAST_WAIT_S)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)


async def _quietly(what: str, errand: Coroutine[Any, Any, Any]) -> None:
    try:
        await errand
    except Exception as error:  # whatever it is, nobody waits for an errand
        log.debug("errand failed", errand=what, problem=type(error).__name__)
