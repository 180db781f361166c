"""What time it is: by the machine's clock, unless one that is heard of shows another time.

Telegram says with each answer what its clock shows, and PostgreSQL when it is asked. A machine
whose clock is wrong then goes by theirs, and those that share a database do not disagree. Between
two times that it hears, the time that has really passed is counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

MAY_DIFFER = timedelta(minutes=2)
JITTER = timedelta(seconds=5)
"""Answers take their time, and tell it in seconds: less than that says nothing new."""
TELEGRAM = "Telegram's"
DATABASE = "the database server's"

log = structlog.get_logger()


class RightClock:
    """Gives aware UTC. `machine`: what the machine shows; `monotonic`: seconds no setting moves.

    Whose clock is heeded comes first: Telegram's, which is the same for every machine there is.
    """

    def __init__(
        self, machine: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._machine = machine
        self._monotonic = monotonic
        self._heard = datetime.min.replace(tzinfo=UTC), 0.0
        self.whose = ""
        self.off = timedelta()

    def __call__(self) -> datetime:
        """Give the present instant."""
        return self._counted() if self.off else self._machine()

    @property
    def is_unsure(self) -> bool:
        """Say whether somebody should ask: nobody told the time, or the machine's is another."""
        return self.whose != TELEGRAM or bool(self.off)

    def hear(self, told: datetime, whose: str) -> None:
        """Take up what somebody's clock shows at this moment, aware UTC."""
        if whose != TELEGRAM and self.whose == TELEGRAM:
            return
        if not self.whose or abs(told - self._counted()) > JITTER:
            self._heard = told, self._monotonic()
        self.whose = whose
        self.look()

    def look(self) -> None:
        """See whether the machine's clock is right; `off` is then how far it is ahead, or zero.

        It has to be nearer to be trusted again than to be trusted still, so that it does not go
        to and fro.
        """
        if not self.whose:
            return
        off = self._machine() - self._counted()
        right = abs(off) <= (MAY_DIFFER / 2 if self.off else MAY_DIFFER)
        if right == bool(self.off):
            minutes = round(off / timedelta(minutes=1))
            words = "the machine's clock is right again" if right else "the machine's clock is off"
            log.warning(words, minutes=minutes, heeded="its own" if right else self.whose)
        self.off = timedelta() if right else off

    def _counted(self) -> datetime:
        told, tick = self._heard
        return told + timedelta(seconds=self._monotonic() - tick)
