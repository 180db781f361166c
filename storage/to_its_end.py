"""Work that must not be left half done: whoever is cancelled meanwhile still waits for its end."""

from __future__ import annotations

import asyncio


async def to_its_end(doing: asyncio.Future[None]) -> None:
    """Wait until it has ended, then be cancelled if somebody wished that; raises what it raises."""
    try:
        await asyncio.shield(doing)
    except asyncio.CancelledError:
        while not doing.done():
            try:
                await asyncio.wait([doing])
            except asyncio.CancelledError:
                continue
        raise
