"""Turns: each message is answered, tried again where something broke, and at last set aside.

bot/rounds.py takes those that wait at the same moment together, bot/turn.py is one of them.
"""

from __future__ import annotations

from datetime import datetime
from time import perf_counter

import structlog
from msgspec import Struct

from bot.incoming import Incoming, Reply
from bot.kept_replies import KeptReplies, keep_unsent
from bot.left_open import LeftOpen
from bot.logs import place_of
from bot.measures import Outcome
from bot.office import Office
from bot.received import cries_for_help, examined_ahead
from bot.rounds import Overloaded, Rounds
from bot.setting_aside import set_aside
from bot.turn import Turn, answered_before
from storage import updates
from storage.arrivals import Arrival
from storage.database import StorageUnavailable, Transaction

TRIES = 3

log = structlog.get_logger()


class _Taken(Struct, frozen=True):
    """What came of an update. `heard_by`: dialogue and step; None if it was answered before."""

    reply: Reply
    heard_by: tuple[str, str] | None


class Turns:
    """Handles messages, from any channel."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.left_open = LeftOpen()
        self.kept = KeptReplies()
        self.rounds = Rounds(
            office.database,
            office.clock,
            self._take,
            office.wake.everyone,
            lambda incoming: cries_for_help(incoming.given),
        )

    async def handle(self, incoming: Incoming) -> Reply:
        """Answer one message; the answer is committed when this returns.

        An outage of the storage is raised (StorageUnavailable), so that the channel delivers
        again. Any other failure is tried again, then the update is parked and the person told.
        """
        for attempt in range(1, TRIES + 1):
            begun = perf_counter()
            try:
                await examined_ahead(self.office, incoming)
                if attempt == 1:
                    taken = await self.rounds.answer(incoming)
                else:
                    taken = await self.rounds.alone(incoming)
            except StorageUnavailable as problem:
                shed = isinstance(problem, Overloaded)
                outcome = Outcome.OVERLOAD if shed else Outcome.OUTAGE
                self.office.measures.came(incoming.channel, outcome)
                raise
            except Exception as problem:
                # The one place where a bug is caught: it must not block anybody's messages.
                self.office.measures.came(incoming.channel, Outcome.FAILED)
                log.error("turn failed", attempt=attempt, problem=place_of(problem))
                if attempt == TRIES:
                    return await set_aside(self.office, self.kept, incoming, problem)
            else:
                self._measure(incoming, taken, perf_counter() - begun)
                return taken.reply
        raise AssertionError("unreachable")

    async def _take(
        self, tx: Transaction, incoming: Incoming, arrival: Arrival, now: datetime
    ) -> _Taken:
        if arrival.handled is not None or arrival.known is None:
            return _Taken(answered_before(arrival.handled or updates.Handled(None)), None)
        turn = Turn(
            self.office, self.left_open, self.kept, tx, incoming, arrival, arrival.known, now
        )
        return _Taken(await turn.take(), turn.heard_by)

    def _measure(self, incoming: Incoming, taken: _Taken, seconds: float) -> None:
        if taken.heard_by is None:
            self.office.measures.came(incoming.channel, Outcome.REPEATED)
        else:
            self.office.measures.answered(incoming.channel, *taken.heard_by, seconds)

    async def spill(self, incoming: Incoming, reply: Reply) -> None:
        """Keep a committed reply that could not be sent; the outbox sends it later."""
        await keep_unsent(self.office, self.kept, incoming, reply)
