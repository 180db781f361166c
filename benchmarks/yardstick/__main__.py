"""`python -m benchmarks.yardstick`: every bot and one kind of load, in interleaved rounds.

Prints the medians as a table; README.md beside this file says what has to be installed for the
bots of others, and what the figures mean.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.yardstick.bots import HERE, Bot, peers, product
from benchmarks.yardstick.summarize import BASE, table

SETS = {
    "closed": ["--chats", "50"],
    "wan": ["--chats", "50", "--api-delay-ms", "50", "--stuck-s", "15"],
    "rate": ["--rate", "150"],
    "rate300": ["--rate", "300"],
    "ratewan": ["--rate", "150", "--api-delay-ms", "50", "--stuck-s", "15"],
    "crash": ["--chats", "20", "--crash-test", "6", "--crash-limit", "6"],
    "kill": ["--chats", "50", "--kill-under-load", "2", "--crash-limit", "12"],
    "polling": ["--chats", "50", "--mode", "polling"],
}
MOST_SECONDS = 300


def main() -> int:
    """Run the rounds; 1 if nothing could be measured."""
    given = arguments()
    everybody = peers(given.peers) if given.peers else {}
    with tempfile.TemporaryDirectory(prefix="yardstick-") as scratch:
        folder = Path(scratch)
        ours = product(folder, given.postgresql, polling=given.set == "polling")
        everybody |= ours | {n: Bot(c) for n, _, c in (a.partition("=") for a in given.add)}
        chosen = {n: b for n, b in everybody.items() if re.search(given.only, n)}
        for bot in chosen.values():
            if bot.product:
                bot.product.prepare()
        runs = []
        for number in range(given.rounds):
            for name, bot in chosen.items():
                result = measured(name, bot, given, folder / "data")
                if result is None:
                    continue
                result.update(round=number, set=given.set)
                runs.append(result)
                with given.out.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(result) + "\n")
    print(table(runs, given.base))
    return int(not runs)


def measured(name: str, bot: Bot, given: argparse.Namespace, data: Path) -> dict[str, Any] | None:
    """Run one bot once, in an empty folder `data`; None if it did not get through."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    settings: Mapping[str, str] = bot.product.fresh(data / "home") if bot.product else {}
    command = [given.harness, HERE / "fake_botapi.py", "--name", name, "--start-cmd", bot.command]
    command += [part for key, value in settings.items() for part in ("--env", f"{key}={value}")]
    command += ["--env", f"BENCH_DATA={data}", "--bot-log", data / "log"]
    command += ["--duration", given.duration, "--warmup", given.warmup, *SETS[given.set]]
    command += [part for each in given.also for part in ("--also", each)]
    environment = dict(os.environ)
    if given.peers:
        environment["NODE_PEERS"] = str(given.peers / "node")
    done = subprocess.run(
        [str(part) for part in (*command, *bot.options, *given.extra.split())],
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        env=environment,
    )
    try:
        result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        told = (data / "log").read_text("utf-8", "replace")[-600:] if data.exists() else ""
        print(f"# {name}: failed\n{done.stdout[-2500:]}{done.stderr[-300:]}{told}", flush=True)
        return None
    if given.extra and "--transcript" in given.extra:
        print(done.stdout)
    print(f"# {name}: {told_of(result)}", flush=True)
    return result


def told_of(result: Mapping[str, Any]) -> str:
    """Say in a line what came of a run."""
    if "crash" in result:
        crash = result["crash"]
        stuck = crash.get("stuck_at_steps", "")
        return (
            f"{crash['reached']} people reached step {crash['stopped_at_step']}, "
            f"{crash['completed_after_kill']} finished after the kill {stuck} {crash['errors']}"
        )
    return (
        f"{result['updates_per_cpu_s']} updates per CPU second, {result['updates_s']} a second, "
        f"p99 {result['p99_ms']} ms {result['errors'] or ''}"
    )


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--set", default="closed", choices=SETS)
    parser.add_argument("--only", default=".", help="which bots, as a regular expression")
    parser.add_argument("--add", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--also", action="append", default=[], metavar="NAME=PIDFILE")
    parser.add_argument("--peers", type=Path, help="where the packages of the peers are")
    parser.add_argument("--postgresql", default=os.environ.get("PG_DSN", ""), metavar="DSN")
    parser.add_argument("--harness", default=sys.executable, help="the Python that makes the load")
    parser.add_argument("--duration", default="6")
    parser.add_argument("--warmup", default="2")
    parser.add_argument("--base", default=BASE, help="the bot that ratios are told against")
    parser.add_argument("--out", type=Path, default=Path("bench.jsonl"))
    parser.add_argument("--extra", default="", help="more options of fake_botapi.py")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
