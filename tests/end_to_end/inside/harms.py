"""What befalls the program from inside: a clock that is wrong, other limits, a slow disk.

Each is told by a variable of the environment, read and removed before the program sees it.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any


def harm() -> None:
    """Do what the environment tells."""
    for name, done in HARMS.items():
        if told := os.environ.pop(name, None):
            done(told)


def set_the_clock_by(ahead: str) -> None:
    """Let clocks be as many seconds ahead as that file says, if there is one.

    The program's clock by the first number, that of its database's server by the second.
    """
    from bot import installation
    from storage import server_clock

    utc_now, shown = installation.utc_now, server_clock.shown

    def by(number: int) -> timedelta:
        with suppress(FileNotFoundError):
            return timedelta(seconds=float(Path(ahead).read_text("ascii").split()[number]))
        return timedelta()

    async def shown_moved(tx: Any) -> datetime | None:
        there = await shown(tx)
        return None if there is None else there + by(1)

    setattr(installation, "utc_now", lambda: utc_now() + by(0))  # noqa: B010 - from outside
    setattr(server_clock, "shown", shown_moved)  # noqa: B010


def set_limits(limits: str) -> None:
    """Set numbers of modules, {"module.NAME": number}; where a time stands they are seconds."""
    for name, value in json.loads(limits).items():
        module, _, constant = name.rpartition(".")
        there = getattr(import_module(module), constant)
        as_it_is = timedelta(seconds=value) if isinstance(there, timedelta) else value
        setattr(import_module(module), constant, as_it_is)


def slow_the_disk(seconds: str) -> None:
    """Let each commit of SQLite take so many seconds longer."""
    from storage import sqlite

    commit = sqlite.commit

    def slowly(whole: Any) -> None:
        time.sleep(float(seconds))
        commit(whole)

    setattr(sqlite, "commit", slowly)  # noqa: B010


HARMS: dict[str, Callable[[str], None]] = {
    "PASSERELLE_TEST_AHEAD": set_the_clock_by,
    "PASSERELLE_TEST_LIMITS": set_limits,
    "PASSERELLE_TEST_SLOW_DISK": slow_the_disk,
}
