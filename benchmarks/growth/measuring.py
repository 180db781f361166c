"""Measuring: what each thing costs that people, caseworkers and the clock ask for all day."""

from __future__ import annotations

import asyncio
import gc
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from typing import Any, cast

import msgspec
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select, update

from benchmarks.growth.processor import Processor
from benchmarks.path import Request, dialogue, handler_of, update_of
from bot.app import Passerelle
from bot.clockwork import Clockwork
from bot.dropping import DROPPED_AT_ONCE
from bot.incoming import Delivery, Sent
from bot.metrics import Metrics
from bot.outbox import OutboxSender
from bot.web.sessions import DESK_COOKIE
from bot.web.site import build_site
from domain.access import MemberRole, Membership
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import State
from domain.requests.mine import ForgetMe
from domain.requests.working import Accept, GoOnDuty, Take
from locales.render import Rendered
from storage import members, people, tables, updates
from storage.people import Address

CASEWORKER = 7
FIRST_CHAT = 50_000_000
ROUNDS = 5
AT_ONCE = 50


class Taken:
    """A channel that takes everything."""

    async def send(self, address: str, message: Rendered, replaces: str | None) -> Delivery:
        """Say that it was delivered."""
        return Sent("1")


@dataclass
class Installation:
    """An installation with somebody who works in the team that requests go to."""

    passerelle: Passerelle
    handler: Any
    caseworker: PersonId
    team: TeamId
    known: list[int]
    chats: Any = field(default_factory=lambda: itertools.count(FIRST_CHAT))

    async def says(self, chat: int, words: str) -> None:
        """Let somebody write."""
        given = update_of(chat, {"do": "text", "text": words}, [])
        response = await self.handler(Request(msgspec.json.encode(given)))
        assert response.status == 200
        assert response.body

    async def asks(self, number: int) -> int:
        """Let so many new people ask for shelter at once; give how many updates that took."""
        chats = [next(self.chats) for _ in range(number)]
        done = await asyncio.gather(
            *(dialogue(self.handler, chat, defaultdict(list)) for chat in chats)
        )
        return sum(done)

    async def crowd(self) -> int:
        """Let a crowd ask; give how many updates that took."""
        return await self.asks(AT_ONCE)

    async def queue(self) -> int:
        """Let the caseworker look at the queue in the chat; give how often."""
        for _ in range(20):
            await self.says(CASEWORKER, "/queue")
        return 20

    async def accepts(self) -> int:
        """Let the caseworker take and accept some of what waits; give how many."""
        waiting = await pending(self, 10)
        for reference in waiting:
            await accepted(self, reference)
        return len(waiting)

    async def forgets(self) -> int:
        """Let two of those who are known be forgotten."""
        mine = [await person_of(self.passerelle, self.known.pop()) for _ in range(2)]
        for person in mine:
            await self.passerelle.perform_for(person, ForgetMe())
        return len(mine)


