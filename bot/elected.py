"""Elected: work that one process at a time does, and the next one takes over when that one ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

from storage.duties import Duty

ASK_SECONDS = 1.0

log = structlog.get_logger()


Work = Callable[[asyncio.Event], Coroutine[Any, Any, None]]


def duty_of(bot: str) -> str:
    """Name what one process at a time does for a bot; its number is no secret."""
    return f"telegram {bot}"


async def while_elected(duty: Duty, stop: asyncio.Event, work: Work) -> None:
    """Do `work` whenever the duty is this process's, until told to stop.

    `work` gets what tells it to stop, and finishes what it has in hand before it returns; only then
    another process may begin. If the duty was lost (the database restarted), it is asked for again.
    """
    try:
        while not stop.is_set():
            if await duty.held():
                log.info("elected", duty=duty.name)
                await _work_while_held(duty, stop, work)
            else:
                await _within(stop, ASK_SECONDS)
    finally:
        await duty.give_up()


async def _work_while_held(duty: Duty, stop: asyncio.Event, work: Work) -> None:
    enough = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        doing = group.create_task(work(enough))
        while not doing.done() and not stop.is_set() and await duty.held():
            await _within(stop, ASK_SECONDS)
        enough.set()


async def _within(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
