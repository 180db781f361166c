"""`python -m benchmarks.growth`: does anything cost more where many people and requests are kept?

For each of the sizes a fresh installation is made, filled (`filling.py`) and measured
(`measuring.py`), on SQLite and, with `--postgresql`, on a server of its own. Prints microseconds
of the processor, the program's and the server's added up. **Only ratios within one run mean
something**: other programs share the machine.
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
from pathlib import Path
from typing import Any

from benchmarks.chaos.postgresql import postgresql
from benchmarks.growth.filling import engine_at, fill
from benchmarks.growth.measuring import measured, played
from benchmarks.growth.processor import Processor
from benchmarks.path import installed
from bot.app import opened
from bot.logs import quiet_logs
from bot.run import keep_what_is_loaded, service_loop
from bot.settings import load_settings

SEEDS = 50
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ONE = "--one"


async def one_size(size: int, folder: Path | None) -> dict[str, Any]:
    """Fill the installation that the environment means, and measure it."""
    settings = load_settings()
    async with opened(settings) as passerelle:
        await passerelle.file_names()
        made = await played(passerelle, SEEDS)
        engine = engine_at(settings.database_url)
        begun, before = time.monotonic(), await engine.size()
        copied = await fill(engine, size, made.caseworker)
        filled = time.monotonic() - begun
        grown = {name: number - before[name] for name, number in (await engine.size()).items()}
        keep_what_is_loaded()
        costs = await measured(made, Processor(folder))
    return {"copied": copied, "filled": filled, "grown": grown, "costs": costs}


def in_a_process(size: int, *, on_postgresql: bool) -> dict[str, Any]:
    """Measure one size in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth", ONE, str(size)]
    if on_postgresql:
        command.append("--postgresql")
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def alone(size: int, *, on_postgresql: bool) -> None:
    """Measure one size here, and print what was found as JSON, and nothing else."""
    quiet_logs()
    with tempfile.TemporaryDirectory(prefix="growth-") as scratch:
        here = Path(scratch)
        if not on_postgresql:
            found = begun(here, size, "", None)
        else:
            with postgresql(here / "postgresql") as server:
                found = begun(here, size, server.dsn, here / "postgresql")
    print(json.dumps(found))


def begun(here: Path, size: int, dsn: str, folder: Path | None) -> dict[str, Any]:
    """Make an installation, fill and measure it."""
    installed(here, dsn)
    with asyncio.Runner(loop_factory=service_loop) as runner:
        return runner.run(one_size(size, folder))


def table(found: dict[int, dict[str, Any]]) -> str:
    """Write what was found side by side, with the growth from the first size to the last."""
    sizes = list(found)
    first, last = found[sizes[0]]["costs"], found[sizes[-1]]["costs"]
    head = ["| µs of the processor", *(f"{size:,}" for size in sizes), "growth |"]
    rows = [" | ".join(head), "|---" * (len(sizes) + 2) + "|"]
    for name in first:
        each = [f"{sum(found[size]['costs'][name]):,.0f}" for size in sizes]
        growth = f"{100 * (sum(last[name]) / sum(first[name]) - 1):+.0f} % |"
        rows.append(" | ".join([f"| {name}", *each, growth]))
    for size in sizes:
        grown, copied = found[size]["grown"], found[size]["copied"]
        of_one = {name: round(number / max(copied, 1)) for name, number in grown.items()}
        rows.append(
            f"{size:,}: filled in {found[size]['filled']:.0f} s; bytes a person: "
            f"{sum(of_one.values()):,} {of_one if len(of_one) > 1 else ''}"
        )
    return "\n".join(rows)


def main() -> None:
    """Measure each size in turn, or one of them here."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--postgresql", action="store_true", help="on that engine alone")
    parser.add_argument(ONE, type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        os.environ.setdefault("PYTHONWARNINGS", "ignore")
        alone(given.one, on_postgresql=given.postgresql)
        return
    found: dict[int, dict[str, Any]] = {}
    for size in given.sizes:
        found[size] = in_a_process(size, on_postgresql=given.postgresql)
        print(f"{size:,} done in {found[size]['filled']:.0f} s of filling", file=sys.stderr)
    print(table(found))


if __name__ == "__main__":
    main()
