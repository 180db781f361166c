"""Waiting for something to become true, without polling for it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """Whoever changes anything tells; whoever waits looks again."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def tell(self) -> None:
        """Let everybody who waits look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, look: Callable[[], Found], seconds: float) -> Found:
        """Wait until `look` gives something true, and give it.

        When the seconds are over, what it gives then is given as it is, mostly something false.
        """
        end = asyncio.get_running_loop().time() + seconds
        while not (found := look()):
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                return found
            # Not wait_for: on Python 3.11 it swallows a cancellation that comes with the change.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._changed.wait()
        return found
