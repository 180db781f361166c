"""The balancer: brings each update to one of the processes, again until one has acknowledged it."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import aiohttp

from benchmarks.chaos.people import Body
from bot.telegram.webhook import PATH, SECRET_HEADER

CONNECTIONS = 40  # as the service asks Telegram for
AGAIN_S = 0.3
LONGEST_S = 30.0

Deliver = Callable[[Body], object]


class Balancer:
    """Brings updates to `addresses` in turn; what fails goes to the next one after a moment.

    `deliver` gets the reply that comes along with an acknowledgement. `failed`: how often an
    attempt came to nothing, by what came of it.
    """

    def __init__(
        self, addresses: Sequence[str], session: aiohttp.ClientSession, deliver: Deliver
    ) -> None:
        self._deliver = deliver
        self._addresses = itertools.cycle(addresses)
        self._session = session
        self.failed: Counter[str] = Counter()

    async def bring(self, update: Body) -> None:
        """Bring an update until it is acknowledged."""
        body = json.dumps(update).encode()
        while True:
            try:
                async with self._session.post(next(self._addresses) + PATH, data=body) as response:
                    told = await response.read()
                    if response.status == 200:
                        if told:
                            self._deliver(json.loads(told))
                        return
                    self.failed[str(response.status)] += 1
            except (aiohttp.ClientError, OSError, TimeoutError) as problem:
                self.failed[type(problem).__name__] += 1
            await asyncio.sleep(AGAIN_S)


@asynccontextmanager
async def balancing(
    addresses: Sequence[str], secret: str, deliver: Deliver
) -> AsyncIterator[Balancer]:
    """Open the connections to the processes."""
    limit = aiohttp.TCPConnector(limit=0, limit_per_host=CONNECTIONS)
    headers = {SECRET_HEADER: secret, "Content-Type": "application/json"}
    timeout = aiohttp.ClientTimeout(total=LONGEST_S)
    async with aiohttp.ClientSession(connector=limit, headers=headers, timeout=timeout) as session:
        yield Balancer(addresses, session, deliver)
