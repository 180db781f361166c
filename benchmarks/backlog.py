"""`python -m benchmarks.backlog --updates 3000`: what waits at Telegram after an outage.

Half of the people wrote `/start` and then an urgent word, the others `/start` twice, all while
nobody fetched: the urgent words come last. Then `passerelle run` starts and polls. Tells how long
it takes until all have their replies, how many a second that is, when the first and the last
urgent word was answered, and whose replies came in another order than they wrote (1 if anybody's).
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aiohttp import web

from benchmarks.chaos.people import Body
from benchmarks.chaos.processes import Process
from benchmarks.chaos.telegram import Telegram, update_of
from benchmarks.yardstick.product import Product

URGENT = "emergency"
LOOK_S = 0.05


class Behind(Telegram):
    """Telegram with updates that wait to be fetched, in the order of their numbers."""

    def __init__(self, waiting: list[Body]) -> None:
        """Keep what waits; nobody has heard anything."""
        super().__init__(self._hear_at)
        self._waiting = waiting
        self.heard: dict[int, list[tuple[float, str]]] = defaultdict(list)
        self.since = self.confirmed_all = 0.0

    @property
    def told(self) -> int:
        """Count what people have heard."""
        return sum(map(len, self.heard.values()))

    async def answer(self, request: web.Request) -> web.Response:
        """Give updates to who asks for them; else as always."""
        if request.match_info["method"] != "getUpdates":
            return await super().answer(request)
        given = await request.json() if request.content_type == "application/json" else {}
        given = given or dict(await request.post())
        self.since = self.since or time.perf_counter()
        offset, limit = int(given.get("offset", 0)), int(given.get("limit", 100))
        self._waiting = [each for each in self._waiting if each["update_id"] >= offset]
        if not self._waiting:
            self.confirmed_all = self.confirmed_all or time.perf_counter() - self.since
        if not self._waiting:
            await asyncio.sleep(1)
        return web.json_response({"ok": True, "result": self._waiting[:limit]})

    def _hear_at(self, chat: int, message: Mapping[str, Any]) -> None:
        self.heard[chat].append((time.perf_counter() - self.since, str(message["text"])))


def written(people: int) -> list[Body]:
    """Write two updates for each: chats 1 to `people`, urgent words where the number is even."""
    first = [update_of(chat, chat, {"text": "/start"}) for chat in range(1, people + 1)]
    words = {0: URGENT, 1: "/start"}
    second = [
        update_of(people + chat, chat, {"text": words[chat % 2]}) for chat in range(1, people + 1)
    ]
    return [*first, *second]


async def caught_up(product: Product, people: int, folder: Path) -> Behind:
    """Start the program and wait until everybody has heard all; give what people heard."""
    settings = await asyncio.to_thread(product.fresh, folder / "home")
    telegram = Behind(written(people))
    async with telegram.serving() as api:
        told = {"PASSERELLE_TELEGRAM_TOKEN": "4242:backlog", "PASSERELLE_TELEGRAM_API": api}
        process = Process({**settings, **told}, folder / "log")
        await process.start()
        try:
            while telegram.told < 2 * people:  # noqa: ASYNC110 - another process works on it
                await asyncio.sleep(LOOK_S)
        finally:
            await process.stop()
    return telegram


def disordered(heard: Mapping[int, list[tuple[float, str]]]) -> int:
    """Count the people whose replies differ from those that most of their kind got."""
    wrong = 0
    for kind in (0, 1):
        orders = [
            tuple(text for _, text in each) for chat, each in heard.items() if chat % 2 == kind
        ]
        usual = max(set(orders), key=orders.count)
        wrong += sum(each != usual for each in orders)
    return wrong


def main() -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backlog", description=__doc__)
    parser.add_argument("--updates", type=int, default=3000)
    people = parser.parse_args().updates // 2
    with tempfile.TemporaryDirectory(prefix="backlog-") as scratch:
        product = Product(Path(scratch))
        product.prepare()
        telegram = asyncio.run(caught_up(product, people, Path(scratch)))
    moments = [at for each in telegram.heard.values() for at, _ in each]
    urgent = [each[-1][0] for chat, each in telegram.heard.items() if chat % 2 == 0]
    wrong = disordered(telegram.heard)
    print(f"{2 * people} updates of {people} people: {max(moments):.1f} s,", end=" ")
    print(f"{2 * people / max(moments):.1f} a second; {wrong} people answered out of order")
    print(f"all updates dealt with after {telegram.confirmed_all:.1f} s;", end=" ")
    print(f"urgent words answered from {min(urgent):.1f} s to {max(urgent):.1f} s")
    return int(wrong > 0 or len(telegram.heard) != people)


if __name__ == "__main__":
    sys.exit(main())
