"""A benchmark that is told to stop leaves no process, no server and no folder behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(240)

LONG = {
    "memory": ("benchmarks.memory", "--after", "100000"),
    "soak": ("benchmarks.soak", "--minutes", "60"),
    "chaos": ("benchmarks.chaos", "--only", "sqlite", "--kills", "100000"),
}


def working_in(folder: Path) -> list[int]:
    """List the processes that have an installation in a folder, or a server's data."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            told = (each / "environ").read_bytes() + (each / "cmdline").read_bytes()
        except OSError:  # somebody else's, or it has ended meanwhile
            continue
        if int(each.name) != os.getpid() and os.fsencode(folder) in told:
            found.append(int(each.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("which", LONG)
async def test_what_it_started_ends_with_it(
    which: str, number: signal.Signals, tmp_path: Path, _catalogs: None
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *LONG[which]),
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        while not any(b"run" in told.split(b"\0") for told in commands(scratch)):
            assert process.returncode is None, "it ended by itself"
            await asyncio.sleep(0.1)
        process.send_signal(number)
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 1
    assert b"stopped before its end" in said
    assert b"Traceback" not in said
    assert working_in(scratch) == []
    ours = ("installed-", f"{which}-")  # the wheel of PostgreSQL leaves its lock
    assert [each for each in scratch.iterdir() if each.name.startswith(ours)] == []


def commands(folder: Path) -> list[bytes]:
    """Give the command lines of those who work in a folder."""
    found = []
    for number in working_in(folder):
        try:
            found.append(Path(f"/proc/{number}/cmdline").read_bytes())
        except OSError:
            continue
    return found
