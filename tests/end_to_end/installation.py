"""One installation of the program: its home, its settings, its process, its log."""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import aiohttp
from sqlalchemy import update

from storage import keyring, tables
from storage.database import Database, Transaction
from storage.types import Keys
from tests.end_to_end.forks import INSIDE, Fork, Streams, forked
from tests.telegram_server import TelegramServer

PASSERELLE = Path(sys.executable).parent / "passerelle"
PATIENCE_S = 60.0  # what takes longer has not worked, however busy the machine is
CODE = re.compile(r"code\s+(\S+)")


class DidNotWork(AssertionError):
    """The program did not do what it was told; the message holds what it said."""


class Installation:
    """The program with a home of its own; `telegram`: the server that stands for Telegram.

    `settings` go beside those that every installation here has. With `webhook` Telegram brings
    the updates, else they are polled. What runs is a fork of the program read in once, or, where
    it is `installed`, what a person starts. Of a fork, `limits` are other numbers of its modules,
    in seconds where they are times, and `slow_disk` is how many seconds a commit of SQLite takes.
    """

    def __init__(
        self,
        home: Path,
        telegram: TelegramServer | None = None,
        settings: Mapping[str, str] | None = None,
        *,
        webhook: bool = False,
        installed: bool = False,
        limits: Mapping[str, float] | None = None,
        slow_disk: float = 0,
    ) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.installed = installed
        self.cut = home.parent / f"{home.name}.cut"
        self.limits = dict(limits or {})
        self.slow_disk = slow_disk
        self._ahead = home.parent / f"{home.name}.ahead"
        self._log = home.parent / f"{home.name}.log"
        self._process: asyncio.subprocess.Process | Fork | None = None
        self.settings = {
            "PASSERELLE_HOME": str(home),
            "PASSERELLE_LISTEN": f"127.0.0.1:{self.port}",
            **({"PASSERELLE_PUBLIC_URL": self.url} if webhook else {}),
            **(settings or {}),
        }
        if telegram is not None:
            self.settings["PASSERELLE_TELEGRAM_TOKEN"] = telegram.token
            self.settings["PASSERELLE_TELEGRAM_API"] = telegram.base

    # ------------------------------------------------------------ the service

    async def start(self) -> None:
        """Start `passerelle run`; wait until it lives."""
        await self.start_again()
        await self.lives()

    async def start_again(self) -> None:
        """Start it; do not wait until it lives."""
        if self.runs:
            raise RuntimeError("it runs already")
        with nothing() as given, self._log.open("ab") as log:
            streams = (given.fileno(), log.fileno(), log.fileno())
            self._process = await self._begun("run", env=self._to_be_harmed, streams=streams)

    async def _begun(
        self, *arguments: str, env: Mapping[str, str], streams: Streams
    ) -> asyncio.subprocess.Process | Fork:
        folder = self.home.parent
        if not self.installed:
            return await forked(arguments, env, folder, streams)
        given, said, told = streams
        return await asyncio.create_subprocess_exec(
            PASSERELLE, *arguments, env=env, cwd=folder, stdin=given, stdout=said, stderr=told
        )

    async def lives(self) -> None:
        """Wait until the program answers on /healthz."""
        end = time.monotonic() + PATIENCE_S
        async with aiohttp.ClientSession() as session:
            while not await self._answers(session):
                if not self.runs or time.monotonic() > end:
                    raise DidNotWork(f"it does not run\n{self.log}")
                await asyncio.sleep(0.02)

    async def _answers(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/healthz") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False

    @property
    def runs(self) -> bool:
        """Whether there is a process."""
        return self._process is not None and self._process.returncode is None

    async def kill(self) -> None:
        """End the process by SIGKILL: it has no moment left to do anything."""
        if self._process is not None and self.runs:
            self._process.kill()
        await self.died()

    async def died(self) -> None:
        """Wait until the process has been ended by SIGKILL."""
        code = await self._ended()
        if code != -signal.SIGKILL:
            raise DidNotWork(f"it ended with {code}\n{self.log}")

    async def stop(self) -> int:
        """Ask it to stop by SIGTERM; give its exit code."""
        if self._process is None:
            raise RuntimeError("it was never started")
        if self.runs:
            self._process.terminate()
        return await self._ended()

    async def ended_by(self, number: signal.Signals) -> int:
        """Send it a signal, and nothing else; give its exit code."""
        if self._process is None:
            raise RuntimeError("it was never started")
        os.kill(self._process.pid, number)
        return await self._ended()

    async def restart(self) -> None:
        """Stop and start."""
        await self.stop()
        await self.start()

    async def _ended(self) -> int:
        if self._process is None:
            raise RuntimeError("it was never started")
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._process.wait()
        except TimeoutError:
            raise DidNotWork(f"it does not end\n{self.log}") from None

    # ------------------------------------------------------------ what befalls it

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Let no file that it writes grow, its log neither, as on a disk without any room."""
        if self._process is None:
            raise RuntimeError("it was never started")
        pid = self._process.pid
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        try:
            yield
        finally:
            if self.runs:
                resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    def set_clock(self, ahead: timedelta, *, alone: bool = False) -> None:
        """Let its clock be ahead of this machine's from now on; a negative time is behind.

        The clock of the database's server goes with it, if it is not set `alone`.
        """
        database = timedelta() if alone else ahead
        written = self._ahead.with_suffix(".new")
        written.write_text(f"{ahead.total_seconds()} {database.total_seconds()}", "ascii")
        written.replace(self._ahead)

    @property
    def log(self) -> str:
        """All that the processes have logged."""
        return self._log.read_text("utf-8") if self._log.exists() else ""

    # ------------------------------------------------------------ commands

    async def command(self, *arguments: str | Path, lines: str | None = None, code: int = 0) -> str:
        """Run a command of the program; give all it printed.

        `lines`: what comes through the pipe. It must end with the exit `code`.
        """
        words = [str(each) for each in arguments]
        with TemporaryFile() as printed, nothing() if lines is None else piped(lines) as given:
            streams = (given.fileno(), printed.fileno(), printed.fileno())
            process = await self._begun(*words, env=self.environment, streams=streams)
            ended = await process.wait()
            printed.seek(0)
            said = printed.read().decode()
        if ended != code:
            raise DidNotWork(f"{words} ended with {ended}\n{said}")
        return said

    async def invite(self, role: str, organisation: str, team: str = "") -> str:
        """Invite somebody; give the one-time code."""
        where = ("--team", team) if team else ()
        said = await self.command("invite", "--role", role, "--organisation", organisation, *where)
        found = CODE.search(said)
        assert found, said
        return found[1]

    @property
    def environment(self) -> dict[str, str]:
        """This machine's environment, and the settings."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("PASSERELLE_")}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)  # it starts often
        # The width that rich wraps its tables at, and no colours.
        return {**kept, "COLUMNS": "200", "NO_COLOR": "1", **self.settings}

    @property
    def _to_be_harmed(self) -> dict[str, str]:
        """The environment with the means to cut the power, move the clock, and so on."""
        inside = {
            "PYTHONPATH": str(INSIDE),
            "PASSERELLE_TEST_CUT": str(self.cut),
            "PASSERELLE_TEST_AHEAD": str(self._ahead),
        }
        if self.limits:
            inside["PASSERELLE_TEST_LIMITS"] = json.dumps(self.limits)
        if self.slow_disk:
            inside["PASSERELLE_TEST_SLOW_DISK"] = str(self.slow_disk)
        return {**self.environment, **inside}

    # ------------------------------------------------------------ what it has stored

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """Look into the database, as the program does."""
        url = self.settings.get("PASSERELLE_DATABASE_URL")
        database = Database(url or f"sqlite:///{self.home / 'passerelle.db'}", self._keys)
        try:
            async with database.transaction() as tx:
                database.use(await keyring.known(tx))
            async with database.transaction() as tx:
                yield tx
        finally:
            await database.close()

    async def leases_end(self) -> None:
        """Let the minute pass for which a killed process has taken messages out of the outbox."""
        box = tables.outbox
        async with self.transaction() as tx:
            waiting = box.c.sent.is_(None) & box.c.failed.is_(None)
            await tx.connection.execute(update(box).where(waiting).values(due=box.c.created))

    @property
    def _keys(self) -> Keys:
        lines = (self.home / "keys").read_text("utf-8").splitlines()
        return Keys(tuple(line.encode() for line in lines if line and not line.startswith("#")))


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    """Wait until `look` gives True; what never does has not worked."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if await look():
            return
        await asyncio.sleep(0.05)
    raise DidNotWork("it never came to that")


def nothing() -> BinaryIO:
    """Open an input from which nothing comes."""
    return Path(os.devnull).open("rb")


def piped(lines: str) -> BinaryIO:
    """Open the end of a pipe from which lines come; of 64 KiB at most, what a pipe holds."""
    end, begin = os.pipe()
    with os.fdopen(begin, "wb") as into:
        into.write(lines.encode())
    return os.fdopen(end, "rb")


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
