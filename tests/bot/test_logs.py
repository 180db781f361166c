"""What libraries log and what nobody caught is told by its kind and place, without its words."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.logs import Discreet, leaves

SECRET = "Zeinabou"
BREAKS = """
import asyncio
from bot.logs import service_logs

async def broken():
    raise KeyError("Zeinabou")

async def together():
    async with asyncio.TaskGroup() as group:
        group.create_task(broken())

service_logs()
asyncio.run(together())
"""


@pytest.fixture
def logs() -> Iterator[Any]:
    """What is logged of libraries, meanwhile."""
    handler, root = Discreet(), logging.getLogger()
    root.addHandler(handler)
    with capture_logs() as entries:
        yield entries
    root.removeHandler(handler)


def test_of_what_a_library_logs_the_words_of_its_code_are_kept(logs: Any) -> None:
    logging.getLogger("some.library").warning("cannot read %s", SECRET)
    (entry,) = logs
    assert entry == {"event": "cannot read %s", "library": "some.library", "log_level": "warning"}


def test_of_an_error_in_a_library_kind_and_place_are_kept(logs: Any) -> None:
    try:
        raise KeyError(SECRET)
    except KeyError:
        logging.getLogger("some.library").exception("cannot go on")
    (entry,) = logs
    (problem,) = entry["problems"]
    assert problem.startswith("KeyError at test_logs.py:")
    assert SECRET not in str(logs)


async def test_a_task_that_failed_unseen_is_told_without_its_words(logs: Any) -> None:
    async def broken() -> None:
        raise KeyError(SECRET)

    task: asyncio.Task[None] | None = asyncio.create_task(broken())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    gc.collect()
    (entry,) = logs
    assert entry["event"] == "Task exception was never retrieved"
    assert SECRET not in str(logs)


def test_what_nobody_caught_is_one_line_of_the_log() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", BREAKS], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["level"]) == ("the program broke", "critical")
    assert entry["problems"] == ["KeyError at <string>:6"]
    assert SECRET not in ended.stderr


def test_a_group_is_all_that_it_holds() -> None:
    first, second = KeyError(), ValueError()
    assert list(leaves(ExceptionGroup("", [first, ExceptionGroup("", [second])]))) == [
        first,
        second,
    ]
    assert list(leaves(first)) == [first]
