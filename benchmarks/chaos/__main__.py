"""`python -m benchmarks.chaos`: people ask for shelter while what answers them is killed.

The real program (`passerelle run`) stands behind a webhook; what it did not acknowledge is brought
again. It is killed by SIGKILL again and again, on SQLite and on PostgreSQL; then as three
processes on one PostgreSQL, which is restarted in the middle as by a crash. In the end everybody
must have a reference, every reference one referral, and every referral what its person told.
Prints a table; 1 if anything is wrong. Figures without kills, for 1, 2 and 3 processes, come last.
`--only REGEX` chooses rows: "postgresql 3 killed", "calm". SIGTERM or Ctrl-C ends it, with all that
it started; the rows that are ready are printed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.chaos.postgresql import postgresql
from benchmarks.chaos.trial import Outcome, Trial, tried
from benchmarks.stopping import run_until_told, tidying_up
from benchmarks.yardstick.product import Product

COLUMNS = (
    "engine, processes | people | at once | killed | crashes | updates | brought in vain | s |"
    " updates/s | CPU s | p50 / p99 / longest ms | wrong"
)


def trials(given: argparse.Namespace) -> list[Trial]:
    """List what is tried."""
    kills, people = given.kills, given.people
    alone = [Trial(engine, kills=kills) for engine in ("sqlite", "postgresql")]
    wide = Trial("postgresql", 3, people, 200, kills, crashes=1)
    calm = [Trial("postgresql", number, people // 5, 100) for number in (1, 2, 3)]
    return [*alone, wide, *calm]


def name(trial: Trial) -> str:
    """Name a trial, to choose it by."""
    return f"{trial.engine} {trial.processes} {'killed' if trial.kills else 'calm'}"


def row(outcome: Outcome) -> str:
    """Write a row of the table."""
    trial = outcome.trial
    told = (f"{1000 * each:.0f}" for each in outcome.waits)
    cells = (
        f"{trial.engine}, {trial.processes}",
        f"{outcome.people}",
        f"{trial.at_once}",
        f"{outcome.killed}",
        f"{trial.crashes}",
        f"{outcome.updates}",
        f"{outcome.failed}",
        f"{outcome.seconds:.0f}",
        f"{outcome.updates / outcome.seconds:.0f}",
        f"{outcome.processor:.1f}",
        " / ".join(told),
        "; ".join(outcome.wrong[:5]) or "nothing",
    )
    return f"| {' | '.join(cells)} |"


def run(chosen: Sequence[Trial]) -> int:
    """Try one after another; 1 if anything was wrong."""
    print(f"| {COLUMNS} |\n|{'---|' * (COLUMNS.count('|') + 1)}", flush=True)
    wrong = 0
    with (
        tidying_up(),
        tempfile.TemporaryDirectory(prefix="chaos-") as scratch,
        postgresql(Path(scratch) / "postgresql") as server,
    ):
        products = {
            "sqlite": Product(Path(scratch)),
            "postgresql": Product(Path(scratch), server.dsn),
        }
        for engine in {trial.engine for trial in chosen}:
            products[engine].prepare()
        for trial in chosen:
            outcome = run_until_told(tried(trial, products[trial.engine], server))
            if outcome is None:
                print("stopped before its end")
                return 1
            print(row(outcome), flush=True)
            wrong += len(outcome.wrong)
    return int(wrong > 0)


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.chaos",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--people", type=int, default=5000, help="with three processes")
    parser.add_argument("--only", default=".", metavar="REGEX")
    given = parser.parse_args()
    wanted = re.compile(given.only)
    return run([each for each in trials(given) if wanted.search(name(each))])


if __name__ == "__main__":
    sys.exit(main())
