"""`python -m benchmarks.growth.in_turn`: a message with few and with many people, in turn.

A process for each size fills an installation of its own (SQLite, `filling.py`) and keeps it open.
Then, round by round, each of them in turn lets people ask for shelter, and others look at the
queue, accept and are forgotten: what else the machine does falls on all sizes alike, and the spread
is seen. Each round leaves 240 people more.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Coroutine
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.growth.filling import engine_at, fill
from benchmarks.growth.measuring import (
    AT_ONCE,
    Installation,
    Measures,
    desk_of,
    played,
)
from benchmarks.growth.processor import Processor
from benchmarks.growth.tables import side_by_side
from benchmarks.path import installed
from bot.app import opened
from bot.run import keep_what_is_loaded, service_loop
from bot.settings import load_settings

SEEDS = 80  # of them ten are forgotten in each round
FILLED = "--filled"
NAME = "benchmarks.growth.in_turn"


async def filled(size: int) -> None:
    """Fill the installation that the environment means; measure for each line that comes."""
    settings = load_settings()
    async with opened(settings) as passerelle:
        made = await played(passerelle, SEEDS)
        await fill(engine_at(settings.database_url), size, made.caseworker)
        await made.asks(AT_ONCE)
        keep_what_is_loaded()
        print("filled", flush=True)
        while sys.stdin.readline():
            print(json.dumps(await measured(made)), flush=True)


async def measured(made: Installation) -> dict[str, float]:
    """Let people ask, and others do what they do all day; microseconds of the processor for one."""
    measures = Measures(Processor())
    await measures.of("shelter dialogue, a message, µs", made.crowd)
    await measures.of("/queue, µs", made.queue)
    async with desk_of(made) as page:
        await measures.of("desk, queue of 200, µs", page)
    await measures.of("take and accept, µs", made.accepts)
    await measures.of("forget me, µs", made.forgets)
    return {name: sum(cost) for name, cost in measures.costs.items()}


def started(stack: ExitStack, size: int) -> subprocess.Popen[str]:
    """Start a process that fills an installation of its own, and wait until it has."""
    installed(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="growth-"))))
    command = [sys.executable, "-m", NAME, FILLED, str(size)]
    process = stack.enter_context(
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
    )
    told(process)
    print(f"{size:,} filled", file=sys.stderr)
    return process


def told(process: subprocess.Popen[str]) -> str:
    """Give the next line that a process says."""
    assert process.stdout is not None
    return process.stdout.readline()


def ask(process: subprocess.Popen[str]) -> dict[str, float]:
    """Let a process measure, and wait for what it found."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    found: dict[str, float] = json.loads(told(process))
    return found


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run something on the loop that the service has."""
    with asyncio.Runner(loop_factory=service_loop) as runner:
        return runner.run(work)


def main() -> None:
    """Fill all sizes, then measure them in turn."""
    parser = argparse.ArgumentParser(prog=f"python -m {NAME}", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(FILLED, type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.filled:
        run(filled(given.filled))
    else:
        print(in_turn(given.sizes, given.rounds))


def in_turn(sizes: list[int], rounds: int) -> str:
    """Give the table of all sizes."""
    with ExitStack() as stack:
        processes = {size: started(stack, size) for size in sizes}
        found: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
        for _ in range(rounds):
            for size, process in processes.items():
                found[size].append(ask(process))
    return side_by_side("persons", found)


if __name__ == "__main__":
    main()
