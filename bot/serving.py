"""Serving: a site on an address, or a clear word on why it cannot be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from domain.cannot_go_on import CannotGoOn


class CannotListen(CannotGoOn):
    """The address is taken or not ours; the message says what to do."""


@asynccontextmanager
async def serving(site: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve a site; give the port, which is chosen when 0 was asked for."""
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        listener = web.TCPSite(runner, host, port)
        try:
            await listener.start()
        except OSError as problem:
            raise CannotListen(
                f"cannot listen on {host}:{port} ({problem.strerror}); "
                "choose another one with PASSERELLE_LISTEN or --port"
            ) from problem
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
