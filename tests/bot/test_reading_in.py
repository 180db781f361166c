"""What a command reads in: a start is mostly that, so what is of no use to it stays out."""

from __future__ import annotations

import subprocess
import sys

import pytest

FOR_FILES_AND_PICTURES = {"openpyxl", "PIL", "pypdf", "mutagen", "typst", "frictionless"}
OF_POSTGRESQL = {"sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "asyncpg"}
OF_TELEGRAM = {"telegram", "httpx", "bot.telegram.service"}
SERVICE = {
    *(*FOR_FILES_AND_PICTURES, *OF_POSTGRESQL, *OF_TELEGRAM),
    *("alembic", "bot.sample", "pydantic", "uvloop"),
}
LEFT_OUT = {
    "bot.cli": {*SERVICE, "sqlalchemy", "aiohttp", "casework", "conversations"},
    "bot.run": {*SERVICE, "casework.directory_files.reading"},
    "bot.doctor": {*SERVICE, "aiohttp", "casework.perform", "conversations.flows"},
    "bot.invite": {*SERVICE, "aiohttp", "casework.perform", "conversations.flows"},
    "storage.postgresql": {"sqlalchemy.orm"},
}


@pytest.mark.parametrize("module", LEFT_OUT)
def test_what_a_command_does_not_need_is_not_read_in(module: str):
    program = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert module in (read_in := set(done.stdout.split()))
    assert not read_in & LEFT_OUT[module]


def test_what_libraries_would_do_besides_is_not_read_in_by_the_service():
    program = """
import sys, types, bot.cli
settings = types.SimpleNamespace(sentry_dsn=None, telegram_token="1:a")
bot.cli.load_settings = lambda: settings
bot.cli.run_until_done = lambda work, *_: work.close()
bot.cli.app(["run"], standalone_mode=False)
from bot.run import telegram_side
try:
    telegram_side(settings, None)
except AttributeError:  # there is no installation to wire it to
    pass
print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert {"structlog", "httpx"} <= (read_in := set(done.stdout.split()))
    assert not read_in & {"rich", "pygments", "pydantic"}
