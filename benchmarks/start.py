"""`python -m benchmarks.start`: how long the service takes from the command to its first answer.

Imports the sample directory into a fresh SQLite file, then starts `passerelle run` several times
behind a webhook, with a Telegram on this machine that agrees to everything, and brings it `/start`
as soon as it listens. Tells the best and the median of the seconds on the clock until it listens
and until the answer is there, of the processor's seconds until then, and of the memory (MB,
resident). A first start, which fills the caches of files and compiled code, does not count.

`--against PROGRAM`: the `passerelle` of another version, started in turn with this one; the ratio
is of medians. Only ratios of one run mean much: what else the machine does is the same for both.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

import aiohttp
from aiohttp import web

import bot.sample

RUNS = 9
MOST_SECONDS, MOST_MEGABYTES = 1.5, 120
PROGRAM = Path(sys.executable).parent / "passerelle"
SAMPLE = sorted(Path(bot.sample.__file__).parent.glob("*.json"))
SECRET = "a-secret-of-this-measurement"  # noqa: S105 - it opens nothing
BOT = {"id": 1, "is_bot": True, "first_name": "Passerelle", "username": "passerelle_bot"}
RESULTS = {
    "getMe": BOT,
    "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
    "getMyCommands": [],
    "getMyName": {"name": ""},
    "getMyDescription": {"description": ""},
    "getMyShortDescription": {"short_description": ""},
}
FIGURES = ("until it listens, s", "until its first answer, s", "of the processor, s", "memory, MB")
TICKS = os.sysconf("SC_CLK_TCK")
PAUSE = 0.002

Measured = tuple[float, float, float, float]


async def agree(request: web.Request) -> web.Response:
    """Answer a call of the Bot API as if it had been done."""
    result = RESULTS.get(request.match_info["method"], True)
    return web.json_response({"ok": True, "result": result})


@asynccontextmanager
async def telegram() -> AsyncIterator[str]:
    """Serve a Bot API; give its address."""
    api = web.Application()
    api.router.add_post("/bot{token}/{method}", agree)
    runner = web.AppRunner(api)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def prepare(home: Path, program: Path) -> None:
    """Fill an installation with the sample directory."""
    environment = {**os.environ, "PASSERELLE_HOME": str(home)}
    command = [str(program), "directory", "import", *map(str, SAMPLE)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


async def start(program: Path, number: int, settings: Mapping[str, str]) -> Measured:
    """Start the service once and bring it a message; `number` makes it somebody new."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        **settings,
        "PASSERELLE_LISTEN": f"127.0.0.1:{port}",
        "PASSERELLE_PUBLIC_URL": url,
    }
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        program, "run", env=environment, stderr=subprocess.DEVNULL
    )
    async with aiohttp.ClientSession() as session:
        await listens(port, process)
        listening = time.perf_counter() - begun
        await first_answer(session, url, number)
        answered = time.perf_counter() - begun
    spent, held = processor(process.pid), memory(process.pid)
    process.terminate()
    await process.wait()
    return listening, answered, spent, held


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def listens(port: int, process: asyncio.subprocess.Process) -> None:
    """Wait until a process listens on a port; AssertionError if it has ended."""
    while True:
        assert process.returncode is None, "it does not run"
        try:
            _, line = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(PAUSE)
        else:
            line.close()
            return


async def first_answer(session: aiohttp.ClientSession, url: str, number: int) -> None:
    """Bring `/start`, as Telegram does; the answer rides in the response."""
    somebody = {"id": number, "is_bot": False, "first_name": "A", "language_code": "en"}
    message = {
        "message_id": 1,
        "date": int(time.time()),
        "chat": {"id": number, "type": "private"},
        "from": somebody,
        "text": "/start",
    }
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    update = {"update_id": number, "message": message}
    async with session.post(f"{url}/telegram/webhook", json=update, headers=headers) as response:
        assert (await response.json())["method"] == "sendMessage"


def processor(pid: int) -> float:
    """Give the seconds of the processor that a process has had."""
    numbers = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / TICKS


def memory(pid: int, kind: str = "VmRSS") -> float:
    """Give how many megabytes of a process are in memory; `VmHWM`: the most that ever were."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    held = next(line for line in lines if line.startswith(kind))
    return int(held.split()[1]) / 1024


async def measured(programs: list[Path]) -> list[list[Measured]]:
    """Start each program in turn, several times; what was measured, for each program."""
    rows: list[list[Measured]] = [[] for _ in programs]
    async with telegram() as api:
        with tempfile.TemporaryDirectory() as folder:
            homes = [Path(folder) / str(place) for place in range(len(programs))]
            for home, program in zip(homes, programs, strict=True):
                prepare(home, program)
            for number in range(RUNS + 1):
                for row, home, program in zip(rows, homes, programs, strict=True):
                    settings = {
                        "PASSERELLE_HOME": str(home),
                        "PASSERELLE_TELEGRAM_TOKEN": "1:measured",
                        "PASSERELLE_TELEGRAM_API": api,
                        "PASSERELLE_WEBHOOK_SECRET": SECRET,
                    }
                    row.append(await start(program, number + 1, settings))
    return [row[1:] for row in rows]


def main() -> int:
    """Print the table; 1 where it takes too long or too much."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start")
    parser.add_argument("--against", type=Path, help="the passerelle of another version")
    against: Path | None = parser.parse_args().against
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    ours, *other = asyncio.run(measured([PROGRAM, *([against] if against else [])]))
    more = f"{'other median':>14}{'ratio':>7}" if other else ""
    print(f"{'':28}{'best':>8}{'median':>8}{more}")
    for place, name in enumerate(FIGURES):
        values = [each[place] for each in ours]
        line = f"{name:28}{min(values):8.2f}{median(values):8.2f}"
        for rows in other:
            theirs = median(each[place] for each in rows)
            line += f"{theirs:14.2f}{median(values) / theirs:7.2f}"
        print(line)
    best = [min(values) for values in zip(*ours, strict=True)]
    return int(best[1] > MOST_SECONDS or best[3] > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
