"""A fresh installation that serves: its processes behind the balancer, and Telegram."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos.balancer import Balancer, balancing
from benchmarks.chaos.processes import Process
from benchmarks.chaos.telegram import Hear, Telegram
from benchmarks.yardstick.product import SECRET, Product


@dataclass(frozen=True, slots=True)
class Installed:
    """What serves, and the settings that it was started with."""

    settings: Mapping[str, str]
    processes: Sequence[Process]
    balancer: Balancer

    @property
    def processor_seconds(self) -> float:
        """Give the processor's seconds that all processes have had."""
        return sum(each.processor_seconds for each in self.processes)


@asynccontextmanager
async def installed(product: Product, processes: int, hear: Hear) -> AsyncIterator[Installed]:
    """Start so many processes on a copy of the product's installation; stop them at the end.

    `hear` gets each message that is sent to somebody, with the chat it is for.
    """
    with tempfile.TemporaryDirectory(prefix="installed-") as scratch:
        copied = await asyncio.to_thread(product.fresh, Path(scratch) / "home")
        telegram = Telegram(hear)
        async with telegram.serving() as api:
            settings = {
                **copied,
                "PASSERELLE_TELEGRAM_TOKEN": "4242:chaos",
                "PASSERELLE_TELEGRAM_API": api,
                "PASSERELLE_PUBLIC_URL": "http://127.0.0.1:9",  # nobody: the balancer brings all
            }
            logs = (Path(scratch) / f"log-{number}" for number in range(processes))
            started = [Process(settings, log) for log in logs]
            addresses = [each.address for each in started]
            try:
                await asyncio.gather(*(each.start() for each in started))
                async with balancing(addresses, SECRET, telegram.deliver) as balancer:
                    yield Installed(settings, started, balancer)
            finally:
                await asyncio.gather(*(each.stop() for each in started))
