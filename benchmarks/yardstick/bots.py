"""Who is measured: how each bot is started, and what a run of it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.yardstick.product import PROGRAM, SECRET, Product

HERE = Path(__file__).parent
ON_DUTY = 5

# Names as in the table of results; the first word of a command says in which environment it runs.
PEERS: Mapping[str, str] = {
    "ptb-conv-pickle": "python ptb_bot.py --db none",
    "ptb-conv-pickle+sqlite": "python ptb_bot.py --db sqlite",
    "ptb-conv-pickle+pg": "python ptb_bot.py --db pg",
    "ptb-conv-pickle+pg-conc64": "python ptb_bot.py --db pg --concurrent 64",
    "ptb-conv-pickle+pg-aiohttp-uvloop": "python ptb_bot.py --db pg --request aiohttp --uvloop",
    "ptb-conv-pickle1s+pg": "python ptb_bot.py --db pg --interval 1",
    "ptb-echo-httpx": "python ptb_bot.py --kind echo",
    "ptb-echo-httpx-conc64": "python ptb_bot.py --kind echo --concurrent 64",
    "ptb-echo-aiohttp": "python ptb_bot.py --kind echo --request aiohttp",
    "ptb-echo-aiohttp-conc64": "python ptb_bot.py --kind echo --request aiohttp --concurrent 64",
    "ptb-echo-aiohttp-conc64-uvloop": "python ptb_bot.py --kind echo --request aiohttp "
    "--concurrent 64 --uvloop",
    "aiogram-mem+pg": "python aiogram_bot.py",
    "aiogram-redis+pg": "python aiogram_bot.py --storage redis",
    "aiogram-redis+pg-uvloop": "python aiogram_bot.py --storage redis --uvloop",
    "aiogram-mem+pg-hook-uvloop": "python aiogram_bot.py --reply hook --uvloop",
    "aiogram-redis+pg-hook": "python aiogram_bot.py --storage redis --reply hook",
    "aiogram-redis+pg-hook-uvloop": "python aiogram_bot.py --storage redis --reply hook --uvloop",
    "grammy-session-pg": "node grammy_bot.mjs session",
    "grammy-conv-pg": "node grammy_bot.mjs conv",
    "telegraf-scenes-pg": "node telegraf_bot.mjs",
    "ptb-lean-api-ack": "python ptb_lean.py --reply api --ack",
    "ptb-lean-hook-ack": "python ptb_lean.py --ack",
    "ptb-lean-hook": "python ptb_lean.py",
    "bare-aiohttp-pg": "python bare_limit.py",
    "bare-aiohttp-pg-noUvloop": "python bare_limit.py --no-uvloop",
    "bare-aiohttp-pg-ackaiohttp": "python bare_limit.py --ack aiohttp",
    "bare-aiohttp-pgbatch-ackraw": "python bare_limit.py --store pg-batch --ack raw",
    "bare-raw-pg": "python bare_limit.py --server raw",
    "bare-raw-pgbatch": "python bare_limit.py --server raw --store pg-batch",
    "bare-raw-pgbatch-ackraw": "python bare_limit.py --server raw --store pg-batch --ack raw",
    "bare-raw-sqlitebatch-ackraw": "python bare_limit.py --server raw --store sqlite-batch "
    "--ack raw",
    "null-raw": "python bare_limit.py --server raw --store none",
}


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot: the command that starts it, and more options of the load.

    `product`: who makes the installation that each run begins with.
    """

    command: str
    options: tuple[str, ...] = ()
    product: Product | None = None


def peers(folder: Path) -> dict[str, Bot]:
    """Give the bots of others whose packages are installed under `folder` (see README.md)."""
    programs = {"python": str(folder / "py" / "bin" / "python"), "node": "node"}
    there = {"python": Path(programs["python"]).exists(), "node": (folder / "node").is_dir()}
    found = {}
    for name, command in PEERS.items():
        program, script, *rest = command.split()
        if there[program]:
            start = " ".join((programs[program], str(HERE / "peers" / script), *rest))
            found[name] = Bot(start)
    return found


def product(folder: Path, server: str, *, polling: bool) -> dict[str, Bot]:
    """Give the product on SQLite, and on PostgreSQL where there is a server (its DSN).

    Each with nobody on duty, as the bots of others, and with caseworkers who are told of requests.
    """
    settings = "PASSERELLE_TELEGRAM_TOKEN={token} PASSERELLE_TELEGRAM_API={api} "
    settings += "PASSERELLE_LISTEN=127.0.0.1:{port}"
    if not polling:
        settings += " PASSERELLE_PUBLIC_URL=http://127.0.0.1:{port}"
    command = f"env {settings} {PROGRAM} run"
    options = (
        *("--webhook-url", "http://127.0.0.1:18080/telegram/webhook"),
        *("--secret", SECRET),
        *("--script", str(HERE / "scripts" / "passerelle.json")),
    )
    made = {}
    for engine, dsn in (("sqlite", ""), ("pg", server)) if server else (("sqlite", ""),):
        for name, staff in ((engine, 0), (f"{engine}-staff", ON_DUTY)):
            made[f"passerelle-{name}"] = Bot(command, options, Product(folder, dsn, staff))
    return made
