"""Processes of the program, which are killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping
from pathlib import Path

import aiohttp

from benchmarks.start import free_port, processor
from benchmarks.yardstick.product import PROGRAM

LISTENS_S = 180.0
STOPS_S = 30.0


class Process:
    """`passerelle run` with some settings, its log added to a file; how often it was `killed`."""

    def __init__(self, settings: Mapping[str, str], log: Path) -> None:
        self.address = f"http://127.0.0.1:{free_port()}"
        self._settings = {**settings, "PASSERELLE_LISTEN": self.address.removeprefix("http://")}
        self._log = log
        self._running: asyncio.subprocess.Process | None = None
        self._spent = 0.0
        self.killed = 0

    @property
    def pid(self) -> int:
        """Give the number of the process that runs."""
        if self._running is None:
            raise RuntimeError("it was never started")
        return self._running.pid

    @property
    def processor_seconds(self) -> float:
        """Give the processor's seconds of it and of those that it took the place of."""
        return self._spent + processor(self.pid)

    async def start(self) -> None:
        """Start it and wait until it listens; RuntimeError if it ends before."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PASSERELLE_")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        with self._log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                *(PROGRAM, "run"), env={**environment, **self._settings}, stdout=log, stderr=log
            )
        async with asyncio.timeout(LISTENS_S), aiohttp.ClientSession() as session:
            while not await self._listens(session):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)

    async def _listens(self, session: aiohttp.ClientSession) -> bool:
        if self._running is None or self._running.returncode is not None:
            raise RuntimeError(f"it does not run:\n{self._log.read_text('utf-8')[-2000:]}")
        try:
            async with session.get(f"{self.address}/healthz") as response:
                return response.status == 200
        except (aiohttp.ClientError, OSError):
            return False

    async def kill(self) -> None:
        """End it by SIGKILL."""
        self._spent = self.processor_seconds
        self.killed += 1
        await self._ended_by(signal.SIGKILL)

    async def stop(self) -> int:
        """End it by SIGTERM; give its exit code."""
        return await self._ended_by(signal.SIGTERM)

    async def _ended_by(self, number: signal.Signals) -> int:
        if self._running is None or self._running.returncode is not None:
            return 0
        self._running.send_signal(number)
        async with asyncio.timeout(STOPS_S):
            return await self._running.wait()
