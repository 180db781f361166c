"""The clockwork: what happens by itself as time passes; each round is safe to repeat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from bot.office import Office
from casework.absence import turn_duties
from casework.agenda import send_next
from casework.agreement_ends import warn_next
from casework.digests import send_digests
from casework.freshness import ask_keepers
from casework.hand_over import hand_over_next
from casework.holds import let_run_out
from casework.open_referrals import heed_next
from casework.remind import remind
from casework.workplace import Work
from domain.deadlines import REQUEST_BEING_WRITTEN_IS_KEPT
from storage import conversations, files, outbox, topics, updates
from storage.database import StorageUnavailable

ROUND_SECONDS = 600.0
REMINDER_SECONDS = 60.0
HANDLED_UPDATES_ARE_KEPT = timedelta(days=3)
PARKED_UPDATES_ARE_KEPT = timedelta(days=30)
SENT_MESSAGES_ARE_KEPT = timedelta(days=14)
RECEIVED_FILES_ARE_KEPT = timedelta(hours=24)
DUE = (turn_duties, remind, send_digests)
DATED = (warn_next, hand_over_next, heed_next, send_next)

log = structlog.get_logger()


class Clockwork:
    """Reminds of what is due; drops what was kept long enough, and asks if entries are right."""

    def __init__(self, office: Office) -> None:
        self.office = office

    async def run(self, stop: asyncio.Event) -> None:
        """Go round until told to stop."""
        turns = 0
        while not stop.is_set():
            try:
                if turns % (ROUND_SECONDS // REMINDER_SECONDS) == 0:
                    await self.tidy()
                await self.change_hands()
                await self.remind()
            except StorageUnavailable as problem:
                log.warning("clockwork waits for the storage", problem=type(problem).__name__)
            turns += 1
            try:
                async with asyncio.timeout(REMINDER_SECONDS):
                    await stop.wait()
            except TimeoutError:
                continue

    async def once(self) -> None:
        """Do one round of everything."""
        await self.tidy()
        await self.change_hands()
        await self.remind()

    async def change_hands(self) -> None:
        """Do what dated facts bring about: warnings, handovers, then what is open; step by step."""
        for next_step in DATED:
            while await self.step(next_step):
                self.office.wake.everyone()

    async def step(self, next_step: Callable[[Work], Awaitable[bool]]) -> bool:
        """Do one step in a transaction of its own; False if there is none."""
        async with self.office.database.transaction() as tx:
            return await next_step(await self.office.system_work(tx))

    async def remind(self) -> None:
        """Turn duties, remind of what is due, then tell what was gathered."""
        told = [await self.until_done(each) for each in DUE]
        if any(told):
            self.office.wake.everyone()

    async def until_done(self, some: Callable[[Work], Awaitable[int]]) -> int:
        """Do what is due, some in each transaction, until nothing is; give how many."""
        done = 0
        while True:
            async with self.office.database.transaction() as tx:
                number = await some(await self.office.system_work(tx))
            if not number:
                return done
            done += number

    async def tidy(self) -> None:
        """Drop what was kept long enough, let holds run out and ask keepers."""
        now = self.office.clock()
        async with self.office.database.transaction() as tx:
            await conversations.purge_older_than(tx, now - REQUEST_BEING_WRITTEN_IS_KEPT)
            await updates.purge_older_than(tx, now - HANDLED_UPDATES_ARE_KEPT)
            await updates.purge_parked_before(tx, now - PARKED_UPDATES_ARE_KEPT)
            await outbox.purge_sent_before(tx, now - SENT_MESSAGES_ARE_KEPT)
            await topics.purge_ended_before(tx, now - SENT_MESSAGES_ARE_KEPT)
            work = await self.office.system_work(tx)
            told = await let_run_out(work) + await ask_keepers(work)
            await files.purge_received_before(tx, now - RECEIVED_FILES_ARE_KEPT)
        if told:
            self.office.wake.everyone()
