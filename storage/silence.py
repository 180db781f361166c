"""Silence: a server that says nothing for too long is given up, with the connection to it.

A machine that froze, or a firewall that drops what passes, leaves connections that look alive: the
driver would wait on them for good. One that has to be cancelled would be waited for as well.
"""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from time import monotonic
from typing import Any


class Silence:
    """How long the server of an engine may say nothing, and when it last did for too long.

    `seconds`: None where an answer may take hours, as in a migration.
    """

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self.is_over = False
        self._last = 0.0

    def now(self) -> None:
        """Note that the server says nothing: other connections of before it are as good as dead."""
        self._last = monotonic()

    def trusts(self, about: dict[Any, Any]) -> bool:
        """Say whether a connection is younger than the last silence.

        `about`: what is kept of the connection as long as it lasts.
        """
        opened: float = about.setdefault("opened", monotonic())
        return opened > self._last


class Line:
    """A connection of the driver; `with` it an answer is waited for, and not for good.

    Whoever waits too long sees the connection end, as if the server had gone.
    """

    __slots__ = ("_alarm", "_silence", "driver", "was_silent")

    def __init__(self, driver: Any, silence: Silence) -> None:
        self.driver = driver
        self._silence = silence
        self._alarm: TimerHandle | None = None
        self.was_silent = False

    def __enter__(self) -> Any:
        """Begin to wait; give the driver's connection."""
        if self._silence.seconds is not None:
            self._alarm = get_running_loop().call_later(self._silence.seconds, self._hang_up)
        return self.driver

    def __exit__(self, *_: object) -> None:
        """Wait no longer."""
        if self._alarm is not None:
            self._alarm.cancel()

    def _hang_up(self) -> None:
        self.was_silent = True
        self._silence.now()
        self.driver.terminate()
