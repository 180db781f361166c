"""Stopping: what is told to end by SIGTERM or Ctrl-C ends what it started, and then itself.

Without it SIGTERM ends a benchmark where it stands, and its processes, server and folder stay.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def tidying_up() -> Iterator[None]:
    """Let SIGTERM leave by every `finally` meanwhile, as an exception does; the exit code is 1."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped before its end"))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run_until_told(work: Coroutine[None, None, T]) -> T | None:
    """Run it, and give what it gives; None if it was told to stop, and has tidied up."""
    with tidying_up(), asyncio.Runner() as runner:
        return runner.run(_until_told(work))


async def _until_told(work: Coroutine[None, None, T]) -> T | None:
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)

    def stop() -> None:
        for number in SIGNALS:
            loop.add_signal_handler(number, lambda: None)  # what is tidied up is not cut short
        task.cancel()

    for number in SIGNALS:
        loop.add_signal_handler(number, stop)
    try:
        return await task
    except asyncio.CancelledError:
        return None
