"""The outbox sender: delivers what is kept for people, in order, until it is confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from time import monotonic

import msgspec
import structlog
from msgspec.structs import replace

from bot.groups import GroupChannel, GroupTasks
from bot.incoming import Channel, Delivery, Later, Rejected, Sent, Unreachable
from bot.logs import place_of
from bot.office import DEFAULT_LANGUAGE, Office
from casework.gather import comes_silently
from casework.tell import MESSAGE, decode
from casework.topics import CHANNEL as GROUPS
from casework.topics import TOPIC
from casework.unreachable import note_undelivered, note_unreachable
from conversations.notices import said
from locales.render import Rendered, render
from storage import outbox, people
from storage.database import StorageUnavailable, Transaction
from storage.outbox import Outgoing

BATCH = 30  # what Telegram takes in a second
HELD_UP_SECONDS = 1.0
MOST_IN_HAND = 100
NOTED_AGAIN_SECONDS = 1.0
IDLE_SECONDS = 1.0
# In a crowd something is put every few milliseconds, mostly for who has to wait for their turn; and
# among thousands the next are found in milliseconds. A tenth of the time goes into that at most.
REST = 9
TROUBLE_SECONDS = 5.0
TRIES = 10
MOST_DOUBLED = 8  # a pause of 256 seconds

log = structlog.get_logger()


class OutboxSender:
    """Sends through the channels that push; channels that pull fetch for themselves.

    Whoever takes long is left in hand, and holds up nobody else: a handful is waited for no longer
    than `HELD_UP_SECONDS`, in which Telegram takes no more than that anyway.
    """

    def __init__(
        self,
        office: Office,
        channels: Mapping[str, Channel],
        groups: GroupChannel | None = None,
    ) -> None:
        self.office = office
        self.channels = channels
        self.groups = GroupTasks(office, groups) if groups is not None else None
        self.names = [*channels, *([GROUPS] if groups is not None else [])]
        self.in_hand: dict[int, asyncio.Task[None]] = {}
        self.stop = asyncio.Event()
        self.looked_for = 0.0  # seconds; how long the last look into the outbox took

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; an outage of the storage is waited out.

        What is in hand then is finished before it returns.
        """
        self.stop = stop
        try:
            await self.until(stop)
        finally:
            await asyncio.gather(*self.in_hand.values(), return_exceptions=True)

    async def until(self, stop: asyncio.Event) -> None:
        """Send until told to stop, and leave what is in hand then."""
        while not stop.is_set():
            try:
                sent = await self.once()
            except StorageUnavailable as problem:
                log.warning("outbox waits for the storage", problem=type(problem).__name__)
                await self.office.wake.wait(TROUBLE_SECONDS)
                continue
            except Exception as problem:
                # What failed here is done again; meanwhile the rest goes out.
                log.error("outbox failed", problem=place_of(problem))
                self.office.measures.failures["outbox"] += 1
                await asyncio.sleep(TROUBLE_SECONDS)
                continue
            rest = min(REST * self.looked_for, IDLE_SECONDS)
            await self.office.wake.wait(0.0 if sent else IDLE_SECONDS, rest)

    async def once(self) -> int:
        """Begin to send what is due now, one message an address; give their number.

        A row comes again when its lease ends. While it is in hand that only renews the lease.
        """
        self.put_down()
        room = min(BATCH, MOST_IN_HAND - len(self.in_hand))
        rows: tuple[Outgoing, ...] = ()
        if room:
            async with self.office.database.transaction() as tx:
                looks = monotonic()
                rows = await outbox.due(tx, self.names, self.office.clock(), room)
                self.looked_for = monotonic() - looks
        begun = [row for row in rows if row.id not in self.in_hand]
        self.in_hand |= {row.id: asyncio.create_task(self.deliver(row)) for row in begun}
        if begun:
            await asyncio.wait([self.in_hand[row.id] for row in begun], timeout=HELD_UP_SECONDS)
        self.put_down()
        return len(begun)

    def put_down(self) -> None:
        """Forget what is done; raise what went wrong in it, once for all."""
        done = [row for row, task in self.in_hand.items() if task.done()]
        problems = [self.in_hand.pop(row).exception() for row in done]
        for problem in filter(None, problems):
            raise problem

    async def deliver(self, row: Outgoing) -> None:
        """Send one message and note what became of it, also after an outage of the storage.

        Else it would be sent again when its lease ends. Told to stop, that is what is left.
        """
        result = await self.tried(row)
        while True:
            try:
                return await self.note(row, result)
            except StorageUnavailable:
                if self.stop.is_set():
                    raise
                await asyncio.sleep(NOTED_AGAIN_SECONDS)

    async def tried(self, row: Outgoing) -> Delivery:
        """Send one message; one that cannot even be worded must not stop the others."""
        try:
            if self.groups is not None and row.kind == TOPIC:
                return await self.groups.deliver(row)
            message, replaces = await self.prepared(row)
            if row.edits is not None and replaces is None:
                return Rejected("what it replaces was never delivered")
            return await self.channels[row.channel].send(row.address, message, replaces)
        except StorageUnavailable as problem:
            return Later(0.0, type(problem).__name__)
        except Exception as problem:
            # The one place where a bug is caught: what waits behind it is not held for ever.
            why = type(problem).__name__
            log.error("message not sent", row=row.id, problem=why)
            return Later(None, why) if row.attempts < TRIES else Rejected(why)

    async def prepared(self, row: Outgoing) -> tuple[Rendered, str | None]:
        """Find the words in the reader's language, and the message they replace."""
        async with self.office.database.transaction() as tx:
            known = await people.find(tx, row.person) if row.person else None
            replaces = await outbox.message_id_of(tx, row.edits) if row.edits else None
            silent = await self.is_silent(tx, row)
        language = (known.language if known else None) or DEFAULT_LANGUAGE
        return replace(worded(row, language, self.office), silent=silent), replaces

    async def is_silent(self, tx: Transaction, row: Outgoing) -> bool:
        """Say whether a message comes without a sound: not urgent, in somebody's quiet hours."""
        if row.urgent or row.person is None or row.kind == MESSAGE:
            return False
        work = await self.office.system_work(tx)
        return await comes_silently(work, row.person, decode(row.payload))

    async def note(self, row: Outgoing, result: Delivery) -> None:
        now = self.office.clock()
        async with self.office.database.transaction() as tx:
            if isinstance(result, Sent):
                await outbox.sent(tx, row.id, result.message_id, now)
            elif isinstance(result, Later):
                await outbox.later(tx, row.id, now + pause(row, result))
            else:
                await outbox.failed(tx, row.id, result.why, now)
                await self.follow_up(tx, row, result)
            if self.groups is not None and row.kind == TOPIC:
                await self.groups.note(tx, row, result)
        if not isinstance(result, Sent):
            log.info("not delivered", result=type(result).__name__, why=result.why)

    async def follow_up(self, tx: Transaction, row: Outgoing, result: Delivery) -> None:
        """See to it that somebody knows of a message that will never arrive."""
        if row.person is None:
            return
        work = await self.office.work_of(tx, row.person)
        if isinstance(result, Unreachable):
            await note_unreachable(work)
        elif row.subject is not None and row.edits is None:
            await note_undelivered(work, row.subject)


def pause(row: Outgoing, result: Later) -> timedelta:
    """Give how long a message rests before it is tried again.

    Where nobody tells, longer each time: what Telegram does not answer it may have delivered, and
    somebody would get it again and again.
    """
    if result.seconds is None:
        return timedelta(seconds=2 ** min(row.attempts, MOST_DOUBLED))
    return timedelta(seconds=result.seconds)


def worded(row: Outgoing, language: str, office: Office) -> Rendered:
    """Put a row of the outbox into the reader's words; a reply was worded when it was given."""
    if row.kind == MESSAGE:
        return msgspec.json.decode(row.payload, type=Rendered)
    return render(said(decode(row.payload)), language, office.clock())
