"""`python -m benchmarks.start`: how long it takes from the command to its first answer.

Imports the sample directory into a fresh SQLite file, then runs `passerelle chat` with one line
several times and tells the best and the median: seconds on the clock until it ends, seconds of
processor time, and how much of it goes into imports. A first run, which fills the caches of files
and compiled code, does not count.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import bot.sample

RUNS = 9
MOST_SECONDS = 0.7
PROGRAM = Path(sys.executable).parent / "passerelle"
SAMPLE = sorted(Path(bot.sample.__file__).parent.glob("*.json"))
CHAT = ("chat", "--language", "en")
SELF = re.compile(r"import time:\s+(\d+)")


def run(*arguments: str | Path, environment: dict[str, str], options: tuple[str, ...] = ()) -> str:
    """Run the command with one line of a person; give what it wrote to its error stream."""
    done = subprocess.run(
        [sys.executable, *options, PROGRAM, *arguments],
        input="/help\n",
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr


def measured(environment: dict[str, str]) -> tuple[float, float]:
    """Give the seconds on the clock and of the processor that a first answer takes."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run(*CHAT, environment=environment)
    taken, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Print the table; 1 where the best run takes too long."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "PASSERELLE_HOME": home}
        run("migrate", environment=environment)
        run("directory", "import", *SAMPLE, environment=environment)
        run(*CHAT, environment=environment)
        wall, processor = zip(*(measured(environment) for _ in range(RUNS)), strict=True)
        told = run(*CHAT, environment=environment, options=("-X", "importtime"))
    imports = sum(map(int, SELF.findall(told))) / 1e6
    print(f"{'':24}{'best s':>8}{'median s':>10}")
    print(f"{'on the clock':24}{min(wall):8.2f}{median(wall):10.2f}")
    print(f"{'of the processor':24}{min(processor):8.2f}{median(processor):10.2f}")
    print(f"{'imports, with their clock':24}{imports:8.2f}")
    return int(min(wall) > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
