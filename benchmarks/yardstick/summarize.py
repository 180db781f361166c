"""The medians of runs as a table, with the ratio to one bot: `… FILE… [--base NAME]`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

BASE = "aiogram-redis+pg"
COLUMNS = (
    "updates_per_cpu_s",
    "updates_per_total_cpu_s",
    "updates_s",
    "p50_ms",
    "p99_ms",
    "bot_cores",
    "rss_peak_mb",
    "ready_ms",
    "api_calls_per_update",
    "harness_us_per_update",
)
Run = Mapping[str, Any]


def table(runs: Iterable[Run], base: str = BASE, columns: tuple[str, ...] = COLUMNS) -> str:
    """Give a Markdown table, the slowest bot first; runs of a crash test are left out."""
    by_name: dict[str, list[Run]] = {}
    for run in runs:
        if "updates" in run:
            by_name.setdefault(run["name"], []).append(run)
    speed = {name: middle(of, "updates_per_cpu_s") or 0.0 for name, of in by_name.items()}
    total = {name: middle(of, "updates_per_total_cpu_s") or 0.0 for name, of in by_name.items()}
    heads = ("bot", "runs", *columns, "ratio", "ratio with database", "spread", "errors")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for name in sorted(speed, key=lambda each: speed[each]):
        of = by_name[name]
        cells = [name, str(len(of)), *(told(middle(of, column)) for column in columns)]
        for each in (speed, total):
            cells.append(f"{each[name] / each[base]:.2f}" if each.get(base) else "-")
        rates = [run["updates_per_cpu_s"] for run in of if run["updates_per_cpu_s"]]
        cells.append(f"{min(rates):.0f}-{max(rates):.0f}" if rates else "-")
        cells.append(str(errors_of(of) or ""))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def middle(runs: Iterable[Run], column: str) -> float | None:
    """Give the median of a column, None if no run has it."""
    values = [run[column] for run in runs if run.get(column) is not None]
    return median(values) if values else None


def told(value: float | None) -> str:
    """Give a figure with as many digits as it is worth."""
    if value is None:
        return "-"
    return f"{value:.4g}" if value < 100 else f"{value:.0f}"


def errors_of(runs: Iterable[Run]) -> dict[str, int]:
    """Add up what went wrong: a run with errors does not count for a comparison."""
    found: dict[str, int] = {}
    for run in runs:
        for kind, number in run["errors"].items():
            found[kind] = found.get(kind, 0) + number
    return found


def main() -> None:
    """Print the table of files that were kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--base", default=BASE)
    given = parser.parse_args()
    lines = [line for each in given.files for line in each.read_text("utf-8").splitlines()]
    print(table(map(json.loads, lines), given.base))


if __name__ == "__main__":
    main()
