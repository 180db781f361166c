"""Waking: those who wait for new outgoing messages learn at once that there may be some."""

from __future__ import annotations

import asyncio
from asyncio import sleep


class Wake:
    """A signal to any number of waiting tasks; missing one costs no more than a look too late."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def everyone(self) -> None:
        """Wake all that wait now."""
        waiting, self._event = self._event, asyncio.Event()
        waiting.set()

    async def wait(self, seconds: float, rest: float = 0.0) -> None:
        """Return when woken, or after so many seconds; not before a `rest` of seconds, though."""
        event = self._event
        await sleep(rest)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return
