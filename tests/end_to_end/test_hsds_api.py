"""The public API of the running program keeps to its own OpenAPI document: schemathesis asks."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import pytest

import bot.sample
from tests.end_to_end.conftest import Install

JORDAN = Path(__file__).parents[1] / "data" / "hsds_jordan"
SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
SAMPLE = sorted(Path(bot.sample.__file__).parent.glob("*.json"))

pytestmark = pytest.mark.timeout(300)


async def test_every_check_of_schemathesis_passes(install: Install) -> None:
    here = install()
    await here.command("directory", "import", JORDAN, *SAMPLE)
    await here.start()
    try:
        asking = await asyncio.create_subprocess_exec(
            SCHEMATHESIS,
            *("run", f"{here.url}/hsds/openapi.json", "--checks", "all", "--no-color"),
            *("--max-examples", "15", "--seed", "1", "--warnings", "off"),
            cwd=here.home.parent,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        printed, _ = await asking.communicate()
    finally:
        await here.stop()
    said = printed.decode()
    assert asking.returncode == 0, said
    assert "No issues found" in said, said
    assert re.search(r"Selected: (\d+)/\1\n\s+Tested: \1\n", said), said
    assert int(re.findall(r"(\d+) generated", said)[0]) > 500


async def test_the_check_says_what_to_do_and_fails_on_a_fault(install: Install) -> None:
    here = install()
    await here.command("directory", "import", JORDAN)
    said = await here.command("directory", "check", code=1)
    assert "fault: JO: 67 centres have no coordinator." in said
    assert "passerelle invite --role coordinator" in said
    await here.invite("coordinator", "UNHCR")
    assert "Faults: 0" in await here.command("directory", "check")
    wrong = here.home.parent / "wrong.csv"
    wrong.write_text("centre,service,country\nHouse,Beds,Nowhere\n", "utf-8")
    assert "Refused rows: 1" in await here.command("directory", "check", wrong, code=1)
