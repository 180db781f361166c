"""`python -m benchmarks.memory`: what the service holds in memory after so many dialogues.

Starts the real program behind a webhook (`--postgresql`: on a throw-away PostgreSQL) with the
sample directory. People, `--chats` at a time, ask for shelter; after each number of dialogues in
`--after` it is looked at, once everybody has a reference. Prints megabytes: resident now, and the
most there ever was; 1 if that is above `MOST_MEGABYTES`, or if anybody did not get through.
SIGTERM or Ctrl-C ends it, with all that it started.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from itertools import repeat
from pathlib import Path

from benchmarks.chaos.crowd import Crowd
from benchmarks.chaos.installed import installed
from benchmarks.chaos.postgresql import postgresql
from benchmarks.start import MOST_MEGABYTES, memory
from benchmarks.stopping import run_until_told, tidying_up
from benchmarks.yardstick.product import Product

AFTER = (1, 100, 1_000, 2_000, 10_000)


async def looked_at(product: Product, after: Sequence[int], chats: int) -> tuple[float, list[str]]:
    """Print a row after each number of dialogues; give the most there was, and who was stuck."""
    crowd = Crowd(random.Random(1))
    most = 0.0
    async with installed(product, 1, crowd.hear) as service:
        (process,) = service.processes
        for number in after:
            to_come = number - len(crowd.people)
            more = partial(next, repeat(True, to_come), False)
            await crowd.play(service.balancer.bring, min(chats, to_come), more)
            now, most = memory(process.pid), memory(process.pid, "VmHWM")
            print(f"| {number} | {now:.1f} | {most:.1f} |", flush=True)
    return most, crowd.problems


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--after", type=int, nargs="+", default=AFTER, metavar="DIALOGUES")
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    print("| dialogues | MB | most |\n|---|---|---|", flush=True)
    with tidying_up(), tempfile.TemporaryDirectory(prefix="memory-") as scratch:
        folder = Path(scratch)
        wanted = postgresql(folder / "postgresql") if given.postgresql else nullcontext()
        with wanted as server:
            product = Product(folder, server.dsn if server is not None else "")
            product.prepare()
            found = run_until_told(looked_at(product, given.after, given.chats))
    if found is None:
        print("stopped before its end")
        return 1
    most, stuck = found
    print("\n".join(stuck) or "everybody got through")
    return int(bool(stuck) or most > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
