"""One trial: an installation, its processes, a crowd, and what is killed meanwhile."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.chaos.crowd import Crowd, Waits, waits
from benchmarks.chaos.installed import installed
from benchmarks.chaos.postgresql import PostgreSQL
from benchmarks.chaos.processes import Process
from benchmarks.chaos.truth import wrongs
from benchmarks.yardstick.product import Product

UPDATES_EACH = 15


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried. `people`: at least so many, more come as long as something is to be killed.

    `kills`: moments at which one or, of several processes, a few are killed; `crashes`: how often
    PostgreSQL is restarted at once, evenly among the kills.
    """

    engine: str
    processes: int = 1
    people: int = 100
    at_once: int = 50
    kills: int = 0
    crashes: int = 0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial; `wrong` is empty where every promise was kept.

    `killed` counts processes, `failed` the attempts to bring an update that came to nothing.
    """

    trial: Trial
    people: int
    updates: int
    killed: int
    failed: int
    seconds: float
    processor: float
    waits: Waits
    wrong: tuple[str, ...]


async def tried(trial: Trial, product: Product, server: PostgreSQL | None = None) -> Outcome:
    """Try it, on a fresh copy of the product's installation."""
    chance = random.Random(trial.seed)
    crowd = Crowd(chance)
    async with installed(product, trial.processes, crowd.hear) as service:
        before, begun = service.processor_seconds, time.perf_counter()
        async with asyncio.TaskGroup() as group:
            destroyer = group.create_task(
                _destroy(trial, chance, service.processes, server, lambda: len(crowd.seconds))
            )

            def more() -> bool:
                lost = len(crowd.problems) >= trial.at_once
                return not lost and (not destroyer.done() or len(crowd.people) < trial.people)

            await crowd.play(service.balancer.bring, trial.at_once, more)
            destroyer.cancel()
        seconds, spent = time.perf_counter() - begun, service.processor_seconds - before
        wrong = await wrongs(service.settings, crowd.people.values())
    return Outcome(
        trial=trial,
        people=len(crowd.people),
        updates=len(crowd.seconds),
        killed=sum(each.killed for each in service.processes),
        failed=service.balancer.failed.total(),
        seconds=seconds,
        processor=spent,
        waits=waits(crowd.seconds),
        wrong=(*wrong, *crowd.problems),
    )


async def _destroy(
    trial: Trial,
    chance: random.Random,
    processes: Sequence[Process],
    server: PostgreSQL | None,
    answered: Callable[[], int],
) -> None:
    """Kill and crash amid the load, evenly over its length."""
    pause = trial.people * UPDATES_EACH // (trial.kills + 1)
    crash_at = {trial.kills * (each + 1) // (trial.crashes + 1) for each in range(trial.crashes)}
    for number in range(trial.kills):
        enough = answered() + chance.randint(1, 2 * pause)
        while answered() < enough:  # noqa: ASYNC110 - amid the load, not after an answer
            await asyncio.sleep(0.002)
        if number in crash_at and server is not None:
            await asyncio.to_thread(server.crash)
        victims = chance.sample(processes, chance.randint(1, max(1, len(processes) - 1)))
        await asyncio.gather(*(each.kill() for each in victims))
        await asyncio.gather(*(each.start() for each in victims))
