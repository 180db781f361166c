"""The crowd: so many people at once, each going on as soon as their message is acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.chaos.people import Answers, Body, Person
from benchmarks.chaos.telegram import update_of

REPLY_S = 60.0
DIALOGUE_S = 300.0
TWICE = 0.05

Bring = Callable[[Body], Awaitable[None]]


class Crowd:
    """People and what became of them.

    `seconds`: of each update, from its sending until it was acknowledged and its reply was there.
    `problems`: who did not get through, and why. Now and then somebody presses a button twice, or
    an update is brought twice at the same moment, as when the wait for its answer has run out.
    """

    def __init__(self, chance: random.Random) -> None:
        """Begin with nobody."""
        self._chance = chance
        self._numbers = itertools.count(1)
        self._chats = itertools.count(time.time_ns() // 1_000_000 * 1000)
        self._updates = itertools.count(time.time_ns() // 1000)
        self.people: dict[int, Person] = {}
        self.seconds: list[float] = []
        self.problems: list[str] = []

    def hear(self, chat: int, message: Mapping[str, Any]) -> None:
        """Bring a message to who is in that chat."""
        self.people[chat].hear(message)

    async def play(self, bring: Bring, at_once: int, more: Callable[[], bool]) -> None:
        """Let people come, `at_once` at any time, as long as there are `more`."""

        async def place() -> None:
            while more():
                await self.dialogue(bring)

        await asyncio.gather(*(place() for _ in range(at_once)))

    async def dialogue(self, bring: Bring) -> None:
        """Let somebody come and ask for shelter, until they have a reference or are stuck."""
        person = Person(next(self._chats), Answers.of(next(self._numbers), self._chance))
        self.people[person.chat] = person
        try:
            async with asyncio.timeout(DIALOGUE_S):
                while person.reference is None:
                    await self._step(person, bring)
        except TimeoutError:
            self.problems.append(f"no end after {person.text[:60]!r}")
        except Stuck as problem:
            self.problems.append(f"{problem} after {person.text[:60]!r}")

    async def _step(self, person: Person, bring: Bring) -> None:
        said = person.says()
        if said is None:
            raise Stuck("does not know what to answer")
        heard, begun = person.heard, time.perf_counter()
        updates = [update_of(next(self._updates), person.chat, said)]
        if self._chance.random() < TWICE:
            updates.append(updates[0])
        if "data" in said and self._chance.random() < TWICE:
            updates.append(update_of(next(self._updates), person.chat, said))
        await asyncio.gather(*map(bring, updates))
        while person.heard == heard:  # the reply did not come along: it is sent by itself
            if time.perf_counter() - begun > REPLY_S:
                raise Stuck("no reply")
            await asyncio.sleep(0.02)
        self.seconds.append(time.perf_counter() - begun)


class Stuck(Exception):
    """Somebody cannot go on."""


class Waits(NamedTuple):
    """How long people waited: the median, one in a hundred, the longest; seconds."""

    p50: float
    p99: float
    longest: float


def waits(seconds: Sequence[float]) -> Waits:
    """Sum up how long people waited, of at least one update."""
    steps = sorted(seconds)
    return Waits(steps[len(steps) // 2], steps[len(steps) * 99 // 100], steps[-1])
