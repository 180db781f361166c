"""A proxy before a server that falls silent: what comes is not passed on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

from tests.storage.engines import url_of


class Proxy:
    """Passes connections on to a server's socket, or port; `port` is where it listens itself."""

    def __init__(self, server: Path | int) -> None:
        self._server = server
        self._flowing: dict[asyncio.Event, asyncio.StreamWriter] = {}
        self._pumps: set[asyncio.Task[None]] = set()
        self._is_silent = False
        self._listening: asyncio.Server | None = None

    async def listen(self, port: int = 0) -> None:
        """Take connections, at a free port if it is 0."""
        self._listening = await asyncio.start_server(self._pass_on, "127.0.0.1", port)

    @property
    def port(self) -> int:
        """Give the port."""
        assert self._listening is not None
        port: int = self._listening.sockets[0].getsockname()[1]
        return port

    @property
    def connections(self) -> int:
        """Count the connections there have been since the last time it forgot them."""
        return len(self._flowing)

    def url(self, of: str, options: str = "") -> str:
        """Give the address, behind this proxy, of the database of an address."""
        return f"postgresql://postgres:@127.0.0.1:{self.port}/{make_url(of).database}?{options}"

    def freeze(self) -> None:
        """Pass nothing on, of connections that are there and of those that come."""
        self._is_silent = True
        for each in self._flowing:
            each.clear()

    def thaw(self) -> None:
        """Pass on what came meanwhile, and all that comes."""
        self._is_silent = False
        for each in self._flowing:
            each.set()

    def forget(self) -> None:
        """Pass nothing on of the connections that are there, for good, as a firewall may do.

        The server has noticed: it asks its peers whether they live.
        """
        for each, server in self._flowing.items():
            each.clear()
            server.close()
        self._flowing.clear()

    async def close(self) -> None:
        """End all connections."""
        if self._listening is not None:
            self._listening.close()
        for each in self._pumps:
            each.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    async def _pass_on(self, mine: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        flows = asyncio.Event()
        if not self._is_silent:
            flows.set()
        if isinstance(self._server, int):
            theirs, there = await asyncio.open_connection("127.0.0.1", self._server)
        else:
            theirs, there = await asyncio.open_unix_connection(self._server)
        self._flowing[flows] = there
        for source, target in ((mine, there), (theirs, back)):
            pump = asyncio.create_task(_pump(source, target, flows))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)


async def pass_on(
    mine: asyncio.StreamReader,
    back: asyncio.StreamWriter,
    theirs: asyncio.StreamReader,
    there: asyncio.StreamWriter,
) -> None:
    """Pass all on between two connections, until both are closed."""
    flows = asyncio.Event()
    flows.set()
    await asyncio.gather(_pump(mine, there, flows), _pump(theirs, back, flows))


async def _pump(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, flows: asyncio.Event
) -> None:
    try:
        with suppress(ConnectionError):
            while True:
                piece = await source.read(65536)
                await flows.wait()
                if not piece:
                    break
                target.write(piece)
                await target.drain()
    finally:
        target.close()


@asynccontextmanager
async def proxy(port: int | None = None) -> AsyncIterator[Proxy]:
    """Listen before what serves at a port, by default before the PostgreSQL of this process."""
    folder = "" if port else make_url(url_of("postgres")).query["host"]
    made = Proxy(port or Path(str(folder)) / ".s.PGSQL.5432")
    await made.listen()
    try:
        yield made
    finally:
        await made.close()
