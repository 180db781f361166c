"""`python -m benchmarks.growth.centres`: does anything cost more where there are many centres?

For each of the sizes a fresh installation holds the sample directory and so many made-up centres
(`made_up` in benchmarks/nearest.py), each managed by its country's organisation under an agreement,
one in ten with a committee, and somebody of twenty countries' teams on duty. A process of its own
starts with it and plays the shelter dialogue. **Only ratios within one run mean something.**
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.chaos.postgresql import postgresql
from benchmarks.growth.many_centres import store
from benchmarks.growth.measuring import Installation, Measures, enrolled
from benchmarks.growth.processor import Processor
from benchmarks.growth.tables import side_by_side
from benchmarks.path import Request, handler_of, installed, update_of
from bot.app import Passerelle, opened
from bot.clockwork import DATED, TIDYING, Clockwork
from bot.logs import quiet_logs
from bot.run import keep_what_is_loaded, service_loop
from bot.settings import load_settings
from domain.access import MemberRole, Membership
from domain.directory import Directory
from domain.organisations import TeamId
from domain.people import PersonId
from domain.requests.working import GoOnDuty
from storage import directory, members, people
from storage.people import Address

NAME = "python -m benchmarks.growth.centres"
SIZES = (100, 1_000, 10_000, 100_000)
MADE, MEASURED = "--made", "--measured"
DUTIES = 20
ROUNDS = 5


# ---------------------------------------------------------------- measuring


async def measured(begun: float, folder: Path | None) -> dict[str, float]:
    """Start with what is stored, and measure; `begun`: when the process was, by time.time()."""
    processor = Processor(folder)
    async with opened(load_settings()) as passerelle:
        ready = handler_of(passerelle)
        await one_message(ready)
        found = {
            "start to the first answer, seconds": time.time() - begun,
            "of it the processor's": time.process_time(),
            "memory then, MB": memory(),
        }
        await passerelle.file_names()
        keep_what_is_loaded()
        found |= await costs(passerelle, ready, processor)
        found["memory at the end, MB"] = memory()
    return found


async def one_message(handler: Any) -> None:
    """Let somebody say hello."""
    given = update_of(1, {"do": "text", "text": "/start"}, [])
    response = await handler(Request(msgspec.json.encode(given)))
    assert response.status == 200
    assert response.body


async def costs(passerelle: Passerelle, handler: Any, processor: Processor) -> dict[str, float]:
    """Measure messages and the clock's rounds, in microseconds of the processor."""
    made = Installation(passerelle, handler, PersonId(""), TeamId(""), [])
    await made.asks(50)
    made.team, made.caseworker = await enrolled(passerelle)
    await on_duty(passerelle)
    measures, clock = Measures(processor), Clockwork(passerelle.office)

    async def asked() -> int:
        return await made.asks(50)

    async def edited() -> int:
        await edit(passerelle)
        await one_message(handler)
        return 1

    await measures.of("shelter dialogue, a message", asked)
    await clock.round(tidy=True)
    for tidy, name in ((False, "clock, a round"), (True, "clock, a round with tidying")):

        async def turned(tidy: bool = tidy) -> int:
            await clock.round(tidy=tidy)
            return 1

        await measures.of(name, turned)
    for step in (*DATED, *TIDYING):

        async def stepped(step: Any = step) -> int:
            await clock.step(step)
            return 1

        await measures.of(f"  of it {step.__name__}", stepped)
    await measures.of("an edit, and the next message", edited)
    return {f"{name}, µs": sum(cost) for name, cost in measures.costs.items()}


async def on_duty(passerelle: Passerelle) -> None:
    """Let somebody of some countries' teams be on duty."""
    now = passerelle.office.clock()
    async with passerelle.office.database.transaction() as tx:
        known = await passerelle.office.directory.current(tx)
        teams = [each for each in known.teams if each.id.startswith("team-")][:DUTIES]
        who = []
        for number, team in enumerate(teams):
            person = (await people.find_or_add(tx, Address("telegram", f"9{number}"), now)).id
            member = Membership(team.id, team.organisation, MemberRole.CASEWORKER)
            await members.enrol(tx, person, member, now)
            who.append(person)
    for each in who:
        await passerelle.perform_for(each, GoOnDuty(True))


async def edit(passerelle: Passerelle) -> None:
    """Change the hours of a centre."""
    async with passerelle.office.database.transaction() as tx:
        known = await passerelle.office.directory.current(tx)
        centre = known.centres[len(known.centres) // 2]
        hours = "24/7" if centre.hours != "24/7" else "Mo-Fr 08:00-17:00"
        await directory.save(tx, Directory(centres=(replace(centre, hours=hours),)))


def memory() -> float:
    """Give the resident memory of this process, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


# ---------------------------------------------------------------- processes


def in_a_process(*given: str) -> str:
    """Do a part of it in a process of its own; give what it printed."""
    command = [sys.executable, "-m", "benchmarks.growth.centres", *given]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def one_size(size: int, *, on_postgresql: bool) -> dict[str, float]:
    """Make an installation with so many centres, and measure it in a new process."""
    with ExitStack() as stack:
        here = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="growth-")))
        folder = here / "postgresql"
        dsn = stack.enter_context(postgresql(folder)).dsn if on_postgresql else ""
        installed(here, dsn)
        in_a_process(MADE, str(size))
        where = [str(folder)] if on_postgresql else []
        found: dict[str, float] = json.loads(in_a_process(MEASURED, str(time.time()), *where))
    return found


def run(work: Callable[[], Any]) -> Any:
    """Run something on the loop that the service has."""
    with asyncio.Runner(loop_factory=service_loop) as runner:
        return runner.run(work())


def main() -> None:
    """Measure each size in turn, all of them several times, and print the medians."""
    parser = argparse.ArgumentParser(prog=NAME, description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=1, help="of all sizes, in turn")
    parser.add_argument("--postgresql", action="store_true", help="on that engine")
    parser.add_argument(MADE, type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument(MEASURED, nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.made:
        run(lambda: store(given.made))
        return
    if given.measured:
        os.environ.setdefault("PYTHONWARNINGS", "ignore")
        quiet_logs()
        begun, *folder = given.measured
        found = run(lambda: measured(float(begun), Path(folder[0]) if folder else None))
        print(json.dumps(found))
        return
    rounds: dict[int, list[dict[str, float]]] = {size: [] for size in given.sizes}
    for _ in range(given.rounds):
        for size in given.sizes:
            rounds[size].append(one_size(size, on_postgresql=given.postgresql))
            print(f"{size:,} done", file=sys.stderr)
    print(side_by_side("centres", rounds))


if __name__ == "__main__":
    main()
