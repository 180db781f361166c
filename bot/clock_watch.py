"""Watching the machine's clock: whether it jumped, and by when what is old may be dropped.

A jump cannot be told from an outage, and need not be: after either the clockwork rests a while. A
clock that is wrong when a machine starts is set right within minutes, and what was due in an outage
comes a quarter of an hour later. What is dropped goes by a clock of its own, which never runs more
than twice as fast as time does: so nothing is dropped early for a clock that is wrong for hours,
and what an outage kept somebody from is kept so much longer for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.rounds import Rounds

JUMP = timedelta(hours=1)
"""By less a wrong clock does little harm, and most outages are shorter: nobody waits longer."""
SET_BACK = timedelta(minutes=1)
RESTS = timedelta(minutes=15)
CATCHES_UP = 2
"""How fast the clock of what is dropped follows after a jump ahead or an outage."""


class ClockWatch:
    """Compares the machine's clock, at each look, with the time that has really passed.

    `clock`: what the machine shows, aware UTC. `monotonic`: seconds that no setting of the clock
    moves.
    """

    def __init__(
        self, clock: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._looked: tuple[datetime, float] | None = None
        self._jumped: float | None = None
        self._dropping: datetime | None = None
        self.moved = timedelta()

    def look(self, known: Rounds) -> Rounds:
        """Look at the clock; give what is to be kept in the place of what was `known`.

        `moved` is then how far the clock moved by itself since the look before or, in a process
        that has just started, since the round that is known; below zero if it was set back.
        """
        now, tick = self._clock(), self._monotonic()
        passed = timedelta()
        expected = known.done or now
        if self._looked is not None:
            passed = timedelta(seconds=tick - self._looked[1])
            expected = self._looked[0] + passed
        self._looked = now, tick
        self.moved = now - expected
        if abs(self.moved) >= JUMP:
            self._jumped = tick
        # From what this process knew: several that share a database are no faster than one.
        dropping = (self._dropping or known.dropping or now) + CATCHES_UP * passed
        self._dropping = min(now, max(dropping, known.dropping or dropping))
        return Rounds(known.done if self.rests else now, self._dropping)

    @property
    def seen(self) -> datetime | None:
        """Give what the clock showed at the last look, aware UTC; None before the first."""
        return self._looked[0] if self._looked is not None else None

    @property
    def rests(self) -> bool:
        """Say whether nothing that goes by the clock may be done yet, as of the last look."""
        if self._jumped is None or self._looked is None:
            return False
        return self._looked[1] - self._jumped < RESTS.total_seconds()

    @property
    def was_set_back(self) -> bool:
        """Say whether the clock was found set back at the last look."""
        return self.moved < -SET_BACK
