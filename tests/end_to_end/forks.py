"""Starting the program without reading it in each time: that takes longer than what a test does."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

INSIDE = Path(__file__).parent / "inside"

Streams = tuple[int, int, int]


class Fork:
    """A process of the program; what is used of asyncio's own `Process`."""

    def __init__(self, pid: int, told: asyncio.StreamReader, line: asyncio.StreamWriter) -> None:
        self.pid = pid
        self._line = line
        self._end = asyncio.create_task(self._ended(told))

    @property
    def returncode(self) -> int | None:
        """Give its exit code; None while it runs."""
        return self._end.result() if self._end.done() else None

    async def wait(self) -> int:
        """Wait for its end; give its exit code."""
        return await asyncio.shield(self._end)

    def terminate(self) -> None:
        """Ask it to stop."""
        os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)

    async def _ended(self, told: asyncio.StreamReader) -> int:
        code = int(await told.readline())
        self._line.close()
        return code


async def forked(
    arguments: Sequence[str], environment: Mapping[str, str], folder: Path, streams: Streams
) -> Fork:
    """Start `passerelle ARGUMENTS` in a folder; `streams`: its input, output and error stream."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(_read_in()))
    socket.send_fds(connection, [b" "], streams)
    told, line = await asyncio.open_unix_connection(sock=connection)
    order = {
        "arguments": list(arguments),
        "environment": dict(environment),
        "folder": str(folder),
    }
    line.write(json.dumps(order).encode() + b"\n")
    return Fork(int(await told.readline()), told, line)


@cache
def _read_in() -> Path:
    """Start the process that has all of the program read in; give the path of its socket."""
    path = Path(mkdtemp(prefix="passerelle-read-in-")) / "socket"
    started = subprocess.Popen(
        [sys.executable, INSIDE / "read_in.py", path],
        env={**os.environ, "PYTHONPATH": str(INSIDE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    atexit.register(started.communicate)
    if started.stdout is None or started.stdout.readline() != b"ready\n":
        raise AssertionError("the program cannot be read in")
    return path
