"""Measures: what the service counts of its own work; `bot/metrics.py` tells it to Prometheus.

The path of a message only adds to plain numbers here: under a microsecond, where the library's
own counter and histogram take six, and read 17 ms more at the start. Nothing of it is personal:
a step is the key of a question, without what narrows it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the parts of a histogram, in seconds; above the last one is one part more."""
MOST_STEPS = 500
NO_DIALOGUE, START, OTHER = "none", "start", "other"


class Outcome(StrEnum):
    """What became of an update; `FAILED` is one try of several, the others are the end of one."""

    ANSWERED = "answered"
    REPEATED = "repeated"
    FAILED = "failed"
    PARKED = "parked"
    OUTAGE = "outage"
    OVERLOAD = "overload"


@dataclass(slots=True)
class Spread:
    """How long something took: a count for each part between BOUNDS, and the sum in seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0


@dataclass(slots=True)
class Measures:
    """What one process has counted since it started.

    `updates`: by channel and outcome. `turns`: how long answers took, from the update to the
    commit, by dialogue and step; at most MOST_STEPS of them, the rest together. `watcher`: who
    hears of each as it is counted: channel, outcome, dialogue, step, seconds. `failures`: of what
    happens by itself, by its name.
    """

    updates: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    turns: dict[tuple[str, str], Spread] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)
    watcher: Callable[[str, Outcome, str, str, float], None] | None = None

    def came(self, channel: str, outcome: Outcome) -> None:
        """Count an update, or a try of one."""
        self.updates[channel, outcome] += 1
        if self.watcher is not None:
            self.watcher(channel, outcome, "", "", 0.0)

    def answered(self, channel: str, dialogue: str, step: str, seconds: float) -> None:
        """Count an answer of a dialogue to the answer to a question, "" for none of either."""
        self.updates[channel, Outcome.ANSWERED] += 1
        where = (dialogue, step or START) if dialogue else (NO_DIALOGUE, NO_DIALOGUE)
        spread = self.turns.get(where)
        if spread is None:
            where = where if len(self.turns) < MOST_STEPS else (OTHER, OTHER)
            spread = self.turns.setdefault(where, Spread())
        spread.counts[bisect_left(BOUNDS, seconds)] += 1
        spread.total += seconds
        if self.watcher is not None:
            self.watcher(channel, Outcome.ANSWERED, *where, seconds)
