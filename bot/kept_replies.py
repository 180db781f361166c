"""Replies that wait in the outbox: what else is said to the same person waits behind them."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from bot.incoming import Incoming, Reply
from bot.office import Office
from bot.received import cries_for_help
from casework.tell import MESSAGE
from storage import outbox, people, updates
from storage.database import Transaction
from storage.people import Address

LOOK_AGAIN = timedelta(seconds=10)


class KeptReplies:
    """Knows whether any reply may still wait to be sent, so that mostly nobody is asked about.

    After a start, and now and then for what another process kept, the outbox is looked at as a
    whole; only while something waits there it is asked about each address.
    """

    def __init__(self) -> None:
        self._some = False
        self._looked: datetime | None = None

    def note(self, now: datetime) -> None:
        """Say that a reply is kept, at an aware instant."""
        self._some, self._looked = True, now

    async def takes(self, tx: Transaction, incoming: Incoming, now: datetime) -> bool:
        """Say whether the reply to a message is to be kept: sent now it would overtake others.

        Where replies are fetched they are in the outbox anyway, and this is False.
        """
        if incoming.channel in outbox.PULLED:
            return False
        address = Address(incoming.channel, incoming.address)
        if not incoming.behind and not await self._wait_for(tx, address, now):
            return False
        self.note(now)
        return True

    async def _wait_for(self, tx: Transaction, address: Address, now: datetime) -> bool:
        if self._looked is None:
            self._some = await outbox.any_waits(tx, address.channel, MESSAGE, now)
            self._looked = now
        elif abs(now - self._looked) >= LOOK_AGAIN:
            # What is younger is mostly the rest of an answer, which is about to be sent.
            before = now - LOOK_AGAIN
            self._some = await outbox.any_waits(tx, address.channel, MESSAGE, before)
            self._looked = now
        return self._some and await outbox.waits_for(tx, address, MESSAGE)


async def keep_unsent(
    office: Office, replies: KeptReplies, incoming: Incoming, reply: Reply
) -> None:
    """Keep a committed reply that could not be sent; the outbox sends it later.

    The update then has no more to say, should it come again.
    """
    if reply.message is None:
        return
    now = office.clock()
    rest = msgspec.json.encode(msgspec.structs.replace(reply, message=None))
    async with office.database.transaction() as tx:
        is_there, words_of = await updates.move_reply(
            tx, incoming.channel, incoming.update_id, rest
        )
        if not is_there:
            return
        address = Address(incoming.channel, incoming.address)
        await outbox.put(
            tx,
            # Nobody is known by it any more if the reply says that they were forgotten.
            person=await people.at(tx, address),
            address=address,
            kind=MESSAGE,
            payload=msgspec.json.encode(reply.message),
            now=now,
            words_of=words_of,
            urgent=goes_first(incoming, erases=reply.erase_history),
        )
    replies.note(now)
    office.wake.everyone()


def goes_first(incoming: Incoming, *, erases: bool) -> bool:
    """Say whether what answers a message goes before what waits for others.

    A cry for help, and the last word of the quick exit: nothing must come long after it.
    """
    return erases or cries_for_help(incoming.given)
