"""The clockwork: what happens by itself as time passes; each round is safe to repeat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.clock_watch import JUMP
from bot.logs import place_of
from bot.office import Office
from casework.absence import turn_duties
from casework.agenda import send_next
from casework.agreement_ends import warn_next
from casework.digests import send_digests
from casework.freshness import ask_keepers
from casework.hand_over import hand_over_next
from casework.holds import let_run_out
from casework.open_referrals import heed_next
from casework.remind import PER_ROUND, remind, remind_of
from casework.set_back import after_setting_back
from casework.workplace import Work
from domain.deadlines import REQUEST_BEING_WRITTEN_IS_KEPT
from domain.referrals import ReferralId
from storage import clocks, conversations, files, outbox, rounds, topics, updates
from storage.database import StorageUnavailable, Transaction

ROUND_SECONDS = 600.0
REMINDER_SECONDS = 60.0
HANDLED_UPDATES_ARE_KEPT = timedelta(days=3)
PARKED_UPDATES_ARE_KEPT = timedelta(days=30)
SENT_MESSAGES_ARE_KEPT = timedelta(days=14)
RECEIVED_FILES_ARE_KEPT = timedelta(hours=24)
TRIED_AGAIN_AFTER = timedelta(hours=1)
JUMPED = (
    "the clock jumped, or nothing ran: reminders and handovers wait for 15 minutes; see that the "
    "machine's clock is right"
)

DROPPED_AT_ONCE = 1_000
"""Rows in a transaction: some milliseconds, in which nobody else writes on SQLite."""

DROPPED = (
    (conversations.purge_older_than, REQUEST_BEING_WRITTEN_IS_KEPT),
    (updates.purge_older_than, HANDLED_UPDATES_ARE_KEPT),
    (updates.purge_parked_before, PARKED_UPDATES_ARE_KEPT),
    (outbox.purge_sent_before, SENT_MESSAGES_ARE_KEPT),
    (topics.purge_ended_before, SENT_MESSAGES_ARE_KEPT),
    (files.purge_received_before, RECEIVED_FILES_ARE_KEPT),
)


async def purge(tx: Transaction, now: datetime) -> bool:
    """Drop some of what was kept long enough at `now`; say whether there may be more of it."""
    left = DROPPED_AT_ONCE
    for drop, kept in DROPPED:
        left -= await drop(tx, now - kept, left)
        if not left:
            return True
    return False


TIDYING: tuple[Callable[[Work], Awaitable[Any]], ...] = (let_run_out, ask_keepers)
DUE = (turn_duties, remind, send_digests)
DATED = (warn_next, hand_over_next, heed_next, send_next)

log = structlog.get_logger()


class Clockwork:
    """Reminds of what is due; drops what was kept long enough, and asks if entries are right."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.at: datetime | None = None
        self.dropping: datetime | None = None
        self.set_back = False

    async def run(self, stop: asyncio.Event) -> None:
        """Go round until told to stop; rounds in which the clock is doubted are left out."""
        turns = 0
        while not stop.is_set():
            if await self.looked_at_the_clock() and not self.office.watch.rests:
                await self.round(tidy=turns % (ROUND_SECONDS // REMINDER_SECONDS) == 0)
                turns += 1
            try:
                async with asyncio.timeout(REMINDER_SECONDS):
                    await stop.wait()
            except TimeoutError:
                continue

    def now(self) -> datetime:
        """Give the instant of the round: where the clock is watched, what was seen of it.

        So a jump in the middle of a round is not heeded before it is noticed.
        """
        return self.at or self.office.clock()

    async def work(self, tx: Transaction) -> Work:
        """Prepare the workplace, at the instant of the round."""
        return replace(await self.office.system_work(tx), now=self.now())

    async def looked_at_the_clock(self) -> bool:
        """See whether the clock jumped, and set right what hangs on it; False in an outage."""
        watch = self.office.watch
        try:
            async with self.office.database.transaction() as tx:
                after = watch.look(await rounds.known(tx))
                self.set_back |= watch.was_set_back
                await rounds.keep(tx, after)
            self.at, self.dropping = watch.seen, after.dropping
            if abs(watch.moved) > JUMP:
                log.warning(JUMPED, minutes=watch.moved // timedelta(minutes=1))
            if self.set_back:
                await self.safely("set back", self.step(after_setting_back))
                self.set_back = False
                self.office.wake.everyone()
        except StorageUnavailable as problem:
            log.warning("clockwork waits for the storage", problem=type(problem).__name__)
            return False
        return True

    async def round(self, *, tidy: bool) -> None:
        """Do a round in which nothing that fails keeps the rest, or the service, from going on."""
        try:
            if tidy:
                await self.tidy()
            for next_step in DATED:
                await self.safely(next_step.__name__, self.all_of(next_step))
            for some in DUE:
                well = await self.safely(some.__name__, self.until_done(some))
                if some is remind and not well:
                    await self.remind_one_by_one()
        except StorageUnavailable as problem:
            log.warning("clockwork waits for the storage", problem=type(problem).__name__)
        self.office.wake.everyone()

    async def tidy(self) -> None:
        """Drop what is old, and do what once in ten minutes is enough for."""
        await self.safely(purge.__name__, self.drop_old())
        for each in TIDYING:
            await self.safely(each.__name__, self.step(each))

    async def drop_old(self) -> None:
        """Drop what was kept long enough; everybody's turns come between the transactions.

        Long enough by the clock of what is dropped (`bot/clock_watch.py`), where it is watched.
        """
        more = True
        while more:
            async with self.office.database.transaction() as tx:
                more = await purge(tx, self.dropping or self.now())

    async def safely(self, name: str, work: Awaitable[Any]) -> bool:
        """Do some work; False if it failed, which is told. An outage of the storage is raised."""
        try:
            await work
        except StorageUnavailable:
            raise
        except Exception as problem:
            # The one place where a bug is caught: the other work must be done all the same.
            self.failed(name, problem)
            return False
        return True

    def failed(self, name: str, problem: Exception) -> None:
        """Tell that some work failed, without what it was about."""
        log.error("clockwork failed", work=name, problem=place_of(problem))
        self.office.measures.failures[name] += 1

    async def remind_one_by_one(self) -> None:
        """Remind of each referral by itself; one that fails is put off, and stops no other."""
        async with self.office.database.transaction() as tx:
            due = await clocks.due_by(tx, self.now(), PER_ROUND)
        for each in due:
            if not await self.safely("remind of one", self.remind_of(each)):
                async with self.office.database.transaction() as tx:
                    await clocks.put_off(tx, each, self.now() + TRIED_AGAIN_AFTER)

    async def remind_of(self, referral: ReferralId) -> None:
        """Remind of one referral in a transaction of its own."""
        async with self.office.database.transaction() as tx:
            await remind_of(await self.work(tx), referral)

    async def once(self) -> None:
        """Do one round of everything; what fails is raised."""
        await self.drop_old()
        for each in TIDYING:
            await self.step(each)
        await self.change_hands()
        await self.remind()

    async def change_hands(self) -> None:
        """Do what dated facts bring about: warnings, handovers, then what is open; step by step."""
        for next_step in DATED:
            await self.all_of(next_step)

    async def all_of(self, next_step: Callable[[Work], Awaitable[bool]]) -> None:
        """Do each step of a kind that is due."""
        while await self.step(next_step):
            self.office.wake.everyone()

    async def step(self, next_step: Callable[[Work], Awaitable[Any]]) -> Any:
        """Do one step in a transaction of its own; give what it says came of it."""
        async with self.office.database.transaction() as tx:
            return await next_step(await self.work(tx))

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
                number = await some(await self.work(tx))
            if not number:
                return done
            done += number
