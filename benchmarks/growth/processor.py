"""The processor's time of this process, and of a PostgreSQL server beside it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the processor: `program`'s, and `server`'s (0 without one)."""

    program: float
    server: float

    def __sub__(self, before: Spent) -> Spent:
        return Spent(self.program - before.program, self.server - before.server)

    @property
    def both(self) -> float:
        """Add them up."""
        return self.program + self.server


@dataclass(frozen=True, slots=True)
class Processor:
    """Looks at the clock of the processor. `folder`: of a server's data, None without one."""

    folder: Path | None = None

    def now(self) -> Spent:
        """Give what was spent until now; a server's in steps of a hundredth of a second."""
        return Spent(time.process_time(), self._of_server() if self.folder else 0.0)

    def _of_server(self) -> float:
        assert self.folder is not None
        first = int((self.folder / "postmaster.pid").read_text().split()[0])
        ticks = [ticks_of(pid) for pid in (first, *children_of(first))]
        return sum(ticks) / TICK


def ticks_of(pid: int) -> int:
    """Give the ticks of a process, with those of its children that have ended; 0 if it has."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(field) for field in fields[11:15])


def children_of(pid: int) -> list[int]:
    """List the children of a process that run now."""
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()]
