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
    *("alembic", "bot.sample", "uvloop"),
}
LEFT_OUT = {
    "bot.cli": {*SERVICE, "sqlalchemy", "aiohttp", "casework", "conversations"},
    "bot.run": SERVICE,
    "bot.doctor": {*SERVICE, "aiohttp", "casework.perform", "conversations.flows"},
    "bot.invite": {*SERVICE, "aiohttp", "casework.perform", "conversations.flows"},
}


@pytest.mark.parametrize("module", LEFT_OUT)
def test_what_a_command_does_not_need_is_not_read_in(module: str):
    program = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert module in (read_in := set(done.stdout.split()))
    assert not read_in & LEFT_OUT[module]
