"""Rounds: turns that wait at the same moment are taken one after another and share one commit.

A commit waits for the disk; what is shared by fifty chats costs each of them next to nothing.
Where one turn of a round fails, nothing of the round is kept, and each goes by itself: nobody's
failure is felt by others.

No more wait than are answered within some seconds: whoever comes then is told so, or comes again
by their channel. Urgent words are always taken, and before the others.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Generic, TypeVar

from msgspec import Struct

from bot.incoming import Incoming
from storage import arrivals
from storage.arrivals import Arrival
from storage.database import Database, StorageUnavailable, Transaction
from storage.people import Address

# Those of one round are answered together, and write again together: in larger ones all come to the
# dear last step of a request at the same moment, and wait for each other (benchmarks/profile.md).
MOST = 16
# Seconds: turns that take longer, as those of a picture that is drawn or of many requests that are
# sent, no longer hold up the others.
LONG = 0.02
# At 1,000 messages a second two seconds of work; Telegram's webhook never has more than 100 open.
MOST_WAITING = 2_000

T = TypeVar("T")
Take = Callable[[Transaction, Incoming, Arrival, datetime], Awaitable[T]]


class Overloaded(StorageUnavailable):
    """More people are writing than can be answered now; what came was not taken."""


class _Waiting(Struct, Generic[T], frozen=True):
    incoming: Incoming
    reply: asyncio.Future[T]

    @property
    def address(self) -> Address:
        """Give where it came from: the order of an address is kept."""
        return Address(self.incoming.channel, self.incoming.address)


class Rounds(Generic[T]):
    """Takes what waits to `take`, in the order in which it came, but what `is_urgent` first.

    `clock` gives aware UTC; all of a round happens at the same instant. `on_put` is called after a
    commit that left something in the outbox.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        take: Take[T],
        on_put: Callable[[], None],
        is_urgent: Callable[[Incoming], bool] = lambda incoming: False,
    ) -> None:
        self._database = database
        self._clock = clock
        self._take = take
        self._on_put = on_put
        self._is_urgent = is_urgent
        self._waiting: deque[_Waiting[T]] = deque()
        self._in_hand: set[Address] = set()
        self._under_way: set[asyncio.Task[None]] = set()
        self._at_its_turns: asyncio.TimerHandle | None = None

    async def answer(self, incoming: Incoming) -> T:
        """Give the reply, which is committed; raises what `take` or the storage raises.

        Overloaded: very many wait already.
        """
        reply: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue(_Waiting(incoming, reply))
        self._go_on()
        return await reply

    def _queue(self, new: _Waiting[T]) -> None:
        if not self._is_urgent(new.incoming):
            if len(self._waiting) >= MOST_WAITING:
                raise Overloaded
            self._waiting.append(new)
        elif any(each.address == new.address for each in self._waiting):
            self._waiting.append(new)  # what they said before it comes first
        else:
            self._waiting.appendleft(new)

    async def alone(self, incoming: Incoming) -> T:
        """Give the reply of a turn that has its transaction to itself."""
        (reply,) = await self._together([incoming])
        return reply

    def _go_on(self) -> None:
        """Begin a round if another is no longer at its turns: while it commits, this one works.

        Any earlier, it would have the few that came meanwhile, and a commit costs as much for them;
        but where enough wait to fill it, it reads what it needs meanwhile.
        """
        if len(self._under_way) >= self._database.writers:
            return
        wanted = 1 if self._at_its_turns is None else MOST
        if len(list(islice(filter(self._may_go, self._waiting), wanted))) == wanted:
            turns = asyncio.get_running_loop().call_later(LONG, self._let_another_begin)
            self._at_its_turns = turns
            task = asyncio.create_task(self._round(turns))
            self._under_way.add(task)
            task.add_done_callback(self._ended)

    def _let_another_begin(self) -> None:
        self._at_its_turns = None
        self._go_on()

    def _turns_ended(self, turns: asyncio.TimerHandle) -> None:
        turns.cancel()
        if turns is self._at_its_turns:
            self._let_another_begin()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._go_on()

    def _may_go(self, waiting: _Waiting[T]) -> bool:
        return waiting.address not in self._in_hand

    def _next(self) -> list[_Waiting[T]]:
        """Take those who came first, one of each address and none that has something in hand."""
        taken: list[_Waiting[T]] = []
        later: list[_Waiting[T]] = []
        while self._waiting and len(taken) < MOST:
            each = self._waiting.popleft()
            (taken if self._may_go(each) else later).append(each)
            self._in_hand.add(each.address)
        self._waiting.extendleft(reversed(later))
        return taken

    async def _round(self, turns: asyncio.TimerHandle) -> None:
        """Take all that came until this task got its turn; none if another round has them."""
        taken = self._next()
        try:
            if taken:
                await self._answered(taken, turns)
        finally:
            self._turns_ended(turns)
            self._in_hand.difference_update(each.address for each in taken)

    async def _answered(self, taken: list[_Waiting[T]], turns: asyncio.TimerHandle) -> None:
        try:
            replies = await self._together([each.incoming for each in taken], turns)
        except Exception as problem:
            if len(taken) == 1:
                _fail(taken[0].reply, problem)
            else:
                await asyncio.gather(*map(self._by_itself, taken))
        else:
            for each, reply in zip(taken, replies, strict=False):
                _tell(each.reply, reply)
            self._waiting.extendleft(reversed(taken[len(replies) :]))

    async def _together(
        self, taken: Sequence[Incoming], turns: asyncio.TimerHandle | None = None
    ) -> list[T]:
        """Commit the turns, or the first of them where one has to be the last.

        `turns`: what is told when they have ended, and nothing but the commit is left.
        """
        replies: list[T] = []
        came = [
            arrivals.came(self._database, Address(each.channel, each.address), each.update_id)
            for each in taken
        ]
        async with self._database.transaction(arrivals.locks(came)) as tx:
            now = self._clock()
            arrived = await arrivals.arrived(tx, came, now)
            for incoming, arrival in zip(taken, arrived, strict=True):
                replies.append(await self._take(tx, incoming, arrival, now))
                if tx.is_last:
                    break
            if turns is not None:
                self._turns_ended(turns)
        if tx.has_put:
            self._on_put()
        return replies

    async def _by_itself(self, waiting: _Waiting[T]) -> None:
        try:
            _tell(waiting.reply, await self.alone(waiting.incoming))
        except Exception as problem:
            _fail(waiting.reply, problem)


def _tell(waits: asyncio.Future[T], reply: T) -> None:
    if not waits.done():  # whoever waited may have been cancelled
        waits.set_result(reply)


def _fail(waits: asyncio.Future[T], problem: Exception) -> None:
    if not waits.done():
        waits.set_exception(problem)
