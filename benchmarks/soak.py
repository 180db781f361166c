"""`python -m benchmarks.soak --minutes 60`: a constant load, and whether anything grows.

People come evenly, `--rate` a second, and ask for shelter at the real program behind a webhook
(`--postgresql`: on a throw-away PostgreSQL). Sixty times in the run it is looked at: memory (RSS,
and the part of it that no file stands behind), open files, messages that wait in the outbox, how
long replies take. The first quarter is to warm up; of the rest, the last third must not lie above
the first third by more than `ALLOWED`.
Prints every look; 1 if something grew or anybody did not get through. SIGTERM or Ctrl-C ends it,
with all that it started, and what was seen until then is judged.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from benchmarks.chaos.balancer import CONNECTIONS
from benchmarks.chaos.crowd import Crowd, waits
from benchmarks.chaos.installed import Installed, installed
from benchmarks.chaos.postgresql import postgresql
from benchmarks.chaos.truth import database_of, wrongs
from benchmarks.start import memory
from benchmarks.stopping import run_until_told, tidying_up
from benchmarks.yardstick.product import Product
from storage import tables
from storage.database import Database

LOOKS = 60

# How far the last third may lie above the first: by a part of it, and by so much.
ALLOWED: Mapping[str, tuple[float, float]] = {
    "rss": (0.03, 2.0),
    "own": (0.03, 2.0),
    "files": (0.0, 5.0),
    "outbox": (0.5, 20.0),
    "p50": (0.5, 20.0),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at once: megabytes, open files, messages that wait, milliseconds."""

    people: int
    rss: float
    own: float
    files: int
    outbox: int
    p50: float
    p99: float


def grown(looks: Sequence[Look]) -> list[str]:
    """Name what grew, with its medians in the first and the last third after the warm-up."""
    warm = looks[len(looks) // 4 :]
    third = max(1, len(warm) // 3)
    found = []
    for name, (part, much) in ALLOWED.items():
        values = [float(asdict(each)[name]) for each in warm]
        first, last = median(values[:third]), median(values[-third:])
        if last > first * (1 + part) + much:
            found.append(f"{name}: {first:.1f} to {last:.1f}")
    return found


async def look(pid: int, database: Database, people: int, seconds: Sequence[float]) -> Look:
    """Look at a process; `seconds`: how long the replies took since the last look."""
    box = tables.outbox.c
    waiting = select(func.count()).where(box.sent.is_(None), box.failed.is_(None))
    async with database.transaction() as tx:
        outbox: int = await tx.connection.scalar(waiting)
    p50, p99, _ = waits(seconds or [0.0])
    held = memory(pid), own_memory(pid), open_files(pid)
    return Look(people, *held, outbox, 1000 * p50, 1000 * p99)


def open_files(pid: int) -> int:
    """Count the files, sockets and pipes that a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def own_memory(pid: int) -> float:
    """Give the megabytes that no file stands behind: what others share changes nothing in it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    return next(int(each.split()[1]) for each in lines if each.startswith("Pss_Anon:")) / 1024


async def soaked(product: Product, seconds: float, rate: float, looks: list[Look]) -> list[str]:
    """Add what is seen over so many seconds to `looks`; give what went wrong for people."""
    crowd = Crowd(random.Random(1))
    async with installed(product, 1, crowd.hear) as service:
        database = database_of(service.settings)
        try:
            await _watched(service, database, crowd, seconds, rate, looks)
        finally:
            await database.close()
        wrong = await wrongs(service.settings, crowd.people.values())
    return [*wrong, *crowd.problems]


async def _watched(
    service: Installed,
    database: Database,
    crowd: Crowd,
    seconds: float,
    rate: float,
    looks: list[Look],
) -> None:
    async with asyncio.TaskGroup() as people:
        load = people.create_task(_come(people, service, crowd, rate))
        for _ in range(LOOKS):
            seen = len(crowd.seconds)
            await asyncio.sleep(seconds / LOOKS)
            (process,) = service.processes
            since = crowd.seconds[seen:]
            looks.append(await look(process.pid, database, len(crowd.people), since))
            print(row(looks[-1]), flush=True)
        load.cancel()


async def _come(people: asyncio.TaskGroup, service: Installed, crowd: Crowd, rate: float) -> None:
    # As many at once as there are connections: they stay open, so that none is taken for a leak.
    for _ in range(CONNECTIONS):
        people.create_task(crowd.dialogue(service.balancer.bring))
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        people.create_task(crowd.dialogue(service.balancer.bring))
        due += 1 / rate
        await asyncio.sleep(max(0.0, due - loop.time()))


def row(seen: Look) -> str:
    """Write a row of the table."""
    return f"| {' | '.join(f'{value:.0f}' for value in asdict(seen).values())} |"


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.soak",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=2.0, help="people who come in a second")
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    print(f"| {' | '.join(Look.__dataclass_fields__)} |\n{'|---' * 7}|", flush=True)
    looks: list[Look] = []
    with tidying_up(), tempfile.TemporaryDirectory(prefix="soak-") as scratch:
        folder = Path(scratch)
        wanted = postgresql(folder / "postgresql") if given.postgresql else nullcontext()
        with wanted as server:
            product = Product(folder, server.dsn if server is not None else "")
            product.prepare()
            wrong = run_until_told(soaked(product, 60 * given.minutes, given.rate, looks))
    if wrong is None:
        wrong = [f"stopped before its end, after {len(looks)} looks of {LOOKS}"]
    problems = [*(grown(looks) if looks else ()), *wrong]
    print("\n".join(problems) or "nothing grew, and everybody got through")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