async def played(passerelle: Passerelle, seeds: int) -> Installation:
    """Let people ask, and somebody take half of it: what is copied afterwards."""
    made = Installation(
        passerelle, handler_of(passerelle), PersonId(""), TeamId(""), list(range(1, 1 + seeds))
    )
    made.known = [FIRST_CHAT - 1 - each for each in range(seeds)]
    for chat in made.known:
        await dialogue(made.handler, chat, defaultdict(list))
    made.team, made.caseworker = await enrolled(passerelle)
    waiting = await pending(made, seeds)
    for reference in waiting[: seeds // 2]:
        await accepted(made, reference)
    await delivered(passerelle)
    return made


async def enrolled(passerelle: Passerelle) -> tuple[TeamId, PersonId]:
    """Enrol somebody in the team that most requests went to."""
    now = passerelle.office.clock()
    async with passerelle.office.database.transaction() as tx:
        team = await tx.connection.scalar(
            select(tables.referrals.c.team)
            .group_by(tables.referrals.c.team)
            .order_by(func.count().desc())
            .limit(1)
        )
        directory = await passerelle.office.directory.current(tx)
        owner = directory.team(TeamId(team)).organisation
        who = (await people.find_or_add(tx, Address("telegram", str(CASEWORKER)), now)).id
        await people.set_language(tx, who, "en")
        await members.enrol(tx, who, Membership(team, owner, MemberRole.CASEWORKER), now)
    await passerelle.perform_for(who, GoOnDuty(True))
    return TeamId(team), who


async def pending(made: Installation, number: int) -> list[str]:
    """Name requests that wait in the team's queue, the newest first.

    These were played: what a copy holds sealed still names its seed, so nobody can answer it.
    """
    c = tables.referrals.c
    async with made.passerelle.office.database.transaction() as tx:
        found = await tx.connection.scalars(
            select(c.reference)
            .where(c.team == made.team, c.state == State.PENDING.value)
            .order_by(c.submitted.desc())
            .limit(number)
        )
        return list(found)


async def accepted(made: Installation, reference: str) -> None:
    """Take a request and accept it."""
    for request in (Take(reference), Accept(reference, "Come by the door on the left.")):
        done = await made.passerelle.perform_for(made.caseworker, request)
        assert done.outcome.value == "done", (reference, request, done)


async def delivered(passerelle: Passerelle) -> int:
    """Send what waits in the outbox to a channel that takes everything; give how much it was."""
    sender = OutboxSender(passerelle.office, {"telegram": cast(Any, Taken())})
    total = 0
    while sent := await sender.once():
        total += sent
    return total


# ---------------------------------------------------------------- what is measured

Work = Callable[[], Awaitable[int]]


@dataclass
class Measures:
    """Costs by name: the median of rounds, in microseconds of the processor for one of it."""

    processor: Processor
    costs: dict[str, tuple[float, float]] = field(default_factory=dict)

    async def of(self, name: str, work: Work, rounds: int = ROUNDS) -> None:
        """Do some work several times. `work` gives how many of it were done."""
        found: list[tuple[float, float]] = []
        for _ in range(rounds):
            gc.collect()
            before = self.processor.now()
            number = await work()
            spent = self.processor.now() - before
            found.append((1e6 * spent.program / number, 1e6 * spent.server / number))
        program, server = zip(*found, strict=True)
        self.costs[name] = (median(program), sum(server) / rounds)


async def measured(made: Installation, processor: Processor) -> dict[str, tuple[float, float]]:
    """Measure everything there is; give microseconds of program and server by name."""
    measures = Measures(processor)
    passerelle, office = made.passerelle, made.passerelle.office

    async def requests() -> int:
        for chat in made.known:
            await made.says(chat, "/requests")
        return len(made.known)

    async def sent() -> int:
        return await delivered(passerelle)

    async def tick() -> int:
        await Clockwork(office).round(tidy=False)
        return 1

    async def tidied() -> int:
        await Clockwork(office).round(tidy=True)
        return 1

    async def told() -> int:
        await Metrics(office).text()
        return 1

    async def dropped() -> int:
        return await drop_oldest(passerelle)

    await made.asks(AT_ONCE)
    await delivered(passerelle)
    await measures.of("shelter dialogue, a message", made.crowd)
    await measures.of("/requests", requests)
    await measures.of("/queue", made.queue)
    async with desk_of(made) as page:
        await measures.of("desk, queue of 200", page)
    await measures.of("take and accept", made.accepts)
    await measures.of("outbox, a notice", sent, 1)
    await reminded(made, measures)
    await measures.of("clock, nothing due", tick)
    await measures.of("clock, tidying", tidied)
    await measures.of("metrics", told)
    await measures.of("forget me", made.forgets)
    await measures.of("an old update, dropped", dropped)
    return measures.costs


async def reminded(made: Installation, measures: Measures) -> None:
    """Let some of the requests that were just made be due, and remind of them."""
    office = made.passerelle.office
    clocks, c = tables.referral_clocks, tables.referrals.c

    async def due() -> int:
        now = office.clock()
        newest = select(c.id).where(c.team == made.team, c.state == State.PENDING.value)
        async with office.database.transaction() as tx:
            some = newest.order_by(c.submitted.desc()).limit(20)
            done = await tx.connection.execute(
                update(clocks)
                .where(clocks.c.referral.in_(some))
                .values(due=now - timedelta(seconds=1))
            )
        await Clockwork(office).round(tidy=False)
        return done.rowcount

    await measures.of("a reminder", due)


async def drop_oldest(passerelle: Passerelle) -> int:
    """Drop the oldest updates as the clockwork does, 20,000 at most; give how many it were."""
    handled, database = tables.updates.c.handled, passerelle.office.database
    async with database.transaction() as tx:
        kept = await tx.connection.scalar(select(func.count()).select_from(tables.updates)) or 0
        number = min(20_000, kept // 10)
        until = await tx.connection.scalar(select(handled).order_by(handled).offset(number))
    total, some = 0, DROPPED_AT_ONCE
    while some == DROPPED_AT_ONCE:
        async with database.transaction() as tx:
            some = await updates.purge_older_than(tx, until, DROPPED_AT_ONCE)
        total += some
    return total


async def person_of(passerelle: Passerelle, chat: int) -> PersonId:
    """Give the person of a chat."""
    async with passerelle.office.database.transaction() as tx:
        found = await people.at(tx, Address("telegram", str(chat)))
    assert found is not None
    return found


@asynccontextmanager
async def desk_of(made: Installation) -> AsyncIterator[Work]:
    """Open the desk; give what asks for its page of the queue, over HTTP."""
    passerelle = made.passerelle
    async with passerelle.office.database.transaction() as tx:
        token = await passerelle.begin_session(tx, made.caseworker)
    site = build_site(passerelle, b"secret of a benchmark", secure_cookies=False)
    async with TestClient(TestServer(site), cookies={DESK_COOKIE: token}) as client:

        async def page() -> int:
            for _ in range(5):
                async with client.get("/desk", headers={"Accept-Language": "en"}) as response:
                    text = await response.text()
                    assert response.status == 200, text
                    assert text.count("<li") >= 200 or text.count("/desk/case/") >= 200
            return 5

        yield page
