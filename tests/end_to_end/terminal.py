"""A terminal before which a command of the program is run, as a person runs it."""

from __future__ import annotations

import asyncio
import os
import pty
from pathlib import Path

from tests.end_to_end.installation import PASSERELLE, DidNotWork, Installation


async def at_a_terminal(here: Installation, *arguments: str | Path) -> str:
    """Run a command at a pseudo-terminal; give all it wrote, control characters too.

    :raises DidNotWork: if it does not end well.
    """
    ours, its = pty.openpty()
    environment = {**here.environment, "TERM": "xterm"}
    try:
        process = await asyncio.create_subprocess_exec(
            PASSERELLE,
            *arguments,
            env=environment,
            cwd=here.home.parent,
            stdin=its,
            stdout=its,
            stderr=its,
        )
    finally:
        os.close(its)
    with os.fdopen(ours, "rb", buffering=0) as screen:
        said = await asyncio.to_thread(lambda: b"".join(iter(lambda: shown(screen.fileno()), b"")))
    if await process.wait():
        raise DidNotWork(f"{arguments} ended with {process.returncode}\n{said.decode()}")
    return said.decode()


def shown(screen: int) -> bytes:
    """Wait for the next that is written; nothing when there is nobody left who writes."""
    try:
        return os.read(screen, 65_536)
    except OSError:  # how Linux says that the other end is closed
        return b""
