"""The clockwork: what happens by itself as time passes; each round is safe to repeat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.clock_watch import JUMP
from bot.dropping import purge
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
from domain.referrals import ReferralId
from storage import audit_chain, clocks, rounds
from storage.audit_chain import Head
from storage.database import StorageUnavailable, Transaction

ROUND_SECONDS = 600.0
REMINDER_SECONDS = 60.0
TRIED_AGAIN_AFTER = timedelta(hours=1)
JUMPED = (
    "the clock jumped, or nothing ran: reminders and handovers wait for 15 minutes; see that the "
    "machine's clock is right"
)

TIDYING: tuple[Callable[[Work], Awaitable[Any]], ...] = (let_run_out, ask_keepers)
SEALED_A_ROUND = 100
"""So many times some entries of the audit: after an upgrade millions may have no seal."""

DUE = (turn_duties, remind, send_digests)
DATED = (warn_next, hand_over_next, heed_next, send_next)

log = structlog.get_logger()


class Clockwork:
    """Reminds of what is due; drops what was kept long enough, and asks if entries are right.

    `ask_the_time` lets somebody whose clock is right tell what it shows, where it is doubted.
    """

    def __init__(
        self, office: Office, ask_the_time: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self.office = office
        self.ask_the_time = ask_the_time
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
        watch, right = self.office.watch, self.office.right
        right.look()
        if right.is_unsure and self.ask_the_time is not None:
            await self.ask_the_time()
        try:
            async with self.office.database.transaction() as tx:
                await self.office.ask_the_time(tx)
                known = await rounds.known(tx)
                right.look()  # at the last moment: what is set meanwhile is no jump
                after = watch.look(known)
                self.set_back |= watch.was_set_back
                await rounds.keep(tx, after)
            self.at, self.dropping = watch.seen, after.dropping
            if abs(watch.moved) >= JUMP:
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
            await self.safely("seal the audit", self.seal_and_log())
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

    async def seal_and_log(self) -> None:
        """Seal the audit; the log keeps where its chain ends, out of the database's reach."""
        head = await self.seal_audit()
        if head is not None:
            log.info("audit sealed", head=str(head))

    async def seal_audit(self) -> Head | None:
        """Seal the entries of the audit that have no seal yet; give the new head, if any."""
        head = None
        for _ in range(SEALED_A_ROUND):
            async with self.office.database.transaction() as tx:
                sealed = await audit_chain.seal_some(tx)
            if sealed is None:
                break
            head = sealed
        return head

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
        await self.seal_audit()

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
