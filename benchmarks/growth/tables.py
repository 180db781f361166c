"""Tables: what was found for each size, side by side, with its spread over the rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median


def side_by_side(what: str, found: Mapping[int, Sequence[Mapping[str, float]]]) -> str:
    """Write medians of rounds by size, the least and most of them, and how the medians grow."""
    sizes = list(found)
    head = [f"| {what}", *(f"{size:,}" for size in sizes), "growth |"]
    rows = [" | ".join(head), "|---" * (len(sizes) + 2) + "|"]
    for name in found[sizes[0]][0]:
        each = {size: [one[name] for one in found[size]] for size in sizes}
        first, last = median(each[sizes[0]]), median(each[sizes[-1]])
        cells = [cell(each[size]) for size in sizes]
        rows.append(" | ".join([f"| {name}", *cells, f"{growth(first, last)} |"]))
    return "\n".join(rows)


def cell(numbers: Sequence[float]) -> str:
    """Write a median, with the least and the most where they differ."""
    if len(numbers) == 1:
        return short(numbers[0])
    return f"{short(median(numbers))} ({short(min(numbers))}–{short(max(numbers))})"


def short(number: float) -> str:
    """Write a number, with digits after the point where there are few before it."""
    return f"{number:,.0f}" if number >= 20 else f"{number:.1f}"


def growth(first: float, last: float) -> str:
    """Say how much more the last is than the first."""
    if not first:
        return ""
    times = last / first
    return f"{times:.0f} times" if times >= 3 else f"{100 * (times - 1):+.0f} %"
