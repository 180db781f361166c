"""`python -m benchmarks.simulate`: does everybody get an answer where organisations do not answer?

Two thousand people ask for help over the first half of eight weeks, all through the real use cases
on a real database; only the clock is moved. Of the requests of each sector the published share is
never touched by the team that owns it (Lebanon, first quarter of 2021: health 25 %, protection
27 %, social stability 87 %); the others are answered late or in time. Coordinators look at what is
late once in the morning and take back what they may; some people choose another place when it is
offered, some say yes to a new organisation, some never reply.

It ends with 1 if anybody was left without a final answer or a working alternative, or heard nothing
within the first limit of their urgency.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import heapq
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import select

from bot.office import Office
from bot.sample import sample_directory
from casework import clocks
from casework.coordinate import coordinates
from casework.digests import send_digests
from casework.perform import perform
from casework.remind import remind
from casework.tell import decode
from casework.workplace import Work
from domain.access import Actor, MemberRole, Membership
from domain.directory import Directory, is_listed
from domain.notices import (
    ConsentAsked,
    Declined,
    HelpPromised,
    NoAnswerYet,
    Notice,
    Redirected,
    Revoked,
    Step,
    StepToPerson,
)
from domain.people import AgeBand, Company, Concern, PersonId, Told, Urgency, Who
from domain.referrals import Contact, DeclineReason, Outcome, Referral, State
from domain.requests import Command, Done, Lookup
from domain.requests.asking import RouteTo, Submit, SubmitOutcome
from domain.requests.consenting import AnswerOffer, OfferOf
from domain.requests.coordinating import LateElsewhere, OtherPlaces, RedirectCase, TakeBack
from domain.requests.mine import AnswerQuestion
from domain.requests.working import Accept, Arrived, AskPerson, Decline, Finish, Take
from domain.services import Admission, Service, ServiceId, ServiceType
from domain.working_time import later
from locales.languages import LANGUAGES
from storage import clocks as stored_clocks
from storage import directory as stored
from storage import members, people, referrals
from storage.database import Database, Transaction
from storage.migrate import migrate
from storage.people import Address
from storage.tables import outbox
from storage.types import Keys

SEED = 20261125
START = datetime(2026, 9, 7, 6, tzinfo=UTC)
WEEKS = 8
LAST_REQUEST = START + timedelta(weeks=WEEKS - 2)  # so that all can be answered by the end
TICK = timedelta(minutes=30)
SECTORS: dict[str, tuple[float, frozenset[ServiceType]]] = {
    "health": (0.25, frozenset({ServiceType.HEALTH, ServiceType.MENTAL_HEALTH})),
    "protection": (
        0.27,
        frozenset(
            {
                ServiceType.LEGAL,
                ServiceType.REGISTRATION,
                ServiceType.CHILD_PROTECTION,
                ServiceType.FAMILY_TRACING,
                ServiceType.WOMEN,
                ServiceType.CONSULAR,
            }
        ),
    ),
}
REST = ("social stability", 0.87)
URGENCIES = (Urgency.EMERGENCY, Urgency.URGENT, Urgency.NORMAL)
ENDS = frozenset({State.DONE, State.DECLINED, State.CLOSED, State.ACCEPTED, State.IN_PROGRESS})
WORD_OF_THEIRS = (NoAnswerYet, HelpPromised, Declined, ConsentAsked, Revoked, Redirected)


@dataclass
class Story:
    """What one request has come to, as its person sees it."""

    reference: str
    person: PersonId
    told: Told
    sector: str
    urgency: Urgency
    at: datetime
    silent: bool
    limit: datetime
    first_word: datetime | None = None
    promised_help: bool = False
    declined: bool = False
    offered: bool = False
    told_late: bool = False
    taken_back: int = 0


Act = Callable[[], Awaitable[None]]


class Simulation:
    """Eight weeks of an installation, tick by tick."""

    def __init__(self, database: Database, count: int, seed: int) -> None:
        """Play `count` requests."""
        self.now = START
        self.count = count
        self.chance = random.Random(seed)
        self.office = Office(database, LANGUAGES, lambda: self.now)
        self.tx: Transaction | None = None
        self.queue: list[tuple[datetime, int, Act]] = []
        self.numbers = itertools.count()
        self.stories: dict[str, Story] = {}
        self.team_members: dict[str, list[PersonId]] = {}
        self.coordinators: set[PersonId] = set()
        self.called: set[PersonId] = set()
        self.directory = Directory()
        self.last_row = 0
        self.memberships: dict[PersonId, tuple[Membership, ...]] = {}
        self.works: Work | None = None

    # ------------------------------------------------------------ acting

    def later(self, after: timedelta, act: Act) -> None:
        """Plan something."""
        heapq.heappush(self.queue, (self.now + after, next(self.numbers), act))

    async def do(self, who: PersonId, request: Lookup | Command) -> Any:
        """Perform a request in the transaction of this tick."""
        return await perform(await self.work_of(who), request)

    async def work_of(self, who: PersonId) -> Work:
        """Give the workplace of whoever acts; nobody joins, leaves or moves in these weeks."""
        work = await self.system()
        return replace(work, actor=Actor(who, self.memberships.get(who, ())))

    async def system(self) -> Work:
        """Give the workplace of the clockwork, once a tick."""
        if self.works is None or self.works.tx is not self.tx:
            self.works = await self.office.system_work(self.tx_now)
        return replace(self.works, now=self.now)

    async def people(self) -> None:
        """Enrol a caseworker and a supervisor of each team, a coordinator of each area."""
        assert self.tx is not None
        read = sample_directory(START)
        await stored.save(
            self.tx,
            read.directory,
            {k: stored.Undisclosed(v.address, v.point) for k, v in read.undisclosed.items()},
        )
        self.directory = await self.office.directory.current(self.tx)
        for team in self.directory.teams:
            works = MemberRole.COORDINATOR if team.coordinates else MemberRole.CASEWORKER
            for number, role in enumerate((works, MemberRole.SUPERVISOR)):
                address = Address("web", f"{team.id} {number}")
                who = (await people.find_or_add(self.tx, address, self.now)).id
                member = Membership(team.id, team.organisation, role)
                await members.enrol(self.tx, who, member, self.now)
                self.memberships[who] = (member,)
                if role is MemberRole.COORDINATOR and not number:
                    self.coordinators.add(who)
                if role is not MemberRole.SUPERVISOR:
                    self.team_members.setdefault(team.id, []).append(who)

    def services(self) -> list[Service]:
        """Give the services that take requests."""
        return [
            each
            for each in self.directory.services
            if is_listed(each)
            and each.admission is not Admission.NO_REFERRALS
            and self.directory.centre(each.centre).takes_requests
        ]

    # ------------------------------------------------------------ the person

    async def ask(self, number: int) -> None:
        """Let somebody ask for help."""
        chance = self.chance
        service = chance.choice(self.services())
        concern = chance.random() < 0.08
        told = Told(
            age=AgeBand.ADULT,
            concerns=frozenset({chance.choice((Concern.VIOLENCE, Concern.ASYLUM))})
            if concern
            else frozenset(),
            refuses_authorities=chance.random() < 0.08,
        )
        assert self.tx is not None
        who = (await people.find_or_add(self.tx, Address("web", f"p{number}"), self.now)).id
        urgency = chance.choices(URGENCIES, (1, 3, 6))[0]
        await self.submit(who, service.id, told, urgency)

    async def submit(
        self, who: PersonId, service: ServiceId, told: Told, urgency: Urgency
    ) -> str | None:
        """Send a request with the consent that its route asks for; who cannot is shown others."""
        route = await self.do(who, RouteTo(service, told))
        if route.owner is None:
            if not route.alternatives:
                return None
            service = route.alternatives[0].service.id
            route = await self.do(who, RouteTo(service, told))
        request = Submit(
            service, told, Company(Who.ALONE), urgency, Contact(), route.plain_recipients, "en"
        )
        sent = await self.do(who, request)
        if sent.outcome is not SubmitOutcome.SUBMITTED:
            return None
        sector, share = self.sector_of(service)
        silent = self.chance.random() < share
        limit = await self.first_limit(sent.reference)
        self.stories[sent.reference] = Story(
            sent.reference, who, told, sector, urgency, self.now, silent, limit
        )
        if not silent:
            await self.plan_answer(sent.reference)
        return str(sent.reference)

    async def first_limit(self, reference: str) -> datetime:
        """Give until when somebody should have taken a new request."""
        work, referral = await self.system(), await self.found(reference)
        limits, calendar = clocks.limits_of(work, referral), clocks.calendar_of(work, referral)
        return later(self.now, limits.acknowledge, 2, calendar)

    def sector_of(self, service: ServiceId) -> tuple[str, float]:
        """Give the sector of a service and the share that is never answered there."""
        kind = self.directory.service(service).type
        for name, (share, kinds) in SECTORS.items():
            if kind in kinds:
                return name, share
        return REST

    async def found(self, reference: str) -> Referral:
        """Read a request."""
        assert self.tx is not None
        referral = await referrals.by_reference(self.tx, reference)
        assert referral is not None
        return referral

    # ------------------------------------------------------------ the team

    async def plan_answer(self, reference: str) -> None:
        """Plan that somebody takes it: about a third of them only after the limit."""
        referral = await self.found(reference)
        limits = clocks.limits_of(await self.system(), referral)
        wait = limits.acknowledge.at_most * self.chance.lognormvariate(-0.4, 0.9)
        self.later(wait, lambda: self.take(reference, limits.decide.at_most))

    @property
    def tx_now(self) -> Transaction:
        """Give the transaction of this tick."""
        assert self.tx is not None
        return self.tx

    async def take(self, reference: str, decide: timedelta) -> None:
        """Take a case, if it still waits, and plan what comes of it."""
        referral = await self.found(reference)
        who = self.chance.choice(self.team_members[referral.team])
        done: Done = await self.do(who, Take(reference))
        if done.state is not State.CLAIMED:
            return
        wait = decide * self.chance.lognormvariate(-1.0, 0.8)
        draw = self.chance.random()
        if draw < 0.15:
            self.later(wait / 4, lambda: self.ask_back(reference, who))
        self.later(wait, lambda: self.decide(reference, who, yes=draw < 0.65))

    async def ask_back(self, reference: str, who: PersonId) -> None:
        """Ask the person something; half of them answer."""
        await self.do(who, AskPerson(reference, "Since when?"))
        referral = await self.found(reference)
        if self.chance.random() < 0.5:
            answer = AnswerQuestion(reference, "Since May.")
            self.later(timedelta(hours=5), lambda: self.act(referral.person, answer))

    async def act(self, who: PersonId, request: Command) -> None:
        """Do one thing; what is not possible any more is refused by the use case."""
        await self.do(who, request)

    async def decide(self, reference: str, who: PersonId, *, yes: bool) -> None:
        """Accept and see it through, or decline."""
        if (await self.found(reference)).state is State.NEEDS_INFO:
            self.later(timedelta(hours=12), lambda: self.decide(reference, who, yes=yes))
            return
        if not yes:
            await self.do(who, Decline(reference, DeclineReason.FULL))
            return
        await self.do(who, Accept(reference, "Come tomorrow."))
        self.later(timedelta(hours=30), lambda: self.act(who, Arrived(reference)))
        self.later(timedelta(days=3), lambda: self.act(who, Finish(reference, Outcome.SERVED)))

    # ------------------------------------------------------------ the coordinator

    async def morning(self) -> None:
        """Let coordinators look at what is late, and at their own queues."""
        called, self.called = sorted(self.called), set()
        for who in called:
            for each in await self.do(who, LateElsewhere()):
                story = self.stories.get(each.reference)
                if story is None or story.taken_back == 2 or each.state is State.AWAITING_CONSENT:
                    continue
                await self.do(who, TakeBack(each.reference))
                story.taken_back += 1
                self.called.add(who)  # they look again tomorrow
            await self.look_after_own(who)
        self.later(timedelta(days=1), self.morning)

    async def look_after_own(self, who: PersonId) -> None:
        """Take what lies in a coordinator's own queue; propose another place or decide."""
        mine = [m.team for m in self.memberships[who]]
        for referral in await referrals.open_in(self.tx_now, mine):
            if referral.state not in (State.PENDING, State.UNROUTABLE):
                continue
            work = await self.work_of(who)
            if coordinates(work, referral) is None:
                continue
            reference = referral.reference
            await self.do(who, Take(reference))
            places = await self.do(who, OtherPlaces(reference))
            if places and self.chance.random() < 0.4:
                await self.do(who, RedirectCase(reference, places[0].service))
            self.later(
                timedelta(hours=self.chance.randint(4, 30)),
                partial(self.decide, reference, who, yes=self.chance.random() < 0.6),
            )

    # ------------------------------------------------------------ hearing

    async def hear(self) -> None:
        """Let persons read what has come, and react."""
        rows = await self.tx_now.connection.execute(
            select(outbox.c.id, outbox.c.person, outbox.c.subject, outbox.c.sealed_payload)
            .where(outbox.c.id > self.last_row)
            .order_by(outbox.c.id)
        )
        for row in rows.all():
            self.last_row = row.id
            if row.person in self.coordinators:
                self.called.add(row.person)
            story = self.stories.get(row.subject or "")
            if story is not None and story.person == row.person:
                self.hears(story, decode(self.tx_now.keys.open(row.sealed_payload)))

    def hears(self, story: Story, notice: Notice) -> None:
        """Note what a person was told, and plan what they do."""
        taken = isinstance(notice, StepToPerson) and notice.step in (Step.TAKEN, Step.MOVED)
        if taken or isinstance(notice, WORD_OF_THEIRS):
            story.first_word = story.first_word or self.now
        story.promised_help |= isinstance(notice, HelpPromised)
        story.declined |= isinstance(notice, Declined | Revoked)
        story.told_late |= isinstance(notice, NoAnswerYet)
        if isinstance(notice, NoAnswerYet | Declined | Revoked):
            story.offered |= bool(notice.alternatives)
            if notice.alternatives and self.chance.random() < 0.4:
                chosen = self.chance.choice(notice.alternatives)[0]
                self.later(timedelta(hours=2), lambda: self.ask_elsewhere(story, chosen))
        story.offered |= isinstance(notice, ConsentAsked)
        if isinstance(notice, ConsentAsked) and self.chance.random() < 0.8:
            yes = self.chance.random() < 0.85
            self.later(timedelta(hours=3), lambda: self.reply(story, yes=yes))
        if isinstance(notice, Redirected):
            new = replace(story, reference=notice.new_reference, at=self.now, limit=self.now)
            self.stories[new.reference] = replace(new, silent=False, first_word=self.now)
            self.later(timedelta(0), lambda: self.plan_answer(new.reference))

    async def ask_elsewhere(self, story: Story, service: ServiceId) -> None:
        """Send the request to another place that was offered."""
        if self.now > LAST_REQUEST:
            return
        await self.submit(story.person, service, story.told, story.urgency)

    async def reply(self, story: Story, *, yes: bool) -> None:
        """Answer the question about a new recipient."""
        asked = await self.do(story.person, OfferOf(story.reference))
        if asked is not None:
            await self.do(story.person, AnswerOffer(asked.reference, asked.version, yes))

    # ------------------------------------------------------------ eight weeks

    async def play(self) -> None:
        """Play the eight weeks, a transaction a tick."""
        database = self.office.database
        async with database.transaction() as self.tx:
            await self.people()
            for number in range(self.count):
                at = timedelta(days=28) * self.chance.random()
                self.later(at, partial(self.ask, number))
            self.later(timedelta(hours=2), self.morning)
        end = START + timedelta(weeks=WEEKS)
        while self.now < end:
            async with database.transaction() as self.tx:
                due = await stored_clocks.first_due(self.tx)
            ahead = [each for each in (due, self.queue[0][0] if self.queue else None) if each]
            ticks = max(1, -((self.now - min(ahead, default=end)) // TICK))
            self.now = min(end, self.now + ticks * TICK)
            async with database.transaction() as self.tx:
                while self.queue and self.queue[0][0] <= self.now:
                    await heapq.heappop(self.queue)[2]()
                for some in (remind, send_digests):
                    while await some(await self.system()):
                        pass
                await self.hear()

    async def told(self) -> list[Left]:
        """Read how each request stands at the end."""
        async with self.office.database.transaction() as self.tx:
            return [
                self.left(story, await self.found(reference))
                for reference, story in self.stories.items()
            ]

    def left(self, story: Story, referral: Referral) -> Left:
        """Judge one request."""
        heard = story.first_word is not None and story.first_word <= story.limit + TICK
        ended = referral.state in ENDS or story.promised_help or story.declined
        return Left(story, heard, ended, story.offered, referral.state)


@dataclass(frozen=True)
class Left:
    """How a request stands at the end of the eight weeks."""

    story: Story
    heard_in_time: bool
    final_answer: bool
    alternative: bool
    state: State


def table(rows: list[Left]) -> str:
    """Give the table, a line a sector."""
    head = (
        "sector",
        "requests",
        "owner silent",
        "word in time",
        "told it is late",
        "taken back",
        "final answer",
        "only an alternative",
        "nothing",
        "hours to first word",
    )
    lines = [" | ".join(head)]
    for name in (*SECTORS, REST[0], "all"):
        some = [row for row in rows if name in (row.story.sector, "all")]
        words = [
            (row.story.first_word - row.story.at) / timedelta(hours=1)
            for row in some
            if row.story.first_word
        ]
        count = Counter(
            silent=sum(row.story.silent for row in some),
            heard=sum(row.heard_in_time for row in some),
            late=sum(row.story.told_late for row in some),
            back=sum(row.story.taken_back > 0 for row in some),
            ended=sum(row.final_answer for row in some),
            other=sum(row.alternative and not row.final_answer for row in some),
            none=sum(not (row.final_answer or row.alternative) for row in some),
        )
        cells = (name, len(some), *count.values(), f"{median(words or [0]):.1f}")
        lines.append(" | ".join(str(cell) for cell in cells))
    return "\n".join(lines)


async def simulate(folder: Path, count: int, seed: int = SEED) -> list[Left]:
    """Play `count` requests on a fresh SQLite database in a folder."""
    url = f"sqlite:///{folder / 'simulation.db'}"
    await migrate(url)
    database = Database(url, Keys((b"dGVzdHMgb25seTogb3BlbnMgbm90aGluZyBhdCBhbGw=",)))
    try:
        simulation = Simulation(database, count, seed)
        await simulation.play()
        return await simulation.told()
    finally:
        await database.close()


def installation(number: int, count: int) -> list[Left]:
    """Play one of several installations, each with a database and a seed of its own."""
    gc.freeze()  # what is there now stays; new garbage is looked for less often
    gc.set_threshold(50_000, 20, 20)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(simulate(Path(folder), count, SEED + number))


def main() -> int:
    """Print the table; 1 if anybody was left without an answer or a word in time."""
    options = argparse.ArgumentParser(description="Does everybody get an answer?")
    options.add_argument("--requests", type=int, default=2000)
    options.add_argument("--installations", type=int, default=2, help="played side by side")
    given = options.parse_args()
    began = time.perf_counter()
    shares = [given.requests // given.installations] * given.installations
    shares[0] += given.requests - sum(shares)
    with ProcessPoolExecutor(given.installations) as pool:
        played = list(pool.map(installation, range(given.installations), shares))
    rows = [row for each in played for row in each]
    print(table(rows))
    nothing = [row for row in rows if not (row.final_answer or row.alternative)]
    unheard = [row for row in rows if not row.heard_in_time]
    print(f"without a final answer or a working alternative: {len(nothing)}")
    print(f"without a word within the first limit: {len(unheard)}")
    print(f"{len(rows)} requests in {time.perf_counter() - began:.0f} seconds", file=sys.stderr)
    return 1 if nothing or unheard else 0


if __name__ == "__main__":
    sys.exit(main())
