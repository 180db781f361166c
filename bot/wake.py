"""Waking: those who wait for new outgoing messages learn at once that there may be some."""

from __future__ import annotations

import asyncio


class Wake:
    """A signal to any number of waiting tasks; missing one costs no more than a look too late."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def everyone(self) -> None:
        """Wake all that wait now."""
        waiting, self._event = self._event, asyncio.Event()
        waiting.set()

    async def wait(self, seconds: float) -> None:
        """Return when woken, or after so many seconds."""
        event = self._event
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return
